#!/usr/bin/env python3
"""odd_database.py KIND N OUT: a backup whose database is valid and odd.

KIND says of what there are N: `indents` (users, each indented differently),
`children` (elements of each of two users, all with names of their own),
`pictures` (properties of one user whose values look like pictures), `small`
(users of hardly any bytes), `same` (users of one number and one name), `long`
(bytes of a name), `mobile` (bytes of a mobile number), `large` (bytes of a
user), `short` (users of hardly more than fields) or `named` (queues, which are called as a user is)."""

import sys
import zipfile


def extension(lead, number, inner):
    return (f"<Extension>{lead}<Number>{number}</Number>"
            f"<LastName>Alder</LastName>{inner}</Extension>")


def indents(count):
    for i in range(count):
        lead = "".join(" \t"[i >> bit & 1] for bit in range(20))
        # As large as users that are not refused for being so many.
        yield extension("\n" + lead, 100000 + i, f"<Note>{'.' * 1024}</Note>")


def children(count):
    for user in (200, 201):
        names = [f"E{user}x{k}" for k in range(count)]
        # Only the first shows where a caller ID goes.
        last = "<OutboundCallerID>5550100</OutboundCallerID>"
        yield extension("", user, "".join(f"<{name}/>" for name in names) +
                        (last if user == 200 else ""))


def pictures(count):
    made = "".join(f"<DNProperty><Name>IMAGE{i % 7}</Name>"
                   f"<Value>{i}.png</Value></DNProperty>"
                   for i in range(count))
    yield extension("", 200, f"<Properties>{made}</Properties>")


def small(count):
    return ["<Extension/>" * count]


def short(count):
    for i in range(count):
        yield extension("", 10000 + i, "<FirstName>A</FirstName>"
                        "<EmailAddress>a@b.c</EmailAddress>"
                        "<OutboundCallerID>1</OutboundCallerID>"
                        "<Properties><DNProperty><Name>MOBILENUMBER</Name>"
                        "<Value>1</Value></DNProperty></Properties>")


def same(count):
    yield extension("", 201, "")
    for i in range(count):
        # As large as users that are not refused for being so many.
        yield extension("", 200, f"<FirstName>F{i}</FirstName>"
                        f"<Note>{'.' * 1024}</Note>")


def long(size):
    yield f"<Extension><Number>200</Number><LastName>{'a' * size}</LastName></Extension>"


def mobile(size):
    yield extension("", 200, "<Properties><DNProperty><Name>MOBILENUMBER</Name>"
                    f"<Value>{'1' * size}</Value></DNProperty></Properties>")


def settings(count):
    yield extension("", 200, "<a/>" * count)


def large(size):
    one = f"<Setting>{'on' * 30}</Setting>"
    yield extension("", 200, one * (size // len(one)))


def named(count):
    """Queues that are called as a user is, and one with many such texts."""
    name = "Alder, Ann"
    yield extension("", 200, "<FirstName>Ann</FirstName>")
    for i in range(count):
        yield f"<Queue><Number>9{i}</Number><Name>{name}</Name></Queue>"
    said = "".join(f"<E{i}>{name}</E{i}>" for i in range(count // 3))
    yield f"<Fax>{said}</Fax>"


KINDS = {"indents": indents, "children": children, "pictures": pictures,
         "small": small, "short": short, "same": same, "long": long, "mobile": mobile,
         "large": large, "settings": settings, "named": named}


def main(args):
    if len(args) != 3 or args[0] not in KINDS:
        print(__doc__, file=sys.stderr)
        return 2
    users = "".join(KINDS[args[0]](int(args[1])))
    text = ("<PhoneSystem><header><version>20.0.8.1109</version></header>"
            f"<Tenants><Tenant><DN>{users}</DN></Tenant></Tenants>"
            "</PhoneSystem>")
    with zipfile.ZipFile(args[2], "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("1Db.xml", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
