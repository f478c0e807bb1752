#!/usr/bin/env python3
"""check_tree.py: the shape of the source tree, as far as a program can see it.

Layers: a module includes headers of its own layer and of those before it, a
private header only from its own layer; zip and xml do not see each other.
Each library has one home.  Public headers belong to the layer that implements
them; a header without a .c file of its name belongs to the highest layer that
it includes itself, or to util.  Prints each breach; exits 1 if there is one.
"""

import glob
import os
import re
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# Each layer and those that it may include.
LAYERS = ("util", "zip", "xml", "model", "change", "report", "cmd")
BLIND = {("zip", "xml"), ("xml", "zip")}
# Third-party headers and the layers that may know them.
HOMES = {
    "libxml/": ("xml",), "archive.h": ("zip",), "archive_entry.h": ("zip",),
    "zlib.h": ("zip",), "png.h": ("model",), "jpeglib.h": ("model",),
    "nettle/": ("util",),
}
# A file longer than this wants to be two, unless it is one table of data.
LINES_MAX = 600
TABLE = "_table.c"
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
# Words that promise work instead of doing it.
PROMISES = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def sources():
    """{path from the top: text} of all C files and headers of the program."""
    found = {}
    for pattern in ("src/*/*.[ch]", "include/cxbak/*/*.h"):
        for path in sorted(glob.glob(os.path.join(TOP, pattern))):
            found[os.path.relpath(path, TOP)] = read(path)
    return found


def layer_of(path, files, seen=()):
    """The layer of a file, or None for a system header."""
    if path.startswith("src/"):
        return path.split("/")[1]
    stem = os.path.basename(path)[:-2]
    for layer in LAYERS:
        if f"src/{layer}/{stem}.c" in files:
            return layer
    below = [layer_of(inner, files, seen + (path,))
             for _, inner in includes(path, files)
             if inner and inner not in seen]
    return max(below + ["util"], key=LAYERS.index)


def includes(path, files):
    """[(as written, file in the tree or None)] of a file's includes."""
    found = []
    for _, name in INCLUDE.findall(files[path]):
        places = (f"include/{name}", f"src/{name}",
                  os.path.join(os.path.dirname(path), name))
        found.append((name, next((p for p in places if p in files), None)))
    return found


def check_includes(path, files):
    layer = layer_of(path, files)
    for name, inner in includes(path, files):
        if inner is None:
            home = next((h for h in HOMES if name.startswith(h)), None)
            if home and layer not in HOMES[home]:
                yield f"{path}: {name} belongs to {', '.join(HOMES[home])}"
            continue
        other = layer_of(inner, files)
        if LAYERS.index(other) > LAYERS.index(layer):
            yield f"{path}: layer {layer} includes {name} of layer {other}"
        if (layer, other) in BLIND:
            yield f"{path}: {layer} and {other} must not see each other"
        if inner.startswith("src/") and other != layer:
            yield f"{path}: {name} is private to layer {other}"


def check_text(path, text):
    if text.count("\n") > LINES_MAX and not path.endswith(TABLE):
        yield f"{path}: {text.count(chr(10))} lines, more than {LINES_MAX}"
    for match in PROMISES.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{path}:{line}: {match[0]}"


def main():
    files = sources()
    if not files:
        print("no sources found")
        return 1
    breaches = []
    for path, text in files.items():
        if layer_of(path, files) not in LAYERS:
            breaches.append(f"{path}: not in a layer")
            continue
        breaches += check_includes(path, files)
        breaches += check_text(path, text)
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
