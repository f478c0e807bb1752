#!/usr/bin/env python3
"""left_behind.py tables: tables of a backup that name Martin Alder, made here.

One is long, with the address behind many lines and quoted; one is a single
line, longer than what is searched at once, with the address across the edge.
"""

import sys

ADDRESS = "martin.alder@example.com"
# Bytes of a line that are searched at once, and a part of the address.
PIECE = 256 << 10


def tables():
    with open("meetingsession.csv", "w", encoding="utf-8") as out:
        out.write("id,who,created\r\n")
        for i in range(60000):
            out.write(f"{i},user{i}@example.net,2024-01-01\r\n")
        out.write(f'60001,"Martin Alder <{ADDRESS}>, {ADDRESS}",x\r\n')
        out.write(f"60002,{ADDRESS.upper()},x\r\n\r\n")
        out.write(f"60003,{ADDRESS}")
    with open("s_scheduledconf.csv", "w", encoding="utf-8") as out:
        out.write("x " * ((PIECE - 10) // 2) + ADDRESS + " x" * PIECE)


if __name__ == "__main__":
    if sys.argv[1:] != ["tables"]:
        sys.exit(__doc__)
    tables()
