#!/usr/bin/env python3
"""judge.py OLD NEW [options]: does NEW differ from OLD just as it should?

  --edit 200:EmailAddress=x   this user's field has this value now ("" clears)
  --property 200:AVATAR       so may this property of his, to anything
  --changed MEMBER            this member's content was replaced
  --added MEMBER              NEW has this member, OLD has not
  --removed MEMBER            OLD has this member, NEW has not
                              (a ContactImage may come and go with its picture)
  --identical                 the two files are the same bytes
  --quick                     ask none of the other programs

Prints one line, PASS or FAIL and the reasons; exits 0 or 1.  Shares no code
with the program it judges: ZIP by rawzip.py and zipfile, XML by xmlspans.py
and ElementTree; unzip, 7z, bsdtar and xmllint are asked as well.
"""

import argparse
import contextlib
import gc
import hashlib
import io
import itertools
import mmap
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from urllib.parse import unquote

import rawzip
import xmlspans

SCALARS = ("FirstName", "LastName", "EmailAddress", "OutboundCallerID")
FIELDS = SCALARS + ("MobileNumber",)
# What an edit may change beside: it comes with a picture.
ENTRY = ("ContactImage",)
USERS = "Tenants/Tenant/DN/Extension"
# What other readers said of a file, by its name and content.
ASKED = {}
# Extra fields whose content follows the size and time of a changed member.
VOLATILE_EXTRAS = (0x0001, 0x000A, 0x5455)


class Verdict:
    """Collects reasons to fail."""

    def __init__(self):
        self.reasons = []

    def check(self, good, reason):
        if not good:
            self.reasons.append(reason)
        return good


# --- the archive --------------------------------------------------------

def label(entry):
    return entry.name.decode("utf-8", "backslashreplace")


def compare_untouched(v, old, new):
    """Every byte that belongs to a member, but for its offset."""
    where = label(old)
    v.check(old.local == new.local, f"{where}: local header differs")
    v.check(old.packed == new.packed, f"{where}: packed data differs")
    v.check(old.descriptor == new.descriptor, f"{where}: descriptor differs")
    v.check(old.record_without_offset() == new.record_without_offset(),
            f"{where}: central record differs")


def is_padding(tag, body):
    """A field that aligns by 4,096 bytes and holds nothing but zeros."""
    return (tag == 0xD935 and body[:2] == b"\0\x10" and
            not any(body[2:]) and len(body) < 4096 + 2)


def steady_extras(extra):
    return [(tag, b"" if tag in VOLATILE_EXTRAS else body)
            for tag, body in rawzip.split_extra(extra)
            if not is_padding(tag, body)]


def compare_changed(v, old, new):
    """A changed member keeps what its header says about it."""
    where = label(old)
    for field in ("flags", "method", "made", "iattr", "eattr", "comment"):
        v.check(getattr(old, field) == getattr(new, field),
                f"{where}: {field} differs")
    v.check(steady_extras(old.extra) == steady_extras(new.extra),
            f"{where}: central extra fields differ")
    v.check(steady_extras(old.local_extra) == steady_extras(new.local_extra),
            f"{where}: local extra fields differ")
    v.check(len(old.descriptor) == len(new.descriptor),
            f"{where}: descriptor is of another kind")


def compare_archives(v, old, new, changed, added, removed):
    """Same members in the same order; each untouched one byte for byte."""
    kept = [e for e in old.entries if label(e) not in removed]
    stayed = [e for e in new.entries if label(e) not in added]
    if not v.check([e.name for e in kept] == [e.name for e in stayed],
                   "members or their order differ"):
        return
    for wanted, entries, which in ((removed, old, "OLD"), (added, new, "NEW")):
        names = [label(e) for e in entries.entries]
        for name in wanted:
            v.check(name in names, f"{name}: not in {which}")
    for before, after in zip(kept, stayed):
        if label(before) in changed:
            compare_changed(v, before, after)
        else:
            compare_untouched(v, before, after)
    places = [[e.name for e in sorted(es, key=lambda e: e.offset)]
              for es in (kept, stayed)]
    v.check(places[0] == places[1], "order of the members' data differs")
    v.check(old.comment == new.comment, "archive comment differs")
    v.check(old.zip64 == new.zip64, "zip64 end records came or went")
    v.check(old.end[1:3] == new.end[1:3], "disk numbers differ")


# --- the database -------------------------------------------------------

def database_name(archive):
    found = [label(e) for e in archive.entries
             if label(e).lower().endswith("db.xml")
             and "/" not in label(e) and "\\" not in label(e)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} databases in the root")
    return found[0]


def user_fields(extension):
    """The five fields of an ElementTree extension, absent ones empty."""
    fields = {tag: extension.findtext(tag) or "" for tag in SCALARS}
    fields["MobileNumber"] = ""
    for item in extension.iterfind("Properties/DNProperty"):
        if item.findtext("Name") == "MOBILENUMBER":
            fields["MobileNumber"] = item.findtext("Value") or ""
    return fields


def all_fields(extension):
    """These, and what comes with a picture."""
    return dict(user_fields(extension),
                **{tag: extension.findtext(tag) or "" for tag in ENTRY})


def users(root):
    return {e.findtext("Number"): e for e in root.iterfind(USERS)}


def drop_field(extension, field):
    """Takes one field out of an extension; the rest can be compared."""
    if field != "MobileNumber":
        for child in extension.findall(field):
            extension.remove(child)
        return
    block = extension.find("Properties")
    if block is None:
        return
    for item in block.findall("DNProperty"):
        if item.findtext("Name") == "MOBILENUMBER":
            block.remove(item)
    if not len(block):
        extension.remove(block)


def spoken(text, of=True):
    """A text, without the blanks around it if it stands among elements."""
    return (text or "").strip() if of is True or len(of) else text or ""


def same_trees(one, two):
    """Are they, but for blanks between elements?  In the order of the document,
    how many children each has tells the tree."""
    for a, b in itertools.zip_longest(one.iter(), two.iter()):
        if a is None or b is None or a.tag != b.tag or \
                len(a) != len(b) or a.attrib != b.attrib:
            return False
        if a.text != b.text and spoken(a.text, a) != spoken(b.text, b) or \
                a.tail != b.tail and spoken(a.tail) != spoken(b.tail):
            return False
    return True


def compare_trees(v, roots, edits):
    """By ElementTree: the edited fields have their values, all else is same."""
    was, now = users(roots[0]), users(roots[1])
    if not v.check(list(was) == list(now), "users or their order differ"):
        return
    for number in was:
        wanted = dict(all_fields(was[number]), **edits.get(number, {}))
        found = all_fields(now[number])
        for field in FIELDS + ENTRY:
            v.check(found[field] == wanted[field],
                    f"user {number}: {field} is {found[field]!r}, "
                    f"not {wanted[field]!r}")
    for number, fields in edits.items():
        for field in fields:
            drop_field(was[number], field)
            drop_field(now[number], field)
    v.check(same_trees(*roots),
            "the database's trees differ beyond the edits")


def pair_spans(old, new, was, now):
    """The differing spans of one element: ((start, end), (start, end)).

    An element on one side only takes the blanks beside it along; `None` as
    the other side's span says so."""
    if was and now:
        if old[was.start:was.inner] == new[now.start:now.inner] and \
                old[was.stop:was.end] == new[now.stop:now.end]:
            return (was.inner, was.stop), (now.inner, now.stop)
        if tag_of(old, was) != tag_of(new, now):
            raise ValueError(f"<{was.name}> has another start tag")
        return (was.start, was.end), (now.start, now.end)
    if was:
        return (was.start, was.end), None
    return None, (now.start, now.end) if now else None


def property_spans(v, old, new, was, now, names):
    """As pair_spans, for edited properties: values, properties, or block."""
    block_was, items_was = xmlspans.properties(old, was)
    block_now, items_now = xmlspans.properties(new, now)
    gone = [items_was[n] for n in names if n in items_was and
            n not in items_now]
    come = [items_now[n] for n in names if n in items_now and
            n not in items_was]
    for data, items in ((old, gone), (new, come)):
        for item in items:
            v.check(xmlspans.is_plain(data, item),
                    "a property came or went with what is not its own")
    pairs = []
    if (gone or come) and xmlspans.holds_only(old, block_was, gone) and \
            xmlspans.holds_only(new, block_now, come):
        pairs.append(pair_spans(old, new, block_was, block_now))
    else:
        pairs += [pair_spans(old, new, item, None) for item in gone]
        pairs += [pair_spans(old, new, None, item) for item in come]
    for name in names:
        if name in items_was and name in items_now:
            one = items_was[name].find("Value")
            two = items_now[name].find("Value")
            if one or two:
                pairs.append(pair_spans(old, new, one[0] if one else None,
                                        two[0] if two else None))
    return pairs


def with_blanks(data, span, before):
    """A span and the run of blanks before it, or behind it."""
    start, end = span
    if before:
        while start > 0 and data[start - 1] in b" \t\r\n":
            start -= 1
    else:
        while end < len(data) and data[end] in b" \t\r\n":
            end += 1
    return start, end


def cut(data, spans):
    out, at = bytearray(), 0
    for start, end in sorted(spans):
        out += data[at:start]
        at = max(at, end)
    return bytes(out + data[at:])


def edited_spans(v, old, new, edits, touched):
    """[(old span or None, new span or None)] of all edited fields."""
    was, now = xmlspans.extensions(old), xmlspans.extensions(new)
    pairs = []
    for number in set(edits) | set(touched):
        fields = edits.get(number, {})
        names = list(touched.get(number, ()))
        if "MobileNumber" in fields:
            names.append("MOBILENUMBER")
        pairs += property_spans(v, old, new, was[number], now[number], names)
        for field in fields:
            if field == "MobileNumber":
                continue
            one = was[number].find(field)
            two = now[number].find(field)
            pairs.append(pair_spans(old, new, one[0] if one else None,
                                    two[0] if two else None))
    return [p for p in pairs if p != (None, None)]


def tag_of(data, node):
    """The start tag of an element, without its end."""
    return data[node.start:node.inner].rstrip(b"/> \t\r\n")


def check_inserted_blanks(v, old, new, pairs):
    """An element put in has the line ends and indent that the file uses."""
    for was, now in pairs:
        if was or not now:
            continue
        start = with_blanks(new, now, True)[0]
        end = with_blanks(new, now, False)[1]
        v.check(new[start:now[0]] in old and new[now[1]:end] in old,
                "blanks around an inserted element are not the file's own")


def compare_bytes(v, old, new, edits, touched):
    """With the edited spans cut out of both sides, nothing differs."""
    pairs = edited_spans(v, old, new, edits, touched)
    check_inserted_blanks(v, old, new, pairs)
    lone = [i for i, p in enumerate(pairs) if None in p]
    # For each lone element, its blanks may be those before or those behind.
    for sides in itertools.islice(
            itertools.product((True, False), repeat=len(lone)), 256):
        side = dict(zip(lone, sides))
        cuts = ([], [])
        for i, pair in enumerate(pairs):
            for data, span, into in zip((old, new), pair, cuts):
                if span and i in side:
                    span = with_blanks(data, span, side[i])
                if span:
                    into.append(span)
        if cut(old, cuts[0]) == cut(new, cuts[1]):
            return
    v.check(False, "the database's bytes differ beyond the edited spans")


def compare_databases(v, old, new, roots, edits, touched):
    if not touched:
        compare_trees(v, roots, edits)
    try:
        compare_bytes(v, old, new, edits, touched)
    except (ValueError, KeyError) as e:
        v.check(False, f"database: {e}")


# --- other readers ------------------------------------------------------

def ask(args, data=None):
    """Exit status of a program; a missing one is a failure, not a pass."""
    done = subprocess.run(args, input=data, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False)
    return done.returncode


def ask_once(args, path):
    """The exit status of a reader; of the same bytes it is asked once."""
    with open(path, "rb") as f:
        # A name that ends in another way may be read in another way.
        key = (args[0], os.path.basename(path),
               hashlib.sha256(f.read()).digest())
    if key not in ASKED:
        ASKED[key] = ask(args + [path])
    return ASKED[key]


def ask_readers(v, old_path, new_path, database):
    """Readers that accepted OLD accept NEW just as well."""
    for args in (["unzip", "-tqq"], ["7z", "t", "-bd"], ["bsdtar", "-xOf"]):
        was, now = (ask_once(args, p) for p in (old_path, new_path))
        v.check(now == was, f"{args[0]} exits {now} on NEW, {was} on OLD")
    v.check(ask(["xmllint", "--noout", "-"], database) == 0,
            "xmllint does not accept the database")


def check_zipfile(v, path):
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            # Of tens of thousands some; the other readers take them all.
            for member in members[::1 + len(members) // 4096]:
                with archive.open(member) as f:
                    while f.read(1 << 20):
                        pass
            bad = None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError,
            UnicodeDecodeError) as e:
        bad = str(e)
    return v.check(bad is None, f"Python zipfile: {bad}")


# --- all together -------------------------------------------------------

def parse_edits(words):
    edits = {}
    for word in words:
        target, _, wanted = word.partition("=")
        number, _, field = target.partition(":")
        if field not in FIELDS + ENTRY:
            raise SystemExit(f"judge.py: no such field: {word}")
        edits.setdefault(number, {})[field] = wanted
    return edits


def base_name(path):
    return path.replace("\\", "/").rsplit("/", 1)[-1].lower()


def follow_pictures(edits, roots, added, removed):
    """A ContactImage may come with a picture that it names, and go with it;
    what `edits` say of it stands."""
    came, gone = set(map(base_name, added)), set(map(base_name, removed))
    now = users(roots[1])
    for number, extension in users(roots[0]).items():
        one = all_fields(extension)["ContactImage"]
        two = all_fields(now[number])["ContactImage"] if number in now else one
        if one != two and (base_name(unquote(two)) in came if two else
                           base_name(unquote(one)) in gone):
            edits.setdefault(number, {}).setdefault("ContactImage", two)


def judge(v, args, old_data, new_data):
    old, new = rawzip.Archive(old_data), rawzip.Archive(new_data)
    edits = parse_edits(args.edit)
    database = database_name(old)
    before, after = (
        rawzip.unpack({label(e): e for e in a.entries}[database])
        for a in (old, new))
    roots = ET.fromstring(before), ET.fromstring(after)
    follow_pictures(edits, roots, args.added, args.removed)
    # A value that was there already is no edit at all.
    known = users(roots[0])
    for number in edits:
        if number not in known:
            raise ValueError(f"OLD has no user {number}")
    edits = {n: {f: w for f, w in fields.items()
                 if all_fields(known[n])[f] != w}
             for n, fields in edits.items()}
    edits = {n: fields for n, fields in edits.items() if fields}
    changed = list(args.changed) + (
        [database] if edits or args.property else [])
    compare_archives(v, old, new, changed, args.added, args.removed)
    for name in changed + args.added:
        rawzip.unpack({label(e): e for e in new.entries}[name])
    touched = {}
    for word in args.property:
        number, _, name = word.partition(":")
        touched.setdefault(number, set()).add(name)
    compare_databases(v, before, after, roots, edits, touched)
    if not changed and not args.added and not args.removed:
        v.check(same_bytes(old_data, new_data),
                "no edit, yet the files differ")
    if args.quick:
        return
    if check_zipfile(Verdict(), args.old):
        check_zipfile(v, args.new)
    ask_readers(v, args.old, args.new, after)


def mapped(path):
    """The bytes of a file, which may be larger than memory."""
    with open(path, "rb") as f:
        if os.fstat(f.fileno()).st_size == 0:
            return b""
        return mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)


def same_bytes(one, two):
    return len(one) == len(two) and memoryview(one) == memoryview(two)


def main(words):
    # Trees of millions of elements hold no circles to be looked for.
    gc.disable()
    parser = argparse.ArgumentParser()
    parser.add_argument("old")
    parser.add_argument("new")
    for name in ("--edit", "--property", "--changed", "--added", "--removed"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--identical", action="store_true")
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args(words)
    v = Verdict()
    old_data, new_data = (mapped(path) for path in (args.old, args.new))
    try:
        if args.identical:
            v.check(same_bytes(old_data, new_data), "the files differ")
        else:
            judge(v, args, old_data, new_data)
    except (ValueError, KeyError, ET.ParseError, zipfile.BadZipFile) as e:
        v.check(False, f"{type(e).__name__}: {e}")
    if v.reasons:
        print("FAIL " + "; ".join(v.reasons))
        return 1
    print("PASS")
    return 0


def asked(*words):
    """(does it pass?, what it says), in this process: another takes longer to
    start than to judge."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = main(words)
    return status == 0, said.getvalue().strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
