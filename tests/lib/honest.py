#!/usr/bin/env python3
"""honest.py CXBAK SEED COUNT: what can be opened can be edited.

Makes archives with odd but honest members: symbolic links, padding behind
extra fields, fields of odd lengths, any attributes and system; and COUNT
random ones of SEED.  What `list` takes, the preview and a write must take,
and all other members stay as they are.  Prints `ok - NAME` lines, as cases.
"""

import os
import random
import struct
import subprocess
import sys
import zipfile

import fool
import foolzip
import tree
from foolzip import MAP, UT, Member

# Extra fields that are shorter, or longer, than those of their kind.
FIELDS = {
    "one byte of padding": b"\0", "three bytes of padding": b"\0\0\0",
    "padding that is not zero": b"ab", "padding behind a field": UT + b"\0",
    "other padding behind a field": UT + b"abc",
    "a time of no bytes": b"\x55\x54\0\0",
    "a time of one byte": b"\x55\x54\1\0\1",
    "a short AES field": b"\x01\x99\3\0abc",
    "an empty AES field": b"\x01\x99\0\0",
    "a short owner": b"\x75\x78\1\0\1", "an old owner": b"\x55\x78\1\0\1",
    "a short NTFS time": b"\x0a\0\1\0a", "an old time": b"\x55\x58\3\0abc",
    "a field of libarchive": b"\x6c\x78\1\0\xff",
}


def link(name, target, **parts):
    member = Member(name, target, **parts)
    member.outer = 0o120777 << 16
    return member


def links():
    """{name: member} of symbolic links as writers store them."""
    return {
        "a link": link("l", b"recordings", method=0),
        "a deflated link": link("l", b"recordings"),
        "a link with a descriptor": link("l", b"recordings", descriptor=True),
        "an empty link": link("l", b"", method=0),
        "a link of 70,000 bytes": link("l", b"y" * 70000),
        "a stored link of 70,000 bytes": link("l", b"y" * 70000, method=0),
    }


def fresh():
    return foolzip.backup(fool.OLD, foolzip.pictures(tree.png)[0])


def random_extra(rng):
    out = b""
    for _ in range(rng.randrange(4)):
        tag = rng.choice((0x5455, 0x7875, 0x5855, 0x7855, 0x9901, 0x6C78,
                          0x000A, 0xCAFE, rng.randrange(65536)))
        body = rng.randbytes(rng.choice((0, 1, 2, 3, 5, 7, 9, 13, 32)))
        out += struct.pack("<HH", tag, len(body)) + body
    return out + rng.randbytes(rng.randrange(4))


def archives(seed, count):
    """(name, archive) of all."""
    for name, extra in FIELDS.items():
        for parts in (("extra",), ("local_extra",), ("extra", "local_extra")):
            archive = fresh()
            for part in parts:
                setattr(archive.get(MAP), part, extra)
            yield f"{name}: {' and '.join(parts)}", archive
    for name, member in links().items():
        archive = fresh()
        archive.put(3, member)
        yield name, archive
    rng = random.Random(seed)
    for i in range(count):
        archive = fresh()
        for member in archive.members:
            if member.name != foolzip.DATABASE:
                member.extra = random_extra(rng)
                member.local_extra = random_extra(rng)
                member.outer = rng.randrange(1 << 32)
                member.made = rng.choice((0, 3, 7, 10, 19)) << 8 | 20
        yield f"random {seed}.{i}", archive


def run(*words):
    return subprocess.run(words, capture_output=True, check=False, text=True)


def contents(path):
    with zipfile.ZipFile(path) as z:
        return {i.filename: z.read(i) for i in z.infolist()
                if i.filename != foolzip.DATABASE}


def try_one(program, name, archive):
    """What is wrong, or None."""
    with open("in.zip", "wb") as f:
        f.write(archive.pack())
    if os.path.exists("out.zip"):
        os.unlink("out.zip")
    listed = run(program, "list", "in.zip")
    edit = (program, "set", "in.zip", "200", "--last-name", "Zeder")
    preview, done = run(*edit), run(*edit, "-o", "out.zip")
    if listed.returncode != 0:
        if listed.returncode != 3 or not name.startswith("random"):
            return f"list: {listed.returncode} {listed.stderr}"
        return None if done.returncode == 3 else "refused only by list"
    for step in (preview, done,
                 run(program, "verify", "out.zip", "--against", "in.zip")):
        if step.returncode != 0:
            return f"{step.args[1]}: {step.returncode} {step.stderr}"
    return None if contents("in.zip") == contents("out.zip") else "members"


def main(words):
    if len(words) != 3:
        raise SystemExit(__doc__)
    program, bad = os.path.abspath(words[0]), 0
    for name, archive in archives(int(words[1]), int(words[2])):
        why = try_one(program, name, archive)
        print(f"{'ok' if why is None else 'not ok'} - {name}")
        if why is not None:
            print(f"{name}: {why}", file=sys.stderr)
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
