#!/usr/bin/env python3
"""json_errors.py PROGRAM FOLDER: errors of every command are documents, too.

Calls each command that `help --json` lists with --json and something wrong, in
the current folder, where pbx.zip lies: a file that is cut short, is not there
or is no backup, an option that is not known, nothing at all, an extension that
nobody has; and what only one command can do wrong.  Each document must be of
one of the forms of errors, with the exit status in it and a message that
standard error has, too.  FOLDER gets the documents, for schema.py.
"""

import json
import os
import subprocess
import sys

# What a command needs beside the backup.
MORE = {
    "show": "200", "refs": "200", "set": "200 --mobile 1555",
    "handover": "200 --first-name A --last-name B --email a@b.example",
    "swap": "200 201", "import": "no.csv", "avatar show": "200",
    "avatar get": "200", "avatar set": "200 x.txt", "avatar clear": "200",
    "avatar import": ".", "avatar export": "out", "avatar sheet": "-o s.png",
    "apply": "noplan.json", "batch": "bad.steps", "diff": "pbx.zip",
    "verify": "--against pbx.zip"}
# They have no BACKUP, or print no document.
OTHERS = {"plan show", "plan merge", "explain", "help", "version",
          "completion"}
SINGLE = """\
plan show noplan.json|plan show nope.json|plan show|plan merge nope -o m.json
explain zz|explain|help zz|completion zz|version x|frob|avatar frob|avatar
list pbx.zip --where zz=1|list pbx.zip --duplicates zz|list pbx.zip Nobody
set pbx.zip 200 --email {zz}|set pbx.zip 200|set pbx.zip 200 --email a@@b
set pbx.zip --where number=9 --mobile 1|set pbx.zip 200 --mobile 155 -o pbx.zip
set pbx.zip 200 --mobile 155 -o nofolder/x.zip
set pbx.zip 200 --mobile 155 --plan nofolder/p.json
set pbx.zip 200 --mobile 155 --expect mobile=1|fix pbx.zip --code zz
check pbx.zip --target zz|check pbx.zip --code zz|export pbx.zip --for zz
verify pbx.zip|diff pbx.zip|apply pbx.zip|batch pbx.zip bad.steps
avatar set pbx.zip 200 pbx.zip|avatar get pbx.zip 202|edit pbx.zip 299
redact pbx.zip -o pbx.zip|salvage pbx.zip
import pbx.zip no.csv|import no.csv pbx.zip|apply pbx.zip noplan.json"""


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def calls(names):
    for name in names:
        if name in OTHERS:
            continue
        more = MORE.get(name, "")
        for backup in ("cut.zip", "nope.zip", "x.txt"):
            if (name, backup) == ("salvage", "cut.zip"):
                continue
            yield f"{name} {backup} {more}"
        yield f"{name} pbx.zip {more} --frobnicate"
        yield name
        if "200" in more:
            yield f"{name} pbx.zip {more.replace('200', '299')}"
    yield from SINGLE.replace("\n", "|").split("|")


def wrong(done):
    try:
        error = json.loads(done.stdout)["Error"]
    except (ValueError, KeyError, TypeError):
        return f"no error document: {done.stdout[:80]!r}"
    if error is None or error["Status"] != done.returncode:
        return f"status {done.returncode}, in the document {error}"
    if done.returncode < 2:
        return f"status {done.returncode}"
    if error["Message"] not in done.stderr:
        return f"standard error lacks {error['Message']!r}"
    return None


def main(program, folder):
    with open("pbx.zip", "rb") as f:
        write("cut.zip", f.read()[:3000])
    write("x.txt", b"hello\n")
    write("no.csv", b"a,b\n1,2\n")
    write("noplan.json", b'{"a": 1}\n')
    write("bad.steps", b"frob 200\n")
    os.makedirs(folder)
    text = subprocess.run([program, "help", "--json"], capture_output=True,
                          check=True).stdout
    bad = number = 0
    for line in calls(c["Name"] for c in json.loads(text)["Commands"]):
        done = subprocess.run([program, *line.split(), "--json"],
                              stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, check=False)
        said = wrong(done)
        if said:
            print(f"{line}: {said}")
        bad += bool(said)
        # A change that is refused has what would change in it, too.
        form = "changes" if '"Changes"' in done.stdout else "error"
        write(f"{folder}/{number}.{form}.json", done.stdout.encode())
        write(f"{folder}/{number}.words", line.encode())
        number += 1
    print(f"{number} calls")
    sys.exit(1 if bad or number < 100 else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
