#!/usr/bin/env python3
"""odd.py CXBAK [N]: every edit on every odd database; or every Nth edit, other
ones on the next database.

User 200 is written in forms that no version of 3CX writes, but that XML
allows.  On each, every field is set, set again, cleared, the mobile number
comes, changes and goes, a picture's property comes and goes, and all of it is
undone.  Each either is refused before anything is written, with the words of
its table, in the preview and the write alike; or judge.py finds that nothing
but the value differs, `verify` agrees, and undoing brings back the old
values, and the old bytes where the table does not say otherwise.

Prints `ok - FORM` lines, as a scenario's cases.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

import fool
import foolzip
import judge
import tree

FIELDS = {"FirstName": "--first-name", "LastName": "--last-name",
          "EmailAddress": "--email", "OutboundCallerID": "--caller-id"}
CLEAR = {"FirstName": "first-name", "LastName": "last-name",
         "EmailAddress": "email", "OutboundCallerID": "caller-id",
         "MobileNumber": "mobile"}
NEW = {"FirstName": "Noëlle & Zoë", "LastName": "O'Neil <x>",
       "EmailAddress": "zoe@example.com", "OutboundCallerID": "15550100999",
       "MobileNumber": "15550100998"}
ACCEPT = ("--accept", "email-missing")
MOBILE = (b"<DNProperty><Name>MOBILENUMBER</Name><Value>15550100300</Value>"
          b"</DNProperty>")
OTHER = b"<DNProperty><Name>OTHER</Name><Value>x</Value></DNProperty>"
# Pictures are tied to users by a property, so that a new one gets it, too.
TIED = ((b"<Name>OTHER</Name>\n              <Value>kept</Value>",
         b"<Name>AVATAR</Name>\n              <Value>dee.png</Value>"),
        (b"<Name>OTHER</Name>\n              <Value>205</Value>",
         b"<Name>AVATAR</Name>\n              <Value>flo.png</Value>"))


def scalars(form):
    """The four elements, each by `form`."""
    texts = {"FirstName": b"Ann", "LastName": b"Lee", "EmailAddress":
             b"ann@example.com", "OutboundCallerID": b"15550100200"}
    return b"\n          ".join(form(name.encode(), text)
                                for name, text in texts.items())


def plain(name, text):
    return b"<%s>%s</%s>" % (name, text, name)


def box(content, attributes=b""):
    return b"<Properties%s>%s</Properties>" % (attributes, content)


def mobile(old, new):
    return MOBILE.replace(old, new)


SCALAR, BOX = set(FIELDS), {"MobileNumber"}
# Form: its elements, its properties, which edits are refused and why, and
# whether undoing gives the old bytes.
FORMS = {
    "as in version 20": (plain, box(MOBILE + OTHER), set(), ""),
    "pairs of tags": (lambda n, t: b"<%s></%s>" % (n, n), box(b""), set(), ""),
    "empty tags": (lambda n, t: b"<%s />" % n, b"<Properties />", set(), ""),
    "tight tags": (lambda n, t: b"<%s/>" % n, b"<Properties/>", set(), ""),
    "blank in tags": (lambda n, t: b"<%s\n >%s</%s\t>" % (n, t, n),
                      b"<Properties\t/>", set(), ""),
    "nothing": (lambda n, t: b"", b"", set(), ""),
    "blank container": (plain, box(b"\n          "), set(), ""),
    "fields twice": (lambda n, t: plain(n, t) + plain(n, t),
                     box(MOBILE + MOBILE), SCALAR | BOX, "twice"),
    "comments in values": (lambda n, t: plain(n, b"<!-- x -->" + t),
                           box(mobile(b"0300<", b"03<!-- x -->00<")),
                           SCALAR | BOX, "comments"),
    "instructions in values": (lambda n, t: plain(n, t + b"<?x y?>"),
                               box(mobile(b"0300<", b"03<?x?>00<")),
                               SCALAR | BOX, "comments"),
    "elements in values": (lambda n, t: plain(n, t + b"<b>x</b>"),
                           box(mobile(b"0300<", b"0300<b/><")),
                           SCALAR | BOX, "elements"),
    "CDATA": (lambda n, t: plain(n, b"<![CDATA[%s]]>" % t),
              box(mobile(b"15550100300", b"<![CDATA[15550100300]]>")), set(),
              ""),
    "references": (lambda n, t: plain(n, b"&#%d;%s" % (t[0], t[1:])),
                   box(mobile(b">1555", b">&#x31;555")), set(), ""),
    "attributes of elements": (
        lambda n, t: b"<%s a='1>2'>%s</%s>" % (n, t, n),
        box(mobile(b"<Value>", b"<Value a='b'>")), set(), ""),
    "a namespace of elements": (
        lambda n, t: b"<%s xmlns='urn:x'>%s</%s>" % (n, t, n),
        box(mobile(b"<Value>", b"<Value xmlns='urn:x'>")), set(), "inexact"),
    "prefixed strangers": (
        lambda n, t: b"<p:%s xmlns:p='urn:p'>q</p:%s>" % (n, n) + plain(n, t),
        box(b"<p:DNProperty xmlns:p='urn:p'><Name>MOBILENUMBER</Name>"
            b"</p:DNProperty>" + MOBILE), set(), ""),
    "comments between elements": (
        lambda n, t: b"<!-- x -->" + plain(n, t) + b"<!-- y -->",
        box(b"<!-- x -->" + MOBILE + b"<!-- y -->"), set(), "moved"),
    "a stranger before the number": (plain, box(b"<Other>1</Other>" + MOBILE),
                                     set(), ""),
    "a stranger behind the number": (plain, box(MOBILE + b"<Other />"), set(),
                                     ""),
    "only a stranger": (plain, box(b"<Other />"), set(), ""),
    "only a comment": (plain, box(b"<!-- x -->"), set(), ""),
    "text beside the number": (plain, box(b"x " + MOBILE + b" y"), set(),
                               "moved"),
    "CDATA beside the number": (plain, box(MOBILE + b"<![CDATA[]]>"), set(),
                                ""),
    "a reference beside the number": (plain, box(MOBILE + b"&#32;"), set(),
                                      ""),
    "an instruction beside the number": (plain, box(MOBILE + b"<?x?>"), set(),
                                         ""),
    "attributes of the container": (plain, box(MOBILE, b" a='b'"), set(), ""),
    "attributes of an empty container": (plain, b"<Properties a='b' />",
                                         set(), ""),
    "two containers": (plain, box(MOBILE) + box(OTHER), BOX, "two Properties"),
    "two empty containers": (plain, b"<Properties/><Properties/>", BOX,
                             "two Properties"),
    "a stranger in the property": (
        plain, box(mobile(b"<Value>", b"<Other>x</Other><Value>")), set(), ""),
    "a comment in the property": (
        plain, box(mobile(b"<Value>", b"<!-- x --><Value>")), set(), ""),
    "attributes of the property": (
        plain, box(mobile(b"<DNProperty>", b"<DNProperty a='b'>")), set(), ""),
    "elements in the name": (plain, box(mobile(b"ENUM", b"E<b/>NUM")), BOX,
                             "two names"),
    "two names": (plain, box(mobile(b"<Value>", b"<Name>X</Name><Value>")),
                  BOX, "two names"),
    "two values": (plain, box(mobile(b"</DN", b"<Value>2</Value></DN")), BOX,
                   "twice"),
    "no value": (plain, box(b"<DNProperty><Name>MOBILENUMBER</Name>"
                            b"</DNProperty>"), set(), ""),
    "an empty value": (plain, box(mobile(b"15550100300", b"")), set(), ""),
    "an empty tag as value": (
        plain, box(mobile(b"<Value>15550100300</Value>", b"<Value />")), set(),
        ""),
}


def database(form):
    """The document with user 200 in that form."""
    data, (elements, properties) = fool.OLD, FORMS[form][:2]
    one = data.index(b"          <EmailAddress>ann")
    two = data.index(b"          <FwdProfiles>")
    data = (data[:one] + b"          " + scalars(elements) +
            b"\n          <Number>200</Number>\n          " + properties +
            b"\n" + data[two:])
    return fool.replaced(fool.replaced(data, *TIED[0]), *TIED[1])


def edits():
    """(name, words, fields): what the program is asked for."""
    for field, option in FIELDS.items():
        yield f"set {field}", (option, NEW[field]), {field: NEW[field]}
    yield "set mobile", ("--mobile", NEW["MobileNumber"]), {
        "MobileNumber": NEW["MobileNumber"]}
    for field, word in CLEAR.items():
        yield f"clear {field}", ("--clear", word), {field: ""}
    words = [w for f, o in FIELDS.items() for w in (o, NEW[f])]
    yield "set all", (*words, "--mobile", NEW["MobileNumber"]), dict(NEW)
    words = [w for f in CLEAR for w in ("--clear", CLEAR[f])]
    yield "clear all", tuple(words), {f: "" for f in CLEAR}


class Tester:
    """One odd database at a time."""

    def __init__(self, program):
        self.program = program
        self.form = None
        self.values = {}
        self.reasons = []

    def run(self, *words):
        return subprocess.run([self.program, *words], capture_output=True,
                              check=False, text=True)

    def expect(self, good, what, done=None):
        if not good:
            said = f": {done.returncode} {done.stderr[-300:]}" if done else ""
            self.reasons.append(f"{what}{said}")
        return good

    def judge(self, what, *words):
        good, said = judge.asked(*words, "--quick")
        self.expect(good, f"{what}: {said}")

    def undo(self, what, exact):
        done = self.run("apply", "new.zip", "plan.json", "--reverse", "-o",
                        "undone.zip", "--force")
        if not self.expect(done.returncode == 0, f"{what}: undo", done):
            return
        was, now = (text(name) for name in ("in.zip", "undone.zip"))
        self.expect(not exact or was == now, f"{what}: undone bytes differ")

    def change(self, name, words, fields):
        """One edit, and back."""
        refused, why = FORMS[self.form][2:]
        changed = {f for f in fields if self.values[f] != fields[f]}
        preview = self.run("set", "in.zip", "200", *words, *ACCEPT)
        done = self.run("set", "in.zip", "200", *words, *ACCEPT, "--plan",
                        "plan.json", "--force")
        status = done.returncode
        if not self.expect(preview.returncode == status, f"{name}: preview "
                           f"{preview.returncode}", done):
            return
        if refused & changed:
            self.expect(status == 4 and why in done.stderr, name, done)
            self.expect("fault of cxbak" not in done.stderr, name, done)
            return
        done = self.run("apply", "in.zip", "plan.json", "-o", "new.zip",
                        *ACCEPT, "--force")
        if not self.expect(status == done.returncode == 0, name, done):
            return
        words = [w for f, t in fields.items() for w in ("--edit",
                                                        f"200:{f}={t}")]
        self.judge(name, "in.zip", "new.zip", *words)
        done = self.run("verify", "new.zip", "--against", "in.zip")
        self.expect(done.returncode == 0, f"{name}: verify", done)
        self.undo(name, why != "inexact" and
                  (why != "moved" or "clear" not in name))

    def picture(self):
        """A picture that ties itself to its user by a property, and back."""
        member = "ProfilePictures/200.png"
        done = self.run("avatar", "set", "in.zip", "200", "face.png", "-o",
                        "new.zip", "--force")
        if FORMS[self.form][3] in ("two Properties", "two names"):
            self.expect(done.returncode == 4 and FORMS[self.form][3] in
                        done.stderr, "avatar", done)
            return
        if not self.expect(done.returncode == 0, "avatar", done):
            return
        self.judge("avatar", "in.zip", "new.zip", "--property", "200:AVATAR",
                   "--added", member)
        done = self.run("verify", "new.zip", "--against", "in.zip")
        self.expect(done.returncode == 0, "avatar: verify", done)
        done = self.run("avatar", "clear", "new.zip", "200", "-o", "back.zip",
                        "--force")
        if self.expect(done.returncode == 0, "avatar clear", done):
            self.judge("avatar clear", "new.zip", "back.zip", "--property",
                       "200:AVATAR", "--removed", member)

    def try_form(self, form, some):
        self.form, self.reasons = form, []
        self.values = judge.user_fields(judge.users(
            ET.fromstring(database(form)))["200"])
        if FORMS[form][3] == "two names":
            self.values["MobileNumber"] = None
        pictures = {"ProfilePictures/dee.png": tree.png((5, 6, 7)),
                    "ProfilePictures/flo.png": tree.png((6, 7, 8))}
        fool.make("in.zip", database(form), pictures)
        for name, words, fields in some:
            self.change(name, words, fields)
        self.picture()
        for reason in self.reasons:
            print(f"{form}: {reason}", file=sys.stderr)
        print(f"{'not ok' if self.reasons else 'ok'} - {form}", flush=True)
        return bool(self.reasons)


def text(path):
    with zipfile.ZipFile(path) as z:
        return z.read(foolzip.DATABASE)


def main(words):
    if len(words) not in (1, 2):
        raise SystemExit(__doc__)
    every = int(words[1]) if len(words) > 1 else 1
    tester, bad = Tester(os.path.abspath(words[0])), 0
    with open("face.png", "wb") as f:
        f.write(tree.png((9, 8, 7)))
    for i, form in enumerate(FORMS):
        bad |= tester.try_form(form, list(edits())[i % every::every])
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
