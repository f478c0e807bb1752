#!/usr/bin/env python3
"""house.py [--check [OUT] | --readme]: the rooms of the source tree.

Without arguments prints the house: each room with its lines of code, what it
promises, and the rooms that it calls.  With --readme puts that into
src/README.md, and a line for each room into README's last section.  With
--check prints each breach of the
rules below and exits 1 if there is one; OUT is a folder with the compiled
objects (build/release), whose symbols are held against the table too.

A room is a folder of src/, with its public headers in include/cxbak/ROOM/ and
a README.md that says what it promises, whom it may call and how it is tested.
  - src/rooms.txt is the table: a room includes headers of, and refers to
    symbols of, itself, util and the rooms that the table allows, and the table
    names no room that is not needed.
  - A private header lies in src/ROOM, is named NAME_impl.h and is included
    from its own room only; the command line has no public headers, and its
    private ones need no such name.
  - Each third-party library has its homes.
  - No text of a room below the front ends names options, commands or rules.
  - No file is longer than LINES_MAX.
  - The top of the repository holds what TOP_HOLDS names, and nothing else.
"""

import glob
import os
import re
import subprocess
import sys
import textwrap

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# Rooms without public headers: they are programs.
FRONT = ("cli", "page")
# The room of what stands in for files of other rooms on a system without
# processes: it may include their private headers, and is compiled for that
# system only.
PORT = "page"
# Third-party headers and the rooms that may know them.
HOMES = {
    "xlsxwriter.h": ("table",),
    "libxml/": ("xml", "table"), "archive.h": ("zip", "table"),
    "archive_entry.h": ("zip", "table"),
    "zlib.h": ("zip",), "png.h": ("image",), "jpeglib.h": ("image",),
    "nettle/": ("util",), "jansson.h": ("report", "plan", "cli"),
    "utf8proc.h": ("util",), "seccomp.h": ("cli",),
}
# A file longer than this wants to be two.
LINES_MAX = 600
# What the top of the repository holds, beside files whose names begin with a
# dot: whatever else was tracked there has strayed.
TOP_HOLDS = ("src", "include", "testdata", "tests", "Makefile", "README.md")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
# What the program puts in front of the C library's own: nobody's symbols.
STANDARD = ("free", "realloc", "reallocarray")
# Strings, and what only a front end says in them.
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
FRONT_WORDS = re.compile(r"(?:^|[ (`])--[a-z]|`cxbak |\(rule ")
# Words that promise work instead of doing it.
PROMISES = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as f:
        return f.read()


def rooms():
    """{room: set of the rooms that it may call}, lower floors first."""
    found = {}
    for line in read("src/rooms.txt").splitlines():
        if line and not line.startswith("#"):
            room, _, allowed = line.partition(":")
            found[room] = set(allowed.split())
    return found


def sources():
    """{path from the top: text} of all C files and headers of the program."""
    found = {}
    for pattern in ("src/*/*.[ch]", f"src/{PORT}/port/*.[ch]",
                    f"src/{PORT}/port/include/*.h", "include/cxbak/*/*.h"):
        for path in sorted(glob.glob(os.path.join(TOP, pattern))):
            path = os.path.relpath(path, TOP)
            found[path] = read(path)
    return found


def room_of(path):
    """The room that a file, or what an include names, belongs to."""
    parts = path.split("/")
    if PORT in parts[:2]:
        return PORT
    return parts[-2] if len(parts) > 1 else None


def include_edges(files):
    """(room, room, where) of each include of one room in another."""
    for path, text in files.items():
        for mark, name in INCLUDE.findall(text):
            if mark == '"':
                yield room_of(path), room_of(name), f"{path} includes {name}"


def symbol_edges(out, known):
    """(room, room, where) of each symbol that one room has of another."""
    homes, wanted = {}, []
    for path in sorted(glob.glob(os.path.join(out, "*", "*.o"))):
        room = room_of(path)
        source = f"src/{room}/{os.path.basename(path)[:-2]}.c"
        # An object may be older than a file that has moved or gone.
        if room not in known or not os.path.exists(os.path.join(TOP, source)):
            continue
        text = subprocess.run(["nm", path], capture_output=True, text=True,
                              check=True).stdout
        for words in map(str.split, text.splitlines()):
            if len(words) == 3 and words[1] in "TDBRC":
                homes[words[2]] = room
            elif len(words) == 2 and words[0] == "U":
                wanted.append((room, os.path.basename(path), words[1]))
    for room, name, symbol in wanted:
        if symbol in homes and symbol not in STANDARD:
            yield room, homes[symbol], f"{room}/{name} refers to {symbol}"


def check_arrows(table, edges):
    """Breaches of the table, and rooms that it allows for nothing."""
    used = {room: set() for room in table}
    for room, other, where in edges:
        if room is None or other is None or room not in table:
            yield f"{where}: no room of src/rooms.txt"
            continue
        if other not in (room, "util") and other not in table[room]:
            yield f"{where}: {room} must not call {other}"
        used[room].add(other)
    floors = list(table)
    for room, allowed in table.items():
        for other in sorted(allowed - used[room]):
            yield f"src/rooms.txt: {room} does not call {other}"
        for other in allowed:
            if floors.index(other) > floors.index(room):
                yield f"src/rooms.txt: {room} stands below {other}"


def check_private(path, text):
    """Private headers: how they are named, and who includes them."""
    room = room_of(path)
    if path.startswith("src/") and path.endswith(".h") and \
            room not in FRONT and not path.endswith("_impl.h"):
        yield f"{path}: a private header is named NAME_impl.h"
    for mark, name in INCLUDE.findall(text):
        if mark == '"' and not name.startswith("cxbak/") and \
                room_of(name) != room and room != PORT:
            yield f"{path}: {name} is private to another room"


def check_homes(path, text):
    for _, name in INCLUDE.findall(text):
        home = next((h for h in HOMES if name.startswith(h)), None)
        if home and room_of(path) not in HOMES[home]:
            yield f"{path}: {name} belongs to {', '.join(HOMES[home])}"


def check_text(path, text):
    if text.count("\n") > LINES_MAX:
        yield f"{path}: {text.count(chr(10))} lines, more than {LINES_MAX}"
    for match in PROMISES.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{path}:{line}: {match[0]}"


def check_words(path, text):
    """No room below the front ends names options or commands, or the rules
    of archives, which are values."""
    if not path.startswith("src/") or room_of(path) in FRONT:
        return
    for literal in STRING.findall(COMMENT.sub("", text)):
        found = FRONT_WORDS.search(literal)
        if found:
            yield f'{path}: a text names "{found[0].strip()}", which front ends word'


def check_pages(table):
    """Every room has its page, whose third line repeats the table."""
    for room, allowed in table.items():
        path = f"src/{room}/README.md"
        if not os.path.exists(os.path.join(TOP, path)):
            yield f"{path}: missing"
            continue
        text = " ".join(read(path).split())
        wanted = "May call: " + ", ".join(["util"] * (room != "util") +
                                          sorted(allowed)) + "."
        if room == "util":
            wanted = "May call: nothing."
        if wanted not in text:
            yield f'{path}: lacks "{wanted}"'
        if "Tested by" not in text:
            yield f"{path}: does not say how the room is tested"


def check_top():
    """Of the repository, or of a copy without its history, the top holds what
    it should; what git ignores is not looked at."""
    names = sorted(os.listdir(TOP))
    asked = subprocess.run(["git", "ls-files", "-z", "--cached", "--others",
                            "--exclude-standard"], cwd=TOP, text=True,
                           capture_output=True, check=False)
    if asked.returncode == 0:
        names = sorted({name.split("/")[0]
                        for name in asked.stdout.split("\0") if name})
    for name in names:
        if name not in TOP_HOLDS and not name.startswith(".") and \
                name != "build":
            yield f"{name}: strayed to the top of the repository"


def check(out):
    table, files = rooms(), sources()
    edges = list(include_edges(files))
    if out:
        edges += symbol_edges(out, table)
    yield from check_arrows(table, edges)
    yield from check_pages(table)
    yield from check_top()
    for path, shown in SHOWN.items():
        if placed(read(path), shown()) != read(path):
            yield f"{path}: the house has changed; tests/lib/house.py --readme"
    for path, text in files.items():
        yield from check_private(path, text)
        yield from check_homes(path, text)
        yield from check_text(path, text)
        yield from check_words(path, text)


def promise(room):
    """The first sentence of a room's page."""
    text = read(f"src/{room}/README.md").split("\n\n")[1]
    return " ".join(text.split()).split(". ")[0].rstrip(".")


def thousands(room, files):
    """The lines of a room in thousands, to the next hundred."""
    lines = sum(text.count("\n") for path, text in files.items()
                if room_of(path) == room)
    return f"{lines / 1000:.1f}k"


def house():
    """The house as text, top floor first: each room with its lines, what it
    promises, and the rooms that it calls."""
    table, files = rooms(), sources()
    for room in reversed(table):
        calls = [o for o in table if o in table[room]]
        yield from textwrap.wrap(
            promise(room), 79,
            initial_indent=f"{room:9} {thousands(room, files)} ",
            subsequent_indent=" " * 15, break_on_hyphens=False)
        yield from textwrap.wrap(
            "-> " + " ".join(calls or ["util only" if room != "util" else
                                       "nobody"]), 79,
            initial_indent=" " * 15, subsequent_indent=" " * 18)


def below(table, room):
    """All rooms that a room reaches by the arrows."""
    return set().union(*({o} | below(table, o) for o in table[room]))


def front():
    """A line for each room, top floor first: its lines, the beginning of its
    promise, and the arrows that no other arrows lead along."""
    table, files = rooms(), sources()
    for room in reversed(table):
        arrows = [o for o in table if o in table[room] and
                  not any(o in below(table, p) for p in table[room])]
        end = " -> " + " ".join(arrows) if arrows else ""
        yield f"{room:8} {thousands(room, files):>5} " + textwrap.shorten(
            re.split("[:;] ", promise(room))[0], 64 - len(end),
            placeholder=" ...") + end


BEGIN, END = "<!-- make house -->\n```text\n", "```\n"
SHOWN = {"src/README.md": house, "README.md": front}


def placed(text, lines):
    """A page with the house as it is now."""
    start = text.index(BEGIN) + len(BEGIN)
    end = text.index(END, start)
    return text[:start] + "\n".join(lines) + "\n" + text[end:]


def main(words):
    if words[:1] == ["--readme"]:
        for path, shown in SHOWN.items():
            text = placed(read(path), shown())
            with open(os.path.join(TOP, path), "w", encoding="utf-8") as f:
                f.write(text)
        return 0
    if words[:1] != ["--check"]:
        print("\n".join(house()))
        return 0
    breaches = sorted(set(check(words[1] if len(words) > 1 else None)))
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
