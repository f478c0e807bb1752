"""mutant_copy.py: a copy of the tree, for mutants.py.

One mutant at a time is built in it, in one flavour, and the tests that are
named are run until one fails.
"""

import glob
import os
import resource
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
# What a test of a mutant may use, so that one that runs on and on is noticed:
# seconds of the processor, bytes of memory, bytes of a file.  A sanitizer
# maps all memory there is, and takes its time.
CPU_MAX = {"release": 30, "asan": 120}
MEMORY_MAX = {"release": 4 << 30, "asan": resource.RLIM_INFINITY}
FILE_MAX = 512 << 20
# Seconds until a test counts as hung.
LATE = 300
# What would not get past any compiler is no mutant.
CFLAGS = {"release": "-g0 -Werror=incompatible-pointer-types "
          "-Werror=int-conversion -Werror=implicit-function-declaration",
          # As make itself makes them, so that objects can be taken over.
          "asan": ""}


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


def limit_in(flavour):
    """What sets what a test of a mutant may use, called in its process."""
    def limit():
        for what, most in ((resource.RLIMIT_CPU, CPU_MAX[flavour]),
                           (resource.RLIMIT_AS, MEMORY_MAX[flavour]),
                           (resource.RLIMIT_FSIZE, FILE_MAX),
                           (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(what, (most, most))
    return limit


def plain_environment():
    """Nothing of the flavour under which a make above may run."""
    return {k: v for k, v in os.environ.items() if not k.startswith("M")}


def build_asan():
    """The tree itself under the sanitizers, for the copies to take over."""
    subprocess.run(["make", "-s", "-j2", "FLAVOUR=asan", "build/asan/cxbak",
                    "tests-built"], cwd=TOP, env=plain_environment(),
                   check=True, stdout=subprocess.DEVNULL)


class Copy:
    """A copy of the tree in which one mutant at a time is built and tried.

    make builds it once and says how; then single objects are compiled, put
    into the library, and only the programs linked that are about to run."""

    def __init__(self, number, flavour="release"):
        self.flavour, self.out = flavour, "build/" + flavour
        self.top = os.path.join(TOP, "build", "mutants", f"copy{number}")
        os.makedirs(self.top, exist_ok=True)
        # Times of files stay, so that what is built already stays, too.
        for name in ("Makefile", "README.md", "src", "include", "tests",
                     "testdata"):
            mirror(os.path.join(TOP, name), os.path.join(self.top, name))
        if flavour == "asan":
            mirror(os.path.join(TOP, self.out),
                   os.path.join(self.top, self.out))
        # The mutant of a run that was ended is still in there.
        for path in glob.glob(os.path.join(self.top, self.out, "*/*.sound")):
            os.replace(path, path.removesuffix(".sound"))
        shutil.rmtree(os.path.join(self.top, "seeds"), ignore_errors=True)
        for path in glob.glob(os.path.join(self.top, self.out, "lib*.a")):
            os.unlink(path)
        self.make("-j2")
        self.how = self.commands()
        # {test: does it pass without a mutant?}
        self.sound = {}

    def make(self, *options):
        done = subprocess.run(
            ["make", "-s", f"FLAVOUR={self.flavour}",
             f"CFLAGS={CFLAGS[self.flavour]}", *options,
             f"{self.out}/libcxbak.a", f"{self.out}/libcli.a",
             "all" if self.flavour == "release" else f"{self.out}/cxbak",
             "tests-built"], cwd=self.top,
            env=plain_environment(), check=True, stdout=subprocess.PIPE,
            text=True)
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
        if not self.run(f"ar rD {self.out}/libcxbak.a {path}"):
            raise RuntimeError("ar fails")

    def attempt(self, m, tests):
        """What becomes of a mutant: none, survived, or the test that saw it."""
        while True:
            found = self.attempt_once(m, tests)
            if found in ("none", "survived") or self.is_sound(found):
                return found
            # A test that fails anyhow notices nothing.
            print(f"{found} fails without a mutant in {self.out}", flush=True)
            tests = [t for t in tests if t != found]

    def attempt_once(self, m, tests):
        path = os.path.join(self.top, m.path)
        built = f"{self.out}/" + m.path[len("src/"):-len("c")] + "o"
        whole = os.path.join(self.top, built)
        with open(os.path.join(TOP, m.path), encoding="utf-8") as f:
            source = f.read()
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
        program = f"{self.out}/" + test
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
                   SOURCE_DATE_EPOCH="1731897004",
                   ASAN_OPTIONS="allocator_may_return_null=1")
        try:
            done = subprocess.run(
                ["env", "--default-signal", *words], cwd=self.top, env=env,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, preexec_fn=limit_in(self.flavour),
                timeout=LATE, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def judge_cli(self, scenarios):
        if not self.run(self.how[f"{self.out}/cxbak"]):
            return scenarios[0]
        words = ["tests/run", "--flavour", self.flavour, "--jobs", "1",
                 "--stop", "--short-first", "cli"]
        for t in scenarios:
            words += ["--only", f"tests/{t}."]
        done = subprocess.run(words, cwd=self.top, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True,
                              preexec_fn=limit_in(self.flavour),
                               errors="replace", check=False)
        if done.returncode == 0:
            return None
        for line in done.stdout.splitlines():
            if line.startswith("FAILED "):
                return line[len("FAILED "):].split("  ")[0].split(":")[0]
        return scenarios[-1]


