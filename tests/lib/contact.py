#!/usr/bin/env python3
"""contact.py make OUT WORD... | contact.py image BACKUP [NUMBER...]

make: a backup of version 20 whose pictures are named by ContactImage.  Words:
    user=200,KEY=VALUE...   as in version20.py
    Queue=801,VALUE         another thing with a ContactImage; Book=NAME,VALUE
                            is an entry of the company's phone book
    host=HOST               the system's external name
    sync=VALUE              a parameter of the directory synchronisation
    picture=NAME[,SHADE]    a member of ProfilePictures/
    version=V

image: prints the ContactImage of every user, or those named, as NUMBER=VALUE;
`-` stands for an element that is not there.
"""

import sys
import xml.etree.ElementTree as ET
import zipfile
from xml.sax.saxutils import escape

import tree
import version20

BOOK = """                <PhoneBookEntry>
                    <ContactImage>{}</ContactImage>
                    <FirstName>Book</FirstName>
                    <LastName>{}</LastName>
                    <Number>15550108888</Number>
                </PhoneBookEntry>
"""
THING = """                <{0}>
                    <ContactImage>{2}</ContactImage>
                    <Name>Thing</Name>
                    <Number>{1}</Number>
                </{0}>
"""


def make(out, words):
    users, things, book, members = "", "", "", []
    head = version20.HEAD
    for word in words:
        key, value = word.split("=", 1)
        first, _, rest = value.partition(",")
        if key == "user":
            users += version20.extension(value)
        elif key == "picture":
            members.append(("ProfilePictures/" + first,
                            tree.png((int(rest or 90), 90, 200))))
        elif key == "Book":
            book += BOOK.format(escape(rest), first)
        elif key == "host":
            head = head.replace("    <Tenants>", f"    <fqdn>\n        <externalFqdn>{value}"
                                "</externalFqdn>\n    </fqdn>\n    <Tenants>")
        elif key == "sync":
            head = head.replace(
                "    <Tenants>", "    <Parameters>\n        <Parameter>\n"
                "            <Name>AD_SYNC_SETTINGS</Name>\n            <Value>"
                f"{escape(value)}</Value>\n        </Parameter>\n"
                "    </Parameters>\n    <Tenants>")
        elif key == "version":
            head = head.replace("20.0.0.1340", value)
        else:
            things += THING.format(key, first, escape(rest))
    tail = "            </DN>\n            <PhoneBookEntries>\n" + book + \
        "            </PhoneBookEntries>\n        </Tenant>\n    </Tenants>\n</PhoneSystem>\n"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("458245234Db.xml", head + users + things + tail)
        for name, data in members:
            z.writestr(name, data)


def image(path, numbers):
    with zipfile.ZipFile(path) as z:
        root = ET.fromstring(z.read("458245234Db.xml"))
    for user in root.iter("Extension"):
        number = user.findtext("Number")
        if not numbers or number in numbers:
            value = user.findtext("ContactImage")
            print(f"{number}={'-' if value is None else value}")


def main(args):
    if args[0] == "make":
        make(args[1], args[2:])
    else:
        image(args[1], args[2:])


if __name__ == "__main__":
    main(sys.argv[1:])
