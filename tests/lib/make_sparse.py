#!/usr/bin/env python3
"""make_sparse.py OUT --recordings M --size BYTES [--stored] [--mixed]: a large
backup that takes little room: the sample, and behind it M stored recordings of
zeros, which are holes of the file and share BYTES between them.  With
--stored so is the database.  With --mixed some recordings have a descriptor,
long extra fields that only the local header has, or a short neighbour.
"""

import argparse
import sys
import zlib

import rawzip
import tree

BLOCK = bytes(1 << 20)


def crc_of_zeros(size):
    crc = 0
    while size > 0:
        crc = zlib.crc32(BLOCK[:size], crc)
        size -= len(BLOCK)
    return crc


def recordings(i, size, crc, mixed):
    """Members without their data, whose headers speak of them."""
    name = f"recordings/{200 + i % 12}/[Example, Person]_{i:07d}"
    sizes = {"crc": crc, "csize": size, "size": size}
    kind = i % 4 if mixed else 0
    how = {"local": sizes}
    if kind == 1:
        how = {"descriptor": {"sig"}, "desc_values": sizes}
    elif kind == 2:
        how["extra_local"] = rawzip.extra_field(0xCAFE, bytes(100))
    yield rawzip.Member(f"{name}.wav", method=rawzip.STORED, central=sizes,
                        **how), size
    if kind == 3:
        yield rawzip.Member(f"{name}.txt", b"short", rawzip.STORED), 0


def put_record(out, member, offset):
    if offset >= rawzip.FULL32:
        member.extra_central = rawzip.extra_field(
            1, offset.to_bytes(8, "little"))
        offset = rawzip.FULL32
    out.write(member.central_bytes(offset))


def put_end(out, count, start):
    at = out.tell()
    e = {"disk": 0, "cd_disk": 0, "here": count, "count": count,
         "size": at - start, "offset": start}
    out.write(rawzip.end64_bytes(e, at, {}))
    out.write(rawzip.END.pack(
        rawzip.END_SIG, 0, 0, min(count, rawzip.FULL16),
        min(count, rawzip.FULL16), at - start, min(start, rawzip.FULL32), 0))


def main(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--recordings", type=int, default=4000)
    parser.add_argument("--size", type=int, default=20 * 10 ** 9)
    parser.add_argument("--stored", action="store_true")
    parser.add_argument("--mixed", action="store_true")
    args = parser.parse_args(words)
    each = args.size // args.recordings
    crc = crc_of_zeros(each)
    with open(args.out, "wb") as out:
        placed = []
        for name, data in tree.members():
            stored = args.stored and name == tree.DATABASE
            member = rawzip.Member(
                name, data, rawzip.STORED if stored else rawzip.DEFLATE,
                flags=rawzip.FLAG_UTF8)
            placed.append((member, out.tell()))
            out.write(member.local_bytes())
        for i in range(args.recordings):
            for member, hole in recordings(i, each, crc, args.mixed):
                placed.append((member, out.tell()))
                tail = member.tail()
                out.write(member.local_bytes().removesuffix(tail))
                out.seek(hole, 1)
                out.write(tail)
        start = out.tell()
        for member, offset in placed:
            put_record(out, member, offset)
        put_end(out, len(placed), start)


if __name__ == "__main__":
    main(sys.argv[1:])
