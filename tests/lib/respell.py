"""Spells one phone-system database in the ways that real writers do.

The readable tree in testdata holds one database.  Every XML shape below says
the same thing (but for the version number) in other bytes: line ends, blanks,
quotes, order of elements, the way an empty value is written.  A few shapes
add traps: text that looks like a user and is none.
"""

import re
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

BOM = b"\xef\xbb\xbf"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'

# The value elements of a user that some versions write although empty.
OPTIONAL = ("FirstName", "LastName", "EmailAddress", "OutboundCallerID")


class Style:
    """How a shape writes what the sample says."""

    def __init__(self, member, version, **options):
        self.member = member
        self.version = version
        self.bom = options.get("bom", True)
        self.eol = options.get("eol", "\n")
        self.indent = options.get("indent", "    ")
        self.empty = options.get("empty", "<{0}></{0}>")
        self.add_empty = options.get("add_empty", False)
        self.number_last = options.get("number_last", False)
        self.empty_properties = options.get("empty_properties", False)
        self.odd = options.get("odd", False)
        # Does the order of elements differ from user to user?
        self.mixed = options.get("mixed", False)


# The order of a property's parts in the template of version 14.
TEMPLATE = ("Type", "Description", "Value", "Name")

# From this major version on a contact has an image.
IMAGES_FROM = 16

# None: the sample's own bytes (version 20: what is empty is left out).
SHAPES = {
    "v20": None,
    "mixed": None,
    "v14": Style("161205083840Db.xml", "14.0.0.0", add_empty=True,
                 number_last=True),
    "v16": Style("1709011200Db.xml", "16.0.7.1078", eol="\r\n",
                 add_empty=True),
    "v18": Style("2120859095Db.xml", "18.0.9.20", empty="<{0} />",
                 indent="  ", add_empty=True, empty_properties=True,
                 mixed=True),
    "odd": Style("77Db.xml", "15.5.15502.6", indent="\t", bom=False,
                 empty="<{0}\t/>", odd=True, mixed=True),
    "mini": Style("2120859097Db.xml", "20.0.9.995", indent="", eol="",
                  bom=False, empty="<{0}/>", add_empty=True),
}

# Spellings of one text that a parser must all read as the same value.
ODD_SPELLINGS = (
    lambda t: escape(t),
    lambda t: "<![CDATA[" + t + "]]>" if "]]>" not in t else escape(t),
    lambda t: "".join(c if c.isascii() and c.isalnum() else f"&#{ord(c)};"
                      for c in t),
    lambda t: "".join(f"&#x{ord(c):X};" for c in t),
    lambda t: escape(t[:1]) + "<!-- a > b -->" + escape(t[1:]),
    lambda t: escape(t[:2], {"'": "&apos;"}) + "<![CDATA[" + t[2:] + "]]>",
    lambda t: escape(t, {"'": "&apos;", '"': "&quot;"}) + "<?note > ?>",
)

# Where no comment may stand: a value with one cannot be edited.
VALUES = OPTIONAL + ("Number", "Value")
PURE_SPELLINGS = tuple(s for i, s in enumerate(ODD_SPELLINGS)
                       if i not in (4, 6))

GHOST = ("<!-- <Extension><Number>200</Number><FirstName>Ghost</FirstName>"
         "<EmailAddress>ghost@example.com</EmailAddress></Extension> -->")


class Speller:
    """Writes a tree in one style; counts, so that the odd one varies."""

    def __init__(self, style):
        self.style = style
        self.out = []
        self.count = 0

    def line(self, depth, text):
        eol = self.style.eol
        if self.style.odd and len(self.out) % 7 == 3:
            eol = "\r\n"
        self.out.append(self.style.indent * depth + text + eol)

    def attributes(self, element):
        quote = "'" if self.style.odd else '"'
        return "".join(
            f" {name}={quote}{escape(value, {quote: '&#39;'})}{quote}"
            for name, value in element.attrib.items())

    def text(self, element):
        if not self.style.odd:
            return escape(element.text)
        self.count += 1
        ways = PURE_SPELLINGS if element.tag in VALUES else ODD_SPELLINGS
        return ways[self.count % len(ways)](element.text)

    def element(self, depth, e):
        tag = e.tag + self.attributes(e)
        pad = " " if self.style.odd and self.count % 3 == 0 else ""
        if self.style.odd and e.tag == "LastName":
            tag += " note='a>b'"
        if len(e):
            if self.style.odd and e.tag == "Extension":
                self.line(depth, GHOST)
            self.line(depth, f"<{tag}{pad}>")
            for child in e:
                self.element(depth + 1, child)
            self.line(depth, f"</{e.tag}{pad}>")
        elif e.text:
            self.line(depth, f"<{tag}{pad}>{self.text(e)}</{e.tag}{pad}>")
        elif e.attrib:
            self.line(depth, f"<{tag} />" if self.style.eol else f"<{tag}/>")
        else:
            self.line(depth, self.style.empty.format(e.tag))


def older(root, style):
    """What the style's version does not know, or write, is left out."""
    major = int(style.version.split(".")[0])
    for parent in root.iter():
        for child in list(parent):
            if (child.tag == "ContactImage" and major < IMAGES_FROM) or \
                    (child.tag == "DNProperty" and major < 20 and
                     child.find("Value") is None):
                parent.remove(child)


def reorder(at, extension, style):
    """The children of user `at` as the style's version has them: from another
    one on, Number last of the scalars, empty ones written."""
    if style.mixed:
        children = list(extension)
        first = at % len(children)
        extension[:] = children[first:] + children[:first]
    if style.number_last:
        properties = extension.find("Properties")
        properties[:] = sorted(properties, key=lambda p: p.findtext(
            "Name") == "MYPHONETEMPLATEINFO")
        for parts in properties:
            parts[:] = sorted(parts, key=lambda e: TEMPLATE.index(e.tag))
        number = extension.find("Number")
        extension.remove(number)
        scalars = [i for i, c in enumerate(extension) if not len(c)]
        extension.insert(scalars[-1] + 1, number)
    if style.add_empty:
        for tag in OPTIONAL:
            if extension.find(tag) is None:
                extension.insert(2, ET.Element(tag))
    if style.empty_properties and extension.find("Properties") is None:
        extension.append(ET.Element("Properties"))


def spell(sample, shape):
    """The bytes of the database `sample` (bytes) in a shape, and its name."""
    style = SHAPES[shape]
    if style is None:
        return sample, None
    root = ET.fromstring(re.sub(rb">\s+<", b"><", sample))
    root.find("header/version").text = style.version
    older(root, style)
    users = root.iterfind("Tenants/Tenant/DN/Extension")
    for at, extension in enumerate(users):
        reorder(at, extension, style)
    speller = Speller(style)
    speller.line(0, DECLARATION)
    speller.element(0, root)
    data = "".join(speller.out).encode("utf-8")
    return (BOM if style.bom else b"") + data, style.member
