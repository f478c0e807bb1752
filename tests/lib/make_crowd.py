#!/usr/bin/env python3
"""make_crowd.py OUT --members N [--long M] [--length BYTES] [--data TEXT]: the
sample, and behind it N members with little in them, of which the last M have
names of BYTES bytes.  Each name is markup that would run something.
"""

import argparse
import sys

import make_sparse
import rawzip
import tree

MARKUP = '<img src=x onerror="globalThis.ran=3">'


def crowd(args):
    for name, data in tree.members():
        yield rawzip.Member(name, data, flags=rawzip.FLAG_UTF8)
    for i in range(args.members):
        name = f"recordings/200/{MARKUP}{i:06d}"
        if i >= args.members - args.long:
            name += "n" * (args.length - len(name))
        yield rawzip.Member(name, args.data.encode(), rawzip.STORED)


def main(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--members", type=int, default=100000)
    parser.add_argument("--long", type=int, default=10)
    parser.add_argument("--length", type=int, default=rawzip.FULL16)
    parser.add_argument("--data", default="x")
    args = parser.parse_args(words)
    with open(args.out, "wb") as out:
        placed = []
        for member in crowd(args):
            placed.append((member, out.tell()))
            out.write(member.local_bytes())
        start = out.tell()
        for member, offset in placed:
            make_sparse.put_record(out, member, offset)
        make_sparse.put_end(out, len(placed), start)


if __name__ == "__main__":
    main(sys.argv[1:])
