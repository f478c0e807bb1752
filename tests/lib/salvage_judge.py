#!/usr/bin/env python3
"""salvage_judge.py CXBAK COUNT SEED: salvage beside `zip -FF` and 7-Zip.

Damages COUNT archives at random (see damage.py; SEED makes it repeatable) and
lets the three programs get out of them what they can.  A member counts for a
program if it comes out with the very bytes that were in it.  Fails if cxbak
has fewer of an archive than the better of the two, says of a member that it is
whole and it is not, or makes an archive that other programs find faults in.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

import damage

STATUSES = (0, 1, 3, 4)


def run(words, **options):
    return subprocess.run(words, capture_output=True, check=False, timeout=120,
                          **options)


def tree_of(folder):
    """{name: bytes} of the files below a folder."""
    found = {}
    for path, _, files in os.walk(folder):
        for name in files:
            full = os.path.join(path, name)
            if os.path.isfile(full):
                with open(full, "rb") as f:
                    name = os.path.relpath(full, folder)
                    found[name.replace("\\", "/")] = f.read()
    return found


def right(files, found):
    """The names whose content came out."""
    return {name for name, data in files.items()
            if found.get(name.replace("\\", "/")) == data}


def write_flipped(path, data, at, bit):
    """Write the data to a file, with one bit of them flipped."""
    broken = bytearray(data)
    broken[at] ^= 1 << bit
    with open(path, "wb") as f:
        f.write(broken)


def by_7z(path, folder, password):
    out = os.path.join(folder, "seven")
    shutil.rmtree(out, ignore_errors=True)
    done = run(["7z", "x", "-y", "-p" + (password or ""), "-o" + out, path],
               stdin=subprocess.DEVNULL)
    return tree_of(out), done.returncode


def by_unzip(path, folder, password):
    out = os.path.join(folder, "unzipped")
    shutil.rmtree(out, ignore_errors=True)
    run(["unzip", "-qq", "-o", "-P", password or "none", path, "-d", out],
        stdin=subprocess.DEVNULL)
    return tree_of(out)


def by_zip(path, folder, files, password):
    """What 7-Zip or unzip get out of what `zip -FF` makes of it."""
    fixed = os.path.join(folder, "fixed.zip")
    run(["zip", "-FF", path, "--out", fixed], input=b"y\n" * 20)
    if not os.path.exists(fixed):
        return set()
    found = max(right(files, by_7z(fixed, folder, password)[0]),
                right(files, by_unzip(fixed, folder, password)), key=len)
    os.unlink(fixed)
    return found


class Ours:
    """What cxbak makes of it."""

    def __init__(self, program, path, folder, files, password):
        self.faults = []
        self.found = set()
        out = os.path.join(folder, "salvaged.zip")
        words = [program, "salvage", path, "-o", out, "--json", "--force"]
        if password:
            word = os.path.join(folder, "password")
            with open(word, "w", encoding="utf-8") as f:
                f.write(password + "\n")
            words += ["--password-file", word]
        done = run(words)
        self.status = done.returncode
        self.said = done.stderr.decode("utf-8", "replace")
        if self.status not in STATUSES:
            self.faults.append(f"status {self.status}: {self.said}")
        if self.status == 4:
            # It is not damaged: what others see is what there is.
            self.found = right(files, by_7z(path, folder, password)[0])
        if self.status > 1:
            return
        self.look(out, folder, files, password, json.loads(done.stdout))

    def look(self, out, folder, files, password, document):
        extracted, status = by_7z(out, folder, password)
        self.found = right(files, extracted)
        if status != 0:
            self.faults.append(f"7z finds faults in the result ({status})")
        whole = {m["Name"].replace("\\", "/") for m in document["Members"]
                 if m["State"] in ("whole", "repaired")}
        for name in whole & set(files):
            if name not in self.found:
                self.faults.append(f"{name} is not whole")
        self.foreign = {n for n in whole - set(files) if n[-1] != "/"}
        with zipfile.ZipFile(out) as made:
            if b"NOT A BACKUP" not in made.comment:
                self.faults.append("the result is not marked")
            if len(made.namelist()) != document["Whole"] + \
                    document["Unchecked"]:
                self.faults.append("the result has another number of members")


def main(args):
    if len(args) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    program, count, seed = args[0], int(args[1]), args[2]
    folder = tempfile.mkdtemp(prefix="cxbak-judge-")
    sums = {"members": 0, "cxbak": 0, "zip -FF": 0, "7z": 0, "best": 0}
    better = worse = bad = foreign = 0
    try:
        for number in range(count):
            what, files, data, password = damage.case(seed, number)
            path = os.path.join(folder, "broken.zip")
            with open(path, "wb") as f:
                f.write(data)
            ours = Ours(program, path, folder, files, password)
            zipped = by_zip(path, folder, files, password)
            seven = right(files, by_7z(path, folder, password)[0])
            best = max(len(zipped), len(seven))
            sums["members"] += len(files)
            sums["cxbak"] += len(ours.found)
            sums["zip -FF"] += len(zipped)
            sums["7z"] += len(seven)
            sums["best"] += best
            better += len(ours.found) > best
            worse += len(ours.found) < best
            bad += bool(ours.faults)
            foreign += len(getattr(ours, "foreign", ()))
            if ours.faults or len(ours.found) < best or "-v" in os.environ.get(
                    "JUDGE", ""):
                print(f"{seed}-{number}: {what}: cxbak {len(ours.found)}, "
                      f"zip -FF {len(zipped)}, 7z {len(seven)} of "
                      f"{len(files)}")
                for fault in ours.faults:
                    print(f"    {fault}")
                missed = sorted((zipped | seven) - ours.found)
                if missed:
                    print(f"    missed: {', '.join(missed[:5])}")
    finally:
        shutil.rmtree(folder)
    print(f"{count} damages, {sums['members']} members: cxbak "
          f"{sums['cxbak']} whole, zip -FF {sums['zip -FF']}, 7z "
          f"{sums['7z']}, the better of the two each time {sums['best']}; "
          f"more than it {better} times, fewer {worse} times; {bad} with "
          f"faults; {foreign} whole ones of archives in members")
    return 1 if worse or bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
