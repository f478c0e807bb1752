#!/usr/bin/env python3
"""judge_selftest.py FOLDER: shows that judge.py can fail, and when it must not.

Edits a fixture with a few lines of its own, rightly and then wrongly in one
way at a time, and asks the judge.  One line per case; exits 1 if the judge
was wrong about any.
"""

import contextlib
import io
import os
import sys
import zlib

import archive
import judge
import rawzip
import tree

USER = b"<EmailAddress>martin.alder@example.com</EmailAddress>"
NEW_USER = b"<EmailAddress>noelle@example.com</EmailAddress>"
EDIT = ["--edit", "200:EmailAddress=noelle@example.com"]


class Piece:
    """One member's bytes, to be changed at will."""

    def __init__(self, entry):
        self.name = entry.name.decode()
        self.local = bytearray(entry.local)
        self.packed = bytes(entry.packed)
        self.descriptor = bytes(entry.descriptor)
        self.record = bytearray(entry.record)

    def set_content(self, data):
        self.packed = rawzip.deflate(data, 1)
        fields = b"".join(n.to_bytes(4, "little") for n in
                          (zlib.crc32(data), len(self.packed), len(data)))
        self.record[16:28] = fields
        if self.descriptor:
            self.descriptor = rawzip.DESC_SIG + fields
            # bsdtar knows the size beforehand and says it in the header too.
            self.local[22:26] = fields[8:]
        else:
            self.local[14:26] = fields


def assemble(pieces, comment=b""):
    out, records = bytearray(), b""
    for p in pieces:
        p.record[42:46] = len(out).to_bytes(4, "little")
        out += bytes(p.local) + p.packed + p.descriptor
        records += bytes(p.record)
    end = rawzip.END.pack(rawzip.END_SIG, 0, 0, len(pieces), len(pieces),
                          len(records), len(out), len(comment))
    return bytes(out) + records + end + comment


def edited(old, change_xml=None, change_pieces=None, comment=None):
    """OLD with the right edit, and then with whatever the case wants."""
    a = rawzip.Archive(old)
    pieces = [Piece(e) for e in a.entries]
    for piece, entry in zip(pieces, a.entries):
        if piece.name == tree.DATABASE:
            # The phone book has the same address, before the users.
            head, dn, users = rawzip.unpack(entry).partition(b"<DN>")
            data = head + dn + users.replace(USER, NEW_USER, 1)
            piece.set_content(change_xml(data) if change_xml else data)
    if change_pieces:
        change_pieces(pieces)
    return assemble(pieces, a.comment if comment is None else comment)


def in_xml(find, put):
    def change(data):
        if find not in data:
            raise SystemExit(f"judge_selftest.py: {find} is not in the sample")
        return data.replace(find, put, 1)
    return change


def in_piece(index, field, at, value):
    def change(pieces):
        data = bytearray(getattr(pieces[index], field))
        data[at] = value
        setattr(pieces[index], field, data)
    return change


def swap(pieces):
    pieces[0], pieces[1] = pieces[1], pieces[0]


def drop_descriptor(pieces):
    for p in pieces[:1]:
        p.descriptor = b""
        p.local[6] &= ~8
        p.record[8] &= ~8
        p.local[14:26] = p.record[16:28]


def pack_again(pieces):
    data = zlib.decompress(pieces[0].packed, -15)
    keep = pieces[0].record[:]
    pieces[0].packed = b""
    pieces[0].set_content(data + b"")
    pieces[0].packed = rawzip.deflate(data, 0)
    size = len(pieces[0].packed).to_bytes(4, "little")
    pieces[0].record[20:24] = size
    pieces[0].descriptor = (pieces[0].descriptor[:8] + size +
                            pieces[0].descriptor[12:])
    assert keep != pieces[0].record


def add_mobile(data):
    """A whole property for user 211, who has none, in the file's style."""
    at = data.index(b"<Number>211</Number>")
    at = data.index(b"</DNProperty>", at) + len(b"</DNProperty>")
    pad = b"\n" + b" " * 24
    item = (pad + b"<DNProperty>" + pad + b"    <Value>15550100299</Value>" +
            pad + b"    <Name>MOBILENUMBER</Name>" + pad + b"</DNProperty>")
    return data[:at] + item + data[at:]


MOBILE = EDIT + ["--edit", "211:MobileNumber=15550100299"]
OTHER = b"<FirstName>Sean</FirstName>"

# (name, should pass, judge's options, keyword arguments of `edited`)
CASES = (
    ("right edit", True, EDIT, {}),
    ("edit not announced", False, [], {}),
    ("edit announced, other value", False,
     ["--edit", "200:EmailAddress=n@example.com"], {}),
    ("announced, not made", False, EDIT + ["--edit", "203:FirstName=S"], {}),
    ("another user's name", False, EDIT,
     {"change_xml": in_xml(OTHER, OTHER.replace(b"Sean", b"Shaun"))}),
    ("a blank more", False, EDIT, {"change_xml": in_xml(OTHER, OTHER + b" ")}),
    ("byte order mark gone", False, EDIT,
     {"change_xml": in_xml(b"\xef\xbb\xbf", b"")}),
    ("spelling of a value", False, EDIT,
     {"change_xml": in_xml(OTHER, OTHER.replace(b"S", b"&#83;"))}),
    ("blank in an empty tag", False, EDIT,
     {"change_xml": in_xml(b'DN="200" />', b'DN="200"/>')}),
    ("line end", False, EDIT,
     {"change_xml": in_xml(b"</header>\n", b"</header>\r\n")}),
    ("fax address", False, EDIT,
     {"change_xml": in_xml(b"fax@example.com", b"fix@example.com")}),
    ("element not closed", False, EDIT,
     {"change_xml": in_xml(b"</header>", b"")}),
    ("property put in", True, MOBILE, {"change_xml": add_mobile}),
    ("property put in, odd indent", False, MOBILE,
     {"change_xml": lambda d: add_mobile(d).replace(
         b"\n" + b" " * 24 + b"<DNProperty>\n" + b" " * 28 +
         b"<Value>15550100299",
         b"\n\t <DNProperty>\n" + b" " * 28 + b"<Value>15550100299")}),
    ("members swapped", False, EDIT, {"change_pieces": swap}),
    ("member gone", False, EDIT, {"change_pieces": lambda p: p.pop()}),
    ("member gone as said", True, EDIT + ["--removed", "GONE"],
     {"change_pieces": lambda p: p.pop()}),
    ("descriptor dropped", False, EDIT, {"change_pieces": drop_descriptor}),
    ("member packed again", False, EDIT, {"change_pieces": pack_again}),
    ("time in a local header", False, EDIT,
     {"change_pieces": in_piece(2, "local", 10, 0x77)}),
    ("attribute in a record", False, EDIT,
     {"change_pieces": in_piece(2, "record", 38, 0x77)}),
    ("version of the changed member", False, EDIT,
     {"change_pieces": lambda p: [in_piece(i, "record", 5, 0)(p)
                                  for i in range(len(p))
                                  if p[i].name == tree.DATABASE]}),
    ("archive comment", False, EDIT, {"comment": b"made by me"}),
)


def ask(old_path, new_path, options):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = judge.main([old_path, new_path] + options)
    return status == 0, said.getvalue().strip()


def main(args):
    folder = args[0]
    old_path = os.path.join(folder, "judge-old.zip")
    new_path = os.path.join(folder, "judge-new.zip")
    archive.pack("bsdtar", tree.members(), old_path)
    with open(old_path, "rb") as f:
        old = f.read()
    last = rawzip.Archive(old).entries[-1].name.decode()
    wrong = 0
    for name, should_pass, options, how in CASES:
        with open(new_path, "wb") as f:
            f.write(edited(old, **how))
        options = [last if o == "GONE" else o for o in options]
        passed, said = ask(old_path, new_path, options)
        good = passed == should_pass
        wrong += not good
        print(f"{'ok' if good else 'not ok'} - judge: {name}: {said[:100]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
