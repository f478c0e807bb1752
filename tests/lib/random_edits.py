#!/usr/bin/env python3
"""random_edits.py BACKUP ROUNDS [SEED]: random edits, each one judged.

Each round edits one user of BACKUP in a few fields with values from all over
Unicode, clears some, and asks the judge about the result.  Prints the seed
first; the same seed makes the same edits.
"""

import os
import random
import subprocess
import sys
import unicodedata
import zipfile
import xml.etree.ElementTree as ET

import judge

OPTIONS = {"FirstName": "--first-name", "LastName": "--last-name",
           "EmailAddress": "--email", "MobileNumber": "--mobile",
           "OutboundCallerID": "--caller-id"}
WORDS = {field: option[2:] for field, option in OPTIONS.items()}
# Pieces that a careless writer would spoil.
SHARP = ("&", "<", ">", "'", "]]>", "&amp;", "&#65;", "<!--", "-->", "<?x?>",
         "<b>", "%s", "\\", "$(x)")
SCRIPTS = ((0x61, 0x7A), (0xC0, 0x17F), (0x391, 0x3A9), (0x410, 0x44F),
           (0x5D0, 0x5EA), (0x627, 0x63A), (0x905, 0x939), (0xE01, 0xE2E),
           (0x3041, 0x3096), (0x4E00, 0x4FFF), (0xAC00, 0xACFF),
           (0x1F300, 0x1F5FF), (0x20000, 0x200FF))


def name(rng):
    """One to six pieces; no blank at the ends, normal form C, under 50."""
    out = []
    for _ in range(rng.randint(1, 6)):
        if rng.random() < 0.3:
            out.append(rng.choice(SHARP))
        else:
            low, high = rng.choice(SCRIPTS)
            out.append("".join(chr(rng.randint(low, high))
                               for _ in range(rng.randint(1, 5))))
    glue = " " if rng.random() < 0.3 else ""
    return unicodedata.normalize("NFC", glue.join(out))[:50].strip() or "A"


def digits(rng, low, high):
    return str(rng.randint(1, 9)) + "".join(
        str(rng.randint(0, 9)) for _ in range(rng.randint(low, high) - 1))


def value(rng, field):
    if field == "EmailAddress":
        return f"p{rng.randrange(10 ** 9)}{rng.choice(('', '+x', '.y'))}" \
               "@example.com"
    if field == "MobileNumber":
        return rng.choice(("", "+")) + digits(rng, 7, 14)
    if field == "OutboundCallerID":
        return digits(rng, 7, 14)
    return name(rng)


def numbers(path):
    with zipfile.ZipFile(path) as archive:
        database = next(n for n in archive.namelist()
                        if n.lower().endswith("db.xml"))
        root = ET.fromstring(archive.read(database))
    return list(judge.users(root))


def one_round(rng, backup, known, out):
    """Runs one edit; the reason it went wrong, or None."""
    number = rng.choice(known)
    words, edits = [], []
    for field in rng.sample(judge.FIELDS, rng.randint(1, 4)):
        text = "" if rng.random() < 0.25 else value(rng, field)
        words += ([OPTIONS[field], text] if text else
                  ["--clear", WORDS[field]])
        edits += ["--edit", f"{number}:{field}={text}"]
    command = [os.environ["CXBAK"], "set", backup, number] + words + \
        ["--no-trim", "-o", out]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        return f"status {done.returncode} from {command}\n" + \
            done.stderr.decode("utf-8", "replace")
    good, said = judge.asked(backup, out, "--quick", *edits)
    os.unlink(out)
    return None if good else f"{said}\nafter {command}"


def main(args):
    backup, rounds = args[0], int(args[1])
    seed = int(args[2]) if len(args) > 2 else random.SystemRandom().randrange(
        10 ** 6)
    print(f"seed {seed}", flush=True)
    rng = random.Random(seed)
    known = numbers(backup)
    for i in range(rounds):
        reason = one_round(rng, backup, known, "random-out.zip")
        if reason:
            print(f"round {i + 1}: {reason}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
