#!/usr/bin/env python3
"""check_json.py FILE EXPRESSION: it holds of `d`, the document in the file."""

import json
import sys


def main(words):
    with open(words[0], encoding="utf-8") as f:
        d = json.load(f)
    return 0 if eval(words[1], {"d": d}) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
