#!/usr/bin/env python3
"""fool.py CXBAK: tries to fool `cxbak verify`.

Two backups are made here, by code of its own: OLD, and NEW with edits that
the program could have made: values changed, cleared, set; a mobile number
that came and went, with its container and without; a picture replaced, added,
removed.  `verify` must accept them.  Then one thing more is altered beside or
inside the edits, each line of the tables being one alteration, and verify
must say so: status 1, or 3 where the archive is refused as it is opened.

Prints `ok - NAME` or `not ok - NAME` for each, as a scenario's cases.
"""

import os
import subprocess
import sys

import foolzip
import tree

OLD = b"""\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>
<PhoneSystem>
  <header>
    <version>20.0.8.1109</version>
    <Date>11/20/2024 2:30:04AM</Date>
  </header>
  <license><company>Example Works</company><licensekey>AAAA-0001</licensekey></license>
  <Parameters>
    <Parameter><Name>ENL</Name><Value>3</Value></Parameter>
    <Parameter><Name>PBXERRORMAIL</Name><Value>it@example.com</Value></Parameter>
  </Parameters>
  <Tenants>
    <Tenant>
      <Name>Default</Name>
      <DN>
        <Extension>
          <AuthPassword>Aa123456789</AuthPassword>
          <EmailAddress>ann@example.com</EmailAddress>
          <FirstName>Ann</FirstName>
          <LastName note="x">Lee</LastName>
          <Number>200</Number>
          <OutboundCallerID>15550100200</OutboundCallerID>
          <Properties>
            <Custom>kept</Custom><!-- kept -->
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Type>String</Type>
              <Value>15550100300</Value>
            </DNProperty>
            <DNProperty>
              <Name>SERVICES_ACCESS_PASSWORD</Name>
              <Type>String</Type>
              <Value>hunter</Value>
            </DNProperty>
          </Properties>
          <FwdProfiles><FwdProfile>Available</FwdProfile></FwdProfiles>
        </Extension>
        <Extension>
          <AuthPassword>Bb123456789</AuthPassword>
          <EmailAddress>bob@example.com</EmailAddress>
          <LastName />
          <Number>201</Number>
        </Extension>
        <Extension>
          <AuthPassword>Cc123456789</AuthPassword>
          <EmailAddress>cid@example.com</EmailAddress>
          <FirstName>Cid</FirstName>
          <LastName>Moss</LastName>
          <Number>202</Number>
          <OutboundCallerID>15550100202</OutboundCallerID>
          <Properties>
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Type>String</Type>
              <Value>15550100302</Value>
            </DNProperty>
          </Properties>
        </Extension>
        <Extension>
          <FirstName>Dee</FirstName>
          <LastName>Nash</LastName>
          <Number>203</Number>
          <Properties>
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Value>15550100303</Value>
            </DNProperty>
            <DNProperty>
              <Name>OTHER</Name>
              <Value>kept</Value>
            </DNProperty>
          </Properties>
        </Extension>
        <Extension>
          <FirstName>Eve</FirstName>
          <LastName>Orr</LastName>
          <Number>204</Number>
          <Properties />
        </Extension>
        <Extension>
          <FirstName>Flo</FirstName>
          <LastName>Pym</LastName>
          <Number>205</Number>
          <Properties>
            <DNProperty>
              <Name>OTHER</Name>
              <Value>205</Value>
            </DNProperty>
          </Properties>
        </Extension>
        <RingGroup><Number>800</Number><Name>Sales</Name></RingGroup>
        <FaxExtension><Number>888</Number><EmailAddress>fax@example.com</EmailAddress></FaxExtension>
      </DN>
    </Tenant>
  </Tenants>
</PhoneSystem>
"""

CAME = b"""
          <Properties>
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Type>String</Type>
              <Value>15550100401</Value>
            </DNProperty>
          </Properties>"""
WENT = b"""
          <Properties>
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Type>String</Type>
              <Value>15550100302</Value>
            </DNProperty>
          </Properties>"""
WENT_203 = b"""
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Value>15550100303</Value>
            </DNProperty>"""
CAME_204 = b"""<Properties>
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Value>15550100404</Value>
            </DNProperty>
          </Properties>"""
CAME_205 = b"""
            <DNProperty>
              <Name>MOBILENUMBER</Name>
              <Value>15550100405</Value>
            </DNProperty>"""
OTHER_205 = b"""<Value>205</Value>
            </DNProperty>"""

# The edits: what stands in OLD, and in NEW.
EDITS = (
    (b"<FirstName>Ann</FirstName>", b"<FirstName>Bea</FirstName>"),
    (b">Lee</LastName>", b">Leigh</LastName>"),
    (b">ann@example.com<", b">bea@example.com<"),
    (b">15550100300<", b">15550100400<"),
    (b"<LastName />", b"<FirstName>Bob</FirstName>\n"
     b"          <LastName>Kerr</LastName>"),
    (b"<Number>201</Number>", b"<Number>201</Number>" + CAME),
    (b"\n          <OutboundCallerID>15550100202</OutboundCallerID>", b""),
    (b"<FirstName>Cid</FirstName>", b"<FirstName></FirstName>"),
    (WENT, b""),
    (WENT_203, b""),
    (b"<Properties />", CAME_204),
    (OTHER_205, OTHER_205 + CAME_205),
)

# Alterations of NEW's database: name, what stands there, what comes instead.
IN_NEW = (
    # In values.
    ("an element in a changed value", b">Bea<", b">Bea<Backdoor>on</Backdoor><"),
    ("an empty element in a changed value", b">Bea<", b">Bea<b/><"),
    ("a comment in a changed value", b">Bea<", b">Bea<!-- x --><"),
    ("an instruction in a changed value", b">Bea<", b">Be<?x?>a<"),
    ("an element in a changed mobile number", b">15550100400<",
     b">15550100400<b/><"),
    ("a comment in a changed mobile number", b">15550100400<",
     b">1555<!-- x -->0100400<"),
    ("an element in a value that came", b">Bob<", b">Bob<b/><"),
    ("a comment in a value that came", b">Bob<", b">Bob<!-- x --><"),
    ("an element in a value that was empty", b">Kerr<", b">Kerr<b/><"),
    ("an element in a value that was cleared", b"<FirstName></FirstName>",
     b"<FirstName><b/></FirstName>"),
    ("a comment in a value that was cleared", b"<FirstName></FirstName>",
     b"<FirstName><!-- x --></FirstName>"),
    ("an element in a mobile number that came", b">15550100401<",
     b">15550100401<b/><"),
    ("a value spelt in another way", b">Orr<", b">&#79;rr<"),
    ("a value as CDATA", b">Orr<", b"><![CDATA[Orr]]><"),
    ("a comment in a value that stays", b">Orr<", b">Or<!-- x -->r<"),
    # In tags.
    ("an attribute of a changed element", b"<FirstName>Bea",
     b"<FirstName a='b'>Bea"),
    ("a namespace of a changed element", b"<FirstName>Bea",
     b"<FirstName xmlns='urn:evil'>Bea"),
    ("a changed attribute", b'note="x"', b'note="y"'),
    ("a lost attribute", b' note="x"', b""),
    ("quotes of an attribute", b'note="x"', b"note='x'"),
    ("a blank in a start tag", b"<FirstName>Bea", b"<FirstName >Bea"),
    ("a blank in an end tag", b"Bea</FirstName>", b"Bea</FirstName >"),
    ("an attribute of an element that came", b"<FirstName>Bob",
     b"<FirstName a='b'>Bob"),
    ("a namespace of an element that came", b"<FirstName>Bob",
     b"<FirstName xmlns='urn:evil'>Bob"),
    ("an attribute of an element that was empty", b"<LastName>Kerr",
     b"<LastName a='b'>Kerr"),
    ("an attribute of a container that came", CAME,
     CAME.replace(b"<Properties>", b"<Properties a='b'>")),
    ("a namespace of a container that came", CAME,
     CAME.replace(b"<Properties>", b"<Properties xmlns='urn:evil'>")),
    ("an attribute of a property that came", CAME,
     CAME.replace(b"<DNProperty>", b"<DNProperty a='b'>")),
    ("an attribute of a property's value", b"<Value>15550100401",
     b"<Value a='b'>15550100401"),
    ("an attribute of a container that was empty", CAME_204,
     CAME_204.replace(b"<Properties>", b"<Properties a='b'>")),
    ("an attribute of a container", b"<Properties>\n            <Custom>",
     b"<Properties a='b'>\n            <Custom>"),
    # Beside what came or went.
    ("an element in a container that came", CAME,
     CAME.replace(b"<Properties>", b"<Properties><Backdoor>on</Backdoor>")),
    ("an element behind a property that came", CAME,
     CAME.replace(b"</Properties>", b"<Backdoor/></Properties>")),
    ("a comment in a container that came", CAME,
     CAME.replace(b"<Properties>", b"<Properties><!-- x -->")),
    ("an instruction in a container that came", CAME,
     CAME.replace(b"<Properties>", b"<Properties><?x?>")),
    ("text in a container that came", CAME,
     CAME.replace(b"</Properties>", b"x</Properties>")),
    ("CDATA in a container that came", CAME,
     CAME.replace(b"</Properties>", b"<![CDATA[x]]></Properties>")),
    ("a second property in a container that came", CAME,
     CAME.replace(b"</Properties>", b"<DNProperty><Name>X</Name><Value>1"
                  b"</Value></DNProperty></Properties>")),
    ("a second mobile number", CAME,
     CAME.replace(b"</Properties>", b"<DNProperty><Name>MOBILENUMBER</Name>"
                  b"<Value>2</Value></DNProperty></Properties>")),
    ("a second container", CAME, CAME + b"<Properties/>"),
    ("an unknown part of a property that came", CAME,
     CAME.replace(b"<Type>", b"<Backdoor>on</Backdoor><Type>")),
    ("a second name of a property that came", CAME,
     CAME.replace(b"<Type>", b"<Name>MOBILENUMBER</Name><Type>")),
    ("a second value of a property that came", CAME,
     CAME.replace(b"<Type>", b"<Value>1</Value><Type>")),
    ("a second type of a property that came", CAME,
     CAME.replace(b"<Type>", b"<Type>Int</Type><Type>")),
    ("a comment in a property that came", CAME,
     CAME.replace(b"<Type>", b"<!-- x --><Type>")),
    ("text in a property that came", CAME, CAME.replace(b"<Type>", b"x<Type>")),
    ("an element in a part of a property that came", CAME,
     CAME.replace(b"String", b"String<b/>")),
    ("an element in a container that was empty", CAME_204,
     CAME_204.replace(b"</Properties>", b"<Backdoor/></Properties>")),
    ("a comment in a container that was empty", CAME_204,
     CAME_204.replace(b"</Properties>", b"<!-- x --></Properties>")),
    ("an unknown part of a property put beside another", CAME_205,
     CAME_205.replace(b"<Value>", b"<Backdoor/><Value>")),
    ("an element behind a property put beside another", CAME_205,
     CAME_205 + b"<Backdoor/>"),
    ("an element where a container went", b"<Number>202</Number>",
     b"<Number>202</Number><Properties><Backdoor/></Properties>"),
    ("a container left where it went, with a comment", b"<Number>202</Number>",
     b"<Number>202</Number><Properties><!-- x --></Properties>"),
    ("an attribute of a container left where it went", b"<Number>202</Number>",
     b"<Number>202</Number><Properties a='b' />"),
    ("a comment where a property went", b"<Name>OTHER</Name>\n"
     b"              <Value>kept", b"<!-- x --><Name>OTHER</Name>\n"
     b"              <Value>kept"),
    ("a changed value beside a property that went", b"<Value>kept<",
     b"<Value>lost<"),
    ("a lost comment beside a number", b"<!-- kept -->", b""),
    ("a changed stranger beside a number", b"<Custom>kept", b"<Custom>gone"),
    ("a lost stranger beside a number", b"<Custom>kept</Custom>", b""),
    ("a changed password in a property", b"hunter", b"hunted"),
    ("a field twice", b"<FirstName>Bea</FirstName>",
     b"<FirstName>Bea</FirstName><FirstName>X</FirstName>"),
    ("a field that came, twice", b"<FirstName>Bob</FirstName>",
     b"<FirstName>Bob</FirstName><FirstName>Bob</FirstName>"),
    ("a field that went, elsewhere", b"<Number>202</Number>",
     b"<Number>202</Number><PhoneDevices><OutboundCallerID>15550100202"
     b"</OutboundCallerID></PhoneDevices>"),
    # Elsewhere in the database.
    ("another password", b"Aa123456789", b"Aa123456780"),
    ("another password of a user with a new name", b"Bb123456789", b"Bb1"),
    ("another number", b"<Number>204</Number>", b"<Number>206</Number>"),
    ("a number twice", b"<Number>204</Number>", b"<Number>203</Number>"),
    ("two numbers of one user", b"<Number>204</Number>",
     b"<Number>204</Number><Number>204</Number>"),
    ("a user more", b"<RingGroup>",
     b"<Extension><Number>299</Number></Extension><RingGroup>"),
    ("another fax address", b"fax@example.com", b"fix@example.com"),
    ("another group", b"Sales", b"Sails"),
    ("another parameter", b"it@example.com", b"evil@example.com"),
    ("another licence", b"AAAA-0001", b"AAAA-0002"),
    ("another version", b"20.0.8.1109", b"20.0.8.1110"),
    ("another date", b"11/20/2024", b"11/21/2024"),
    ("a parameter more", b"</Parameters>",
     b"<Parameter><Name>X</Name></Parameter></Parameters>"),
    ("a forwarding more", b"</FwdProfiles>", b"<FwdProfile/></FwdProfiles>"),
    ("a disabled user", b"<Number>203</Number>",
     b"<Number>203</Number><Enabled>False</Enabled>"),
    # Between elements, and around them.
    ("a blank", b"</header>", b"</header> "),
    ("a line end", b"<Tenants>\n", b"<Tenants>\r\n"),
    ("a comment between users", b"<RingGroup>", b"<!-- x --><RingGroup>"),
    ("an instruction at the end", b"</PhoneSystem>\n",
     b"</PhoneSystem>\n<?x?>"),
    ("text between elements", b"</header>", b"</header>x"),
    ("no byte order mark", b"\xef\xbb\xbf", b""),
    ("another declaration", b'version="1.0"', b"version='1.0'"),
    ("a lost line end at the end", b"</PhoneSystem>\n", b"</PhoneSystem>"),
    # In order.
    ("a changed value moved", b"<FirstName>Bea</FirstName>\n          "
     b'<LastName note="x">Leigh</LastName>', b'<LastName note="x">Leigh'
     b"</LastName>\n          <FirstName>Bea</FirstName>"),
    ("elements of a user moved", b"<LastName>Orr</LastName>\n          "
     b"<Number>204</Number>", b"<Number>204</Number>\n          "
     b"<LastName>Orr</LastName>"),
    ("a changed value in another user", b"<FirstName>Dee</FirstName>\n", b""),
    ("values of two users swapped", b"Dee</FirstName>\n          "
     b"<LastName>Nash</LastName>\n          <Number>203",
     b"Dee</FirstName>\n          <LastName>Nash</LastName>\n"
     b"          <Number>0203"),
)

# Alterations of OLD's database, that is, things that got lost.
IN_OLD = (
    ("lost: an element in a changed value", b">Ann<", b">Ann<b>x</b><"),
    ("lost: a comment in a changed value", b">Ann<", b">Ann<!-- x --><"),
    ("lost: an element in a changed mobile number", b">15550100300<",
     b">15550100300<b/><"),
    ("lost: an element in a value that was cleared", b">Cid<", b">Cid<b/><"),
    ("lost: an attribute of an element that went", b"<OutboundCallerID>15550"
     b"100202", b"<OutboundCallerID a='b'>15550100202"),
    ("lost: an element in an element that went", b">15550100202<",
     b">15550100202<b/><"),
    ("lost: an attribute of an empty element", b"<LastName />",
     b"<LastName a='b' />"),
    ("lost: an element in a container that went", WENT,
     WENT.replace(b"<Properties>", b"<Properties><Custom/>")),
    ("lost: a comment in a container that went", WENT,
     WENT.replace(b"</Properties>", b"<!-- x --></Properties>")),
    ("lost: text in a container that went", WENT,
     WENT.replace(b"</Properties>", b"x</Properties>")),
    ("lost: an attribute of a container that went", WENT,
     WENT.replace(b"<Properties>", b"<Properties a='b'>")),
    ("lost: a second property with the container", WENT,
     WENT.replace(b"</Properties>", b"<DNProperty><Name>X</Name>"
                  b"</DNProperty></Properties>")),
    ("lost: a second number with the container", WENT,
     WENT.replace(b"</Properties>", b"<DNProperty><Name>MOBILENUMBER</Name>"
                  b"<Value>2</Value></DNProperty></Properties>")),
    ("lost: a second container", WENT, WENT + WENT),
    ("lost: an unknown part of a property", WENT_203,
     WENT_203.replace(b"<Value>", b"<Custom/><Value>")),
    ("lost: an attribute of a property", WENT_203,
     WENT_203.replace(b"<DNProperty>", b"<DNProperty a='b'>")),
    ("lost: an element in a property's name", WENT_203,
     WENT_203.replace(b"NUMBER", b"NUMBER<b/>")),
    ("lost: a comment before a property", WENT_203, b"<!-- x -->" + WENT_203),
    ("lost: a comment in an empty container", b"<Properties />",
     b"<Properties><!-- x --></Properties>"),
    ("lost: an attribute of an empty container", b"<Properties />",
     b"<Properties a='b' />"),
    ("lost: a field's second element", b"<FirstName>Ann</FirstName>",
     b"<FirstName>Ann</FirstName><FirstName>X</FirstName>"),
    ("lost: a user", b"<RingGroup>",
     b"<Extension><Number>299</Number></Extension><RingGroup>"),
    ("lost: an element elsewhere", b"<RingGroup>", b"<Queue/><RingGroup>"),
)


def replaced(data, one, two):
    if data.count(one) < 1:
        raise SystemExit(f"fool.py: there is no {one!r}")
    return data.replace(one, two, 1)


def edited(data):
    for one, two in EDITS:
        data = replaced(data, one, two)
    return data


def make(path, database, pictures, alter=None):
    archive = foolzip.backup(database, pictures)
    if alter is not None:
        alter(archive)
    with open(path, "wb") as f:
        f.write(archive.pack())


class Judge:
    """Runs the program on pairs and tells what it should have said."""

    def __init__(self, program):
        self.program = program
        self.bad = 0

    def verify(self, name, wanted, word=""):
        done = subprocess.run(
            [self.program, "verify", "new.zip", "--against", "old.zip"],
            capture_output=True, check=False, text=True)
        said = done.stdout + done.stderr
        good = done.returncode in wanted and word in said
        print(f"{'ok' if good else 'not ok'} - {name}")
        if not good:
            self.bad += 1
            print(f"status {done.returncode}: {said.strip()}", file=sys.stderr)


def main(words):
    if len(words) != 1:
        raise SystemExit(__doc__)
    judge = Judge(os.path.abspath(words[0]))
    before, after = foolzip.pictures(tree.png)
    make("old.zip", OLD, before)
    make("new.zip", edited(OLD), after)
    judge.verify("the edits alone", (0,), "nothing else")
    for name, one, two in IN_NEW:
        make("new.zip", replaced(edited(OLD), one, two), after)
        judge.verify(name, (1,))
    make("new.zip", edited(OLD), after)
    for name, one, two in IN_OLD:
        make("old.zip", replaced(OLD, one, two), before)
        judge.verify(name, (1,))
    make("old.zip", OLD, before)
    for name, statuses, alter in foolzip.ALTERATIONS:
        make("new.zip", edited(OLD), after, alter)
        judge.verify(f"archive: {name}", statuses)
    return 1 if judge.bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
