#!/usr/bin/env python3
"""choose_quick.py WHO.json [SECONDS]: which scenarios `make quick` runs.

Chooses by what each adds: again and again the scenario that executes most
lines for its seconds that neither the unit tests nor those already chosen
execute, until SECONDS of the processor (25) are spent or nothing is gained.
Marks them in tests/times, whose seconds it takes; WHO.json is of who_runs.py.
"""

import json
import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
TIMES = os.path.join(TOP, "tests", "times")
# What the program is for, whatever other lines it executes.
ALWAYS = ("cli/11-story", "cli/30-verify")
# To start bash and its helper takes about that.
START = 0.2


def read_times():
    with open(TIMES, encoding="utf-8") as f:
        rows = [line.split() for line in f if not line.startswith("#")]
    return {row[1]: float(row[0]) for row in rows}


def choose(lines, times, seconds):
    have = set().union(*(v for n, v in lines.items() if n.startswith("unit/")),
                       *(lines[n] for n in ALWAYS))
    chosen, left = list(ALWAYS), seconds - sum(times[n] for n in ALWAYS)
    rest = [n for n in lines if n.startswith("cli/") and n in times and
            n not in chosen]
    while True:
        rest = [n for n in rest if times[n] <= left and lines[n] - have]
        if not rest:
            return chosen, have
        best = max(rest, key=lambda n: len(lines[n] - have) /
                   (times[n] + START))
        print(f"{best}: {len(lines[best] - have)} lines, {times[best]} s")
        have |= lines[best]
        left -= times[best]
        chosen.append(best)


def mark(chosen):
    with open(TIMES, encoding="utf-8") as f:
        rows = f.read().splitlines()
    with open(TIMES, "w", encoding="utf-8") as f:
        for row in rows:
            words = row.split()
            if not row.startswith("#"):
                row = row.removesuffix(" quick") + \
                    (" quick" if words[1] in chosen else "")
            f.write(row + "\n")


def main(words):
    with open(words[0], encoding="utf-8") as f:
        who = json.load(f)
    lines = {n: {(path, x) for path, numbers in t["lines"].items()
                 for x in numbers} for n, t in who.items()}
    seconds = float(words[1]) if words[1:] else 25.0
    chosen, have = choose(lines, read_times(), seconds)
    mark(chosen)
    everything = len(set().union(*lines.values()))
    print(f"{len(chosen)} scenarios; with the unit tests they execute "
          f"{len(have)} of the {everything} lines that all tests execute")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
