#!/usr/bin/env python3
"""tied.py make SHAPE OUT | tied.py check OLD NEW [NUMBER=VALUE | NUMBER=]...

make: the sample with pictures under names that say nothing, tied to their
users by a property AVATAR: 200, 201 and 205 have one each, 206 and 210 share
one, 207 names one that is missing, 212 has an empty property, and 220 a
property LOGO that is none of ours.

check: judges the databases of OLD and NEW: the property AVATAR of each named
user is VALUE (without VALUE: is gone), and with these values made equal again
the databases are the same trees.  Prints PASS or FAIL.
"""

import sys
import xml.etree.ElementTree as ET
import zipfile

import archive
import judge
import tree

PICTURES = {"200": "a1b2.png", "201": "c3d4.jpg", "205": "e5f6.png",
            "206": "shared.png", "210": "shared.png", "207": "missing.png",
            "212": ""}
FOLDER = "ProfilePictures/"


def item(name, value):
    return (f"\n                            <DNProperty>"
            f"\n                                <Name>{name}</Name>"
            f"\n                                <Value>{value}</Value>"
            f"\n                                <Type>String</Type>"
            f"\n                                <Description>Picture</Description>"
            f"\n                            </DNProperty>").encode()


def add_property(data, number, text):
    """Puts it first among the user's properties, which may be missing."""
    at = data.index(b"<Number>" + number.encode() + b"</Number>")
    start = data.rindex(b"<Extension>", 0, at)
    end = data.index(b"</Extension>", at)
    inside = data[start:end]
    if b"<Properties>" in inside:
        inside = inside.replace(b"<Properties>", b"<Properties>" + text, 1)
    elif b"<Properties />" in inside:
        inside = inside.replace(
            b"<Properties />", b"<Properties>" + text + b"</Properties>", 1)
    else:
        inside += b"<Properties>" + text + b"</Properties>"
    return data[:start] + inside + data[end:]


def make(shape, out):
    members = []
    pictures = sorted({p for p in PICTURES.values() if p not in
                       ("", "missing.png")})
    for name, data in tree.members("mixed"):
        if name.startswith(FOLDER):
            continue
        if name.endswith("Db.xml"):
            for number, picture in PICTURES.items():
                value = FOLDER + picture if picture else ""
                data = add_property(data, number, item("AVATAR", value))
            data = add_property(data, "220", item("LOGO", "http://example.com/logo.png"))
        members.append((name, data))
    members += [(FOLDER + p, tree.png((40 * i, 90, 200)))
                for i, p in enumerate(pictures)]
    archive.pack(shape, members, out)


def database(path):
    with zipfile.ZipFile(path) as z:
        name = [n for n in z.namelist() if n.endswith("Db.xml")][0]
        return ET.fromstring(z.read(name))


def take_avatar(extension):
    """Takes the property out; its value, or None."""
    block = extension.find("Properties")
    for one in [] if block is None else block.findall("DNProperty"):
        if one.findtext("Name") == "AVATAR":
            block.remove(one)
            return one.findtext("Value") or ""
    return None


def check(old, new, words):
    was, now = database(old), database(new)
    before, after = judge.users(was), judge.users(now)
    reasons = []
    for word in words:
        number, _, wanted = word.partition("=")
        take_avatar(before[number])
        found = take_avatar(after[number])
        if found != (wanted or None):
            reasons.append(f"{number} has {found!r}, not {wanted!r}")
        for extension in (before[number], after[number]):
            block = extension.find("Properties")
            if block is not None and not len(block):
                extension.remove(block)
    if not judge.same_trees(was, now):
        reasons.append("the databases differ in other places")
    print("FAIL " + "; ".join(reasons) if reasons else "PASS")
    return 1 if reasons else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3])
    else:
        sys.exit(check(sys.argv[2], sys.argv[3], sys.argv[4:]))
