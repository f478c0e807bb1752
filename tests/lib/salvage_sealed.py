#!/usr/bin/env python3
"""salvage_sealed.py CXBAK [COUNT]: salvage of encrypted archives with one
flipped bit.

Of archives that 7-Zip, zip and bsdtar encrypt, COUNT bits each, of all of them
if it is 0, are flipped one at a time, and the directory is cut off behind some
of these.  What `cxbak salvage` makes of it with the password is held against
the known original by 7-Zip: every file must come out but the one whose bit it
was, and that one, too, if 7-Zip gets it out of the damaged archive and finds
nothing wrong with it.  Two things only are left to 7-Zip: it takes a deflate
stream without its end, and where no directory is left, a file of whose size
nothing tells but its descriptor, and wrongly.  Status 0 (and 4: not damaged)
only if all of it is what it was, 1 also if a name is in doubt.  The bits of
NAMED are flipped in any case, and once more without the password: what cannot
be checked is not lost.
"""

import io
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

import salvage_bits
import salvage_judge

PASSWORD = "correct horse"
TIME = 1731897004
FILES = {name: data for name, data, _ in salvage_bits.MEMBERS if data}
DATABASE = salvage_bits.DATABASE
SHAPES = {
    "7z, AES-256": ["7z", "a", "-tzip", "-mem=AES256", "-p" + PASSWORD, "OUT"],
    "zip, traditional": ["zip", "-q", "-X", "-P", PASSWORD, "OUT"],
    "7z, traditional": ["7z", "a", "-tzip", "-mem=ZipCrypto", "-p" + PASSWORD,
                        "OUT"],
    "bsdtar, AES-128": ["bsdtar", "--format=zip", "--options",
                        "zip:encryption=aes128", "--passphrase", PASSWORD,
                        "-cf", "OUT"]}

# Where it hurt once: central record or local header, its byte, the bit.  The
# bytes of the AES field are counted from its end.
NAMED = (
    (False, 6, 0),   # not encrypted
    (False, 6, 1),   # flags of how hard it was packed
    (False, 7, 6),   # flags that mean nothing
    (True, 8, 4),
    (True, 9, 4),
    (True, 13, 3),   # the time, by which a password may be checked
    (True, 41, 5),   # a link
    (True, -5, 2),   # the vendor
    (True, -3, 1),   # the strength
    (True, -2, 3))   # the method

# What only the password tells.
SECRET = (True, -3, 1)


def make(words, folder):
    """The archive that a program makes."""
    tree = os.path.join(folder, "tree")
    out = os.path.join(folder, "made.zip")
    for name, data in FILES.items():
        path = os.path.join(tree, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
        os.utime(path, (TIME, TIME))
    subprocess.run([out if w == "OUT" else w for w in words] + list(FILES),
                   cwd=tree, check=True, capture_output=True)
    with open(out, "rb") as f:
        data = f.read()
    os.unlink(out)
    return data


class Archive:
    """Where things are in one."""

    def __init__(self, data):
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            self.infos = sorted(z.infolist(), key=lambda i: i.header_offset)
            self.directory = z.start_dir
        self.starts = [i.header_offset for i in self.infos] + [self.directory]

    def owner(self, at):
        """The file that a byte before the directory belongs to."""
        if at >= self.directory:
            return None
        return [i.filename for i in self.infos if i.header_offset <= at][-1]

    def left(self, at, cut):
        """Is it one of the bytes that only 7-Zip can do without?"""
        for info, after in zip(self.infos, self.starts[1:]):
            begin = info.header_offset
            end = begin + 30 + sum(struct.unpack_from("<HH", self.data,
                                                      begin + 26))
            end += info.compress_size
            if end - 2 <= at < end and info.compress_type == 8:
                return True
            if cut and info.flag_bits & 8 and after - 4 <= at < after:
                return True
        return False

    def named(self, but=None):
        """The bits of NAMED, of the database."""
        info = next(i for i in self.infos if i.filename == DATABASE)
        record = self.data.rindex(DATABASE.encode()) - 46
        end = record + 46 + len(DATABASE) + len(info.extra)
        for central, byte, bit in NAMED:
            if (central, byte, bit) == but:
                continue
            if byte >= 0:
                yield (record if central else info.header_offset) + byte, bit
            elif b"\x01\x99" in info.extra:
                yield end + byte, bit


class Judge:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.count = self.bad = 0
        self.word = os.path.join(folder, "password")
        with open(os.open(self.word, os.O_CREAT | os.O_WRONLY, 0o600), "w",
                  encoding="utf-8") as f:
            f.write(PASSWORD + "\n")

    def by_7z(self, path):
        """What 7-Zip gets out of it, and what of that it finds right."""
        out = os.path.join(self.folder, "seven")
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run(
            ["7z", "x", "-y", "-bso0", "-p" + PASSWORD, "-o" + out, path],
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
            encoding="utf-8", errors="replace")
        found = salvage_judge.tree_of(out)
        wrong = set(re.findall(r"^ERROR: .* : (.*)$", done.stderr, re.M))
        return found, {n for n in found if n not in wrong}

    def try_bit(self, label, data, at, bit, owner, left=False, opened=True):
        path = os.path.join(self.folder, "broken.zip")
        out = os.path.join(self.folder, "out.zip")
        salvage_judge.write_flipped(path, data, at, bit)
        words = ["--password-file", self.word] if opened else []
        done = subprocess.run(
            [self.program, "salvage", path, "-o", out, "--force", *words],
            capture_output=True, check=False, encoding="utf-8",
            errors="replace")
        found, clean = {}, set()
        if done.returncode in (0, 1, 4):
            found, clean = self.by_7z(path if done.returncode == 4 else out)
        if os.path.exists(out):
            os.unlink(out)
        missing = {name for name, data in FILES.items() if
                   data not in (found.values() if done.returncode == 1 else
                                (found.get(name),))}
        if owner in missing:
            other, right = self.by_7z(path)
            if left or owner not in right or other[owner] != FILES[owner]:
                missing.remove(owner)
        said_all = done.returncode in (0, 4) and found != FILES
        self.count += 1
        if missing or said_all or clean != set(found):
            self.bad += 1
            print(f"{label}: byte {at}, bit {bit} ({owner}): status "
                  f"{done.returncode}, missing {sorted(missing)}, wrong "
                  f"{sorted(set(found) - clean)}, names {sorted(found)}:\n"
                  f"{done.stdout}{done.stderr}")

    def try_all(self, label, archive, count):
        data = archive.data
        step = len(data) * 8 // count if count else 1
        bits = {(n // 8, n % 8) for n in range(0, len(data) * 8, step)}
        for number, (at, bit) in enumerate(sorted({*bits, *archive.named()})):
            owner = archive.owner(at)
            cut = number % 4 == 0 and owner is not None
            self.try_bit(label + (", cut" if cut else ""),
                         data[:archive.directory] if cut else data, at, bit,
                         owner, archive.left(at, cut))
        for at, bit in archive.named(SECRET):
            self.try_bit(label + ", no password", data, at, bit, None,
                         opened=False)


def main(args):
    if len(args) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    count = int(args[1]) if len(args) > 1 else 0
    with tempfile.TemporaryDirectory(prefix="cxbak-sealed-") as folder:
        judge = Judge(args[0], folder)
        for label, words in SHAPES.items():
            judge.try_all(label, Archive(make(words, folder)), count)
    print(f"{judge.count} flipped bits in encrypted archives, {judge.bad} "
          f"with less than there is, or with status 0 and not all of it")
    return 1 if judge.bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
