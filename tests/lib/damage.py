"""Archives of many shapes, and the ways in which files are damaged.

`case(seed, number)` gives one damaged archive, always the same for the same
numbers, with what was in it.
"""

import os
import random
import shutil
import struct
import subprocess
import tempfile

import archive
import rawzip
import tree
from rawzip import DEFLATE, STORED, Member

PASSWORD = "correct horse"
BLOCKS = (512, 1024, 4096)


def contents():
    """{name: bytes} of the sample, with sounds and a workbook beside it."""
    found = {name: data for name, data in tree.members("v20") if data}
    rng = random.Random("contents")
    for i in range(8):
        found[f"recordings/20{i}/call{i}.wav"] = rng.randbytes(
            rng.randrange(500, 20000))
    for i in range(20):
        found[f"ivrprompts/{i:04d}/menu.wav"] = tree.wav(
            rng.randrange(50, 3000))
    return found


def raw(files, **options):
    """Made by hand: `method` of all, `descriptor` as in rawzip.Member."""
    members = [Member(name, data, options.get("method", DEFLATE),
                      descriptor=options.get("descriptor"))
               for name, data in files.items()]
    return rawzip.build(members)


def mixed(files):
    """Every other member stored, descriptors of all forms and of none."""
    forms = (None, ("sig",), (), ("sig", "wide"), None)
    members = []
    for i, (name, data) in enumerate(files.items()):
        form = forms[i % len(forms)]
        members.append(Member(
            name, data, (STORED, DEFLATE)[i // 2 % 2],
            descriptor=form or (("none",) if form == () else None)))
    return rawzip.build(members)


def zip64(files):
    """Sizes in zip64 fields, as writers that cannot know better do."""
    members = []
    for i, (name, data) in enumerate(files.items()):
        m = Member(name, data, (STORED, DEFLATE)[i % 2])
        m.local = {"csize": rawzip.FULL32, "size": rawzip.FULL32}
        m.extra_local = rawzip.extra_field(
            1, len(data).to_bytes(8, "little") +
            len(m.packed).to_bytes(8, "little"))
        members.append(m)
    return rawzip.build(members, zip64=True)


def nested(files):
    """Archives among the members, stored as they are."""
    files = dict(files)
    inner = {f"inner/{i}.txt": b"%d in the archive " % i * 50
             for i in range(5)}
    whole = list(files.items())
    whole.insert(3, ("provisioning/templates.zip", raw(inner)))
    whole.insert(9, ("provisioning/more.zip", raw(inner, method=STORED)))
    files.clear()
    files.update(whole)
    return files, raw(files, method=STORED)


def by_program(words, files, folder):
    names = archive.unfold(list(files.items()), folder)
    out = os.path.join(folder, "made.zip")
    subprocess.run([w if w != "OUT" else out for w in words] + names,
                   cwd=folder, check=True, capture_output=True)
    with open(out, "rb") as f:
        return f.read()


def packed(shape, files, folder):
    out = os.path.join(folder, "packed.zip")
    archive.pack(shape, list(files.items()), out)
    with open(out, "rb") as f:
        return f.read()


RAW = {
    "raw-deflate": lambda f: raw(f),
    "raw-stored": lambda f: raw(f, method=STORED),
    "raw-signed": lambda f: raw(f, descriptor=("sig",)),
    "raw-unsigned": lambda f: raw(f, descriptor=("none",)),
    "raw-stored-signed": lambda f: raw(f, method=STORED, descriptor=("sig",)),
    "raw-stored-unsigned": lambda f: raw(f, method=STORED,
                                         descriptor=("none",)),
    "raw-mixed": mixed,
    "raw-zip64": zip64,
}
SEALED = {
    "aes": ["7z", "a", "-tzip", "-mem=AES256", "-p" + PASSWORD, "OUT"],
    "traditional": ["zip", "-q", "-P", PASSWORD, "OUT"],
}
SHAPES = (*RAW, "nested", *archive.SHAPES, *SEALED)
MADE = {}


def make(shape):
    """(files, bytes) of an undamaged archive."""
    if shape in MADE:
        return MADE[shape]
    files = contents()
    folder = tempfile.mkdtemp(prefix="cxbak-damage-")
    try:
        if shape in RAW:
            data = RAW[shape](files)
        elif shape == "nested":
            files, data = nested(files)
        elif shape in SEALED:
            data = by_program(SEALED[shape], files, folder)
        else:
            data = packed(shape, files, folder)
    finally:
        shutil.rmtree(folder)
    MADE[shape] = files, data
    return MADE[shape]


# ---- what happens to files ----------------------------------------------


def places(data):
    """Where local headers, the directory and the end records are."""
    whole = rawzip.Archive(data)
    return [e.offset for e in whole.entries], whole.offset, whole.tail_at


def overwrite(data, at, new):
    new = new[:len(data) - at]
    return data[:at] + new + data[at + len(new):]


def cut(data, rng):
    return data[:rng.randrange(len(data) // 10, len(data))]


def no_directory(data, rng):
    return data[:places(data)[1] + rng.randrange(3)]


def wiped_directory(data, rng):
    at = places(data)[1]
    return data[:at] + rng.choice((b"\0", b"\xff")) * (len(data) - at)


def hole_in_directory(data, rng):
    _, first, end = places(data)
    return overwrite(data, rng.randrange(first, end),
                     rng.randbytes(rng.randrange(8, 400)))


def no_end(data, rng):
    return overwrite(data, places(data)[2], bytes(rng.randrange(4, 200)))


def bad_blocks(data, rng):
    for _ in range(rng.randrange(1, 5)):
        size = rng.choice(BLOCKS)
        at = rng.randrange(len(data)) // size * size
        data = overwrite(data, at, rng.choice(
            (bytes(size), b"\xff" * size, rng.randbytes(size))))
    return data


def missing_block(data, rng):
    size = rng.choice(BLOCKS)
    at = rng.randrange(len(data)) // size * size
    return data[:at] + data[at + size:]


def inserted_block(data, rng):
    size = rng.choice(BLOCKS)
    at = rng.randrange(len(data)) // size * size
    return data[:at] + rng.randbytes(size) + data[at:]


def doubled_block(data, rng):
    size = rng.choice(BLOCKS)
    at = rng.randrange(len(data)) // size * size
    return data[:at] + data[at:at + size] + data[at:]


def wrong_length(data, rng):
    """A length in a local header, and perhaps the same one in its record."""
    field, width, twin = rng.choice(
        ((18, 4, 20), (22, 4, 24), (26, 2, 28), (28, 2, 30)))
    whole = rawzip.Archive(data)
    entry = rng.choice(whole.entries)
    at = entry.offset + field
    old = int.from_bytes(data[at:at + width], "little")
    new = rng.choice((0, old + 1, max(old - 1, 0), old ^ 1 << rng.randrange(
        8 * width), rng.randrange(1 << 8 * width)))
    value = (new % (1 << 8 * width)).to_bytes(width, "little")
    if rng.random() < 0.3:
        record = whole.data.find(entry.record, whole.offset)
        data = overwrite(data, record + twin, value)
    return overwrite(data, at, value)


def smashed_header(data, rng):
    for _ in range(rng.randrange(1, 4)):
        at = rng.choice(places(data)[0])
        data = overwrite(data, at + rng.randrange(0, 20),
                         rng.randbytes(rng.randrange(4, 60)))
    return data


def flipped_bits(data, rng):
    data = bytearray(data)
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def something_before(data, rng):
    return b"HTTP/1.1 200 OK\r\n\r\n" + rng.randbytes(rng.randrange(200)) + data


def something_behind(data, rng):
    return data + rng.randbytes(rng.randrange(1, 3000))


DAMAGES = (cut, cut, no_directory, wiped_directory, hole_in_directory, no_end,
           bad_blocks, bad_blocks, missing_block, inserted_block,
           doubled_block, wrong_length, wrong_length, smashed_header,
           flipped_bits, something_before, something_behind)


def case(seed, number):
    """(what, files, damaged bytes, password or None)."""
    rng = random.Random(f"{seed}-{number}")
    shape = SHAPES[number % len(SHAPES)]
    files, data = make(shape)
    done = []
    for _ in range(1 if rng.random() < 0.6 else 2):
        damage = rng.choice(DAMAGES)
        try:
            data = damage(data, rng)
        except (ValueError, struct.error):
            # What must know where things are cannot be done any more.
            continue
        done.append(damage.__name__)
    return (f"{shape}: {' and '.join(done) or 'nothing'}", files, data,
            PASSWORD if shape in SEALED else None)
