#!/usr/bin/env python3
"""mutants.py [OPTION...]: would the tests notice a small fault?

Makes small changes (mutate.py) in the rooms that write other people's files,
one at a time in a copy of the tree (mutant_copy.py), and runs the tests that
execute the changed line until one fails: those of the room (ROOMS) and, as
long as they are quick, all others.  What no test noticed is tried once more
under the address and undefined sanitizers.

A change that does not compile, or that leaves the object as it was, is none.
tests/mutants.accepted lists what survives and why: `same`, no input can tell
it from the original, so it does not count; `alive`, there is a difference
that no test is worth.  Exits 1 if one is alive without a reason, or more than
SURVIVE_MAX percent of those that count are, and if the list has what is not
there any more or was noticed.

The changes are chosen by --seed: always the same ones, and most stay the same
when the source changes elsewhere.  What was found is kept in
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
import sys

import mutant_copy
import mutate

TOP = mutant_copy.TOP
# The rooms, and the tests that are about them.
ROOMS = {
    "xml": "unit/test_x fuzz/fuzz_database cli/13- cli/20- cli/26- cli/31-",
    "backup": "unit/test_avatar unit/test_object unit/test_setting "
              "fuzz/fuzz_database cli/01- cli/02- cli/03- cli/04- cli/31- "
              "cli/67- cli/72- cli/77-",
    "patch": "unit/test_property unit/test_user_patch unit/test_original "
             "unit/test_document "
             "cli/13- cli/16- cli/31- cli/60- cli/64-",
    "change": "unit/test_change cli/10- cli/13- cli/43- cli/44- cli/48- "
              "cli/53- cli/61- cli/66- cli/67- cli/68-",
    "write": "unit/test_write unit/test_faults cli/24- cli/26- cli/35- cli/46- "
             "cli/49- cli/67- cli/68-",
    "compare": "unit/test_write unit/test_zrecord cli/13- cli/30- cli/31- "
               "cli/47- cli/63- cli/67-",
    "plan": "unit/test_plan fuzz/fuzz_plan cli/60- cli/61- cli/62- cli/63- "
            "cli/64- cli/65- cli/69-",
    "zip": "unit/test_z fuzz/fuzz_zip unit/test_faults cli/12- cli/20- "
           "cli/26- cli/30- cli/35- cli/46- cli/47- cli/49- cli/63-enc",
}
ACCEPTED = os.path.join(TOP, "tests", "mutants.accepted")
RESULTS = os.path.join(TOP, "build", "mutants", "results.json")
SURVIVE_MAX = 5
# Behind the name of the test that noticed a mutant under the sanitizers only.
SANITIZED = " under asan"


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
    return {room: (candidates(room, options.seed), options.each)
            for room in options.rooms}


def times():
    """{test: seconds of the processor}."""
    rows = [line.split() for line in read("tests/times").splitlines()
            if not line.startswith("#")]
    return {row[1]: float(row[0]) for row in rows}


def tests_of(m, who, seconds, budget):
    """The tests that execute the line: those of its room, and others that
    take together at most `budget` seconds of the processor."""
    own = tuple(ROOMS[m.path.split("/")[1]].split())
    # A statement over several lines counts where it begins.
    found = sorted((seconds.get(name, t["seconds"]), name)
                   for name, t in who.items()
                   if any(line in t["lines"].get(m.path, ())
                          for line in (m.line, m.line - 1)))
    tests = [name for _, name in found if name.startswith(own)]
    spent = 0
    for cost, name in found:
        if name not in tests and spent + cost <= budget:
            tests.append(name)
            spent += cost
    return tests


class Keeper:
    """What became of each mutant, kept on the disk: none, survived, alive (it
    survived under the sanitizers, too), or the test that noticed it."""

    def __init__(self, again):
        self.found = {}
        if os.path.exists(RESULTS):
            self.found = json.loads(read(RESULTS))
        if again:
            self.found = {k: v for k, v in self.found.items()
                          if v["what"] not in ("survived", "alive")}

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


class Listed:
    """tests/mutants.accepted: what survives, and why."""

    def __init__(self):
        self.why = {}
        for line in read(ACCEPTED).splitlines():
            if line and not line.startswith("#"):
                kind, path, text, changed, reason = line.split("\t")
                if kind not in ("same", "alive") or not reason:
                    raise ValueError(f"{ACCEPTED}: {line}")
                self.why[path, text, changed] = kind, reason

    def kind(self, m):
        return self.why.get((m.path, m.text, m.changed), (None, None))[0]

    def counts(self, m, what):
        """Is it one of those that a test could notice?"""
        return what != "none" and not (
            what in ("survived", "alive") and self.kind(m) == "same")

    def stale(self, tried):
        """What the list has in vain: it is not in the source any more, or a
        test notices it."""
        there = set()
        for path in {path for path, _, _ in self.why}:
            if os.path.exists(os.path.join(TOP, path)):
                there |= {(path, m.text, m.changed)
                          for m in mutate.mutants_of(path, read(path))}
        noticed = {(m.path, m.text, m.changed) for m, what in tried
                   if what not in ("none", "survived", "alive")}
        # Of two changes that look the same one may live.
        noticed -= {(m.path, m.text, m.changed) for m, what in tried
                    if what in ("survived", "alive")}
        return [mark for mark in self.why
                if mark not in there or mark in noticed]


class Runner:
    """Tries mutants in as many copies of the tree as there are cores."""

    def __init__(self, who, keeper, listed, budget):
        self.who, self.keeper, self.listed = who, keeper, listed
        self.budget, self.seconds = budget, times()
        self.copies = None

    def open_copies(self, flavour):
        self.copies = queue.Queue(len(os.sched_getaffinity(0)))
        for number in range(self.copies.maxsize):
            self.copies.put(mutant_copy.Copy(number, flavour))

    def work(self, m):
        copy = self.copies.get()
        try:
            return copy.attempt(
                m, tests_of(m, self.who, self.seconds, self.budget))
        finally:
            self.copies.put(copy)

    def room(self, pool, wanted):
        """[(mutant, what)] of as many as are needed until `wanted` count."""
        if self.copies is None:
            self.open_copies("release")
        tried, waiting, rest = [], {}, iter(pool)

        def missing():
            return wanted - sum(self.listed.counts(*t) for t in tried)

        with concurrent.futures.ThreadPoolExecutor(
                self.copies.maxsize) as threads:
            while missing() > 0:
                # No more at a time than are still wanted.
                while len(waiting) < min(self.copies.maxsize, missing()):
                    m = next(rest, None)
                    if m is None:
                        break
                    what = self.keeper.known(m)
                    if what is None:
                        waiting[threads.submit(self.work, m)] = m
                    else:
                        tried.append((m, what))
                if not waiting:
                    break
                done, _ = concurrent.futures.wait(
                    waiting, return_when=concurrent.futures.FIRST_COMPLETED)
                for job in done:
                    m, what = waiting.pop(job), job.result()
                    self.keeper.keep(m, what)
                    tried.append((m, what))
                    if what != "none":
                        say(m, what)
        return tried

    def sanitize(self, tried):
        """What survived, under the sanitizers: the same list with what came
        of it.  What is the same program needs no other look."""
        again = [m for m, what in tried
                 if what == "survived" and self.listed.kind(m) != "same"]
        if not again:
            return tried
        mutant_copy.build_asan()
        self.open_copies("asan")
        found = {}
        with concurrent.futures.ThreadPoolExecutor(
                self.copies.maxsize) as threads:
            for m, what in zip(again, threads.map(self.work, again)):
                found[m.key] = "alive" if what == "survived" else \
                    what + SANITIZED
                self.keeper.keep(m, found[m.key])
                say(m, found[m.key])
        return [(m, found.get(m.key, what)) for m, what in tried]


def known_of(pool, wanted, keeper, listed):
    """([(mutant, what)], how many are unknown) of what a run would try."""
    tried, unknown, count = [], 0, 0
    for m in pool:
        what = keeper.known(m)
        if what is None:
            unknown += 1
        else:
            tried.append((m, what))
        count += what is None or listed.counts(m, what)
        if count >= wanted:
            break
    return tried, unknown


def say(m, word):
    print(f"{word} {m.path}:{m.line} ({m.kind}, {m.key})\n"
          f"    - {m.text}\n    + {m.changed}", flush=True)


def percent(part, whole):
    return 100 * part / whole if whole else 100


def report(tried, listed):
    """Prints what came of the mutants; is it as it should be?"""
    alive = [m for m, what in tried if what in ("survived", "alive")]
    same = [m for m in alive if listed.kind(m) == "same"]
    alive = [m for m in alive if listed.kind(m) != "same"]
    bare = [m for m in alive if listed.kind(m) is None]
    stale = listed.stale(tried)
    none = sum(what == "none" for _, what in tried)
    count = len(tried) - none - len(same)
    sanitized = sum(what.endswith(SANITIZED) for _, what in tried)
    for m in alive:
        say(m, "alive" if m in bare else "alive, with its reason:")
    for path, text, changed in stale:
        print(f"tests/mutants.accepted lists in vain: {path}\n"
              f"    - {text}\n    + {changed}")
    rooms = collections.Counter(m.path.split("/")[1] for m, what in tried
                                if listed.counts(m, what))
    print("counted: " + ", ".join(f"{r} {n}" for r, n in sorted(rooms.items())))
    print(f"{len(tried)} tried: {none} none, {len(same)} equivalent, {count} "
          f"counted: {count - len(alive)} noticed ({sanitized} by "
          f"sanitizers), {len(alive)} alive ({percent(len(alive), count):.1f} "
          f"%), {len(bare)} of them without a reason")
    return not bare and not stale and \
        percent(len(alive), count) <= SURVIVE_MAX


def one(options, plan, runner):
    """Tries one mutant; 1 if nobody notices it."""
    m = next(m for pool, _ in plan.values() for m in pool
             if m.key == options.key)
    runner.open_copies("release")
    what = runner.work(m)
    if what == "survived":
        runner.keeper.keep(m, what)
        what = runner.sanitize([(m, what)])[0][1]
    runner.keeper.keep(m, what)
    say(m, what)
    return what in ("survived", "alive")


def main(words):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--each", type=int, default=26,
                        help="so many that count in each room")
    parser.add_argument("--rooms", nargs="+", default=list(ROOMS))
    parser.add_argument("--again", action="store_true",
                        help="try those that survived once more")
    parser.add_argument("--budget", type=float, default=4,
                        help="seconds for tests that are of no room")
    parser.add_argument("--list", action="store_true",
                        help="only say which would be tried")
    parser.add_argument("--key", help="try this one only, whatever is known")
    parser.add_argument("--known", action="store_true",
                        help="only say what is known, without a try")
    options = parser.parse_args(words)
    plan = chosen(options)
    if options.list:
        for room, (pool, wanted) in plan.items():
            for m in pool[:wanted]:
                say(m, room)
        return 0
    keeper, listed = Keeper(options.again and not options.known), Listed()
    if options.known:
        tried, unknown = [], 0
        for pool, wanted in plan.values():
            found, n = known_of(pool, wanted, keeper, listed)
            tried, unknown = tried + found, unknown + n
        good = report(tried, listed)
        if unknown:
            print(f"{unknown} more were not tried since their file changed")
        return 0 if good else 1
    with open(os.path.join(TOP, "build", "who.json"), encoding="utf-8") as f:
        who = json.load(f)
    os.makedirs(os.path.dirname(RESULTS), exist_ok=True)
    runner = Runner(who, keeper, listed, options.budget)
    if options.key:
        return one(options, plan, runner)
    tried = []
    for pool, wanted in plan.values():
        tried += runner.room(pool, wanted)
    return 0 if report(runner.sanitize(tried), listed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
