#!/usr/bin/env python3
"""try_hostile.py CXBAK FOLDER CASES: the archives of hostile.py, one by one.

For each line of FOLDER/manifest: `list`, and `set ... -o`, have the statuses
that it says.  A refusal says its message and nothing else, in the house style,
and leaves no file; what is written passes the judge.  Appends one line to
CASES for each archive, prints what failed, and exits 1 if anything did.
One process for all, since there are hundreds.
"""

import contextlib
import io
import os
import re
import subprocess
import sys

import judge

# Statuses that we may exit with; a crash or a memory error has another.
OURS = (0, 1, 2, 3, 4, 5, 6, 7, 130)


def run(cxbak, words):
    done = subprocess.run([cxbak] + words, stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def refusal(path, out, err, says):
    """What is wrong with a refusal."""
    if out:
        yield "there is something on standard output"
    if f"{path}: {says}" not in err:
        yield f"another message, not: {says}"
    lines = [x for x in err.split("\n") if x.startswith("cxbak: ")]
    if not lines or any(re.search(r"(?<!\.\.)\.$", x) for x in lines):
        yield "not a message in the house style"
    if re.search(r"[\x01-\x08\x0b-\x1f\x7f]", err):
        yield "control characters on standard error"


def judged(old, new):
    """What the judge says against the new file."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = judge.main([old, new, "--edit", "200:LastName=Newman"])
    if status != 0:
        yield said.getvalue().strip()


def try_one(cxbak, path, statuses, says):
    new = "new.zip"
    reading, _, writing = statuses.partition("/")
    for words, want in (
            (["list", path], int(reading)),
            (["set", path, "200", "--last-name", "Newman", "-o", new],
             int(writing or reading))):
        status, out, err = run(cxbak, words)
        wrong = []
        if status not in OURS or status != want:
            wrong.append(f"status {status}, not {want}")
        elif want != 0:
            wrong += refusal(path, out, err, says)
        elif words[0] == "set":
            wrong += judged(path, new)
        left = sorted(os.listdir("."))
        if left != ([new] if words[0] == "set" and want == 0 else []):
            wrong.append(f"files left: {left}")
        for name in left:
            os.remove(name)
        for line in wrong:
            yield f"{line}; from: cxbak {' '.join(words)}\n    {err[:300]}"


def main(args):
    cxbak, folder, cases = args
    failed = 0
    with open(os.path.join(folder, "manifest"), encoding="utf-8") as f:
        lines = [line.rstrip("\n").split("\t") for line in f]
    with open(cases, "a", encoding="utf-8") as f:
        for name, rule, statuses, text, says in lines:
            path = os.path.join(folder, name + ".zip")
            wrong = list(try_one(cxbak, path, statuses, says))
            for line in wrong:
                print(f"{rule} {name}: {line}")
            word = "not ok" if wrong else "ok"
            f.write(f"{word} - {rule} {name}: {text}\n")
            f.flush()
            failed += bool(wrong)
    return 1 if failed or not lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
