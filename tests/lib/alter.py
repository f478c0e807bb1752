#!/usr/bin/env python3
"""alter.py IN OUT [OPTION VALUE...]...: a backup with something put wrong.

  --sub OLD NEW    replaces text in the database; it must be there
  --map OLD NEW    the same in the mapping table
  --put NAME TEXT  adds or replaces a member (@FILE: a file's content)
  --drop NAME      leaves a member out
  --move OLD NEW   gives a member another name
  --folder NAME    puts everything in a folder
  --damage NAME    changes one byte of a member's data, and not its CRC

The result is stored, not deflated, so that a damaged byte is just that.
"""

import sys
import zipfile

import archive
import tree

MAPPING = "OtherSettings/MappingTable.xml"


def replaced(data, old, new):
    if old.encode() not in data:
        raise SystemExit(f"alter.py: there is no {old!r}")
    return data.replace(old.encode(), new.encode())


def content(value):
    if value.startswith("@"):
        with open(value[1:], "rb") as f:
            return f.read()
    return value.encode()


def apply(members, damaged, option, words):
    """Does one option; the members are a dictionary in order."""
    if option in ("--sub", "--map"):
        old, new = words.pop(0), words.pop(0)
        name = MAPPING if option == "--map" else tree.DATABASE
        members[name] = replaced(members[name], old, new)
    elif option == "--put":
        name, value = words.pop(0), words.pop(0)
        members[name] = content(value)
    elif option == "--drop":
        del members[words.pop(0)]
    elif option == "--move":
        old, new = words.pop(0), words.pop(0)
        members[new] = members.pop(old)
    elif option == "--folder":
        folder = words.pop(0)
        for name in list(members):
            members[f"{folder}/{name}"] = members.pop(name)
    elif option == "--damage":
        damaged.append(words.pop(0))
    else:
        raise SystemExit(f"alter.py: unknown option {option}")


def damage(path, name):
    with zipfile.ZipFile(path) as z:
        info = z.getinfo(name)
    with open(path, "r+b") as f:
        f.seek(info.header_offset + 26)
        lengths = f.read(4)
        start = info.header_offset + 30 + \
            int.from_bytes(lengths[:2], "little") + \
            int.from_bytes(lengths[2:], "little")
        f.seek(start + info.file_size // 2)
        byte = f.read(1)
        f.seek(-1, 1)
        f.write(bytes([byte[0] ^ 0x55]))


def main(words):
    if len(words) < 2:
        raise SystemExit(__doc__)
    source, out, words = words[0], words[1], words[2:]
    with zipfile.ZipFile(source) as z:
        members = {i.filename: z.read(i) for i in z.infolist()}
    damaged = []
    while words:
        apply(members, damaged, words.pop(0), words)
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(archive.info(name, zipfile.ZIP_STORED), data)
    for name in damaged:
        damage(out, name)


if __name__ == "__main__":
    main(sys.argv[1:])
