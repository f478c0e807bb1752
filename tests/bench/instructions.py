#!/usr/bin/env python3
"""instructions.py CXBAK [--record]: what five fixed calls cost in
instructions, as valgrind's callgrind counts them, libraries included.

Compares with the counts in `instructions` beside this file and fails if one
is more than 5 % above.  Counts hardly depend on what else the machine does,
but on the compiler and the libraries: --record stores new ones, where a
change is meant, or those have changed.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LIB = HERE.parent / "lib"
COUNTS = HERE / "instructions"
LIMIT = 1.05
EVERY = ["--where", "email=user*", "--email", "{email.local}@new.example"]
CALLS = {
    "version": ["--version"],
    "list-sample": ["list", "sample.zip"],
    "list-1000-users": ["list", "users.zip"],
    "preview-1000-changes": ["set", "users.zip", *EVERY],
    "write-among-300-members": ["set", "members.zip", "200", "--first-name",
                                "Noelle", "-o", "new.zip"],
}


def make_inputs(folder):
    for words in (
            ["make_fixture.py", "plain", "v20", "sample.zip"],
            ["make_big.py", "users.zip", "--users", "1000", "--recordings",
             "0", "--size", "0"],
            ["make_big.py", "members.zip", "--users", "10", "--recordings",
             "300", "--size", "12000000"]):
        subprocess.run([sys.executable, LIB / words[0], *words[1:]],
                       cwd=folder, check=True)


def count(cxbak, words, folder):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         cxbak, *words], cwd=folder, capture_output=True, text=True,
        check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or found is None:
        sys.exit(f"bench-check: cxbak {' '.join(words)}: status "
                 f"{done.returncode}\n{done.stderr}")
    return int(found.group(1))


def recorded():
    lines = (line.split() for line in COUNTS.read_text().splitlines()
             if not line.startswith("#"))
    return {name: int(n.replace(",", "")) for n, name in lines}


def main(words):
    cxbak = pathlib.Path(words[0]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        make_inputs(folder)
        counts = {name: count(cxbak, call, folder)
                  for name, call in CALLS.items()}
    if "--record" in words:
        COUNTS.write_text("# Written by instructions.py --record.\n" + "".join(
            f"{n:15,} {name}\n" for name, n in counts.items()))
        return 0
    failed = 0
    for name, was in recorded().items():
        ratio = counts[name] / was
        failed += ratio > LIMIT
        print(f"{'MORE' if ratio > LIMIT else 'ok':6} {name:26}"
              f"{counts[name]:15,} {100 * (ratio - 1):+6.1f} %")
    if failed:
        print(f"bench-check: {failed} of {len(counts)} take more than 5 % more "
              "instructions than tests/bench/instructions says")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
