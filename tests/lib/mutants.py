#!/usr/bin/env python3
"""mutants.py [OPTION...]: would the tests notice a small fault?

Makes small changes (mutate.py) in the rooms that write other people's files,
one at a time in a copy of the tree, and runs the tests that execute the
changed line until one fails: those of the room (ROOMS) and, as long as they
are quick, all others.  Prints each change that no
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
    "write": "unit/test_write unit/test_faults cli/24- cli/26- cli/35- cli/49- "
             "cli/67-",
    "compare": "unit/test_write unit/test_zrecord cli/13- cli/30- cli/31- "
               "cli/47- cli/63- cli/67-",
    "plan": "unit/test_plan fuzz/fuzz_plan cli/60- cli/61- cli/62- cli/63- "
            "cli/64- cli/69-",
    "zip": "unit/test_z fuzz/fuzz_zip unit/test_faults cli/12- cli/20- "
           "cli/26- cli/30- cli/35- cli/47- cli/49-",
}
ACCEPTED = os.path.join(TOP, "tests", "mutants.accepted")
RESULTS = os.path.join(TOP, "build", "mutants", "results.json")
SURVIVE_MAX = 5
# What a test of a mutant may use, so that one that runs on and on is noticed:
# seconds of the processor, bytes of memory, bytes of a file.
CPU_MAX, MEMORY_MAX, FILE_MAX = 30, 4 << 30, 512 << 20
# Seconds until a test counts as hung.
LATE = 300
# What would not get past any compiler is no mutant.
CFLAGS = "-g0 -Werror=incompatible-pointer-types -Werror=int-conversion " \
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
    return {room: (candidates(room, options.seed), options.each)
            for room in options.rooms}


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


def limit():
    """What a test of a mutant may use; called in its process."""
    for what, most in ((resource.RLIMIT_CPU, CPU_MAX),
                       (resource.RLIMIT_AS, MEMORY_MAX),
                       (resource.RLIMIT_FSIZE, FILE_MAX),
                       (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


class Copy:
    """A copy of the tree in which one mutant at a time is built and tried.

    make builds it once and says how; then single objects are compiled, put
    into the library, and only the programs linked that are about to run."""

    def __init__(self, number):
        self.top = os.path.join(TOP, "build", "mutants", f"copy{number}")
        os.makedirs(self.top, exist_ok=True)
        # Times of files stay, so that what is built already stays, too.
        for name in ("Makefile", "README.md", "src", "include", "tests",
                     "testdata"):
            mirror(os.path.join(TOP, name), os.path.join(self.top, name))
        # The mutant of a run that was ended is still in there.
        for path in glob.glob(os.path.join(self.top, "build/release/*/*.sound")):
            os.replace(path, path.removesuffix(".sound"))
        shutil.rmtree(os.path.join(self.top, "seeds"), ignore_errors=True)
        for path in glob.glob(os.path.join(self.top, "build/release/lib*.a")):
            os.unlink(path)
        self.make("-j2")
        self.how = self.commands()
        # {test: does it pass without a mutant?}
        self.sound = {}

    def make(self, *options):
        # Nothing of the flavour under which a make above may run.
        env = {k: v for k, v in os.environ.items() if not k.startswith("M")}
        done = subprocess.run(
            ["make", "-s", "FLAVOUR=release", f"CFLAGS={CFLAGS}", *options,
             "build/release/libcxbak.a", "build/release/libcli.a", "all",
             "tests-built"], cwd=self.top, env=env, check=True,
            stdout=subprocess.PIPE, text=True)
        return done.stdout

    def commands(self):
        """{file: the command that makes it}, as make would give them."""
        text = self.make("-n", "-B", "V=1").replace("\\\n", " ")
        found = {}
        for line in text.splitlines():
            words = line.split()
            if words and words[0] == "gcc" and "-o" in words:
                found[words[words.index("-o") + 1]] = line
        return found

    def run(self, command):
        return subprocess.run(command, shell=True, cwd=self.top, check=False,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0

    def content(self, path):
        with open(os.path.join(self.top, path), "rb") as f:
            return f.read()

    def put_object(self, path):
        if not self.run(f"ar rD build/release/libcxbak.a {path}"):
            raise RuntimeError("ar fails")

    def attempt(self, m, tests):
        """What becomes of a mutant: none, survived, or the test that saw it."""
        path = os.path.join(self.top, m.path)
        built = "build/release/" + m.path[len("src/"):-len("c")] + "o"
        whole = os.path.join(self.top, built)
        source = read(m.path)
        shutil.copy2(whole, whole + ".sound")
        try:
            with open(path, "w", encoding="utf-8") as f:
                f.write(m.applied(source))
            if not self.run(self.how[built]) or \
                    self.content(built) == self.content(built + ".sound"):
                return "none"
            self.put_object(built)
            found = self.judge(tests)
        finally:
            with open(path, "w", encoding="utf-8") as f:
                f.write(source)
            os.replace(whole + ".sound", whole)
            self.put_object(built)
        # A test that fails anyhow notices nothing.
        if found is not None and not self.is_sound(found):
            raise RuntimeError(f"{found} fails without a mutant")
        return found or "survived"

    def is_sound(self, test):
        if test not in self.sound:
            self.sound[test] = self.judge([test]) is None
        return self.sound[test]

    def judge(self, tests):
        """The first test that fails, or None."""
        for t in tests:
            if not t.startswith("cli/") and not self.passes(t):
                return t
        scenarios = [t for t in tests if t.startswith("cli/")]
        return self.judge_cli(scenarios) if scenarios else None

    def passes(self, test):
        """Does the program of unit tests, or the target, pass?"""
        program = "build/release/" + test
        if not self.run(self.how[program]):
            return False
        words = [os.path.join(self.top, program)]
        if test.startswith("fuzz/"):
            seeds = os.path.join(self.top, "seeds", os.path.basename(test))
            if not os.path.isdir(seeds):
                subprocess.run([os.path.join(TOP, "tests/lib/make_seeds.py"),
                                os.path.basename(test), seeds], check=True)
            words.append(seeds)
        env = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC",
                   SOURCE_DATE_EPOCH="1731897004")
        try:
            done = subprocess.run(
                ["env", "--default-signal", *words], cwd=self.top, env=env,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, preexec_fn=limit, timeout=LATE,
                check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def judge_cli(self, scenarios):
        if not self.run(self.how["build/release/cxbak"]):
            return scenarios[0]
        words = ["tests/run", "--jobs", "1", "--stop", "--short-first", "cli"]
        for t in scenarios:
            words += ["--only", f"tests/{t}."]
        done = subprocess.run(words, cwd=self.top, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, preexec_fn=limit,
                              text=True, errors="replace", check=False)
        if done.returncode == 0:
            return None
        for line in done.stdout.splitlines():
            if line.startswith("FAILED "):
                return line[len("FAILED "):].split("  ")[0].split(":")[0]
        return scenarios[-1]


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


def attempt_room(pool, wanted, copies, who, keeper, budget):
    """[(mutant, what)] of as many real mutants as are wanted."""
    tried, waiting, rest = [], {}, iter(pool)
    seconds = times()
    with concurrent.futures.ThreadPoolExecutor(copies.maxsize) as threads:
        def work(m):
            copy = copies.get()
            try:
                return copy.attempt(m, tests_of(m, who, seconds, budget))
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
                    say(m, what)
    return tried


def known_of(pool, wanted, keeper):
    """([(mutant, what)], how many are unknown) of what an attempt would try."""
    tried, unknown = [], 0
    for m in pool:
        what = keeper.known(m)
        unknown += what is None
        if what not in (None, "none"):
            tried.append((m, what))
        if len(tried) + unknown >= wanted:
            break
    return tried, unknown


def say(m, word):
    print(f"{word} {m.path}:{m.line} ({m.kind}, {m.key})\n"
          f"    - {m.text}\n    + {m.changed}", flush=True)


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


def verdict(tried, unknown):
    """Prints what came of the mutants; 1 if more survived than may."""
    bad = report(tried)
    if unknown:
        print(f"{unknown} more were not tried since their file changed")
    return 1 if not tried or 100 * bad > SURVIVE_MAX * len(tried) else 0


def main(words):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--each", type=int, default=26,
                        help="so many in each room")
    parser.add_argument("--rooms", nargs="+", default=list(ROOMS))
    parser.add_argument("--again", action="store_true",
                        help="try those that survived once more")
    parser.add_argument("--budget", type=float, default=4,
                        help="seconds for tests that are of no room")
    parser.add_argument("--list", action="store_true",
                        help="only say which would be tried")
    parser.add_argument("--known", action="store_true",
                        help="only say what is known, without a try")
    options = parser.parse_args(words)
    plan = chosen(options)
    if options.list:
        for room, (pool, wanted) in plan.items():
            for m in pool[:wanted]:
                say(m, room)
        return 0
    if options.known:
        keeper, tried, unknown = Keeper(False), [], 0
        for pool, wanted in plan.values():
            found, n = known_of(pool, wanted, keeper)
            tried, unknown = tried + found, unknown + n
        return verdict(tried, unknown)
    with open(os.path.join(TOP, "build", "who.json"), encoding="utf-8") as f:
        who = json.load(f)
    os.makedirs(os.path.dirname(RESULTS), exist_ok=True)
    keeper = Keeper(options.again)
    copies = queue.Queue(len(os.sched_getaffinity(0)))
    for number in range(copies.maxsize):
        copies.put(Copy(number))
    tried = []
    for pool, wanted in plan.values():
        tried += attempt_room(pool, wanted, copies, who, keeper,
                              options.budget)
    return verdict(tried, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
