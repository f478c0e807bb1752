"""ZIP files written byte by byte, for fool.py, and ways to alter one.

Nothing here knows the program.  Each line of ALTERATIONS is one thing put
wrong in the archive NEW: its name, the statuses that `verify` may answer
with (1: differs; 3: refused as it is opened), and what is done.
"""

import struct
import zlib

DATABASE = "458245234Db.xml"
UT = struct.pack("<HHBI", 0x5455, 5, 1, 1731897004)
OWNER = struct.pack("<HHBBIBI", 0x7875, 11, 1, 4, 1000, 4, 1000)
TIME, DATE = 2 << 11 | 30 << 5 | 2, (2024 - 1980) << 9 | 11 << 5 | 18


def unicode_path(stored, name):
    """An extra field that gives the member another name."""
    body = struct.pack("<BI", 1, zlib.crc32(stored.encode())) + name.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


class Member:
    """One member, with every part of its headers."""

    def __init__(self, name, data, method=8, descriptor=False, extra=UT):
        self.name = name
        self.data = data
        self.method = method
        self.flags = 8 if descriptor else 0
        self.descriptor_form = "<4I"
        self.time = self.local_time = TIME
        self.date = self.local_date = DATE
        self.local_extra = self.extra = extra
        self.comment = b""
        self.made = 3 << 8 | 20
        self.needed = self.local_needed = 20
        self.inner = 0
        self.outer = 0o100600 << 16
        self.level = 9

    def packed(self):
        if self.method == 0:
            return self.data
        c = zlib.compressobj(self.level, zlib.DEFLATED, -15)
        return c.compress(self.data) + c.flush()

    def local(self):
        body, crc = self.packed(), zlib.crc32(self.data)
        sizes = (0, 0, 0) if self.flags & 8 else (
            crc, len(body), len(self.data))
        name = self.name.encode()
        out = struct.pack("<I5H3I2H", 0x04034b50, self.local_needed,
                          self.flags, self.method, self.local_time,
                          self.local_date, *sizes, len(name),
                          len(self.local_extra))
        out += name + self.local_extra + body
        if self.flags & 8:
            values = (0x08074b50, crc, len(body), len(self.data))
            form = self.descriptor_form
            out += struct.pack(form, *values[-int(form[1]):])
        return out

    def central(self, offset):
        name = self.name.encode()
        return struct.pack(
            "<I6H3I5H2I", 0x02014b50, self.made, self.needed, self.flags,
            self.method, self.time, self.date, zlib.crc32(self.data),
            len(self.packed()), len(self.data), len(name), len(self.extra),
            len(self.comment), 0, self.inner, self.outer,
            offset) + name + self.extra + self.comment


class Archive:
    """Members in the order of their data, and how the directory is."""

    def __init__(self, members, comment=b"Backup of pbx.example.com"):
        self.members = members
        self.comment = comment
        self.listed = None
        self.zip64 = False

    def get(self, name):
        return next(m for m in self.members if m.name == name)

    def drop(self, name):
        self.members.remove(self.get(name))

    def put(self, at, member):
        self.members.insert(at, member)

    def pack(self):
        out, places = bytearray(), {}
        for m in self.members:
            places[id(m)] = len(out)
            out += m.local()
        start = len(out)
        listed = self.members if self.listed is None else self.listed
        for m in listed:
            out += m.central(places[id(m)])
        size, n = len(out) - start, len(listed)
        if self.zip64:
            at = len(out)
            out += struct.pack("<IQ2H2I4Q", 0x06064b50, 44, 45, 45, 0, 0, n, n,
                               size, start)
            out += struct.pack("<IIQI", 0x07064b50, 0, at, 1)
        out += struct.pack("<I4H2IH", 0x06054b50, 0, 0, n, n, size, start,
                           len(self.comment)) + self.comment
        return bytes(out)


def pictures(png):
    """The pictures of OLD and of NEW: {name: content}."""
    before = {f"ProfilePictures/{n}.png": png((i * 40, 90, 120))
              for i, n in enumerate(("200", "203", "205", "lobby"))}
    after = dict(before)
    after["ProfilePictures/200.png"] = png((1, 2, 3))
    after["ProfilePictures/201.png"] = png((4, 5, 6))
    del after["ProfilePictures/205.png"]
    return before, after


def backup(database, images):
    """The backup with this database and these pictures."""
    folder = Member("ProfilePictures/", b"", 0)
    folder.outer = 0o40700 << 16 | 0x10
    return Archive([
        Member("metadata", b"3CXAA" + bytes(91), 0, extra=b""),
        Member(DATABASE, database, descriptor=True, extra=UT + OWNER),
        Member("OtherSettings/MappingTable.xml", b"<Mappings/>"),
        Member("recordings/200/a.wav", bytes(range(256)) * 4, 0),
        folder,
    ] + [Member(name, data, 0) for name, data in images.items()] +
        [Member("vmailprompts/200/hello.wav", bytes(512), descriptor=True)])


def of(which, **parts):
    def alter(archive):
        member = archive.get(which)
        for key, value in parts.items():
            setattr(member, key, value)
    return alter


def database(**parts):
    return of(DATABASE, **parts)


def both_extras(name, extra):
    return of(name, extra=extra, local_extra=extra)


def move(archive, name, to):
    member = archive.get(name)
    archive.members.remove(member)
    archive.members.insert(to, member)


def relist(archive):
    archive.listed = archive.members[:2] + archive.members[2:][::-1]


def add(name, data):
    return lambda archive: archive.members.append(Member(name, data, 0))


def drop(name):
    return lambda a: a.drop(name)


def set_archive(**parts):
    def alter(archive):
        for key, value in parts.items():
            setattr(archive, key, value)
    return alter


MAP = "OtherSettings/MappingTable.xml"
WAV = "recordings/200/a.wav"
NEW_PICTURE = "ProfilePictures/201.png"
CHANGED_PICTURE = "ProfilePictures/200.png"
SAME_PICTURE = "ProfilePictures/203.png"
LATER = UT[:5] + struct.pack("<I", 1731897005)

ALTERATIONS = (
    # The database's own headers.
    ("database: another name in a local field", (1, 3),
     database(local_extra=UT + OWNER + unicode_path(DATABASE, "9Db.xml"))),
    ("database: another name in both fields", (1, 3),
     both_extras(DATABASE, UT + OWNER + unicode_path(DATABASE, "9Db.xml"))),
    ("database: an unknown local field", (1,),
     database(local_extra=UT + OWNER + b"\xfe\xca\x02\x00hi")),
    ("database: an unknown central field", (1,),
     database(extra=UT + OWNER + b"\xfe\xca\x02\x00hi")),
    ("database: a lost local field", (1,), database(local_extra=UT)),
    ("database: a lost central field", (1,), database(extra=UT)),
    ("database: local fields in another order", (1,),
     database(local_extra=OWNER + UT)),
    ("database: another owner", (1,),
     database(local_extra=UT + OWNER[:-1] + b"\x01")),
    ("database: another time in the local header", (1,),
     database(local_time=TIME + 1)),
    ("database: another time in the central record", (1,),
     database(time=TIME + 1)),
    ("database: another date in the local header", (1,),
     database(local_date=DATE + 1)),
    ("database: another local field of time", (1,),
     database(local_extra=LATER + OWNER)),
    ("database: another central field of time", (1,),
     database(extra=LATER + OWNER)),
    ("database: a comment", (1,), database(comment=b"x")),
    ("database: other attributes", (1,), database(outer=0o100777 << 16)),
    ("database: internal attributes", (1,), database(inner=1)),
    ("database: made by another system", (1,), database(made=20)),
    ("database: another version needed", (1,), database(needed=45)),
    ("database: another local version needed", (1,),
     database(local_needed=45)),
    ("database: stored", (1,), database(method=0)),
    ("database: no descriptor", (1,), database(flags=0)),
    ("database: flags of the compression", (1,), database(flags=8 | 2)),
    ("database: another descriptor", (1,),
     database(descriptor_form="<3I")),
    ("database: padding behind local fields", (1, 3),
     database(local_extra=UT + OWNER + b"\0\0")),
    ("database: another name", (1,), database(name="9Db.xml")),
    ("database: two of them", (1, 3), add("9Db.xml", b"<PhoneSystem/>")),
    # Other members.
    ("another member's content", (1,), of(MAP, data=b"<Mappings />")),
    ("another member's content, of the same length", (1,),
     of(WAV, data=bytes(1024))),
    ("another member compressed anew", (1,), of(MAP, method=0)),
    ("another member of another level", (1,),
     of("vmailprompts/200/hello.wav", level=0)),
    ("another member's name", (1,), of(WAV, name="recordings/200/b.wav")),
    ("another member's local field", (1,), of(MAP, local_extra=LATER)),
    ("another member's central field", (1,), of(MAP, extra=LATER)),
    ("another member's local time", (1,), of(MAP, local_time=TIME + 1)),
    ("another member's time", (1,), of(MAP, time=TIME + 1,
                                       local_time=TIME + 1)),
    ("another member's comment", (1,), of(MAP, comment=b"x")),
    ("another member's attributes", (1,), of(MAP, outer=0o100777 << 16)),
    ("another member's local version", (1,), of(MAP, local_needed=45)),
    ("another member's version", (1,), of(MAP, needed=45)),
    ("another member's descriptor", (1,),
     of("vmailprompts/200/hello.wav", descriptor_form="<3I")),
    ("metadata changed", (1,), of("metadata", data=b"3CXAA" + bytes(90) +
                                  b"x")),
    ("a member gone", (1,), drop(MAP)),
    ("a recording gone", (1,), drop(WAV)),
    ("a member more", (1,), add("more.txt", b"more")),
    ("an empty member more", (1,), add("more.txt", b"")),
    ("a folder more", (1,), add("more/", b"")),
    ("a database's table more", (1,), add("DbTables/x.csv", b"a\n")),
    # Pictures, and what only seems to be one.
    ("a folder of pictures with content", (1, 3),
     add("ProfilePictures/evil/", b"hello")),
    ("the folder of pictures with content", (1, 3),
     of("ProfilePictures/", data=b"hello")),
    ("a program as a picture", (1,),
     add("ProfilePictures/204.exe", b"MZ" + bytes(64))),
    ("a script as a picture", (1,),
     add("ProfilePictures/204_x.php", b"<?php system($_GET[0]);")),
    ("text named as a picture", (1,),
     add("ProfilePictures/204.png", b"hello")),
    ("a page named as a picture", (1,),
     add("ProfilePictures/204.png", b"<html><script>x</script></html>")),
    ("an empty picture", (1,), add("ProfilePictures/204.png", b"")),
    ("an SVG named as a picture", (1,),
     add("ProfilePictures/204.png", b"<svg xmlns='http://www.w3.org/2000/svg'"
         b"/>")),
    ("a JPEG named PNG", (1,),
     add("ProfilePictures/204.png", b"\xff\xd8\xff\xe0" + bytes(64))),
    ("a picture named as a program", (1,),
     lambda a: a.members.append(Member(
         "ProfilePictures/204.exe", a.get(NEW_PICTURE).data, 0))),
    ("a replaced picture that is none", (1,),
     of(CHANGED_PICTURE, data=b"MZ" + bytes(64))),
    ("an added picture that is none", (1,), of(NEW_PICTURE, data=b"MZ")),
    ("a picture of nobody", (1,),
     lambda a: a.members.append(Member(
         "ProfilePictures/hall.png", a.get(NEW_PICTURE).data, 0))),
    ("a picture of nobody changed", (1,),
     lambda a: of("ProfilePictures/lobby.png",
                  data=a.get(NEW_PICTURE).data)(a)),
    ("a picture of nobody gone", (1,), drop("ProfilePictures/lobby.png")),
    ("a replaced picture's local field", (1,),
     of(CHANGED_PICTURE, local_extra=UT + b"\xfe\xca\x02\x00hi")),
    ("a replaced picture's other name", (1, 3),
     of(CHANGED_PICTURE,
        local_extra=UT + unicode_path(CHANGED_PICTURE, DATABASE))),
    ("a replaced picture's local time", (1,),
     of(CHANGED_PICTURE, local_time=TIME + 1)),
    ("a replaced picture's attributes", (1,),
     of(CHANGED_PICTURE, outer=0o104777 << 16)),
    ("a replaced picture's comment", (1,), of(CHANGED_PICTURE, comment=b"x")),
    ("a replaced picture compressed", (1,), of(CHANGED_PICTURE, method=8)),
    ("a picture that stays, compressed", (1,), of(SAME_PICTURE, method=8)),
    ("a picture that stays, with a comment", (1,),
     of(SAME_PICTURE, comment=b"x")),
    # The archive.
    ("another comment of the archive", (1,), set_archive(comment=b"x")),
    ("no comment of the archive", (1,), set_archive(comment=b"")),
    ("zip64 end records", (1,), set_archive(zip64=True)),
    ("members' data in another order", (1,), lambda a: move(a, WAV, 1)),
    ("metadata behind the database", (1,), lambda a: move(a, "metadata", 1)),
    ("the database at the end", (1,), lambda a: move(a, DATABASE, 9)),
    ("the directory in another order", (1,), relist),
    ("a picture added at the front", (1,), lambda a: move(a, NEW_PICTURE, 0)),
)
