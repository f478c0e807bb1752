#!/usr/bin/env python3
"""reliability.py [--quick]: what was exercised, in figures of real runs.

Runs, against build/release, the tests that count what they try, and prints
one line for each kind: how many, and how many went wrong.

    fault points          each system call and allocation of a write fails
    hostile archives      broken and lying archives: refused, or kept as told
    alterations seen      verify is shown one alteration more than the edits
    differential readers  written archives, judged by four other readers
    damaged archives      salvage, beside zip -FF and 7z
    fuzz executions       inputs of all fuzz targets: seeds and changed seeds
    fuzz search           inputs of the last `make fuzz FUZZ_SECONDS=N`, as its
                          logs tell; FUZZ_LOGS is their folder
    sanitizer runs        units and seeds in build/asan, what runs in threads in
                          build/tsan; left out with --quick
    mutants               of the last `make mutants`, as far as the files are
                          still the same ones

Nothing is taken from a list: a run that does not say what it did counts as
wrong.  Exits 1 if anything went wrong.  FUZZ_ROUNDS, READERS_COUNT and
DAMAGE_COUNT make more of it.
"""

import collections
import concurrent.futures
import glob
import json
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
RESULTS = os.path.join(TOP, "build", "mutants", "results.json")
ENV = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", CMOCKA_MESSAGE_OUTPUT="TAP",
           SOURCE_DATE_EPOCH="1731897004")


class Row:
    """What was tried, what of it went wrong, and what is to be said of it."""

    def __init__(self, what, tried=0, wrong=0, more=""):
        self.what, self.tried, self.wrong = what, tried, wrong
        self.more = more

    def line(self):
        return f"{self.what:22}{self.tried:>9,}{self.wrong:>8,}  {self.more}"


def run(words, **more):
    """(status, output) of a program."""
    # Under nohup, or in the background, some signals are ignored.
    words = ["env", "--default-signal", *words]
    done = subprocess.run(words, cwd=TOP, env=dict(ENV, **more), text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False,
                          errors="replace")
    return done.returncode, done.stdout


def number(pattern, text):
    """The sum of the numbers that stand in the lines of that pattern."""
    return sum(int(n.replace(",", "")) for n in re.findall(pattern, text,
                                                           re.MULTILINE))


def faults():
    status, said = run(["build/release/unit/test_faults"])
    tried = number(r"^# (\d+) faults$", said)
    return Row("fault points", tried, status != 0 or tried == 0,
               "system calls and allocations of a write")


def scenario(what, name, more):
    """The cases that a scenario counts, without that of the script."""
    status, said = run(["tests/run", "--only", f"tests/cli/{name}.", "cli"])
    good = len(re.findall(rf"^ok +cli/{name}: ", said, re.MULTILINE))
    bad = len(re.findall(rf"^FAILED cli/{name}: ", said, re.MULTILINE))
    return Row(what, good + bad,
               bad or (status != 0 or good == 0), more)


def readers():
    count = ENV.get("READERS_COUNT", "40")
    status, said = run(["tests/lib/readers.py", "build/release/cxbak", "1108",
                        count])
    tried = number(r"^(\d+) archives from seed", said)
    return Row("differential readers", tried,
               number(r", (\d+) wrong$", said) or status != 0 or tried == 0,
               "unzip, 7z, bsdtar and Python on each")


def damages():
    count = ENV.get("DAMAGE_COUNT", "40")
    status, said = run(["tests/lib/salvage_judge.py", "build/release/cxbak",
                        count, "1"])
    tried = number(r"^(\d+) damages", said)
    return Row("damaged archives", tried,
               number(r", fewer (\d+) times", said) +
               number(r"; (\d+) with faults", said) or
               (status != 0 or tried == 0),
               "salvaged, never less than by zip -FF or 7z")


def fuzz_one(target):
    name = os.path.basename(target)
    seeds = os.path.join(TOP, "build", "reliability", name)
    status, said = run(["tests/lib/make_seeds.py", name, seeds])
    if status == 0:
        status, said = run([target, seeds])
    tried = number(r"^(\d+) inputs", said)
    return tried, status != 0 or tried == 0


def fuzz(flavour="release"):
    targets = [p for p in sorted(glob.glob(f"{TOP}/build/{flavour}/fuzz/fuzz_*"))
               if os.access(p, os.X_OK)]
    with concurrent.futures.ThreadPoolExecutor(
            len(os.sched_getaffinity(0))) as pool:
        done = list(pool.map(fuzz_one, targets))
    return Row("fuzz executions", sum(n for n, _ in done),
               sum(bad for _, bad in done) or not done,
               f"{len(done)} targets")


def searched():
    """What clang's fuzzer has said of each target when it searched last."""
    folder = ENV.get("FUZZ_LOGS", os.path.join(TOP, "build", "fuzz-corpus"))
    logs = sorted(glob.glob(os.path.join(folder, "fuzz_*.log")))
    tried = wrong = ended = 0
    for path in logs:
        with open(path, encoding="utf-8", errors="replace") as f:
            text = f.read()
        done = number(r"^stat::number_of_executed_units: +(\d+)$", text)
        tried += done
        ended += done > 0
        # What it says of a finding, whoever found it.
        wrong += bool(re.search(r"^(SUMMARY: |==\d+==\s*ERROR)", text,
                                re.MULTILINE))
    if not logs:
        return Row("fuzz search", 0, 0, "`make fuzz FUZZ_SECONDS=N` was not "
                   "run here")
    return Row("fuzz search", tried, wrong,
               f"{ended} of {len(logs)} targets to the end")


def tests_of(text):
    """(passed, failed) of a run of tests/run."""
    found = re.findall(r"^(\d+) passed, (\d+) failed$", text, re.MULTILINE)
    return sum(int(p) for p, _ in found), sum(int(f) for _, f in found)


def sanitized():
    """Units and seeds under address and undefined, threads under thread."""
    tried = wrong = 0
    for words in (["tests/run", "--flavour", "asan", "unit", "fuzz"],
                  ["make", "--no-print-directory", "check-tsan"]):
        status, said = run(words)
        for line in said.splitlines():
            if line.startswith("FAILED "):
                print("    " + line)
        passed, failed = tests_of(said)
        tried += passed + failed
        wrong += failed or (status != 0 or passed == 0)
    return Row("sanitizer runs", tried, wrong,
               "tests under address, undefined and thread")


def mutants():
    """The mutants of the last run whose files are still the same."""
    if not os.path.exists(RESULTS):
        return Row("mutants", 0, 0, "`make mutants` was not run here")
    status, said = run(["tests/lib/mutants.py", "--known"])
    found = re.findall(
        r" (\d+) equivalent, (\d+) counted: (\d+) noticed \((\d+) by "
        r"sanitizers\), (\d+) alive .* (\d+) of them without a reason$", said,
        re.MULTILINE)
    if not found:
        return Row("mutants", 0, 1, "tests/lib/mutants.py says nothing")
    same, tried, noticed, sanitized, alive, bare = (int(n) for n in found[-1])
    unknown = number(r"^(\d+) more were not tried", said)
    return Row("mutants", tried, bare or status,
               f"{noticed} noticed ({sanitized} by sanitizers), {alive} alive "
               f"with a reason, {same} more are equivalent" + (
                   f", {unknown} not tried" if unknown else ""))


def main(words):
    if words not in ([], ["--quick"]):
        print(__doc__.split("\n", maxsplit=1)[0], file=sys.stderr)
        return 2
    print(f"{'':22}{'tried':>9}{'wrong':>8}")
    kinds = [faults,
             lambda: scenario("hostile archives", "20-hostile",
                              "each with the message and status it should have"),
             lambda: scenario("alterations seen", "32-fool",
                              "verify names each"),
             readers, damages, fuzz, searched]
    if not words:
        kinds.append(sanitized)
    kinds.append(mutants)
    wrong = collections.Counter()
    for kind in kinds:
        row = kind()
        print(row.line(), flush=True)
        wrong[row.what] = row.wrong
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
