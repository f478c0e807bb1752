#!/usr/bin/env python3
"""other_settings.py SEED OUT.zip: changes settings at random.

Of the sample, written to OUT.zip, some texts get another value in the
database: of extensions what is no field, and anything elsewhere.  Prints what
`diff --json` should say of it as JSON, found without a parser of ours:
{"Settings": [[Number or null, name of the setting]], "Secrets": [values that
must not be shown]}.
"""

import json
import random
import sys
import xml.etree.ElementTree as ET

import archive
import tree

FIELDS = {"Number", "FirstName", "LastName", "EmailAddress",
          "OutboundCallerID", "ContactImage"}
SECRET = {"AuthPassword", "VMPIN", "licensekey", "mailServerPassword",
          "mailServerUser", "Settings", "domainCode"}
# What names a thing: under another name it is another thing.
NAMES = {"Name", "RuleName", "MAC", "Number", "FirstName", "LastName"}


def leaves(root):
    """(extension or None, element, its parent) with a text of its own."""
    found = []

    def walk(e, number):
        if e.tag == "Extension":
            number = e.findtext("Number")
        for child in e:
            if len(child) == 0 and (child.text or "").strip():
                found.append((number, child, e))
            walk(child, number)
    walk(root, None)
    return found


def setting(child, parent, number):
    """The name of the setting, or None: it is not to be changed here."""
    if child.tag in NAMES:
        return None
    if number is not None and parent.tag == "Extension" and \
            child.tag in FIELDS:
        return None
    if parent.find("Name") is not None and parent.find("Value") is not None:
        if child.tag != "Value" or parent.findtext("Name") == "MOBILENUMBER":
            return None
        return parent.findtext("Name")
    return child.tag


def main():
    rng = random.Random(int(sys.argv[1]))
    members, settings, secrets, shown = [], [], [], set()
    for name, data in tree.members("v20"):
        if name.endswith("Db.xml"):
            root = ET.fromstring(data)
            usable = [x for x in leaves(root)
                      if setting(x[1], x[2], x[0]) is not None]
            sure = [x for x in usable if x[1].tag in SECRET]
            for number, child, parent in \
                    set(rng.sample(usable, 25) + rng.sample(sure, 8)):
                word = setting(child, parent, number)
                settings.append([number, word])
                new = f"Changed{rng.randrange(10 ** 9)}"
                if child.tag in SECRET:
                    secrets += [child.text, new]
                else:
                    shown.add(child.text)
                child.text = new
            data = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        members.append((name, data))
    archive.pack("plain", members, sys.argv[2])
    # The account of the mail server may be its sender's address, too.
    json.dump({"Settings": sorted(settings, key=str),
               "Secrets": [s for s in secrets if s not in shown]}, sys.stdout)


if __name__ == "__main__":
    main()
