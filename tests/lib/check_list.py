#!/usr/bin/env python3
"""check_list.py BACKUP LIST.json: `list --json` says what the backup says.

The backup is read with zipfile and ElementTree.  Exits 1 and says where the
two differ.
"""

import json
import sys
import xml.etree.ElementTree as ET
import zipfile

import judge


def phones(extension):
    return len(extension.findall("PhoneDevices/PhoneDevice"))


def expected(path):
    """What the list should hold; the picture by the name with slashes."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        database = next(n for n in names if n.lower().endswith("db.xml"))
        root = ET.fromstring(archive.read(database))
    pictures = {}
    for name in names:
        folder, _, last = name.replace("\\", "/").rpartition("/")
        if folder == "ProfilePictures" and last:
            pictures[last.partition(".")[0]] = name
    rows = []
    for extension in root.iterfind(judge.USERS):
        number = extension.findtext("Number")
        rows.append(dict(
            judge.user_fields(extension), Number=number,
            Enabled=extension.findtext("Enabled") == "True",
            Phones=phones(extension), Avatar=pictures.get(number)))
    return rows


def main(args):
    with open(args[1], encoding="utf-8") as f:
        found = json.load(f)
    wanted = expected(args[0])
    for row in found:
        if isinstance(row.get("Avatar"), str):
            row["Avatar"] = row["Avatar"].replace("\\", "/")
    for row in wanted:
        if row["Avatar"]:
            row["Avatar"] = row["Avatar"].replace("\\", "/")
    def key(row):
        return row["Number"]
    if sorted(found, key=key) == sorted(wanted, key=key):
        return 0
    print(f"{len(found)} users listed, {len(wanted)} expected")
    for row in wanted:
        twin = [r for r in found if r.get("Number") == row["Number"]]
        if twin != [row]:
            print(f"expected {row}\nfound    {twin}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
