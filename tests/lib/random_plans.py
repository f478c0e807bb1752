#!/usr/bin/env python3
"""random_plans.py BACKUP ROUNDS [SEED]: plans that are made, applied, undone.

Each round writes a plan by hand that changes several fields of several users,
has the program save it again (which adds how the old values are spelt),
applies that, asks the judge about the result, and undoes it: the file must be
the one it was, byte for byte.  Prints the seed first; the same seed makes the
same plans.
"""

import json
import os
import random
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

import judge
import random_edits

ACCEPTED = ("email-shared", "email-missing")


def run(*words, status=0):
    done = subprocess.run([os.environ["CXBAK"], *words], check=False,
                          stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != status:
        raise SystemExit(f"status {done.returncode} from {words}\n" +
                         done.stderr.decode("utf-8", "replace"))
    return done.stdout


def read_users(path):
    with zipfile.ZipFile(path) as z:
        name = [n for n in z.namelist() if n.lower().endswith("db.xml")
                and "/" not in n][0]
        return judge.users(ET.fromstring(z.read(name)))


def make_changes(rng, users):
    """A few changes, or for a field of everybody the same."""
    changes = {}
    numbers = list(users)
    for number in rng.sample(numbers, rng.randint(1, min(8, len(numbers)))):
        for field in rng.sample(judge.FIELDS, rng.randint(1, 5)):
            changes[number, field] = "" if rng.random() < 0.4 else \
                random_edits.value(rng, field)
    if rng.random() < 0.3:
        field = rng.choice(judge.FIELDS)
        for number in numbers:
            changes[number, field] = ""
    return changes


def write_plan(path, users, changes):
    found = {n: judge.user_fields(users[n]) for n in users}
    plan = {"FormatVersion": 1,
            "Source": {"Database": "", "CRC": "", "Version": "", "Date": ""},
            "Changes": [{"Number": n, "Field": f, "Old": found[n][f], "New": v}
                        for (n, f), v in changes.items()]}
    with open(path, "w", encoding="utf-8") as f:
        json.dump(plan, f)


def same(one, two):
    with open(one, "rb") as f, open(two, "rb") as g:
        return f.read() == g.read()


def database(path):
    with zipfile.ZipFile(path) as z:
        return [z.read(n) for n in z.namelist() if n.endswith("Db.xml")]


def one_round(rng, backup, users, whole):
    changes = make_changes(rng, users)
    for name in ("plan.json", "new.zip", "back.zip"):
        if os.path.exists(name):
            os.unlink(name)
    accept = [w for code in ACCEPTED for w in ("--accept", code)]
    write_plan("hand.json", users, changes)
    run("apply", backup, "hand.json", "--plan", "plan.json", *accept)
    run("apply", backup, "plan.json", "-o", "new.zip", *accept)
    words = [backup, "new.zip", "--quick"]
    for (number, field), value in changes.items():
        words += ["--edit", f"{number}:{field}={value}"]
    good, said = judge.asked(*words)
    if not good:
        raise SystemExit(said)
    run("verify", "new.zip", "--against", backup, "--plan", "plan.json")
    run("apply", "new.zip", "plan.json", "--reverse", "-o", "back.zip",
        *accept)
    if database("back.zip") != database(backup):
        raise SystemExit(f"the database is another one after {changes}")
    if whole and not same("back.zip", backup):
        raise SystemExit(f"the file is another one after {changes}")


def main(args):
    backup, rounds = args[0], int(args[1])
    seed = int(args[2]) if len(args) > 2 else random.randrange(2 ** 32)
    print("seed", seed, flush=True)
    rng = random.Random(seed)
    users = read_users(backup)
    for _ in range(rounds):
        one_round(rng, backup, users, os.environ.get("WHOLE") == "1")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
