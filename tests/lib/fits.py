#!/usr/bin/env python3
"""fits.py WIDTH FILE: is no line of FILE wider than a terminal of WIDTH?

Sequences of a terminal have no width, commands that people copy may have any.
Prints the lines that are too wide; exits 1 if there are any.
"""

import re
import sys
import unicodedata


def width(text):
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
               else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def main(args):
    bad = 0
    with open(args[1], encoding="utf-8") as f:
        for line in f:
            text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line.rstrip("\n"))
            if width(text) > int(args[0]) and \
                    not text.lstrip().startswith("cxbak "):
                print(width(text), text)
                bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
