#!/usr/bin/env python3
"""make_big.py OUT --users N --recordings M --size BYTES [--prompts P]

A large backup, the same bytes on every run: the sample, N users more, and M
recordings that share BYTES between them, and P short prompts, each in a folder
of its own as real systems have thousands of them.  Nothing is held in memory but the
database's block at hand.
"""

import argparse
import random
import sys
import uuid
import zipfile

import archive
import tree

FIRST = ("Adaeze", "Bruno", "Chloé", "Dmitri", "Elif", "Farid", "Greta",
         "Haruki", "Inês", "Jörg", "Khadija", "Luca", "Mairéad", "Noor")
LAST = ("Abara", "Brandão", "Castellanos", "Dvořák", "Eriksen", "Fontaine",
        "Grünwald", "Hosseini", "Ishikawa", "Jankowska", "Kaya", "Lindqvist")
# Users are made from this one of the sample.
MODEL = "202"
BLOCK = 1 << 20


def split_sample():
    """The sample up to the end of its users, the model user, the rest."""
    data = tree.read(tree.DATABASE).decode("utf-8")
    number = data.index(f"<Number>{MODEL}</Number>", data.index("<DN>"))
    start = data.rindex("                <Extension>", 0, number)
    end = data.index("</Extension>\n", number) + len("</Extension>\n")
    cut = data.index("            </DN>")
    return data[:cut], data[start:end], data[cut:]


def user(model, number, i):
    first = FIRST[i % len(FIRST)]
    last = f"{LAST[i // len(FIRST) % len(LAST)]}-{i}"
    text = model.replace("Siobhán", first).replace("O’Brien", last)
    text = text.replace("siobhan.obrien@", f"user{number}@")
    return text.replace(f">{MODEL}<", f">{number}<").replace(
        f'"{MODEL}"', f'"{number}"')


def write_database(out, users):
    head, model, tail = split_sample()
    # Above every number of the sample, all of one length.
    base = 2 * 10 ** max(4, len(str(users)))
    with out.open(archive.info(tree.DATABASE), "w", force_zip64=True) as f:
        f.write(head.encode("utf-8"))
        for i in range(users):
            f.write(user(model, base + i, i).encode("utf-8"))
        f.write(tail.encode("utf-8"))


def write_recording(out, noise, i, size):
    info = archive.info(f"recordings/{200 + i % 12}/"
                        f"[Example, Person]_{i:07d}.wav", zipfile.ZIP_STORED)
    with out.open(info, "w", force_zip64=size >= 1 << 31) as f:
        while size > 0:
            f.write(noise[:size])
            size -= min(size, len(noise))


def main(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--users", type=int, default=1000)
    parser.add_argument("--recordings", type=int, default=100)
    parser.add_argument("--size", type=int, default=100 << 20)
    parser.add_argument("--prompts", type=int, default=0)
    args = parser.parse_args(words)
    noise = random.Random(1).randbytes(BLOCK)
    with zipfile.ZipFile(args.out, "w") as out:
        for name, data in tree.members():
            if name != tree.DATABASE:
                out.writestr(archive.info(name), data)
        write_database(out, args.users)
        for i in range(args.recordings):
            # Shares that differ by one byte at most and add up exactly.
            share = (args.size * (i + 1) // args.recordings -
                     args.size * i // args.recordings)
            write_recording(out, noise, i, share)
        for i in range(args.prompts):
            out.writestr(archive.info(f"ivrprompts/{uuid.UUID(int=i)}/p.wav",
                                      zipfile.ZIP_STORED), noise[i % 64:96])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
