#!/usr/bin/env python3
"""coverage.py BUILD [--files] [--never]: what the tests executed, by gcov.

BUILD is the folder of a build with --coverage whose tests have run.  Prints
lines, branches and functions of each room of src; with --files, of each file,
too; with --never, the lines that no test executed.  Exits 1 if there are no
counts.
"""

import argparse
import collections
import concurrent.futures
import glob
import json
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
KINDS = ("lines", "branches", "functions")


class Counts:
    """How many lines, branches and functions there are, and ran."""

    def __init__(self):
        self.all = collections.Counter()
        self.ran = collections.Counter()

    def add(self, kind, ran):
        self.all[kind] += 1
        self.ran[kind] += bool(ran)

    def update(self, other):
        self.all.update(other.all)
        self.ran.update(other.ran)

    def row(self, name):
        cells = [name.ljust(32)]
        for kind in KINDS:
            of = self.all[kind]
            share = 100 * self.ran[kind] / of if of else 100
            cells.append(f"{share:6.1f} % of {of:5}")
        return "  ".join(cells)


def ask_gcov(paths):
    """What gcov says of the sources of some objects."""
    said = subprocess.run(["gcov", "--json-format", "--stdout", "-b", *paths],
                          cwd=TOP, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return [f for answer in said.stdout.splitlines() if answer
            for f in json.loads(answer)["files"]]


def ask_all(build, ending):
    """What gcov says of the sources of the program."""
    paths = [p for p in sorted(glob.glob(f"{build}/*/*.{ending}"))
             if os.path.basename(os.path.dirname(p)) not in ("unit", "fuzz")]
    parts = [paths[i:i + 20] for i in range(0, len(paths), 20)]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return [f for answer in pool.map(ask_gcov, parts) for f in answer
                if f["file"].startswith("src/")]


def executed(build):
    """{source: [lines that were executed]}."""
    return {f["file"]: sorted({line["line_number"] for line in f["lines"]
                               if line["count"]})
            for f in ask_all(build, "gcda")}


def measure(build):
    """({source: Counts}, {source: lines never executed})."""
    files, never = {}, {}
    # The notes of the compiler name what never ran, too.
    for f in ask_all(build, "gcno"):
        counts = files.setdefault(f["file"], Counts())
        for line in f["lines"]:
            counts.add("lines", line["count"])
            for branch in line["branches"]:
                counts.add("branches", branch["count"])
            if not line["count"]:
                never.setdefault(f["file"], []).append(line["line_number"])
        for function in f["functions"]:
            counts.add("functions", function["execution_count"])
    return files, never


def show(files, by_file):
    rooms = collections.defaultdict(Counts)
    for name, counts in files.items():
        rooms[os.path.dirname(name)].update(counts)
        rooms["all"].update(counts)
    total = rooms.pop("all")
    print(" " * 32 + "  " + "  ".join(k.center(17) for k in KINDS))
    for room in sorted(rooms):
        print(rooms[room].row(room))
        for name in sorted(files) if by_file else ():
            if os.path.dirname(name) == room:
                print(files[name].row("  " + os.path.basename(name)))
    print(total.row("all"))


def show_never(never):
    for name in sorted(never):
        with open(os.path.join(TOP, name), encoding="utf-8") as f:
            text = f.read().split("\n")
        for number in sorted(set(never[name])):
            print(f"{name}:{number}: {text[number - 1]}")


def main(words):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build")
    parser.add_argument("--files", action="store_true")
    parser.add_argument("--never", action="store_true")
    options = parser.parse_args(words)
    files, never = measure(os.path.abspath(options.build))
    if not any(c.ran["lines"] for c in files.values()):
        print("no counts; `make coverage` makes them")
        return 1
    show(files, options.files)
    if options.never:
        show_never(never)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
