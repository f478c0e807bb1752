#!/usr/bin/env python3
"""readers.py CXBAK SEED COUNT: what is written is the same to every reader.

Makes COUNT random archives with odd names, fields and sizes, some of them
hostile.  Whatever `cxbak set` makes of one must unpack by unzip, 7z, bsdtar
and Python's zipfile to the same members, above all the same database.  Prints
how many were accepted, refused, and what failed; exits 1 if anything did.
"""

import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

import rawzip
import tree
from rawzip import DEFLATE, FLAG_UTF8, STORED, Member, extra_field

DATABASE = tree.read(tree.DATABASE)
NAME = tree.DATABASE
STEM = NAME[:-len("Db.xml")]

USUAL = ["recordings/200/a.wav", "recordings/200/b.wav", "chat/1.txt",
         "OtherSettings/MappingTable.xml", "ivrprompts/x/y.wav", "metadata",
         "voicemails/201/[Alder, Martin]_201-0100_20241118(1).wav"]
# What hostile and what odd archives call their members.
ODD = ["./recordings/200/a.wav", "recordings//200/b.wav", "chat/1.txt;1",
       "chat/2.txt;", "chat", "chat/1.txt/x", "recordings/200/A.WAV", ".",
       "./", "a/.", "...", "x.", "y ", "z\x01.txt", "z\x7f", NAME + ";1",
       NAME + "\x01", NAME + "/x", NAME + "/", "./" + NAME, STEM + "db.xml",
       STEM + "DB.XML", NAME + ".", NAME + " ", "x:y", NAME + ":s",
       "chat/é.txt", "chat/e\u0301.txt", "sub/" + NAME, "a;b.txt", "a;1b",
       "-x", "--help", "*?.txt", "a\tb", "~x", "$HOME", "d/../e", "/abs"]
RAW = [b"chat/\x82.txt", b"chat/\xff.txt", b"\xff" + NAME.encode(),
       b"chat/1.txt\xff", b"m\xc3\xbcller.txt", b"\xe9.txt"]


def random_extra(r, name):
    """Extra fields for both headers."""
    kind = r.randrange(12)
    if kind == 0:
        pad = b"\0" * r.randint(1, 3)
        return pad, pad
    if kind == 1:
        field = extra_field(0x5455, struct.pack("<BI", 1, r.getrandbits(31)))
        return field, field
    if kind in (2, 3) and r.random() < .5:
        path = r.choice([name, b"chat/9.txt", NAME.encode(), b"../x",
                         "chat/é.txt".encode()])
        crc = zlib.crc32(name) if r.random() < .8 else r.getrandbits(32)
        field = extra_field(0x7075, struct.pack("<BI", r.choice((1, 1, 1, 2)),
                                                crc) + path)
        field *= r.choice((1, 1, 1, 2))
        return field, r.choice((field, field, field, b""))
    if kind == 4:
        return extra_field(0x7777, r.randbytes(r.randrange(9))), b""
    return b"", b""


def random_member(r, serial):
    odd = r.random()
    name = r.choice(USUAL if odd < .75 else ODD if odd < .93 else RAW)
    flags = 0
    if isinstance(name, str):
        flags = FLAG_UTF8 if not name.isascii() or r.random() < .2 else 0
        name = name.encode()
    folder = name.endswith(b"/")
    # Each content is its own, so that a file is known by it.
    data = b"" if folder and r.random() < .9 else b"%d " % serial * \
        r.randint(1, 99)
    method = r.choice((STORED, DEFLATE))
    options = {"flags": flags}
    options["extra_local"], options["extra_central"] = random_extra(r, name)
    if r.random() < .2:
        # unzip takes some legal ones without a signature for an overlap.
        options["descriptor"] = r.choice(("sig", "sig wide"))
    if folder:
        options["attributes"] = (0o040755 << 16) | 0x10
        options.pop("descriptor", None)
    kind = r.randrange(40)
    if kind == 0:
        options["size"] = 0
    elif kind == 1:
        options["comment"] = r.choice((b"note", b"PK\5\6", b"PK\3\4"))
    elif kind == 2:
        options["central"] = {"size": rawzip.FULL32}
        options["extra_central"] = extra_field(1, struct.pack(
            "<Q", len(data) + r.choice((0, 0, 1 << 32))))
    elif kind == 3:
        options["gap_before"] = b"gap"
    return Member(name, data, method, **options)


def random_archive(r):
    database = Member(NAME, DATABASE, r.choice((STORED, DEFLATE)))
    members = [random_member(r, i) for i in range(r.randint(1, 6))]
    if r.random() < .6:
        # Names that occur twice are refused; mostly that is not the point.
        members = list({m.name: m for m in members}.values())
    members.insert(r.randrange(len(members) + 1), database)
    o = {}
    if r.random() < .15:
        o["zip64"] = True
        if r.random() < .3:
            o["end64"] = {"record": 45, "body": b"x"}
    if r.random() < .1:
        o["comment"] = r.choice((b"note", b"PK\5\6", b"x" * 300))
    if r.random() < .2:
        order = list(range(len(members)))
        r.shuffle(order)
        o["order"] = order
    return members, rawzip.build(members, **o)


def files_below(folder):
    """{path: content} as bytes."""
    found = {}
    top = os.fsencode(folder)
    for base, _, names in os.walk(top):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, top)] = f.read()
    return found


def by_python(path, to):
    with zipfile.ZipFile(path) as z:
        z.extractall(to)


def by_program(*words):
    def unpack(path, to):
        done = subprocess.run([w.format(path=path, to=to) for w in words],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              env=dict(os.environ, LC_ALL="C.UTF-8"),
                              check=False)
        # 1 is a warning, of 7z and unzip.
        if done.returncode not in (0, 1):
            raise ValueError(f"status {done.returncode}: "
                             f"{(done.stderr or done.stdout)[-300:]!r}")
    return unpack


READERS = {"python": by_python,
           "unzip": by_program("unzip", "-qq", "-o", "{path}", "-d", "{to}"),
           "7z": by_program("7z", "x", "-y", "-bd", "-o{to}", "{path}"),
           "bsdtar": by_program("bsdtar", "-x", "-f", "{path}", "-C", "{to}")}


def plain(name):
    """Is it a name that every reader must spell alike?  unzip drops `;1`."""
    return name.isascii() and not re.search(rb"[\\:]|;\d*$", name)


def sees_overlap(path):
    """Does unzip take a legal descriptor of eight-byte sizes for an overlap?"""
    done = subprocess.run(["unzip", "-tqq", path], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    return done.returncode == 12


def compare(path, members, top, without=()):
    """What is wrong with how the readers see the archive."""
    wanted = sorted(m.data for m in members
                    if m.data and not m.name.endswith(b"/"))
    names = {os.path.normpath(m.name) for m in members
             if plain(m.name) and not m.name.endswith(b"/")}
    wrong, database = [], None
    for reader, unpack in READERS.items():
        if reader in without:
            continue
        to = os.path.join(top, reader)
        os.mkdir(to)
        try:
            unpack(path, to)
        except Exception as e:  # whatever it is, it is not the same
            wrong.append(f"{reader}: {e}")
            continue
        found = files_below(to)
        own = found.pop(NAME.encode(), None)
        database = own if database is None else database
        if own is None or own != database:
            wrong.append(f"{reader}: another database")
        if sorted(c for c in found.values() if c) != wanted:
            wrong.append(f"{reader}: other contents: {sorted(found)}")
        if not names <= set(found):
            wrong.append(f"{reader}: lacks {names - set(found)}")
    if not wrong and b"Newman" not in database:
        wrong.append("the edit is not in it")
    return wrong


def one(cxbak, seed):
    """(accepted, what is wrong)"""
    members, data = random_archive(random.Random(seed))
    with tempfile.TemporaryDirectory() as top:
        old, new = os.path.join(top, "old.zip"), os.path.join(top, "new.zip")
        with open(old, "wb") as f:
            f.write(data)
        done = subprocess.run([cxbak, "set", old, "200", "--last-name",
                               "Newman", "--thorough", "-o", new],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              check=False)
        if done.returncode == 3 and not os.path.exists(new):
            return False, []
        if done.returncode != 0:
            return True, [f"status {done.returncode}: {done.stderr[-300:]!r}"]
        others = [m for m in members if m.name != NAME.encode()]
        # What unzip refused before the edit, it may refuse after it.
        without = ("unzip",) if sees_overlap(old) else ()
        return True, compare(new, others, top, without)


def main(args):
    if len(args) != 3:
        print(__doc__.split("\n", maxsplit=1)[0], file=sys.stderr)
        return 2
    cxbak, first, count = args[0], int(args[1]), int(args[2])
    missing = [p for p in ("unzip", "7z", "bsdtar") if not shutil.which(p)]
    if missing:
        print(f"not installed: {missing}")
        return 1
    accepted = failed = 0
    for seed in range(first, first + count):
        good, wrong = one(cxbak, seed)
        accepted += good
        for line in wrong:
            print(f"seed {seed}: {line}")
        failed += bool(wrong)
    print(f"{count} archives from seed {first}: {accepted} accepted, "
          f"{count - accepted} refused, {failed} wrong")
    return 1 if failed or accepted in (0, count) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
