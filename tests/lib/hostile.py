#!/usr/bin/env python3
"""hostile.py OUTDIR: broken, lying and merely odd files, one defect in each.

Writes the files and OUTDIR/manifest: name, rule, expected exit status, what
is wrong, and the message that a refusal must have behind the path (empty: any
message of the rule's), separated by tabs.  The status is that of a command that reads
(`list`) and of one that writes (`set ... -o`); `0/3` where the two differ:
a reader of the database looks at no other member, a writer looks at all.
The rules (R1 to R11) are those of the ZIP reader; `fine` is no defect.
"""

import gzip
import io
import os
import shutil
import struct
import sys
import tarfile
import zlib

import hostile_shapes
import hostile_xml
import rawzip
import tree
from hostile_parts import (CASES, DATABASE, NAME, case, db, mapping, simple,
                           sound, usual, wide, with_db, with_sound)
from rawzip import DEFLATE, FULL16, FULL32, STORED, Member, extra_field

GIB = 1 << 30

# --- R1: the parts cover the file exactly -------------------------------

simple("gap-between", "R1", "0/3", "8 bytes between two members",
       lambda: [mapping(), db(gap_before=b"\0" * 8), sound()])
simple("gap-zip-between", "R1", "0/3", "a hidden local header in a gap",
       lambda: [mapping(), db(gap_before=Member("x", b"y").local_bytes()),
                sound()])
simple("orphan-first", "R1", 3, "a member that the directory does not list",
       lambda: [sound(name="hidden.wav", in_directory=False), db()])
simple("gap-before-directory", "R1", "0/3", "16 bytes before the directory",
       usual, before_directory=b"\0" * 16)
simple("gap-after-directory", "R1", 3, "16 bytes behind the directory", usual,
       after_directory=b"\0" * 16)
simple("prefix", "R1", 3, "a program before the archive, offsets adjusted",
       usual, prefix=b"#!/bin/sh\nexit 0\n")
simple("prefix-unadjusted", "R1", 3, "a program before it, offsets as without",
       usual, prefix=b"#!/bin/sh\nexit 0\n", base=-17)
simple("suffix", "R1", 3, "10 KB of zeros behind, as tar pads", usual,
       suffix=b"\0" * 10240)
simple("suffix-text", "R1", 3, "one line of text behind the archive", usual,
       suffix=b"bye\n")


@case("overlap-same", "R1", 3, "two directory records for the same bytes")
def overlap_same():
    twin = sound(name="recordings/200/b.wav", in_file=False)
    twin.central = {"offset": 0}
    return rawzip.build([sound(), db(), twin])


@case("overlap-quoted", "R1", 3, "a member inside the data of another")
def overlap_quoted():
    inner = sound(name="recordings/200/b.wav")
    outer = Member("outer.bin", inner.local_bytes(), STORED)
    inner.in_file = False
    inner.central = {"offset": len(outer.local_bytes()) -
                     len(inner.local_bytes())}
    return rawzip.build([outer, db(), inner])


simple("overlap-long", "R1", 3, "a member whose size reaches into the next",
       lambda: [sound(central={"csize": 5000, "size": 5000},
                      local={"csize": 5000, "size": 5000}), db()])
simple("directory-inside", "R1", 3, "a member reaches into the directory",
       lambda: [db(), sound(central={"csize": 460, "size": 460},
                            local={"csize": 460, "size": 460})])

# --- R2: one end --------------------------------------------------------

FAKE_END = rawzip.END.pack(rawzip.END_SIG, 0, 0, 0, 0, 0, 0, 0)

simple("two-ends-in-comment", "R2", 3, "an empty archive's end as the comment",
       usual, comment=FAKE_END)
simple("two-ends-open", "R2", 3, "an end record inside the comment, not last",
       usual, comment=b"x" + rawzip.END.pack(rawzip.END_SIG, 0, 0, 0, 0, 0, 0,
                                             4) + b"tail")
simple("comment-short", "R2", 3, "the comment is longer than stated", usual,
       comment=b"hello", end={"comment_length": 2})
simple("comment-long", "R2", 3, "the comment is shorter than stated", usual,
       comment=b"hello", end={"comment_length": 50})


@case("two-archives", "R2", 3, "two whole archives, one behind the other")
def two_archives():
    return rawzip.build(usual()) + rawzip.build([db(data=b"<x/>")])


# --- R3: counts, sizes, offsets, disks ----------------------------------

for field, change, text in (
        ("count", 1, "one member too many"), ("count", -1, "one too few")):
    simple(f"end-count{change:+d}", "R3", 3, f"the end record counts {text}",
           usual, end={"count": 4 + change, "here": 4 + change})
simple("end-counts-differ", "R3", 3, "the two counts of the end record differ",
       usual, end={"here": 3})
simple("end-disk", "R3", 3, "the end says that it lies on disk 1", usual,
       end={"disk": 1})
simple("end-directory-disk", "R3", 3, "the directory lies on disk 1", usual,
       end={"cd_disk": 1})
simple("end-size", "R3", 3, "directory size too small by one", usual,
       end={"size": 329})
simple("end-size-large", "R3", 3, "directory size of 4 GB less two", usual,
       end={"size": FULL32 - 1})
simple("end-offset", "R3", 3, "directory offset too large by four", usual,
       end={"offset": 10000})
simple("end-offset-full", "R3", 3, "offset left to zip64, and no such record",
       usual, end={"offset": FULL32})
simple("end-count-full", "R3", 3, "count left to zip64, and no such record",
       usual, end={"count": FULL16, "here": FULL16})
simple("member-disk", "R3", 3, "a member starts on disk 3",
       lambda: [db(), sound(central={"disk": 3})])
simple("member-offset-beyond", "R3", 3, "a member starts behind the end",
       lambda: [db(), sound(central={"offset": 0x7FFFFFFF})])
simple("member-size-beyond", "R3", 3, "a member is longer than the file",
       lambda: [db(), sound(central={"csize": 0x7FFFFFFF},
                            local={"csize": 0x7FFFFFFF})])
simple("zip64-count", "R3", 3, "zip64 and plain end record count differently",
       usual, zip64=True, end64={"count": 5, "here": 5})
simple("zip64-offset", "R3", 3, "zip64 end record with another offset", usual,
       zip64=True, end64={"offset": 7})
simple("zip64-size", "R3", 3, "zip64 end record with another size", usual,
       zip64=True, end64={"size": 1 << 40})
simple("zip64-wrap", "R3", 3, "zip64 offset and size that add up to 2^64",
       usual, zip64=True, end64={"offset": (1 << 64) - 16, "size": 400},
       end={"offset": FULL32, "size": FULL32})
simple("zip64-locator", "R3", 3, "the locator points elsewhere", usual,
       zip64=True, locator={"at": 3})
simple("zip64-disks", "R3", 3, "the locator counts two disks", usual,
       zip64=True, locator={"disks": 2})
simple("zip64-record-long", "R3", 3, "zip64 end record longer than its place",
       usual, zip64=True, end64={"record": 1 << 33})
simple("zip64-record-short", "R3", 3, "zip64 end record too short", usual,
       zip64=True, end64={"record": 12})


@case("truncated", "R3", 3, "the second half of the file is missing")
def truncated():
    whole = rawzip.build(usual())
    return whole[:len(whole) // 2]


@case("truncated-end", "R3", 3, "the last byte is missing")
def truncated_end():
    return rawzip.build(usual())[:-1]


@case("directory-cut", "R3", 3, "the last directory record is cut short")
def directory_cut():
    last = sound(central={"name_length": 200})
    return rawzip.build([db(), last])


# --- R4: local header, central record and descriptor agree --------------

for field, value in (("method", STORED), ("crc", 1), ("csize", 399),
                     ("size", 401)):
    with_sound(f"local-{field}", "R4", "0/3",
               f"{field} differs between headers",
               local={field: value}, method=DEFLATE if field == "method"
               else STORED)
for bit in (0, 3, 5, 6, 11, 13):
    with_sound(f"local-flag-{bit}", "R4", "0/3",
               f"flag {bit} only in the record",
               central={"flags": 1 << bit})
    with_db(f"database-flag-{bit}", "R4", 3,
            f"flag {bit} only in the database's local header",
            local={"flags": 1 << bit})
for need, text in ((64, "just above the highest"), (0x20FF, "of 25.5")):
    for tag, with_one in (("version", with_sound), ("database-version", with_db)):
        with_one(f"{tag}-{need}", "R4", 3, f"a version needed {text}",
                 central={"need": need})
        with_one(f"local-{tag}-{need}", "R4",
                 "0/3" if tag == "version" else 3, "the same in the header",
                 local={"need": need})
with_sound("local-name", "R4", "0/3", "another name in the local header",
           local={"name": b"recordings/200/b.wav"})
with_sound("local-name-length", "R4", "0/3", "a longer name in its header",
           local={"name": b"recordings/200/a.wave"})
with_sound("local-signature", "R4", 3, "no local header where one should be",
           central={"offset": 5})
with_db("database-local-name", "R4", 3, "the database has another local name",
        local={"name": b"2120859096Da.xml"})
with_sound("descriptor-crc", "R4", "0/3", "the descriptor has another CRC",
           descriptor="sig", desc_values={"crc": 1})
with_sound("descriptor-csize", "R4", "0/3", "the descriptor has another size",
           descriptor="sig", desc_values={"csize": 1})
with_sound("descriptor-size", "R4", "0/3", "unsigned descriptor, wrong size",
           descriptor="plain", desc_values={"size": 1})
with_sound("descriptor-local-crc", "R4", "0/3",
           "flag 3, and a wrong CRC in the local header all the same",
           descriptor="sig", local={"crc": 77})


@case("descriptor-missing", "R4", "0/3", "flag 3, and no descriptor")
def descriptor_missing():
    m = sound(flags=rawzip.FLAG_DESC, local={"crc": 0, "csize": 0, "size": 0})
    return rawzip.build([m, db()])


with_sound("zip64-central-lie", "R4", 3, "size left to zip64, which lies",
           central={"size": FULL32}, extra_central=wide(399))
with_sound("zip64-local-lie", "R4", "0/3", "the local zip64 field lies",
           local={"size": FULL32, "csize": FULL32},
           extra_local=wide(444, 399))
with_sound("zip64-superfluous-lie", "R4", 3, "a needless zip64 field lies",
           extra_central=wide(399, 399))
with_sound("zip64-superfluous-local", "R4", "0/3",
           "the same in the local header",
           extra_local=wide(399, 399))
with_sound("zip64-missing", "R4", 3, "size left to zip64, and no such field",
           central={"size": FULL32})
with_sound("zip64-short", "R4", 3, "zip64 field shorter than it must be",
           central={"size": FULL32, "csize": FULL32},
           extra_central=wide(444))
with_sound("zip64-twice", "R4", 3, "two zip64 fields, the second one lies",
           central={"size": FULL32}, extra_central=wide(444) + wide(7))
with_sound("extra-cut", "R4", 3, "an extra field longer than its block",
           extra_central=struct.pack("<HH", 0x7777, 40) + b"abc")
with_sound("extra-cut-local", "R4", "0/3", "the same in the local header",
           extra_local=struct.pack("<HH", 0x7777, 40) + b"abc")

# --- R5: names ----------------------------------------------------------

for tag, bad in (
        ("empty", b""), ("nul", b"recordings/a\0.wav"), ("dotdot", b".."),
        ("up", b"../outside.txt"), ("up-inside", b"recordings/../../x"),
        ("up-backslash", b"recordings\\..\\..\\x"),
        ("up-last", b"recordings/.."), ("absolute", b"/etc/passwd"),
        ("absolute-backslash", b"\\windows\\x"), ("drive", b"C:\\x.txt"),
        ("drive-relative", b"c:x.txt"), ("share", b"\\\\server\\share\\x")):
    with_sound(f"name-{tag}", "R5", 3, f"a member is called {bad!r}", name=bad)

STEM = NAME[:-len("Db.xml")]
for tag, bad in (
        ("case", STEM + "DB.XML"), ("dot", NAME + "."), ("blank", NAME + " "),
        ("stream", NAME + "::$DATA"), ("here", "./" + NAME),
        ("here-backslash", ".\\" + NAME), ("slashes", ".//" + NAME),
        ("fullwidth", STEM + "\uff24\uff42.xml"),
        ("fullwidth-dot", STEM + "Db\uff0exml"),
        ("ignorable", STEM + "D\u200bb.xml")):
    simple(f"disguise-{tag}", "R5", 3, f"a second database called {bad!r}",
           lambda bad=bad: [db(), Member(bad, b"<PhoneSystem/>",
                                         flags=rawzip.FLAG_UTF8)])


for tag, first, second in (
        ("metadata-case", "metadata", "METADATA"),
        ("metadata-case-first", "Metadata", "metadata"),
        ("metadata-dot", "metadata", "metadata."),
        ("metadata-fullwidth", "metadata", "metad\uff41ta"),
        ("mapping-case", "OtherSettings/MappingTable.xml",
         "othersettings\\MAPPINGTABLE.XML")):
    simple(f"twin-{tag}", "R5", 3, f"{second!r} beside {first!r}",
           lambda first=first, second=second: [
               Member(first, bytes(96)), db(),
               Member(second, bytes(96), flags=rawzip.FLAG_UTF8)])


@case("disguise-unicode-path", "R5", 3,
      "an extra field 0x7075 that renames a member to the database")
def disguise_unicode_path():
    name = b"recordings/200/a.wav"
    body = b"\1" + struct.pack("<I", zlib.crc32(name)) + NAME.encode()
    field = extra_field(0x7075, body)
    return rawzip.build([db(), sound(extra_local=field, extra_central=field)])


simple("duplicate", "R5", 3, "two members of the same name",
       lambda: [db(), sound(), sound()])
simple("duplicate-database", "R5", 3, "the database twice",
       lambda: [db(), db(data=b"<PhoneSystem/>"), sound()])

# --- R6: the database member --------------------------------------------

PACKED = rawzip.deflate(DATABASE)

with_db("deflate-cut", "R6", 3, "the database's deflate stream is cut short",
        packed=PACKED[:-40])
with_db("deflate-left-over", "R6", 3, "bytes behind the end of the stream",
        packed=PACKED + b"left over")
with_db("deflate-broken", "R6", 3, "a broken byte in the stream",
        packed=PACKED[:900] + b"\xff\xff\xff\xff" + PACKED[904:])
with_db("deflate-two-streams", "R6", 3, "a second stream behind the first",
        packed=PACKED + PACKED)
with_db("deflate-empty", "R6", 3, "no data at all, and a size", packed=b"")
with_db("database-crc", "R6", 3, "wrong CRC of the database",
        crc=zlib.crc32(DATABASE) ^ 1)
with_db("database-size-small", "R6", 3, "the database is larger than stated",
        size=len(DATABASE) - 1)
with_db("database-size-large", "R6", 3, "the database is smaller than stated",
        size=len(DATABASE) + 1)
with_db("database-stored-size", "R6", 3, "stored, and sizes differ",
        method=STORED, size=len(DATABASE) - 5)
with_db("database-bzip2", "R6", 3, "the database is packed with bzip2",
        local={"method": 12}, central={"method": 12})
with_db("database-deflate64", "R6", 3, "the database claims deflate64",
        local={"method": 9}, central={"method": 9})
with_db("database-link", "R6", 3, "the database is a symbolic link",
        attributes=0o120777 << 16)
with_db("database-folder", "R6", 3, "the database is marked as a folder",
        attributes=(0o040755 << 16) | 0x10)
with_db("database-patch", "R6", 3, "the database is a patch (flag 5)",
        flags=1 << 5)

# --- R8: work and memory are bounded ------------------------------------


def zeros(size):
    """A deflate stream of many zeros, without compressing all of them."""
    step = 1 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(bytes(step))
    packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(step)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (size // step) + packer.flush()


def zeros_crc(size):
    crc, step = 0, 1 << 24
    for _ in range(size // step):
        crc = zlib.crc32(bytes(step), crc)
    return crc


@case("bomb", "R8", 3, "a database of 1 GiB of zeros")
def bomb():
    return rawzip.build([mapping(), db(packed=zeros(GIB), size=GIB,
                                       crc=zeros_crc(GIB))])


@case("bomb-lying", "R8", 3, "the same that says it is small")
def bomb_lying():
    return rawzip.build([mapping(), db(packed=zeros(GIB), size=90000)])


with_db("size-claimed", "R8", 3, "the database claims 3 GiB",
        size=3 * GIB, crc=5)
with_db("size-claimed-zip64", "R8", 3, "the database claims 2^62 bytes",
        local={"size": FULL32, "csize": FULL32},
        extra_local=wide(1 << 62, len(PACKED)),
        central={"size": FULL32}, extra_central=wide(1 << 62))

# --- R9: one database ---------------------------------------------------

simple("no-database", "R9", 3, "no member is a database",
       lambda: [mapping(), sound()])
simple("two-databases", "R9", 3, "two databases in the root",
       lambda: [db(), db(name="161205083840Db.xml"), sound()])
simple("empty-archive", "R9", 3, "an archive without members", lambda: [])
simple("database-in-folder", "R9", "0/3", "the database in one top folder",
       lambda: [db(name="backup/" + NAME), sound(name="backup/a.wav")])
simple("database-in-two-folders", "R9", 3, "databases in two folders",
       lambda: [db(name="a/" + NAME), db(name="b/" + NAME)])
simple("database-deep", "R9", 3, "a database two folders down",
       lambda: [db(name="a/b/" + NAME), sound()])

# --- R10: the XML -------------------------------------------------------

for _name, _status, _text, _data in hostile_xml.broken(DATABASE):
    with_db("xml-" + _name, "R10", _status, _text, data=_data)

# --- R11: only ZIP ------------------------------------------------------


@case("not-tar", "R11", 3, "a tar archive with a database")
def not_tar():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(NAME)
        entry.size = len(DATABASE)
        archive.addfile(entry, io.BytesIO(DATABASE))
    return out.getvalue()


@case("not-only-tar", "R11", 3, "a tar archive that is a ZIP file, too")
def not_only_tar():
    zipped = rawzip.build(usual())
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        # The first member's name is what a ZIP file begins with.
        entry = tarfile.TarInfo("PK\3\4" + "a" * 26 + "metadata")
        entry.size = len(zipped)
        archive.addfile(entry, io.BytesIO(zipped))
    return out.getvalue()


case("not-gzip", "R11", 3, "a gzip file of the database")(
    lambda: gzip.compress(DATABASE, mtime=0))
case("not-xml", "R11", 3, "the database itself, not in a backup")(
    lambda: DATABASE)
case("not-empty", "R11", 3, "a file of no bytes")(lambda: b"")
case("not-short", "R11", 3, "a file of one byte")(lambda: b"P")
case("not-7z", "R11", 3, "the beginning of a 7z archive")(
    lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(200))
case("not-text", "R11", 3, "a page of text")(lambda: b"hello\n" * 900)

# --- an encrypted database needs a password -----------------------------

with_db("encrypted", "R6", 6, "the database is encrypted, no password given",
        flags=1, packed=bytes(range(12)) + PACKED)

# --- odd, and fine ------------------------------------------------------

simple("fine-usual", "fine", 0, "nothing wrong", usual)
simple("fine-ustar", "fine", 0, "the magic of tar, where tar has it, in a name",
       lambda: [sound(name="a" * (257 - 30) + "ustarium.wav"), mapping(), db()])
simple("fine-comment", "fine", 0, "an archive comment with line ends", usual,
       comment="Sicherung für Büro\r\n".encode("cp1252"))
with_sound("fine-backslash", "fine", 0, "folders separated by backslashes",
           name=b"recordings\\200\\a.wav")
with_sound("fine-not-utf8", "fine", 0, "a name in code page 437",
           name=b"recordings/200/M\x81ller.wav")
with_sound("fine-bad-utf8", "fine", 0, "UTF-8 flag and a name that is not",
           name=b"recordings/200/M\xff\xfeller.wav", flags=rawzip.FLAG_UTF8)
with_sound("fine-method", "fine", 0, "another member in an unknown method",
           local={"method": 97}, central={"method": 97})
with_sound("fine-damaged", "fine", 0, "another member with a wrong CRC", crc=5)
with_sound("fine-deflate-cut", "fine", 0, "another member's stream cut short",
           method=DEFLATE, packed=rawzip.deflate(tree.wav(200))[:-20])
with_sound("fine-encrypted", "fine", 0, "another member is encrypted",
           flags=1, packed=bytes(range(12)) + tree.wav(200))
with_sound("fine-link", "fine", 0, "another member is a symbolic link",
           attributes=0o120777 << 16)
with_sound("fine-unsigned", "fine", 0, "a descriptor without signature",
           descriptor="plain")
with_db("fine-database-unsigned", "fine", 0,
        "the database's descriptor has no signature", descriptor="plain")
with_db("fine-database-signed", "fine", 0, "the database has a descriptor",
        descriptor="sig")
with_db("fine-stored", "fine", 0, "the database is stored", method=STORED)
with_db("fine-level", "fine", 0, "the database was packed at level 9",
        packed=rawzip.deflate(DATABASE, 9), flags=2)
with_db("fine-no-time", "fine", 0, "the database has no time",
        local={"time": 0, "date": 0}, central={"time": 0, "date": 0})
with_db("fine-dos", "fine", 0, "the database was made on DOS", made_by=20,
        attributes=0x20)
with_db("fine-member-comment", "fine", 0, "the database has a comment",
        comment=b"the database")
with_db("fine-extra", "fine", 0, "an unknown extra field",
        extra_local=extra_field(0x7777, b"abc"),
        extra_central=extra_field(0x7777, b"abcdef"))
with_sound("fine-zip64-needless", "fine", 0, "a needless zip64 field, true",
           extra_central=wide(444, 444), extra_local=wide(444, 444))
with_db("fine-database-zip64", "fine", 0, "all sizes left to zip64",
        local={"size": FULL32, "csize": FULL32, "need": 45},
        extra_local=wide(len(DATABASE), len(PACKED)),
        central={"size": FULL32, "csize": FULL32, "need": 45},
        extra_central=wide(len(DATABASE), len(PACKED)))
simple("fine-zip64", "fine", 0, "zip64 end records, values in both", usual,
       zip64=True)
simple("fine-zip64-full", "fine", 0, "all left to the zip64 end record", usual,
       zip64=True, end={"offset": FULL32, "size": FULL32, "here": FULL16,
                        "count": FULL16})
simple("fine-order", "fine", 0, "directory in another order than the data",
       usual, order=(3, 1, 0, 2))
simple("fine-lookalike", "fine", 0, "a folder has a file named as a database",
       lambda: [db(), Member("DbTables/oldDb.xml", b"<x/>")])
simple("fine-only", "fine", 0, "nothing but the database", lambda: [db()])


@case("fine-many", "fine", 0, "70,000 members, zip64 by count")
def fine_many():
    many = [Member(f"recordings/200/{i:06d}.wav", b"", STORED)
            for i in range(70000)]
    return rawzip.build(many + [db()], zip64=True,
                        end={"here": FULL16, "count": FULL16})


for _name, _text, _data in hostile_xml.odd(DATABASE):
    with_db("fine-xml-" + _name, "fine", 0, _text, data=_data)


hostile_shapes.register()


def main(args):
    if len(args) != 1:
        print("usage: hostile.py OUTDIR", file=sys.stderr)
        return 2
    # Made beside its place: two tests may want it at once.
    out = f"{args[0].rstrip('/')}.{os.getpid()}"
    os.makedirs(out)
    lines = []
    for name, rule, status, text, says, make in CASES:
        with open(os.path.join(out, name + ".zip"), "wb") as f:
            f.write(make())
        says = says() if callable(says) else says
        lines.append(f"{name}\t{rule}\t{status}\t{text}\t{says}\n")
    with open(os.path.join(out, "manifest"), "w", encoding="utf-8") as f:
        f.writelines(lines)
    try:
        os.rename(out, args[0])
    except OSError:
        # The other one was faster.
        shutil.rmtree(out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
