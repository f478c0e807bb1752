#!/usr/bin/env python3
"""make_fixture.py ARCHIVE XML OUT: the sample backup in one pair of shapes.

ARCHIVE is a shape of archive.py, XML one of respell.py.
"""

import sys

import archive
import respell
import tree


def main(args):
    if len(args) != 3 or args[0] not in archive.SHAPES or \
            args[1] not in respell.SHAPES:
        print("usage: make_fixture.py", "|".join(archive.SHAPES),
              "|".join(respell.SHAPES), "OUT", file=sys.stderr)
        return 2
    archive.pack(args[0], tree.members(args[1]), args[2])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
