#!/usr/bin/env python3
"""odd_memory.py CXBAK [SHAPE...]: the memory that commands take for databases
made of very many of one thing, against the size of these.

Each of SHAPES is a database of SIZE bytes.  What the kernel says a command
took at most must stay within eight times that, whatever plan or table it reads
or makes, beside what every call takes.
Prints a line for each shape: the most that a command took, less the start, in
databases, and which one.  Exits 1 if one was over, or did not do its work."""

import os
import subprocess
import sys
import tempfile
import zipfile

SIZE = 5_000_000
TIMES = 8
# What every call takes, programs and libraries; and some room.
START = 10 << 20
FIXED = START + (2 << 20)
# What commands make for those behind them.
MADE = ("new.zip", "a.json", "a.xlsx")
# As large as users that are not refused for being so many.
USER = 1040

NAMED = "<FirstName>Al</FirstName><LastName>B</LastName>"
NAMED_ONE = f"<Extension><Number>200</Number>{NAMED}</Extension>"
ONE = "<Extension><Number>200</Number><LastName>Alder</LastName></Extension>"


def repeated(unit, size=SIZE):
    return unit * (size // len(unit))


def counted(form, size=SIZE):
    return "".join(form % i for i in range(size // len(form % 100000)))


def users(inner):
    """Users of USER bytes, filled with what is repeated."""
    made = []
    for i in range(SIZE // USER):
        head = f"<Extension><Number>{100000 + i}</Number>"
        room = USER - len(head) - len("</Extension>")
        text = inner(room)
        made.append(f"{head}{text}{' ' * (room - len(text))}</Extension>")
    return "".join(made)


def within(before, unit, behind):
    return users(lambda room: before + repeated(
        unit, room - len(before) - len(behind)) + behind)


def prop(inner):
    return within("<Properties>", f"<DNProperty>{inner}</DNProperty>",
                  "</Properties>")


def large(unit):
    """One user of almost 16 MiB would be too much of a share."""
    return f"<Extension><Number>200</Number>{repeated(unit)}</Extension>"


BAD = ("<FirstName> a </FirstName><LastName>  </LastName>"
       "<EmailAddress>a b@@</EmailAddress>"
       "<OutboundCallerID>xx </OutboundCallerID><SIPID> </SIPID>"
       "<Properties><DNProperty><Name>MOBILENUMBER</Name>"
       "<Value> 1,2E+3</Value></DNProperty></Properties>")
PICTURE = "<DNProperty><Value>a.png</Value></DNProperty>"
GOOD = ("<FirstName>A</FirstName><LastName>B</LastName>"
        "<EmailAddress>a@b.c</EmailAddress>"
        "<OutboundCallerID>1</OutboundCallerID>"
        "<Properties><DNProperty><Name>MOBILENUMBER</Name>"
        "<Value>1</Value></DNProperty></Properties>")


def document(people=ONE, tenant="", before="", things=""):
    return ("<PhoneSystem><header><version>20.0.8.1109</version></header>"
            f"{before}<Tenants><Tenant>{tenant}<DN>{people}{things}</DN>"
            "</Tenant></Tenants></PhoneSystem>")


def group(inner):
    return document(tenant="<Groups><Group><Name>G</Name><Members>"
                           f"{inner}</Members></Group></Groups>")


SHAPES = {
    "users": lambda: document(users(lambda room: "")),
    "values": lambda: document(users(lambda room: GOOD)),
    "findings": lambda: document(users(lambda room: BAD)),
    "children": lambda: document(within("", "<a/>", "")),
    "properties": lambda: document(prop("<Name>A</Name>")),
    "empty properties": lambda: document(prop("")),
    "phones": lambda: document(within(
        "<PhoneDevices>", "<PhoneDevice><MAC>1</MAC></PhoneDevice>",
        "</PhoneDevices>")),
    "children of one": lambda: document(large("<a>01234567890123</a>")),
    "pictures of one": lambda: document(
        "<Extension><Number>200</Number><Properties>" +
        repeated("<DNProperty><Value>a.png</Value></DNProperty>") +
        "</Properties></Extension>"),
    "pictures": lambda: document(users(
        lambda room: f"<Properties>{PICTURE * 20}</Properties>")),
    "pictures and findings": lambda: document(users(
        lambda room: "<ContactImage>x.png</ContactImage>" + BAD.replace(
            "<Properties>", "<Properties>" + PICTURE * 9))),
    "pictures and names": lambda: document(users(
        lambda room: "<ContactImage>x.png</ContactImage>" + BAD.replace(
            "<Properties>", "<Properties>" + "".join(
                PICTURE.replace("<V", f"<Name>{c}</Name><V")
                for c in "abcdefghijk")))),
    "names": lambda: document(users(
        lambda room: NAMED + "".join(f"<c{i}>Al B</c{i}>"
                                     for i in range(60)))),
    "names of queues": lambda: document(NAMED_ONE, things=counted(
        "<Queue><Number>%d</Number><Name>Al B</Name></Queue>")),
    "names in one thing": lambda: document(NAMED_ONE, things="<X>" + repeated(
        "<c>Al B</c><d>Al B</d>") + "</X>"),
    "pictures of things": lambda: document(things=repeated(
        "<X><ContactImage>a</ContactImage></X>")),
    "numbered things": lambda: document(things=counted(
        "<X><Number>1%d</Number></X>")),
    "groups of one": lambda: document(tenant="<Groups>" + repeated(
        '<Group><Members><Member DN="200"/></Members></Group>') +
        "</Groups>"),
    "texts of one thing": lambda: document(
        before=f"<t>{repeated('<a>1</a>')}</t>"),
    "groups": lambda: document(
        tenant=f"<Groups>{repeated('<Group/>')}</Groups>"),
    "departments": lambda: document(
        tenant="<Groups>" + counted("<Group><Name>G%d</Name></Group>") +
        "</Groups>"),
    "members": lambda: group(repeated('<Member DN="200"/>')),
    "nobody": lambda: group(repeated("<Member/>")),
    "strangers": lambda: group(counted('<Member DN="%d"/>')),
    "roles": lambda: group('<Member DN="200">' +
                           repeated('<role name="u"/>') + "</Member>"),
    "queues": lambda: document(things=repeated("<Queue/>")),
    "pictures of queues": lambda: document(things=repeated(
        "<Queue><ContactImage>a</ContactImage></Queue>")),
    "parameters": lambda: document(before="<Parameters>" + repeated(
        "<Parameter><Name>A</Name></Parameter>") + "</Parameters>"),
    "different parameters": lambda: document(before="<Parameters>" + counted(
        "<Parameter><Name>%d</Name><Value>1</Value></Parameter>") +
        "</Parameters>"),
    "phone book": lambda: document(tenant="<PhoneBookEntries>" + counted(
        "<PhoneBookEntry><PhoneNumber>1%d</PhoneNumber></PhoneBookEntry>") +
        "</PhoneBookEntries>"),
    "texts": lambda: document(before=f"<t>{repeated('a<b/>')}</t>"),
    "comments": lambda: document(before=repeated("<!---->")),
}


def otherwise(text):
    """The same with everything changed that is no user's field."""
    for old, new in ((">a<", ">b<"), ("a.png", "b.png"), ('DN="', 'DN="9'),
                     (">1<", ">3<"), (">1", ">2"), (">G", ">H"),
                     ("<X>", "<Y>"), ("</X>", "</Y>"),
                     ("<a/>", "<a>c</a>"), ("<a>0", "<a>1"),
                     ('name="u"', 'name="v"'), ("<Queue/>", "<Queue />")):
        text = text.replace(old, new)
    return text


def commands(new):
    """Words behind `cxbak`, and the statuses of work that was done."""
    every = ("--first-name", "Noelle", "--last-name", "Newman", "--email", "",
             "--caller-id", "5550100", "--mobile", "5550101")
    return (
        (("list", "in.zip", "--columns", "number,name,groups,queue"), (0,)),
        (("list", "in.zip", "--json"), (0,)),
        (("groups", "in.zip", "--json", "--all"), (0,)),
        (("check", "in.zip", "--json"), (0, 1)),
        (("fix", "in.zip", "--json"), (0,)),
        (("show", "in.zip", "200", "--json"), (0, 3, 4)),
        (("check", "in.zip", "--all"), (0, 1)),
        (("check", "in.zip", "--format", "sarif"), (0, 1)),
        (("check", "in.zip", "--html", "a.html", "--force"), (0, 1)),
        (("refs", "in.zip", "200", "--json"), (0, 4)),
        (("export", "in.zip", "--for", "excel", "-o", "a.xlsx", "--force"),
         (0,)),
        (("diff", "in.zip", "other.zip", "--all"), (0, 1)),
        (("diff", "in.zip", "other.zip", "--json"), (0, 1)),
        (("verify", "other.zip", "--against", "in.zip", "--json"), (0, 1)),
        (("export", "in.zip"), (0,)),
        (("fix", "in.zip"), (0,)),
        (("set", "in.zip", "--all", *every, "--force", "-o", new, "--html",
          "a.html", "--todo", "a.csv"), (0, 4)),
        (("set", "in.zip", "--all", *every, "--force", "--plan", "a.json",
          "--leftovers"), (0, 4)),
        (("apply", "in.zip", "a.json", "--force", "-o", "b.zip"), (0, 4)),
        (("list", "in.zip", "--with", "a.json"), (0, 4)),
        (("import", "in.zip", "a.xlsx", "--results", "b.csv", "--force"),
         (0, 4)),
        (("batch", "in.zip", "steps", "--force", "-o", "b.zip"), (0, 4)),
        (("verify", new, "--against", "in.zip"), (0, 1)),
        (("diff", "in.zip", new), (0, 1)),
        (("diff", "in.zip", new, "--plan", "d.json", "--force"), (0, 1)),
        (("diff", "in.zip", "other.zip", "--plan", "d.json", "--force"),
         (0, 1)),
        (("redact", "in.zip", "-o", "redacted.zip", "--force", "--json"),
         (0,)),
        (("list", "redacted.zip"), (0,)),
    )


def run(program, words):
    """The status, the bytes that it took, and the last of what it said."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([program, *words],
                                   stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").splitlines()
    return (process.returncode, used.ru_maxrss << 10,
            lines[-1][:200] if lines else "")


def pack(name, text):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED,
                         compresslevel=1) as out:
        out.writestr("1Db.xml", text)


def make(name):
    """Makes in.zip and other.zip, in a process of its own: what a program took at most is,
    to the kernel, at least what the one that started it took at that time."""
    child = os.fork()
    if child == 0:
        text = SHAPES[name]()
        with open("steps", "w", encoding="utf-8") as f:
            f.write("set --all --last-name N\nset --all --mobile 5550101\n")
        pack("in.zip", text)
        pack("other.zip", otherwise(text))
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"{name}: cannot be made")
    with zipfile.ZipFile("in.zip") as made:
        return made.getinfo("1Db.xml").file_size


def measure(program, name):
    """Prints the shape's line; is all within the limits?"""
    size = make(name)
    good, most, which = True, 0, ""
    for path in MADE:
        if os.path.exists(path):
            os.remove(path)
    for words, allowed in commands("new.zip"):
        if "new.zip" in words and words[0] != "set" and \
                not os.path.exists("new.zip"):
            print(f"{name}: {words[0]}: nothing was written before")
            return False
        status, used, said = run(program, words)
        if status not in allowed:
            print(f"{name}: {words[0]}: status {status}: {said}")
            good = False
        if used > TIMES * size + FIXED:
            print(f"{name}: {words[0]}: {used} bytes for {size}")
            good = False
        if (used - START) / size > most:
            most, which = (used - START) / size, words[0]
    print(f"{name}: x {most:.1f} ({which})")
    return good


def main(args):
    if not args:
        print(__doc__, file=sys.stderr)
        return 2
    results = [measure(args[0], name) for name in args[1:] or SHAPES]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
