#!/usr/bin/env python3
"""version20.py OUT [USER...]: a backup whose users are written as version 20
does it: elements and properties in the order of their names, nothing written
that is empty but properties that were emptied.

A USER is NUMBER,KEY=VALUE...; KEY is an element or, with an @, a property, of
which an empty VALUE leaves the Value out; -@= drops the usual properties.
"""

import sys
import zipfile
from xml.sax.saxutils import escape

HEAD = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<PhoneSystem>
    <header>
        <version>20.0.0.1340</version>
        <Date>11/27/2023 5:17:14AM</Date>
    </header>
    <Tenants>
        <Tenant>
            <DN>
"""
TAIL = """                <RingGroup>
                    <ContactImage>ring.png</ContactImage>
                    <Number>800</Number>
                    <Properties>
                        <DNProperty>
                            <Name>MOBILENUMBER</Name>
                            <Type>String</Type>
                            <Value>15550109999</Value>
                        </DNProperty>
                    </Properties>
                </RingGroup>
            </DN>
            <PhoneBookEntries>
                <PhoneBookEntry>
                    <ContactImage>book.png</ContactImage>
                    <FirstName>Nobody</FirstName>
                    <LastName>Here</LastName>
                    <Number>15550108888</Number>
                </PhoneBookEntry>
            </PhoneBookEntries>
            <Groups>
                <Group>
                    <Name>DEFAULT</Name>
                    <Number>GRP0000</Number>
                    <Properties>
                        <DNProperty>
                            <Name>MOBILENUMBER</Name>
                            <Type>String</Type>
                            <Value>15550107777</Value>
                        </DNProperty>
                    </Properties>
                </Group>
            </Groups>
        </Tenant>
    </Tenants>
</PhoneSystem>
"""
OWN = {"AuthID": "x", "DeliverAudio": "False", "Enabled": "True",
       "Internal": "False", "NoAnswerTimeout": "20", "QueueStatus": "LoggedOut",
       "RecordCalls": "False", "VMEnabled": "True"}
PROPERTIES = {"ALLOW_LAN_ONLY": "0", "PUSH_EXTENSION": "1", "USETUNNEL": "0"}
OF_DN = ("AddressNumberOrData0", "ContactImage", "Number")
BOOK = """                    <PhoneBookEntries>
                        <PhoneBookEntry>
                            <FirstName>Not</FirstName>
                            <LastName>Me</LastName>
                            <OutboundCallerID>15550106666</OutboundCallerID>
                            <Number>15550105555</Number>
                        </PhoneBookEntry>
                    </PhoneBookEntries>
"""


def elements(values, names):
    return "".join(f"{' ' * 20}<{n}>{escape(values[n])}</{n}>\n"
                   for n in names)


def properties(values):
    out = ""
    if not values:
        return out
    for name in sorted(values):
        parts = [("Name", name), ("Type", "String")]
        parts += [("Value", values[name])] if values[name] else []
        if name == "MOBILENUMBER":
            parts.insert(0, ("Description",
                             "The mobile number specified for extension"))
        out += f"{' ' * 24}<DNProperty>\n" + "".join(
            f"{' ' * 28}<{n}>{escape(t)}</{n}>\n" for n, t in parts) + \
            f"{' ' * 24}</DNProperty>\n"
    return f"{' ' * 20}<Properties>\n{out}{' ' * 20}</Properties>\n"


def extension(text):
    number, *pairs = text.split(",")
    values, own = {**OWN, "Number": number}, dict(PROPERTIES)
    for pair in pairs:
        key, value = pair.split("=", 1)
        if key == "-@":  # no properties but what follows
            own.clear()
            continue
        (own if key[0] == "@" else values)[key.lstrip("@")] = value
    return f"{' ' * 16}<Extension>\n" + \
        elements(values, sorted(set(values) - set(OF_DN))) + \
        elements(values, [n for n in OF_DN if n in values]) + BOOK + \
        properties(own) + f"{' ' * 16}</Extension>\n"


def main(args):
    with zipfile.ZipFile(args[0], "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("458245234Db.xml",
                   HEAD + "".join(map(extension, args[1:])) + TAIL)


if __name__ == "__main__":
    main(sys.argv[1:])
