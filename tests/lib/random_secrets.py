#!/usr/bin/env python3
"""random_secrets.py BACKUP OUT SEED [SECRETS]: the backup, full of secrets.

Values all over its database become random names, numbers, addresses and keys;
elements, attributes, properties, parameters, comments and members that nobody
knows are put in, spelt in every way that XML has.  Many of the keys stand
there in another spelling (percent-encoded, in base64 with something before
them, in hexadecimal, with references in references, in UTF-16): SECRETS gets
what they really are, one on each line, for leaks.py.
"""

import base64
import io
import json
import random
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from xml.sax.saxutils import escape

import random_edits

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def key(rng, low=6, high=24):
    return "".join(rng.choice(LETTERS + "0123456789")
                   for _ in range(rng.randint(low, high)))


def number(rng):
    digits = random_edits.digits(rng, 7, 14)
    if rng.random() < 0.3:
        digits = digits[:3] + rng.choice(" -./") + digits[3:]
    return rng.choice(("", "+", "00", "*")) + digits


def address(rng):
    return (random_edits.name(rng).replace(" ", ".").replace("@", "") + "@" +
            key(rng).lower() + rng.choice((".com", ".de", ".org")))


PLANTED = []


def planted(rng):
    """A new key in one of the ways in which programs write keys down."""
    text = key(rng, 10, 20)
    if rng.random() < 0.5:
        at = rng.randrange(1, len(text))
        text = text[:at] + rng.choice(("ß", "é", "%", "+", "/", "="))+ text[at:]
    PLANTED.append(text)
    plain = text.encode()
    return rng.choice((
        lambda: text,
        lambda: urllib.parse.quote(text, safe=""),
        lambda: "".join(f"%{b:02x}" for b in plain),
        lambda: base64.b64encode(plain).decode(),
        lambda: base64.b64encode(b"u:" + plain).decode(),
        lambda: base64.b64encode(b"x" + plain + b"yz").decode(),
        lambda: base64.urlsafe_b64encode(plain).decode().rstrip("="),
        lambda: base64.b64encode(text.encode("utf-16-le")).decode(),
        lambda: plain.hex(),
        lambda: json.dumps({"key": text}),
        lambda: "".join(f"\\u{ord(c):04x}" for c in text),
        lambda: "".join(f"&#{ord(c)};" for c in text),
        lambda: "https://pbx.example.com/meet?pwd=" +
        urllib.parse.quote(text, safe="")))()


def secret(rng):
    """Any kind of text, with or without others around it."""
    kind = rng.choice((random_edits.name, number, address, key, planted,
                       planted))
    text = kind(rng)
    if rng.random() < 0.1:
        text = f"True {text}"
    if rng.random() < 0.05:
        text = f"{text}, {random_edits.name(rng)}"
    return text


def written(rng, text):
    """The text as XML, in one of the ways."""
    way = rng.randrange(4)
    if way == 1 and "]]>" not in text:
        return f"<![CDATA[{text}]]>"
    if way == 2:
        return "".join(f"&#{ord(c)};" for c in text)
    if way == 3:
        return escape(text[:1]) + f"<!-- {key(rng)} -->" + escape(text[1:])
    return escape(text)


def stranger(rng):
    """Something that nobody knows."""
    name = "N" + key(rng)
    inside = written(rng, secret(rng))
    return rng.choice((
        f"<{name}>{inside}</{name}>",
        f'<{name} a{key(rng)}="{key(rng)}" />',
        f"<!-- {key(rng)} -->", f"<?{name} {key(rng)}?>",
        f"<Number>{inside}<{name} /></Number>",
        f"<DNProperty><Name>{name}</Name><Value>{inside}</Value></DNProperty>",
        f"<DNProperty><Name>{name}</Name><Name>MOBILENUMBER</Name>"
        f"<Value>{inside}</Value></DNProperty>",
        f"<DNProperty><Name>MOBILENUMBER</Name><Value>{inside}</Value>"
        f"<Value>{inside}</Value></DNProperty>",
        f"<DNProperty><Name>ALLOW_LAN_ONLY</Name><Value>{inside}</Value>"
        f"<Type>{inside}</Type></DNProperty>",
        f"<Parameter><Name>{name}</Name><Value>{inside}</Value></Parameter>",
        f'<gparam name="{name}" value="1" />', inside))


def spoil(rng, text):
    """Other values in elements and attributes; strangers between them."""
    def value(m):
        if rng.random() < 0.35 and "Number" not in m.group(1):
            return f"<{m.group(1)}>{written(rng, secret(rng))}</{m.group(1)}>"
        return m.group(0)

    def attribute(m):
        if rng.random() < 0.05 and m.group(1) not in ("DN", "Number"):
            return f' {m.group(1)}="{escape(key(rng))}"'
        return m.group(0)

    def between(m):
        if rng.random() < 0.03:
            return m.group(0) + stranger(rng)
        return m.group(0)

    start = text.index(">", text.index("<PhoneSystem")) + 1
    head, body = text[:start], text[start:]
    body = re.sub(r"<(\w+)>([^<>]*)</\1>", value, body)
    body = re.sub(r' (\w+)="[^"<>]*"', attribute, body)
    body = re.sub(r"</?(?:Properties|PhoneDevice|FwdProfile|Parameters|"
                  r"Extension|Queue|Group|license|DN)>", between, body)
    body = re.sub(r"(\d+\.\d+\.\d+\.\d+</version>)|<version>[^<]*</version>",
                  lambda m: m.group(1) or "<version>20.0.0.1</version>", body)
    return head + body


def main(args):
    rng = random.Random(int(args[2]))
    with zipfile.ZipFile(args[0]) as z:
        members = [(i.filename, z.read(i)) for i in z.infolist()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as z:
        z.comment = key(rng).encode()
        for name, data in members:
            if name.endswith("Db.xml"):
                data = spoil(rng, data.decode()).encode()
                ET.fromstring(data)
            info = zipfile.ZipInfo(name)
            info.comment = key(rng).encode()
            extra = key(rng).encode()
            info.extra = b"\x99\x99" + len(extra).to_bytes(2, "little") + extra
            z.writestr(info, data)
            if rng.random() < 0.3:
                z.writestr(f"{name.split('/')[0]}x/[{random_edits.name(rng)}]"
                           f"_{number(rng)}.txt".replace("\\", ""),
                           secret(rng).encode(rng.choice(("utf-8",
                                                          "utf-16"))))
    with open(args[1], "wb") as f:
        f.write(packed.getvalue())
    if len(args) > 3:
        with open(args[3], "w", encoding="utf-8") as f:
            f.writelines(text + "\n" for text in PLANTED)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
