"""What the archives of hostile.py are made of: usual members, and a list of
cases.  `says` is the message that a refusal must have, behind the path."""

import struct

import rawzip
import tree
from rawzip import DEFLATE, STORED, Member, extra_field

DATABASE = tree.read(tree.DATABASE)
NAME = tree.DATABASE

CASES = []


def case(name, rule, status, text, says=""):
    """Registers a function that returns the bytes of one file."""
    def add(make):
        CASES.append((name, rule, status, text, says, make))
        return make
    return add


def db(**options):
    return Member(options.pop("name", NAME), options.pop("data", DATABASE),
                  options.pop("method", DEFLATE), **options)


def mapping(**options):
    return Member("OtherSettings/MappingTable.xml",
                  tree.read("OtherSettings/MappingTable.xml"), **options)


def picture(**options):
    return Member("ProfilePictures/200.png",
                  tree.png(tree.PICTURES["200"]), STORED, **options)


def sound(**options):
    options.setdefault("method", STORED)
    return Member(options.pop("name", "recordings/200/a.wav"), tree.wav(200),
                  **options)


def usual():
    return [mapping(), db(), picture(), sound()]


def simple(name, rule, status, text, members, /, **options):
    """A case that is only members and options of rawzip.build."""
    case(name, rule, status, text, options.pop("says", ""))(
        lambda: rawzip.build(members(), **options))


def with_db(name, rule, status, text, /, says="", **options):
    simple(name, rule, status, text,
           lambda: [mapping(), db(**options), sound()], says=says)


def with_sound(name, rule, status, text, /, says="", **options):
    simple(name, rule, status, text, lambda: [mapping(), db(), sound(
        **options)], says=says)


def wide(*values):
    return extra_field(1, b"".join(struct.pack("<Q", v) for v in values))
