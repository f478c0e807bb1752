#!/usr/bin/env python3
"""mutants.py [OPTION...]: would the tests notice a small fault?

Makes small changes (mutate.py) in the rooms that write other people's files,
one at a time in a copy of the tree, and runs the tests that execute the
changed line, the quickest first, until one fails.  Prints each change that no
test noticed; exits 1 if more than SURVIVE_MAX percent of all survive, those
with a reason in tests/mutants.accepted not counted.

The changes are chosen by --seed: always the same ones, and most stay the same
when the source changes elsewhere.  A change that does not compile, or that
leaves the object as it was, is none.  What was found is kept in
build/mutants/results.json, so that a run that was ended goes on where it was;
a change that a test noticed is not tried again until its file changes.

Needs build/who.json (who_runs.py), which `make mutants` makes.
"""

import argparse
import collections
import concurrent.futures
import glob
import hashlib
import json
import os
import queue
import resource
import shutil
import subprocess
import sys

import mutate

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
ROOMS = ("zip", "xml", "backup", "patch", "change", "write", "compare", "plan")
ACCEPTED = os.path.join(TOP, "tests", "mutants.accepted")
RESULTS = os.path.join(TOP, "build", "mutants", "results.json")
SURVIVE_MAX = 5
# Chosen in each room at least, whatever its size.
ROOM_MIN = 15
# What a test of a mutant may use, so that one that runs on and on is noticed:
# seconds of the processor, bytes of memory, bytes of a file.
CPU_MAX, MEMORY_MAX, FILE_MAX = 30, 4 << 30, 512 << 20
# The tests of one mutant take together about this many seconds at most.
BUDGET = 40
# Every warning is one already in the untouched tree; these make no program.
CFLAGS = "-g0 -w -Werror=incompatible-pointer-types -Werror=int-conversion " \
    "-Werror=implicit-function-declaration"


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as f:
        return f.read()


def key_of(m, nth):
    """A name that does not change when lines elsewhere do."""
    words = "\0".join((m.path, m.kind, m.text, m.changed, str(nth)))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def candidates(room, seed):
    """All mutants of a room, in the order in which they are chosen."""
    found, seen = [], collections.Counter()
    for path in sorted(glob.glob(os.path.join(TOP, "src", room, "*.c"))):
        path = os.path.relpath(path, TOP)
        for m in mutate.mutants_of(path, read(path)):
            mark = (m.path, m.kind, m.text, m.changed)
            m.key = key_of(m, seen[mark])
            seen[mark] += 1
            found.append(m)
    return sorted(found, key=lambda m: hashlib.sha256(
        f"{seed}{m.key}".encode()).digest())


def chosen(options):
    """The mutants to try, and for each room those that take the place of one
    that turns out to be none."""
    pools = {room: candidates(room, options.seed) for room in options.rooms}
    total = sum(len(p) for p in pools.values())
    return {room: (p, max(ROOM_MIN, round(options.count * len(p) / total)))
            for room, p in pools.items()}


def mirror(source, target):
    """Make `target` like `source`: only what differs is copied, with its
    time; what is not there any more goes."""
    if not os.path.isdir(source):
        old, new = os.stat(source), None
        if os.path.exists(target):
            new = os.stat(target)
        if new is None or (old.st_size, old.st_mtime_ns) != \
                (new.st_size, new.st_mtime_ns):
            shutil.copy2(source, target)
        return
    os.makedirs(target, exist_ok=True)
    names = set(os.listdir(source)) - {"__pycache__"}
    for name in sorted(set(os.listdir(target)) - names):
        path = os.path.join(target, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
    for name in sorted(names):
        mirror(os.path.join(source, name), os.path.join(target, name))


class Copy:
    """A copy of the tree in which one mutant at a time is built and tried."""

    def __init__(self, number):
        self.top = os.path.join(TOP, "build", "mutants", f"copy{number}")
        os.makedirs(self.top, exist_ok=True)
        # Times of files stay, so that what is built already stays, too.
        for name in ("Makefile", "README.md", "src", "include", "tests",
                     "testdata"):
            mirror(os.path.join(TOP, name), os.path.join(self.top, name))
        self.make(["all"] + self.programs())

    def programs(self):
        found = []
        for kind in ("unit", "fuzz"):
            pattern = os.path.join(TOP, "tests", kind, "*_*.c")
            found += [f"build/release/{kind}/{os.path.basename(p)[:-2]}"
                      for p in sorted(glob.glob(pattern))]
        return found

    def make(self, goals):
        done = subprocess.run(["make", "-s", f"CFLAGS={CFLAGS}", *goals],
                              cwd=self.top, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    def object_of(self, path):
        return "build/release/" + path[len("src/"):-len("c")] + "o"

    def content(self, path):
        with open(os.path.join(self.top, path), "rb") as f:
            return f.read()

    def attempt(self, m, tests):
        """What becomes of a mutant: none, survived, or the test that saw it."""
        path = os.path.join(self.top, m.path)
        before = self.content(self.object_of(m.path))
        source = read(m.path)
        try:
            with open(path, "w", encoding="utf-8") as f:
                f.write(m.applied(source))
            try:
                self.make([self.object_of(m.path)])
            except RuntimeError:
                return "none"
            if self.content(self.object_of(m.path)) == before:
                return "none"
            if not tests:
                return "survived"
            self.make(["build/release/cxbak"] +
                      ["build/release/" + t for t in tests
                       if not t.startswith("cli/")])
            return self.judge(tests)
        finally:
            with open(path, "w", encoding="utf-8") as f:
                f.write(source)
            self.make([self.object_of(m.path)])

    def judge(self, tests):
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX, CPU_MAX))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_MAX, FILE_MAX))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        words = ["tests/run", "--jobs", "1", "--stop", "--short-first"]
        for t in tests:
            words += ["--only", f"tests/{t}."]
        done = subprocess.run(words, cwd=self.top, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, preexec_fn=limit,
                              text=True, errors="replace", check=False)
        if done.returncode == 0:
            return "survived"
        for line in done.stdout.splitlines():
            if line.startswith("FAILED "):
                return line[len("FAILED "):].split("  ")[0].split(":")[0]
        return "ended"


def tests_of(m, who):
    """The tests that execute the line, the quickest first."""
    # A statement over several lines counts where it begins.
    found = [(t["seconds"], name) for name, t in who.items()
             if any(line in t["lines"].get(m.path, ())
                    for line in (m.line, m.line - 1))]
    chosen_tests, spent = [], 0
    for seconds, name in sorted(found):
        if spent + seconds <= BUDGET or not chosen_tests:
            chosen_tests.append(name)
            spent += seconds
    return chosen_tests


class Keeper:
    """What became of each mutant, kept on the disk."""

    def __init__(self, again):
        self.found = {}
        if os.path.exists(RESULTS):
            self.found = json.loads(read(RESULTS))
        if again:
            self.found = {k: v for k, v in self.found.items()
                          if v["what"] != "survived"}

    def known(self, m):
        entry = self.found.get(m.key)
        return entry["what"] if entry and entry["file"] == self.mark(m) \
            else None

    @staticmethod
    def mark(m):
        return hashlib.sha256(read(m.path).encode()).hexdigest()[:16]

    def keep(self, m, what):
        self.found[m.key] = {"file": self.mark(m), "what": what,
                             "path": m.path, "text": m.text,
                             "changed": m.changed}
        with open(RESULTS + ".new", "w", encoding="utf-8") as f:
            json.dump(self.found, f, indent=1)
        os.replace(RESULTS + ".new", RESULTS)


def accepted():
    """{(file, line, changed line): reason} of the file that lists them."""
    found = {}
    for line in read(ACCEPTED).splitlines():
        if line and not line.startswith("#"):
            path, text, changed, reason = line.split("\t")
            found[path, text, changed] = reason
    return found


def attempt_room(room, pool, wanted, copies, who, keeper):
    """[(mutant, what)] of as many real mutants as are wanted."""
    tried, waiting, rest = [], {}, iter(pool)
    with concurrent.futures.ThreadPoolExecutor(copies.maxsize) as threads:
        def work(m):
            copy = copies.get()
            try:
                return copy.attempt(m, tests_of(m, who))
            finally:
                copies.put(copy)

        while len(tried) < wanted:
            # No more at a time than are still wanted.
            while len(waiting) < min(copies.maxsize, wanted - len(tried)):
                m = next(rest, None)
                if m is None:
                    break
                what = keeper.known(m)
                if what is None:
                    waiting[threads.submit(work, m)] = m
                elif what != "none":
                    tried.append((m, what))
                if len(tried) >= wanted:
                    break
            if not waiting:
                break
            done, _ = concurrent.futures.wait(
                waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for job in done:
                m, what = waiting.pop(job), job.result()
                keeper.keep(m, what)
                if what != "none":
                    tried.append((m, what))
                    print(f"{room} {m.key} {m.path}:{m.line} {m.kind}: {what}",
                          flush=True)
    return tried


def say(m, word):
    print(f"{word} {m.path}:{m.line} ({m.kind}, {m.key})\n"
          f"    - {m.text}\n    + {m.changed}")


def report(tried):
    """Prints what survived; how many did that should not have."""
    reasons, bad, fine = accepted(), 0, 0
    for m, what in tried:
        if what != "survived":
            continue
        reason = reasons.get((m.path, m.text, m.changed))
        if reason:
            fine += 1
        else:
            bad += 1
            say(m, "survived")
    rooms = collections.Counter(m.path.split("/")[1] for m, _ in tried)
    print(", ".join(f"{room} {n}" for room, n in sorted(rooms.items())))
    print(f"{len(tried)} mutants, {len(tried) - bad - fine} noticed, {fine} "
          f"accepted, {bad} survived")
    return bad


def main(words):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=220)
    parser.add_argument("--rooms", nargs="+", default=ROOMS)
    parser.add_argument("--again", action="store_true",
                        help="try those that survived once more")
    parser.add_argument("--list", action="store_true",
                        help="only say which would be tried")
    options = parser.parse_args(words)
    plan = chosen(options)
    if options.list:
        for room, (pool, wanted) in plan.items():
            for m in pool[:wanted]:
                say(m, room)
        return 0
    with open(os.path.join(TOP, "build", "who.json"), encoding="utf-8") as f:
        who = json.load(f)
    os.makedirs(os.path.dirname(RESULTS), exist_ok=True)
    keeper = Keeper(options.again)
    copies = queue.Queue(len(os.sched_getaffinity(0)))
    for number in range(copies.maxsize):
        copies.put(Copy(number))
    tried = []
    for room, (pool, wanted) in plan.items():
        tried += attempt_room(room, pool, wanted, copies, who, keeper)
    bad = report(tried)
    return 1 if not tried or 100 * bad > SURVIVE_MAX * len(tried) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
