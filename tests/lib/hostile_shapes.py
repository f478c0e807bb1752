"""Archive shapes that readers disagree on, and those of real writers, for
hostile.py.  Each refusal has its exact message."""

import struct

import rawzip
import tree
import zlib
from hostile_parts import (DATABASE, NAME, case, db, mapping, simple, sound,
                           wide)
from rawzip import DEFLATE, FULL16, FULL32, STORED, Member, extra_field

STEM = NAME[:-len("Db.xml")]
WAV = "recordings/200/a.wav"
SIZE = len(tree.wav(200))
ATTACK = b"<PhoneSystem/>"
SAME = ("another file in it has the same name, or some systems give it the same")
TAKEN = "some systems would take it for the database"
CONTROL = "the name holds a control character, which some systems drop"


def shown(name):
    """A name as messages show it."""
    if isinstance(name, str):
        name = name.encode()
    try:
        text = name.decode()
    except UnicodeDecodeError:
        return "".join(chr(b) if 32 <= b < 127 else f"\\x{b:02X}"
                       for b in name)
    return "".join(f"\\x{ord(c):02X}" if ord(c) < 32 or ord(c) == 127 else c
                   for c in text)


def refused(name, rule, status, text, members, why, at=-1, **options):
    """The `at`th member is refused, and why."""
    def says():
        made = members()
        at_offset = sum(len(m.gap_before) + len(m.local_bytes())
                        for m in made[:at % len(made)])
        return (f'file "{shown(made[at].name)}" at offset {at_offset}: '
                f"{why} (rule {rule})")
    simple(name, rule, status, text, members, says=says, **options)


def beside(*names, **options):
    """The database and members of these names."""
    return lambda: [db()] + [sound(name=n, **options) for n in names]


def names():
    for tag, bad in (("tab", b"recordings/a\t.wav"),
                     ("escape", b"recordings/\x1b[31ma.wav"),
                     ("line", b"recordings/a\r\n.wav"),
                     ("delete", b"recordings/a\x7f.wav"),
                     ("decoy", NAME.encode() + b"\x01"),
                     ("decoy-inside", STEM.encode() + b"D\x1fb.xml")):
        refused(f"control-{tag}", "R5", 3, f"a member is called {bad!r}",
                beside(bad), CONTROL)
    for tag, bad in (("ff", NAME.encode() + b"\xff"),
                     ("ff-first", b"\xff" + NAME.encode()),
                     ("ff-inside", STEM.encode() + b"D\xffb.xml"),
                     ("version", NAME.encode() + b";1"),
                     ("version-long", NAME.encode() + b";20201"),
                     ("version-empty", NAME.encode() + b";")):
        refused(f"infozip-{tag}", "R5", 3,
                f"{bad!r} is the database to Info-ZIP", beside(bad), SAME)
        refused(f"infozip-{tag}-alone", "R5", 3,
                f"{bad!r} and no other database",
                lambda bad=bad: [mapping(), db(name=bad)], TAKEN)
    for tag, bad in (("version", b"recordings/200/a.wav;3"),
                     ("ff", b"recordings/200/\xffa.wav"),
                     ("here", b"./recordings/200/a.wav"),
                     ("slashes", b"recordings//200/./a.wav"),
                     ("backslash", b"recordings\\200\\a.wav")):
        refused(f"same-{tag}", "R5", 3, f"{WAV} and {bad!r}",
                beside(WAV, bad), SAME)
    for tag, bad in (("file", NAME + "/x"), ("case", NAME.lower() + "/x.txt"),
                     ("here", "./" + NAME + "/a/b"), ("stream", NAME + ":s/x")):
        why = "it lies in a folder that has the name of the database"
        if tag in ("file", "here"):
            why = ("it lies in a folder that has the name of a file, "
                   f'"{NAME}"')
        refused(f"below-{tag}", "R5", 3, f"{bad} beside the database",
                beside(bad), why)
    refused("below-folder", "R5", 3, "a folder with the database's name",
            lambda: [db(), Member(NAME + "/", b"", STORED)],
            f'it lies in a folder that has the name of a file, "{NAME}"')
    refused("below-sound", "R5", 3, "a file in a folder that is a file",
            beside(WAV, WAV + "/b.wav"),
            f'it lies in a folder that has the name of a file, "{WAV}"')
    for tag, bad, why in (
            ("dot", ".", "the name ends in a part `.`"),
            ("dot-folder", "./", "the name is made of dots only"),
            ("dot-dots", ".//./", "the name is made of dots only"),
            ("dot-last", "recordings/.", "the name ends in a part `.`")):
        refused(f"name-{tag}", "R5", 3, f"a member is called {bad!r}",
                beside(bad), why)
    # With `\\`: in a folder on Windows, and in the root on Linux.
    flat = ("where `\\` is no folder sign it is a second database; the other "
            f'is "{NAME}"')
    for tag, bad in (("one", "x\\5Db.xml"), ("two", "x\\y\\5Db.xml"),
                     ("case", "x\\5DB.XML")):
        refused(f"database-flat-{tag}", "R9", 3, "a second database, by `\\`",
                beside(bad), flat)
    path = path_field(b"\x82.xml", b"x\\5Db.xml")
    refused("database-flat-path", "R9", 3, "the same by a Unicode Path",
            lambda: [db(), sound(name=b"\x82.xml", extra_local=path,
                                 extra_central=path)], flat)
    simple("fine-database-below", "fine", 0, "one in a folder beside it",
           beside("x/5Db.xml"))
    refused("codepage", "R5", 3, "`é` in code page 437, and in UTF-8",
            lambda: [db(), sound(name="é.wav", flags=rawzip.FLAG_UTF8),
                     sound(name=b"\x82.wav")], SAME)


def path_field(name, path, version=1, crc=None):
    """An Info-ZIP Unicode Path field."""
    crc = zlib.crc32(name) if crc is None else crc
    return extra_field(0x7075, struct.pack("<BI", version, crc) + path)


def unicode_paths():
    raw, good = b"recordings/\x82.wav", "recordings/é.wav".encode()

    def member(name, local, central=None, flags=0):
        central = local if central is None else central
        return lambda: [mapping(), db(), sound(
            name=name, extra_local=local, extra_central=central, flags=flags)]

    right = path_field(raw, good)
    for tag, text, name, field, why in (
            ("two", "two Unicode Paths, the second is the database", raw,
             right + path_field(raw, NAME.encode()),
             "it has more than one Unicode Path field"),
            ("version", "a Unicode Path of version 2", raw,
             path_field(raw, good, 2),
             "its Unicode Path field is not one of version 1"),
            ("short", "a Unicode Path without a path", raw,
             path_field(raw, b""),
             "its Unicode Path field is not one of version 1"),
            ("crc", "a Unicode Path for another name", raw,
             path_field(raw, good, crc=1),
             "the CRC in its Unicode Path field is not that of its name"),
            ("ascii", "a Unicode Path that renames plain ASCII", b"a.wav",
             path_field(b"a.wav", b"b.wav"),
             "its Unicode Path renames a name that is ASCII"),
            ("up", "a Unicode Path that leads up", raw,
             path_field(raw, b"../../x"),
             "its Unicode Path is not a safe name"),
            ("absolute", "an absolute Unicode Path", raw,
             path_field(raw, b"/etc/passwd"),
             "its Unicode Path is not a safe name"),
            ("control", "a Unicode Path with a control character", raw,
             path_field(raw, b"a\x01"),
             "its Unicode Path is not a safe name"),
            ("bytes", "a Unicode Path that is no UTF-8", raw,
             path_field(raw, b"\xc3"), "its Unicode Path is not UTF-8"),
            ("folder", "a Unicode Path that makes it a folder", raw,
             path_field(raw, good + b"/"),
             "its Unicode Path makes a folder of a file, or the reverse"),
            ("doubles", "a Unicode Path that is another member", raw,
             path_field(raw, b"OtherSettings/MappingTable.xml"), SAME),
            ("database", "a Unicode Path that is the database", raw,
             path_field(raw, NAME.encode()), SAME),
            ("database-case", "the same in small letters", raw,
             path_field(raw, NAME.lower().encode()), TAKEN)):
        refused(f"path-{tag}", "R5", 3, text, member(name, field), why)
    refused("path-utf8", "R5", 3, "a Unicode Path that renames UTF-8",
            member("é.wav", path_field("é.wav".encode(), b"b.wav"),
                   flags=rawzip.FLAG_UTF8),
            "its Unicode Path renames a name that is UTF-8 already")
    differ = "local header and central record disagree in the Unicode Path"
    for tag, local, central in (
            ("local", right, b""), ("central", b"", right),
            ("other", right, path_field(raw, "recordings/è.wav".encode()))):
        refused(f"path-differs-{tag}", "R5", "0/3",
                f"the Unicode Path differs between headers ({tag})",
                member(raw, local, central), differ)
    refused("path-local-two", "R5", "0/3", "two in the local header",
            member(raw, right + path_field(raw, NAME.encode()), right),
            "its local header has more than one Unicode Path field")
    simple("fine-path", "fine", 0, "`é` in code page 437 and a Unicode Path",
           member(raw, right))


def sizes():
    hidden = Member(NAME, ATTACK).local_bytes()
    refused("stored-sizes", "R4", 3, "a stored member with a header inside",
            lambda: [db(), sound(packed=tree.wav(200) + hidden)],
            "it is stored, but its two sizes differ")
    for tag, packed, options in (
            ("data", rawzip.deflate(b"x"), {}), ("none", b"", {}),
            ("long", rawzip.deflate(tree.wav(200)), {}),
            ("behind", b"\3\0PK", {}),
            ("descriptor", rawzip.deflate(b"x"), {"descriptor": "sig"})):
        refused(f"claims-nothing-{tag}", "R4", "0/3",
                f"deflated, 0 bytes stated, other data ({tag})",
                lambda packed=packed, options=options: [db(), Member(
                    WAV, b"", DEFLATE, packed=packed, **options)],
                f"it claims to hold 0 bytes, but its {len(packed)} bytes of "
                "data are not the empty stream")
    for tag, packed in (("usual", b"\3\0"), ("stored", b"\1\0\0\xff\xff"),
                        ("flushed", b"\0\0\0\xff\xff\3\0")):
        simple(f"fine-nothing-{tag}", "fine", 0,
               f"an empty deflated member ({tag})",
               lambda packed=packed: [db(), Member(WAV, b"", DEFLATE,
                                                   packed=packed)])

    lie = "a superfluous zip64 value is not the truth"
    for tag, status, options in (
            ("central", 3, {"extra_central": wide(SIZE + (1 << 32))}),
            ("central-csize", 3,
             {"extra_central": wide(SIZE, SIZE + (1 << 33))}),
            ("local", "0/3", {"extra_local": wide(SIZE + (1 << 32), SIZE)}),
            ("saturated", "0/3",
             {"local": {"size": FULL32, "csize": FULL32},
              "extra_local": wide(SIZE + (1 << 32), SIZE + (1 << 32))}),
            ("descriptor", "0/3",
             {"descriptor": "sig wide",
              "desc_values": {"size": SIZE + (1 << 32)}})):
        def members(options=options):
            return [db(), sound(**options)]
        why = {"saturated": "local header and central record disagree in the "
                            "sizes",
               "descriptor": "data descriptor and central record disagree"}
        if status == 3:
            def says(members=members):
                made = members()
                at = sum(len(m.local_bytes()) for m in made)
                at += len(made[0].central_bytes(0))
                return (f'file "{WAV}", directory record 2 at offset {at}: '
                        f"{lie} (rule R4)")
            simple(f"multiple-{tag}", "R4", status, "2^32 more in 64 bits",
                   members, says=says)
        else:
            refused(f"multiple-{tag}", "R4", status, "2^32 more in 64 bits",
                    members, why.get(tag, lie))
    for kind in ("sig", "plain"):
        refused(f"descriptor-narrow-{kind}", "R4", "0/3",
                "a zip64 field in the local header, and a descriptor of 4 + 4",
                lambda k=kind: [db(), sound(
                    descriptor=k, extra_local=rawzip.extra_field(
                        1, bytes(16)))],
                "its local header has a zip64 field, and the sizes in its "
                "data descriptor have 4 bytes instead of 8")
    simple("fine-descriptor-wide", "fine", 0,
           "a zip64 field in the local header, and a descriptor of 8 + 8",
           lambda: [db(), sound(descriptor="sig wide",
                                extra_local=rawzip.extra_field(1, bytes(16)))])
    refused("descriptor-looks-signed", "R4", "0/3",
            "a descriptor without signature whose CRC is the signature",
            lambda: [db(), sound(crc=0x08074B50, descriptor="plain")],
            "the CRC in its data descriptor looks like the signature that is "
            "missing there")


def ends():
    def members():
        return [mapping(), db(), sound()]

    def end_says(why, rule, back):
        def says():
            at = len(rawzip.build(members(), zip64=back > 22)) - back
            return f"end record at offset {at}: {why} (rule {rule})"
        return says

    second = rawzip.END64.pack(rawzip.END64_SIG, 44, 45, 45, 0, 0, 0, 0, 0, 0)
    for tag, body in (("byte", b"x"), ("record", second)):
        simple(f"end64-behind-{tag}", "R2", 3,
               f"the zip64 end record has data behind it ({tag})", members,
               zip64=True, end64={"record": 44 + len(body), "body": body},
               says=end_says("the zip64 end record goes on behind its 44 "
                             "bytes, where some readers look for another one",
                             "R2", 56 + 20 + 22))
    for field, more in (("size", 1 << 32), ("offset", 1 << 32),
                        ("count", 1 << 16)):
        def change(field=field, more=more):
            made = members()
            whole = rawzip.build(made)
            truth = struct.unpack_from(
                "<H" if field == "count" else "<I", whole,
                len(whole) - 22 + {"count": 10, "size": 12, "offset": 16}[
                    field])[0]
            lie = {field: truth + more}
            if field == "count":
                lie["here"] = truth + more
            return rawzip.build(made, zip64=True, end64=lie)
        case(f"end64-multiple-{field}", "R3", 3,
             f"{field} of the zip64 end record is {more} more",
             end_says("the zip64 end record and the end record disagree",
                      "R3", 56 + 20 + 22))(change)
    inner = rawzip.build([Member(NAME, ATTACK)])
    for tag, comment in (
            ("end", b"note PK\5\6"), ("locator", rawzip.LOCATOR.pack(
                rawzip.LOCATOR_SIG, 0, 0, 1)),
            ("end64", b"PK\6\6"), ("member", b"a PK\3\4 b"),
            ("record", b"PK\1\2")):
        simple(f"comment-{tag}", "R2", 3,
               f"a signature in the archive comment ({tag})", members,
               comment=comment,
               says=end_says("the archive comment holds the signature of a "
                             "ZIP record", "R2", 22))
    simple("comment-archive", "R2", 3, "a whole archive in the comment",
           members, comment=b"x" + inner + b"y")
    for tag, where, why in (
            ("extra", {"extra_central": extra_field(0x7777, inner)},
             "its extra fields hold the signature of a ZIP record"),
            ("comment", {"comment": inner},
             "its comment holds the signature of a ZIP record"),
            ("header", {"extra_central": b"PK\6\6" + b"\0" * 0x606},
             "its extra fields hold the signature of a ZIP record")):
        refused(f"hidden-{tag}", "R2", 3,
                f"an archive in the directory ({tag})",
                lambda where=where: [mapping(), db(), sound(**where)], why)
    # A signature of which one part is in a field and the other beside it.
    half, rest = extra_field(0x7777, b"xPK"), b"\5\6" + bytes(18)
    fields = "its extra fields hold the signature of a ZIP record"
    for tag, where in (
            ("ids", {"extra_central": half + extra_field(0x605, rest)}),
            ("zip64", {"extra_central": extra_field(0x7777, b"xPK") +
                       extra_field(0x606, b"") + extra_field(
                           1, struct.pack("<Q", SIZE))}),
            ("padding", {"extra_central": extra_field(0x7777, b"P") +
                         b"K\5\6"}),
            ("behind", {"extra_central": half, "comment": rest}),
            ("before", {"extra_central": extra_field(0x605, rest),
                        "name": "recordings/200/PK"}),
            ("around", {"comment": rest, "name": "recordings/200/PK"})):
        refused(f"hidden-{tag}", "R2", 3, "a signature in two parts",
                lambda where=where: [db(), sound(**where)], fields)
    refused("hidden-local-ids", "R2", "0/3", "a signature in two local fields",
            lambda: [db(), sound(extra_local=half + extra_field(
                0x403, bytes(26)))],
            "the extra fields of its local header hold the signature of a "
            "ZIP record")
    refused("hidden-local", "R2", "0/3", "an archive in a local extra field",
            lambda: [db(), sound(extra_local=extra_field(0x7777, inner))],
            "the extra fields of its local header hold the signature of a "
            "ZIP record")


def folder(name, **options):
    return Member(name, b"", options.pop("method", STORED),
                  attributes=(0o040755 << 16) | 0x10, **options)


def all_wide(offset):
    """Size, compressed size, offset and disk in one field of 28 bytes."""
    return {"central": {"size": FULL32, "csize": FULL32, "offset": FULL32,
                        "disk": FULL16, "need": 45},
            "extra_central": extra_field(1, struct.pack(
                "<QQQI", SIZE, SIZE, offset, 0))}


def real_writers():
    simple("fine-folders", "fine", 0, "folders and members as 3CX's converter",
           lambda: [db(), folder("OtherSettings/"), mapping(),
                    folder("recordings/"), folder("recordings/200/",
                                                  method=DEFLATE), sound()])
    simple("fine-folder-packed", "fine", 0, "a deflated folder of no bytes",
           lambda: [db(), folder("recordings/", method=DEFLATE, packed=b"")])
    simple("fine-folder-content", "fine", 0, "a folder that has content",
           lambda: [db(), Member("recordings/", b"hello", STORED)])
    simple("fine-end-disk", "fine", 0, "disks left to the zip64 end record",
           lambda: [db(), sound()], zip64=True,
           end={"disk": FULL16, "cd_disk": FULL16})
    at = len(db().local_bytes())
    simple("fine-zip64-all", "fine", 0, "all in a zip64 field of 28 bytes",
           lambda: [db(), sound(**all_wide(at)), mapping()])
    simple("fine-zip64-all-needless", "fine", 0, "the same, not saturated",
           lambda: [db(), sound(extra_central=all_wide(at)["extra_central"]),
                    mapping()])
    simple("fine-zip64-disk", "fine", 0, "just the disk in the zip64 field",
           lambda: [db(central={"disk": FULL16},
                       extra_central=extra_field(1, b"\0\0\0\0")), sound()])
    for n in (1, 2, 3):
        pad = {"extra_local": extra_field(0x7777, b"x") + b"\0" * n,
               "extra_central": b"\0" * n}
        simple(f"fine-padding-{n}", "fine", 0,
               f"{n} bytes of padding behind extra fields",
               lambda pad=pad: [mapping(**pad), db(**pad), sound(**pad)])
    simple("database-small-letters", "R9", "0/3",
           "the database's name ends in `db.xml`",
           lambda: [db(name=STEM + "db.xml"), sound()],
           says=lambda: f'file "{STEM}db.xml": the name does not end in '
           '"Db.xml" with these capital letters, so a restore may not find '
           "it; rename it in the archive to edit it (rule R9)")


def forged():
    """Legal, and read in another way by those who stream."""
    crc = struct.pack("<I", zlib.crc32(b"x"))
    inner = Member(NAME, ATTACK).local_bytes()
    start = rawzip.deflate(b"x")
    lie = b"PK\7\x08" + crc + struct.pack("<II", len(start), 1) + inner
    simple("fine-stream-ends-early", "fine", 0,
           "a stream that ends early, a descriptor and a second database",
           lambda: [db(), Member(WAV, b"x", DEFLATE, packed=start + lie,
                                 descriptor="sig")])
    simple("fine-stream-ends-early-plain", "fine", 0,
           "the same without a descriptor",
           lambda: [db(), Member(WAV, b"x", DEFLATE, packed=start + inner)])
    simple("fine-forged-descriptor", "fine", 0,
           "a forged descriptor in a stored member that has one",
           lambda: [db(), Member(WAV, b"x" + b"PK\7\x08" + crc +
                                 struct.pack("<II", 1, 1) + inner, STORED,
                                 descriptor="sig")])


@case("fine-65535", "fine", 0, "65,535 members without zip64, as Python has it")
def exactly():
    many = [Member(f"chat/{i:05d}.txt", b"", STORED) for i in range(65534)]
    return rawzip.build(many + [db()])


def register():
    """Adds the cases."""
    for some in (names, unicode_paths, sizes, ends, real_writers, forged):
        some()
