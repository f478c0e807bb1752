#!/usr/bin/env python3
"""page_words.py OUT ERR STATUS: has what the program says no words of a shell?

OUT is JSON, of which the texts for people are looked at, and ERR is lines.
Prints what has an option, a command or a place of the program's own; exits 1
if there is any, or if a failure said nothing.
"""

import json
import re
import sys

SHELL = re.compile(
    r"(^|[^-\w])--?[a-z][a-z-]*\b|\bcxbak (?!:)[a-z]|`|CXBAK_|terminal")


def walk(x, key=None):
    """The texts for people in a JSON value."""
    if isinstance(x, dict):
        for k, v in x.items():
            yield from walk(v, k)
    elif isinstance(x, list):
        for v in x:
            yield from walk(v, key)
    elif isinstance(x, str) and key in ("Message", "Suggestion", "Text"):
        yield x


def main(args):
    with open(args[0], encoding="utf-8") as out, \
            open(args[1], encoding="utf-8") as err:
        said, texts = out.read(), err.read().split("\n")
    if said.strip():
        texts += walk(json.loads(said))
    bad = [t for t in texts if SHELL.search(t)]
    for t in bad:
        print(t)
    silent = int(args[2]) > 1 and not any(t.strip() for t in texts)
    return 1 if bad or silent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
