"""ZIP files byte by byte: every header field can be set, also to a lie.

Written from APPNOTE.TXT.  `build` makes archives that no well-behaved program
would write; `parse` says where each byte of an archive belongs.
"""

import struct
import zlib

LOCAL_SIG, CENTRAL_SIG, END_SIG = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END64_SIG, LOCATOR_SIG, DESC_SIG = b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08"
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
STORED, DEFLATE = 0, 8
FLAG_ENCRYPTED, FLAG_DESC, FLAG_UTF8 = 0x1, 0x8, 0x800

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
END64 = struct.Struct("<4sQHHIIQQQQ")
LOCATOR = struct.Struct("<4sIQI")


def deflate(data, level=6):
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def extra_field(tag, body):
    return struct.pack("<HH", tag, len(body)) + body


def split_extra(extra):
    """[(tag, body)]; raises ValueError where the lengths do not add up.  Fewer
    than four bytes at the end are padding."""
    found, at = [], 0
    while at + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, at)
        if at + 4 + size > len(extra):
            raise ValueError("extra field longer than its block")
        found.append((tag, extra[at + 4:at + 4 + size]))
        at += 4 + size
    return found


class Member:
    """One member to build: honest unless `local`, `central` override."""

    def __init__(self, name, data=b"", method=DEFLATE, **options):
        self.name = name.encode("utf-8") if isinstance(name, str) else name
        self.data = data
        self.method = method
        packed = deflate(data) if method == DEFLATE else data
        self.packed = options.get("packed", packed)
        self.crc = options.get("crc", zlib.crc32(data))
        self.size = options.get("size", len(data))
        self.flags = options.get("flags", 0)
        self.extra_local = options.get("extra_local", b"")
        self.extra_central = options.get("extra_central", b"")
        self.comment = options.get("comment", b"")
        self.attributes = options.get("attributes", 0o100600 << 16)
        self.made_by = options.get("made_by", 0x031E)
        # None, or the fields of the data descriptor: signature? wide?
        self.descriptor = options.get("descriptor")
        self.local = options.get("local", {})
        self.central = options.get("central", {})
        self.desc_values = options.get("desc_values", {})
        self.gap_before = options.get("gap_before", b"")
        self.in_directory = options.get("in_directory", True)
        self.in_file = options.get("in_file", True)

    def values(self):
        flags = self.flags | (FLAG_DESC if self.descriptor else 0)
        return {"need": 20, "flags": flags, "method": self.method,
                "time": 0x5000, "date": 0x5972, "crc": self.crc,
                "csize": len(self.packed), "size": self.size,
                "name": self.name, "disk": 0, "iattr": 0,
                "eattr": self.attributes, "made": self.made_by}

    def local_bytes(self):
        v = self.values()
        v["extra"] = self.extra_local
        if self.descriptor:
            v.update(crc=0, csize=0, size=0)
        v.update(self.local)
        head = LOCAL.pack(LOCAL_SIG, v["need"], v["flags"], v["method"],
                          v["time"], v["date"], v["crc"], v["csize"],
                          v["size"], v.get("name_length", len(v["name"])),
                          v.get("extra_length", len(v["extra"])))
        return head + v["name"] + v["extra"] + self.packed + self.tail()

    def tail(self):
        if not self.descriptor:
            return b""
        v = self.values()
        v.update(self.desc_values)
        wide = "<IQQ" if "wide" in self.descriptor else "<III"
        body = struct.pack(wide, v["crc"], v["csize"], v["size"])
        return (DESC_SIG if "sig" in self.descriptor else b"") + body

    def central_bytes(self, offset):
        v = self.values()
        v.update(extra=self.extra_central, comment=self.comment, offset=offset)
        v.update(self.central)
        head = CENTRAL.pack(CENTRAL_SIG, v["made"], v["need"], v["flags"],
                            v["method"], v["time"], v["date"], v["crc"],
                            v["csize"], v["size"],
                            v.get("name_length", len(v["name"])),
                            v.get("extra_length", len(v["extra"])),
                            len(v["comment"]), v["disk"], v["iattr"],
                            v["eattr"], v["offset"])
        return head + v["name"] + v["extra"] + v["comment"]


def build(members, comment=b"", **o):
    """The archive.  Options: prefix, suffix, before_directory, after_directory
    (bytes), base (added to every offset), order (of the directory), end, end64,
    locator (overrides by field name), zip64 (write those records)."""
    out = bytearray(o.get("prefix", b""))
    base = o.get("base", 0)
    offsets = []
    for m in members:
        out += m.gap_before
        offsets.append(len(out) + base)
        if m.in_file:
            out += m.local_bytes()
    out += o.get("before_directory", b"")
    start = len(out)
    listed = [i for i in o.get("order", range(len(members)))
              if members[i].in_directory]
    for i in listed:
        out += members[i].central_bytes(offsets[i])
    size = len(out) - start
    out += o.get("after_directory", b"")
    e = {"disk": 0, "cd_disk": 0, "here": len(listed), "count": len(listed),
         "size": size, "offset": start + base}
    if o.get("zip64"):
        out += end64_bytes(e, len(out), o)
    e.update(o.get("end", {}))
    out += END.pack(END_SIG, e["disk"], e["cd_disk"], e["here"], e["count"],
                    e["size"], e["offset"],
                    e.get("comment_length", len(comment)))
    return bytes(out) + comment + o.get("suffix", b"")


def end64_bytes(e, at, o):
    v = dict(e, record=44, made=45, need=45, body=b"")
    v.update(o.get("end64", {}))
    loc = {"disk": 0, "at": at, "disks": 1}
    loc.update(o.get("locator", {}))
    return (END64.pack(END64_SIG, v["record"], v["made"], v["need"], v["disk"],
                       v["cd_disk"], v["here"], v["count"], v["size"],
                       v["offset"]) + v["body"] +
            LOCATOR.pack(LOCATOR_SIG, loc["disk"], loc["at"], loc["disks"]))


class Entry:
    """What the directory says of one member, and where its bytes lie."""

    def __init__(self, data, at):
        (sig, self.made, self.need, self.flags, self.method, self.time,
         self.date, self.crc, self.csize, self.size, names, extras, comments,
         self.disk, self.iattr, self.eattr, self.offset) = \
            CENTRAL.unpack_from(data, at)
        if sig != CENTRAL_SIG:
            raise ValueError(f"no central record at {at}")
        name_at = at + CENTRAL.size
        self.name = data[name_at:name_at + names]
        self.extra = data[name_at + names:name_at + names + extras]
        end = name_at + names + extras + comments
        self.comment = data[end - comments:end]
        self.record = data[at:end]
        self.wide_offset = None
        self.widen()

    def widen(self):
        """Takes the true values of saturated fields from the zip64 field."""
        body = dict(split_extra(self.extra)).get(1, b"")
        at = 0
        for field in ("size", "csize", "offset"):
            if getattr(self, field) == FULL32:
                setattr(self, field, struct.unpack_from("<Q", body, at)[0])
                if field == "offset":
                    self.wide_offset = at
                at += 8
        # Values that need not be there repeat the truth.
        if self.wide_offset is None and len(body) >= 24:
            self.wide_offset = 16

    def place(self, data, end):
        """Cuts [offset, end) into local header, packed data, descriptor."""
        fields = LOCAL.unpack_from(data, self.offset)
        if fields[0] != LOCAL_SIG:
            raise ValueError(f"no local header at {self.offset}")
        start = self.offset + LOCAL.size + fields[9] + fields[10]
        self.local = data[self.offset:start]
        self.local_fields = fields
        self.local_extra = self.local[LOCAL.size + fields[9]:]
        # No copy: it may be a recording of gigabytes.
        self.packed = memoryview(data)[start:start + self.csize]
        self.descriptor = data[start + self.csize:end]

    def record_without_offset(self):
        """The central record with its offset, in whichever place, blanked."""
        record = bytearray(self.record)
        record[42:46] = bytes(4)
        if self.wide_offset is None:
            return bytes(record)
        at = CENTRAL.size + len(self.name)
        for tag, body in split_extra(self.extra):
            if tag == 1:
                at += 4 + self.wide_offset
                record[at:at + 8] = bytes(8)
                break
            at += 4 + len(body)
        return bytes(record)


class Archive:
    """A whole archive in memory (`mmap` does too), taken apart."""

    def __init__(self, data):
        self.data = data
        at = data.rfind(END_SIG)
        if at < 0:
            raise ValueError("no end record")
        end = END.unpack_from(data, at)
        self.end = end
        self.count, self.size, self.offset = end[4], end[5], end[6]
        self.comment = data[at + END.size:]
        if len(self.comment) != end[7]:
            raise ValueError("archive comment is not of its stated length")
        self.tail_at = at
        self.zip64 = data[at - 20:at - 16] == LOCATOR_SIG
        if self.zip64:
            self.tail_at = LOCATOR.unpack_from(data, at - 20)[2]
            v = END64.unpack_from(data, self.tail_at)
            self.count, self.size, self.offset = v[7], v[8], v[9]
        self.entries = []
        self.read_directory()

    def read_directory(self):
        at = self.offset
        for _ in range(self.count):
            entry = Entry(self.data, at)
            self.entries.append(entry)
            at += len(entry.record)
        if at != self.offset + self.size or at != self.tail_at:
            raise ValueError("directory does not end where it should")
        placed = sorted(self.entries, key=lambda e: e.offset)
        ends = [e.offset for e in placed[1:]] + [self.offset]
        if placed and placed[0].offset != 0:
            raise ValueError("bytes before the first member")
        for entry, end in zip(placed, ends):
            entry.place(self.data, end)


def unpack(entry, limit=1 << 30):
    """The content of a stored or deflated entry, CRC checked."""
    packed = bytes(entry.packed)
    if entry.method == DEFLATE:
        d = zlib.decompressobj(-15)
        content = d.decompress(packed, limit)
        if not d.eof or d.unused_data:
            raise ValueError("deflate stream does not end with its data")
    elif entry.method == STORED:
        content = packed
    else:
        raise ValueError(f"method {entry.method}")
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise ValueError("content is not of its stated size and CRC")
    return content
