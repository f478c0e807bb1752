"""The members of the sample backup: readable files, and media made here."""

import functools
import os
import re
import struct
import zlib

import respell

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "..", "..", "testdata", "sample")
DATABASE = "2120859096Db.xml"
# The same system before it had images of contacts and departments, each user
# in another order of elements.
MIXED = os.path.join("..", "mixed", DATABASE)

# Who has a picture, and its two colours; the last one is a queue's.
PICTURES = {"200": (0x20, 0x60, 0xA0), "201": (0xA0, 0x30, 0x40),
            "205": (0x30, 0x80, 0x50), "210": (0x80, 0x60, 0x20),
            "queue801": (0x70, 0x30, 0x90)}
PICTURE_SIDE = 48

SOUNDS = {
    "recordings/200/[Alder, Martin]_200-15550100777_20241112101500(11).wav":
        1600,
    "recordings/201/[Großmann, Jürgen]_201-15550100778_20241113113000(12).wav":
        800,
    "voicemails/200/vmail_15550100777_200_20241114.wav": 1200,
    "voicemails/205/vmail_15550100778_205_20241115.wav": 400,
    "httpprompts/closed.wav": 600,
    "vmailprompts/200/greeting.wav": 200,
}


def chunk(kind, body):
    return (struct.pack(">I", len(body)) + kind + body +
            struct.pack(">I", zlib.crc32(kind + body)))


# Of a few colours, again and again.
@functools.lru_cache(32)
def png(colour, side=PICTURE_SIDE):
    """A disc of one colour on a lighter ground, eight bits, RGB."""
    light = tuple(c + (255 - c) * 3 // 4 for c in colour)
    middle, radius = side / 2 - 0.5, side * 0.4
    rows = bytearray()
    for y in range(side):
        rows.append(0)
        for x in range(side):
            inside = (x - middle) ** 2 + (y - middle) ** 2 <= radius ** 2
            rows += bytes(colour if inside else light)
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) +
            chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b""))


def wav(samples):
    """A quiet saw tooth: 8 kHz, 16 bits, one channel."""
    body = b"".join(struct.pack("<h", (i * 37) % 512 - 256)
                    for i in range(samples))
    return (b"RIFF" + struct.pack("<I", 36 + len(body)) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) +
            b"data" + struct.pack("<I", len(body)) + body)


# From these major versions on a backup has `metadata`; how it says when it was
# made: .NET's ticks of 2024-11-18 02:30:04.
METADATA_FROM = 16
TICKS = (1731897004 + 62135596800) * 10 ** 7


def metadata(version, content=0x7FF, tail=bytes(28)):
    """The 96 bytes that a backup of that version begins with."""
    return (b"3CXAA5D1D44173C4FDCA2DCC6CF1CC29460\1" +
            struct.pack("<iiq4i", 96, content, TICKS,
                        *map(int, version.split("."))) + tail)


def version_of(database):
    """header/version of a database; "0" where it is spelt in an odd way."""
    found = re.search(rb"<version>([0-9.]+)</version>", database)
    return found[1].decode() if found else "0"


def read(name):
    with open(os.path.join(SAMPLE, name), "rb") as f:
        return f.read()


def stored_files():
    """The readable files of the sample but the database, sorted by name."""
    found = []
    for folder, _, files in os.walk(SAMPLE):
        for name in files:
            path = os.path.relpath(os.path.join(folder, name), SAMPLE)
            if path != DATABASE:
                found.append(path)
    return sorted(found)


def members(shape="v20"):
    """[(name, bytes)] of the backup in an XML shape, database in the middle."""
    mixed = shape == "mixed"
    data, name = respell.spell(read(MIXED if mixed else DATABASE), shape)
    files = {path: read(path) for path in stored_files()}
    for number, colour in PICTURES.items():
        if mixed and not number.isdigit():
            continue
        files[f"ProfilePictures/{number}.png"] = png(colour)
    for path, samples in SOUNDS.items():
        files[path] = wav(samples)
    listed = sorted(files.items())
    half = len(listed) // 2
    listed[half:half] = [(name or DATABASE, data)]
    version = version_of(data)
    if int(version.split(".")[0]) >= METADATA_FROM:
        listed.insert(0, ("metadata", metadata(version)))
    return listed
