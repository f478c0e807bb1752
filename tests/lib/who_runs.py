#!/usr/bin/env python3
"""who_runs.py OUT.json: which test executes which line, by gcov.

Runs each test alone against build/coverage, which must be built, as many at a
time as there are cores, and writes {test: {"state": HASH, "seconds": S,
"lines": {source: [numbers]}}}.  A test is run again only if it or the program
is another than when it was asked before.
What a test runs in processes that end without a word to gcov (by a signal) is
not seen.
"""

import concurrent.futures
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

import coverage

TOP = coverage.TOP
BUILD = os.path.join(TOP, "build", "coverage")
# Tests of the machine, not of lines: they take long.
LEFT_OUT = ("big", "40-install", "00-harness")


def names():
    """The tests that there are, as the runner calls them."""
    found = []
    for kind, pattern in (("unit", "test_"), ("fuzz", "fuzz_"), ("cli", "")):
        for name in sorted(os.listdir(os.path.join(TOP, "tests", kind))):
            stem, ending = os.path.splitext(name)
            if ending in (".c", ".sh") and stem.startswith(pattern) and \
                    not any(word in stem for word in LEFT_OUT):
                found.append(f"{kind}/{stem}")
    return found


def state_of(name):
    """Another one whenever the test or the program is another."""
    digest = hashlib.sha256()
    paths = glob.glob(os.path.join(TOP, "src", "*", "*.c"))
    for path in sorted(paths) + glob.glob(
            os.path.join(TOP, "tests", name + ".*")):
        with open(path, "rb") as f:
            digest.update(path.encode() + f.read())
    return digest.hexdigest()[:16]


def run(name):
    """(name, seconds, {source: lines} or None if it fails) of one test."""
    folder = os.path.join(TOP, "build", "who", name.replace("/", "-"))
    shutil.rmtree(folder, ignore_errors=True)
    kind = name.partition("/")[0]
    start = time.monotonic()
    done = subprocess.run(
        ["tests/run", "--flavour", "coverage", "--jobs", "1", "--only",
         name + ".", kind], cwd=TOP, stdout=subprocess.PIPE, text=True,
        env=dict(os.environ, GCOV_PREFIX=folder), check=False)
    seconds = time.monotonic() - start
    # What fails now would notice every mutant.
    if done.returncode != 0:
        return name, seconds, None
    counts = os.path.join(folder, BUILD.lstrip("/"))
    if not os.path.isdir(counts):
        return name, seconds, {}
    # gcov wants the notes of the compiler beside the counts.
    for path in glob.glob(os.path.join(counts, "*", "*.gcda")):
        note = os.path.relpath(path, counts)[:-len("gcda")] + "gcno"
        os.symlink(os.path.join(BUILD, note), os.path.join(counts, note))
    lines = coverage.executed(counts)
    shutil.rmtree(folder)
    return name, seconds, lines


def main(words):
    before = {}
    if os.path.exists(words[0]):
        with open(words[0], encoding="utf-8") as f:
            before = json.load(f)
    states = {name: state_of(name) for name in names()}
    known = [n for n in states if before.get(n, {}).get("state") == states[n]]
    found = {n: before[n] for n in known}
    with concurrent.futures.ThreadPoolExecutor(
            len(os.sched_getaffinity(0))) as pool:
        for name, seconds, lines in pool.map(
                run, [n for n in states if n not in found]):
            if lines is None:
                print(f"{name}: fails, and is left out", flush=True)
                continue
            print(f"{name}: {sum(map(len, lines.values()))} lines", flush=True)
            found[name] = {"state": states[name],
                           "seconds": round(seconds, 2), "lines": lines}
            with open(words[0] + ".new", "w", encoding="utf-8") as f:
                json.dump(found, f)
            os.replace(words[0] + ".new", words[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
