"""Databases that must be refused, and odd ones that must not be."""

BOM = b"\xef\xbb\xbf"
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>'
# Deeper than any writer nests, and than a careful parser follows.
DEPTH = 200000
# The limits that README names under R10.
TAG, TEXT, COMMENT = 64 << 10, 8 << 20, 10_000_000


def swap(data, find, put):
    """`data` with one piece replaced; the piece must be there."""
    if find not in data:
        raise SystemExit(f"hostile_xml.py: {find} is not in the sample")
    return data.replace(find, put, 1)


def doctype(data, inner):
    return swap(data, b"<PhoneSystem>",
                b"<!DOCTYPE PhoneSystem" + inner + b">\n<PhoneSystem>")


LAUGHS = (b' [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
          b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]')
FILE_ENTITY = b' [<!ENTITY f SYSTEM "file:///etc/hostname">]'
PERSON = b"<FirstName>Sean</FirstName>"


def long_tag(data, size):
    """With a tag of so many bytes before its end."""
    tag = b'<note text=""'
    return swap(data, b"<license>", tag[:-1] + b"x" * (size - len(tag)) +
                b'"/><license>')


def long_text(data, size):
    return swap(data, b"<license>",
                b"<note>" + b"x" * size + b"</note><license>")


def broken(data):
    """[(name, exit status, what is wrong, bytes)]"""
    text = data[len(BOM):].decode("utf-8")
    return [
        ("doctype", 3, "a DOCTYPE", doctype(data, b"")),
        ("doctype-entities", 3, "entities of entities", doctype(data, LAUGHS)),
        ("doctype-file", 3, "an entity that is a file",
         swap(doctype(data, FILE_ENTITY), PERSON,
              b"<FirstName>&f;</FirstName>")),
        ("doctype-remote", 3, "a DOCTYPE from the network",
         doctype(data, b' SYSTEM "http://dtd.example.com/x.dtd"')),
        ("not-closed", 3, "an element is not closed",
         swap(data, b"</FirstName>", b"")),
        ("crossed", 3, "elements closed in the wrong order",
         swap(data, b"</version>", b"</header>")),
        ("cut", 3, "the second half is missing", data[:len(data) // 2]),
        ("cut-in-text", 3, "it ends inside a value",
         data[:data.index(PERSON) + 14]),
        ("trailing", 3, "text behind the root",
         data + b"\ntrailing text"),
        ("second-root", 3, "a second root", data + b"<PhoneSystem/>"),
        ("empty", 3, "no bytes at all", b""),
        ("bom-only", 3, "nothing but a byte order mark", BOM),
        ("blank", 3, "nothing but blanks", b"  \n\n"),
        ("utf16le", 3, "UTF-16, little endian",
         b"\xff\xfe" + text.replace("utf-8", "utf-16").encode("utf-16-le")),
        ("utf16be", 3, "UTF-16, big endian",
         b"\xfe\xff" + text.replace("utf-8", "utf-16").encode("utf-16-be")),
        ("utf16-bare", 3, "UTF-16 without a byte order mark",
         text.replace("utf-8", "utf-16").encode("utf-16-le")),
        ("latin1", 3, "declared and spelt as ISO-8859-1",
         swap(swap(data, BOM, b""), b"utf-8", b"iso-8859-1")),
        ("bad-utf8", 3, "bytes that are not UTF-8",
         swap(data, PERSON, b"<FirstName>S\xe9an</FirstName>")),
        ("overlong", 3, "an overlong UTF-8 sequence",
         swap(data, PERSON, b"<FirstName>S\xc0\xafan</FirstName>")),
        ("surrogate", 3, "a surrogate in UTF-8",
         swap(data, PERSON, b"<FirstName>S\xed\xa0\x80an</FirstName>")),
        ("nul", 3, "a NUL in a value",
         swap(data, PERSON, b"<FirstName>S\0an</FirstName>")),
        ("control", 3, "a control character in a value",
         swap(data, PERSON, b"<FirstName>S\x01an</FirstName>")),
        ("control-reference", 3, "a reference to a control character",
         swap(data, PERSON, b"<FirstName>S&#1;an</FirstName>")),
        ("entity", 3, "an entity that nobody defined",
         swap(data, PERSON, b"<FirstName>S&eacute;an</FirstName>")),
        ("ampersand", 3, "a bare ampersand",
         swap(data, PERSON, b"<FirstName>S&an</FirstName>")),
        ("attribute-twice", 3, "an attribute given twice",
         swap(data, b'<Internal DN="100" />',
              b'<Internal DN="100" DN="101" />')),
        ("version-1.1", 3, "XML 1.1, which .NET does not read",
         swap(data, DECLARATION,
              b'<?xml version="1.1" encoding="utf-8"?>')),
        ("deep", 3, "elements nested 200,000 deep",
         DECLARATION + b"<PhoneSystem>" + b"<a>" * DEPTH + b"</a>" * DEPTH +
         b"</PhoneSystem>"),
        ("long-tag", 3, "a tag over the limit, far from any user",
         long_tag(data, TAG + 1)),
        ("long-text", 3, "a text over the limit, far from any user",
         long_text(data, TEXT + 1)),
        ("long-comment", 3, "a comment over the limit",
         swap(data, b"<license>",
              b"<!--" + b"-x" * COMMENT + b"--><license>")),
        ("other-root", 3, "the root is not PhoneSystem",
         data.replace(b"PhoneSystem>", b"PhoneBook>")),
        ("mapping-root", 3, "the mapping table in the database's place",
         BOM + DECLARATION + b"<Mappings><DNMappings /></Mappings>"),
        ("html", 3, "a page of HTML",
         b"<html><body><p>Not found<br></body></html>"),
    ]


def odd(data):
    """[(name, what is odd, bytes)]"""
    return [
        ("no-declaration", "no XML declaration",
         BOM + data[data.index(b"<PhoneSystem>"):]),
        ("no-bom", "no byte order mark", data[len(BOM):]),
        ("standalone", "a declaration that says more",
         swap(data, DECLARATION, b"<?xml version='1.0' encoding='UTF-8'"
              b" standalone='yes' ?>")),
        ("comment-first", "comments and instructions around the root",
         swap(data, b"<PhoneSystem>", b"<!-- kept --><?keep this?>"
              b"<PhoneSystem>") + b"\n<!-- the end -->\n"),
        ("newline-last", "a line end behind the root", data + b"\r\n"),
        ("carriage-return", "old Macintosh line ends",
         data.replace(b"\n", b"\r")),
        ("supplementary", "a value outside the basic plane",
         swap(data, PERSON,
              "<FirstName>\U0001f4de&#x1F600;</FirstName>".encode())),
        ("namespace", "an element with a namespace of its own",
         swap(data, b"<license>",
              b'<x:note xmlns:x="urn:example">n</x:note><license>')),
        ("long-value", "a value of two megabytes",
         swap(data, PERSON, PERSON + b"<VMGreeting>" + b"x" * (2 << 20) +
              b"</VMGreeting>")),
        ("largest-tag", "a tag as long as can be", long_tag(data, TAG)),
        ("largest-text", "a text as long as can be", long_text(data, TEXT)),
        ("unknown-dn", "a kind of number that nobody knows",
         swap(data, b"<DN>", b"<DN><HoloExtension><Number>200</Number>"
              b"<FirstName>Nobody</FirstName></HoloExtension>")),
    ]
