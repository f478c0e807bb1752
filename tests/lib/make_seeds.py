#!/usr/bin/env python3
"""make_seeds.py TARGET OUTDIR: the seed corpus of one fuzz target.

The files of tests/fuzz/seeds/TARGET, and, by what its name says it reads, the
archives, databases, tables and pictures that the other tests use.
"""

import glob
import os
import re
import sys
import zipfile

import archive
import hostile
import hostile_xml
import respell
import tree
import workbook

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "..", "..")
# A larger seed slows a fuzzer down more than it teaches it.
LARGEST = 100 << 10
# Small as files, and slow to unpack again and again.
LARGE_WORKBOOKS = ("bomb", "cells")


def stored(target):
    folder = os.path.join(TOP, "tests", "fuzz", "seeds", target)
    for path in sorted(glob.glob(os.path.join(folder, "*"))):
        with open(path, "rb") as f:
            yield "stored-" + os.path.basename(path), f.read()


def archives():
    for name, _, _, _, _, make in hostile.CASES:
        # Left out: the ones that are large only to be large.
        if not name.startswith(("bomb", "fine-many", "fine-xml", "xml-")):
            yield name, make()


def databases():
    sample = tree.read(tree.DATABASE)
    for shape in respell.SHAPES:
        yield shape, respell.spell(sample, shape)[0]
    for name, _, _, data in hostile_xml.broken(sample):
        yield name, data
    for name, _, data in hostile_xml.odd(sample):
        yield name, data


def secrets():
    """Databases in which every kind of text is one."""
    for name, data in databases():
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        yield name, data
        yield f"secret-{name}", re.sub(
            r">[^<>\s][^<>]*<", ">hunter2@hunter2.com<", re.sub(
                r'="[^"]*"', '="hunter2"', text)).encode()


def tables():
    for pattern in ("testdata/sample/DbTables/*.csv", "testdata/**/*.csv"):
        for path in sorted(glob.glob(os.path.join(TOP, pattern),
                                     recursive=True)):
            with open(path, "rb") as f:
                yield os.path.basename(path), f.read()


def pictures():
    for number, colour in tree.PICTURES.items():
        yield number, tree.png(colour, 8)


def photographs():
    """One small picture as JPEG in the ways that cjpeg knows."""
    side = 16
    grey = b"P5 %d %d 255\n" % (side, side) + bytes(range(side * side))
    colour = b"P6 %d %d 255\n" % (side, side) + bytes(
        (x * y * c) % 256 for y in range(side) for x in range(side)
        for c in (3, 5, 7))
    for name, image, words in (
            ("grey", grey, []), ("colour", colour, []),
            ("progressive", colour, ["-progressive"]),
            ("restart", colour, ["-restart", "1"]),
            ("full", colour, ["-sample", "1x1"]),
            ("arithmetic", colour, ["-arithmetic"])):
        yield name, archive.run(["cjpeg"] + words, input=image)


def templates():
    for i, text in enumerate((
            "{number} {first} {last} {email.local}@{email.domain}",
            "{first:1|lower}.{last|ascii|lower}@example.com", "{{x}} {mobile}",
            "{callerid|upper}", "{first", "}", "{first:0}", "{no|such}")):
        yield f"template-{i}", text.encode()


def workbooks():
    """Stored, so that damage reaches what stands in the parts."""
    for name, make in workbook.ODD.items():
        yield name, make()
    for name, (_, make) in workbook.BAD.items():
        if name not in LARGE_WORKBOOKS:
            yield name, make()
    yield "stored-parts", workbook.pack(workbook.parts(),
                                        zipfile.ZIP_STORED)


def encodings():
    """A line with the name of an encoding, or blank, and a table in it."""
    table = "Ext.;First Name;Mobile\r\n200;Jürgen Großmann;+15550100200\r\n"
    for name in ("", "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32",
                 "UTF-7", "macintosh", "CP1252", "CP850", "ISO-8859-15",
                 "ISO-2022-JP", "SHIFT_JIS", "GB18030", "EBCDIC-US",
                 "no-such"):
        codec = {"": "utf-8", "macintosh": "mac-roman", "EBCDIC-US": "cp037",
                 "no-such": "utf-8"}.get(name, name)
        yield "named-" + (name or "none"), (name + "\n").encode() + \
            table.encode(codec, "replace")
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"),
                        (b"\xfe\xff", "utf-16-be"), (b"", "cp1252"),
                        (b"", "mac-roman"), (b"\xef\xbb\xbf", "cp1252"),
                        (b"\xef\xbb\xbf\xef\xbb\xbf", "utf-8")):
        data = mark + table.encode(codec)
        yield f"marked-{codec}-{len(mark)}", b"\n" + data
        yield f"cut-{codec}-{len(mark)}", b"\n" + data[:-1]
    yield "twice", b"\n" + table.encode().decode("cp1252").encode()
    yield "mixed", b"\n" + table.encode() + table.encode("cp1252")


# What a target's name says that it reads.
SOURCES = {"zip": archives, "xml": databases, "database": databases,
           "redact": secrets,
           "csv": tables, "template": templates, "png": pictures,
           "picture": pictures, "jpeg": photographs, "xlsx": workbooks,
           "encoding": encodings}


def main(args):
    if len(args) != 2:
        print("usage: make_seeds.py TARGET OUTDIR", file=sys.stderr)
        return 2
    target, out = args
    os.makedirs(out, exist_ok=True)
    sources = [stored(target)]
    sources += [make() for word, make in SOURCES.items() if word in target]
    count = 0
    for source in sources:
        for name, data in source:
            if len(data) <= LARGEST:
                with open(os.path.join(out, name), "wb") as f:
                    f.write(data)
                count += 1
    if count == 0:
        print(f"no seeds for {target}: put some into tests/fuzz/seeds/"
              f"{target}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
