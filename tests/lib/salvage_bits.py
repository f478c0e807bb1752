#!/usr/bin/env python3
"""salvage_bits.py CXBAK [STEP]: salvage of archives with one flipped bit.

Of every STEPth bit of the headers and the directory of an archive, written to
a file and to a pipe, with its directory and cut before it, one is flipped.
What `cxbak salvage` makes of it is held against the known original: as many
files must come out under their name as Python reads from the damaged archive,
and with STEP 1 as many as 7-Zip and unzip extract; without the directory no
file is lost but that of the header.  Status 0 (and 4: not damaged) only if all
of it is what it was.  The bits of NAMED are flipped in any case.
"""

import io
import os
import random
import subprocess
import sys
import tempfile
import zipfile

import salvage_judge

DATE = (2024, 1, 1, 1, 1, 2)
NOISE = random.Random(1).randbytes(300)
FOLDER, DATABASE = "OtherSettings/", "1Db.xml"
FIRST, THIRD = "recordings/a.wav", "recordings/c.wav"
EMPTY = "recordings/e.wav"
MEMBERS = (
    ("metadata", b"3CX" + bytes(93), zipfile.ZIP_STORED),
    (FOLDER, b"", zipfile.ZIP_STORED),
    (DATABASE, b"<PhoneSystem><header><version>18.0.9.20</version></header>"
     b"<!-- " + NOISE.hex().encode() + b" --></PhoneSystem>",
     zipfile.ZIP_DEFLATED),
    (FIRST, NOISE, zipfile.ZIP_STORED),
    (EMPTY, b"", zipfile.ZIP_STORED),
    ("recordings/b.wav", b"hello " * 50, zipfile.ZIP_DEFLATED),
    (THIRD, b"tail" * 9, zipfile.ZIP_STORED))
WANT = {name: data for name, data, _ in MEMBERS}

# Where it hurt once: what member, its central record or its local header, the
# byte of that, the bit.
NAMED = (
    (FOLDER, False, 14, 0),           # the CRC of an empty folder
    (FOLDER, False, 6, 3),            # its flags
    (FOLDER, False, 8, 3),            # its method
    (FOLDER, False, 26, 0),           # the length of its name
    (FOLDER, False, 30, 0),           # its name
    (FIRST, False, 30 + 11, 1),       # a.wav becomes c.wav
    (FIRST, True, 46 + 11, 1),
    (FIRST, False, 8, 3),             # its method
    (DATABASE, False, 6, 0),          # "encrypted"
    (DATABASE, False, 8, 0),          # a method that there is not
    (DATABASE, True, 46 + 4, 0),      # 1Db.yml
    (DATABASE, True, 6, 7),           # the version needed
    (THIRD, True, 24, 0))             # its size

# Bits of local headers that cost no file, without the directory either: the
# byte, the bit.
HARMLESS = (
    (EMPTY, 7, 5),     # flags that it does not have
    (EMPTY, 8, 2),     # a method that there is not
    (EMPTY, 8, 3),     # deflate
    (EMPTY, 9, 1),     # one that there cannot be
    (DATABASE, 9, 1),
    (DATABASE, 6, 0),  # "encrypted"
    # The length of its extra fields: beyond the file, in another one's header,
    # and such that they end where another file begins.
    *((name, byte, bit) for name in (FOLDER, EMPTY, DATABASE, FIRST, THIRD)
      for byte, bit in ((28, 0), (28, 6), (29, 1), (29, 4))))


class Pipe:
    """A file that cannot be sought in: descriptors stand behind the data."""

    def __init__(self, to):
        self.to = to

    def write(self, data):
        return self.to.write(data)

    def flush(self):
        pass


def build(streamed):
    """The archive, and the places of what is no data in it."""
    to = io.BytesIO()
    with zipfile.ZipFile(Pipe(to) if streamed else to, "w") as z:
        for name, data, method in MEMBERS:
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = method
            z.writestr(info, data)
    data = to.getvalue()
    places = []
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for info in z.infolist():
            begin = info.header_offset
            end = begin + 30 + len(info.filename)
            places += range(begin, end)
            if streamed:
                end += info.compress_size
                places += range(end, end + 16)
        directory = z.start_dir
    return data, places, directory


def named(data, directory):
    """The bits of NAMED."""
    for name, central, byte, bit in NAMED:
        at = data.rindex(name.encode()) - 46 if central else \
            data.index(name.encode()) - 30
        if central or at < directory:
            yield at + byte, bit


def read(path):
    """What Python reads of an archive."""
    found = {}
    try:
        with zipfile.ZipFile(path) as z:
            for info in z.infolist():
                try:
                    found[info.filename] = z.read(info)
                except (zipfile.BadZipFile, NotImplementedError, EOFError,
                        RuntimeError, OSError, ValueError):
                    pass
                except Exception as e:  # zlib.error has no base of its own
                    if type(e).__name__ != "error":
                        raise
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        pass
    return found


def right(found):
    return {name for name, data in WANT.items()
            if name[-1] != "/" and found.get(name) == data}


class Judge:
    def __init__(self, program, folder, step):
        self.program, self.folder, self.step = program, folder, step
        self.count = self.fewer = self.wrong = 0

    def others(self, path):
        found = right(read(path))
        if self.step == 1:
            found |= right(salvage_judge.by_7z(path, self.folder, None)[0])
            found |= right(salvage_judge.by_unzip(path, self.folder, None))
        return found

    def try_bit(self, label, data, at, bit, least):
        path = os.path.join(self.folder, "broken.zip")
        out = os.path.join(self.folder, "out.zip")
        salvage_judge.write_flipped(path, data, at, bit)
        done = subprocess.run([self.program, "salvage", path, "-o", out,
                               "--force"], capture_output=True, check=False,
                              text=True)
        got = read(path if done.returncode == 4 else out)
        if os.path.exists(out):
            os.unlink(out)
        missing = self.others(path) - right(got)
        said_all = done.returncode in (0, 4) and got != WANT
        self.count += 1
        self.fewer += bool(missing) or len(right(got)) < least
        self.wrong += said_all
        if missing or said_all or len(right(got)) < least or \
                done.returncode not in (0, 1, 3, 4):
            print(f"{label}: byte {at}, bit {bit}: status {done.returncode}, "
                  f"{len(right(got))} files, missing {sorted(missing)}, "
                  f"names {sorted(got)}: {done.stderr}")
            return False
        return True

    def try_all(self):
        good = True
        for streamed in (False, True):
            data, places, directory = build(streamed)
            bits = [(at, bit) for at in
                    (*places, *range(directory, len(data)))
                    for bit in range(8)][::self.step]
            label = "streamed" if streamed else "seekable"
            for at, bit in sorted({*bits, *named(data, directory)}):
                good &= self.try_bit(label, data, at, bit, 0)
            for at, bit in [b for b in bits if b[0] < directory][::3]:
                good &= self.try_bit(label + ", cut", data[:directory], at, bit,
                                     len(right(WANT)) - 1)
            for name, byte, bit in HARMLESS:
                good &= self.try_bit(label + ", cut", data[:directory],
                                     data.index(name.encode()) - 30 + byte,
                                     bit, len(right(WANT)))
        return good


def main(args):
    if len(args) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    step = int(args[1]) if len(args) > 1 else 1
    with tempfile.TemporaryDirectory(prefix="cxbak-bits-") as folder:
        judge = Judge(args[0], folder, step)
        good = judge.try_all()
    print(f"{judge.count} flipped bits: fewer files than others {judge.fewer}, "
          f"status 0 and not all of it {judge.wrong}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
