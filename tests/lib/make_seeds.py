#!/usr/bin/env python3
"""make_seeds.py TARGET OUTDIR: the seed corpus of one fuzz target.

The files of tests/fuzz/seeds/TARGET, and, by what its name says it reads, the
archives, databases, tables and pictures that the other tests use.
"""

import glob
import os
import random
import re
import struct
import sys
import zipfile

import archive
import damage
import hostile
import hostile_xml
import rawzip
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


def local_headers():
    """Members without a directory, and a byte that says which descriptor."""
    forms = (None, ("sig",), ("none",), ("sig", "wide"), ("wide",))
    for i, form in enumerate(forms):
        for method in (rawzip.STORED, rawzip.DEFLATE):
            m = rawzip.Member("a/b.wav", b"hello " * 9, method,
                              descriptor=form)
            yield f"{i}-{method}", m.local_bytes() + bytes([i])
    wide = rawzip.Member("w", b"wide", rawzip.STORED, extra_local=rawzip.
                         extra_field(1, struct.pack("<QQ", 4, 4)))
    wide.local = {"csize": rawzip.FULL32, "size": rawzip.FULL32}
    yield "zip64", wide.local_bytes() + b"\0"
    yield "empty", rawzip.Member("e", b"").local_bytes() + b"\0"


def damaged():
    """Small archives, cut, overwritten and shifted."""
    files = {f"{i}.txt": b"%d" % i * 30 * i for i in range(1, 6)}
    files["1Db.xml"] = b"<PhoneSystem />"
    for shape, pack in damage.RAW.items():
        whole = pack(files)
        yield shape, whole
        for number in range(6):
            rng = random.Random(f"{shape}-{number}")
            change = rng.choice(damage.DAMAGES)
            try:
                yield f"{shape}-{number}", change(whole, rng)
            except (ValueError, struct.error):
                pass


def database_edits():
    """Databases behind the bytes that choose edits."""
    rng = random.Random("edits")
    for name, data in databases():
        yield name, rng.randbytes(16) + data


def metadatas():
    for version in ("16.0.5.611", "20.0.0.1340"):
        yield version, tree.metadata(version)
    yield "tail", tree.metadata("20.0.0.1340", 1, b"x" * 28)
    yield "short", tree.metadata("20.0.0.1340")[:95]


def addresses():
    for i, text in enumerate((
            "noelle@example.com", " a@b ", "a@@b", "a@b.c@d", "\u200ba@b.de",
            "jörg@müller.example", "a@xn--mller-kva.example", "a b@c.de",
            "a@gmial.com", "a..b@c.de", "+1 (555) 010-0200", "00155501",
            "Nino\u0303", "a@b.de; c@d.de", "mailto:a@b.de", "<a@b.de>",
            "Ann\tLee", "x" * 300 + "@example.com", "a@[127.0.0.1]",
            '"a b"@c.de', "\u202ea@b.de")):
        yield f"address-{i}", text.encode()


def small_database():
    """The sample with a few of its users, without where their calls go."""
    kept = 0

    def shorten(found):
        nonlocal kept
        user = found[0]
        if kept >= 2 and hostile_xml.PERSON not in user:
            return b""
        kept += 1
        return re.sub(rb"\s*<(FwdProfiles|ForwardingRules)>.*?</\1>", b"", user,
                      flags=re.DOTALL)

    return re.sub(rb"\s*<Extension>.*?</Extension>", shorten,
                  tree.read(tree.DATABASE), flags=re.DOTALL)


def databases():
    sample = small_database()
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
           "directory": archives, "open": archives, "local": local_headers,
           "salvage": damaged, "patch": database_edits,
           "metadata": metadatas, "email": addresses,
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
