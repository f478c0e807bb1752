"""Where in the bytes of a database each field of each user stands.

A small tokenizer of its own over the raw bytes: no XML library gives offsets
that can be trusted here, and the program under test uses one.
"""

import functools
import re

TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|"
    rb"<(?P<close>/?)(?P<name>[^\s/>!?][^\s/>]*)"
    rb"(?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(?P<empty>/?)>",
    re.DOTALL)

XMLNS = re.compile(rb"\sxmlns\s*=")

ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
PIECE = re.compile(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Node:
    """An element: [start, inner) is its start tag, [stop, end) its end tag."""

    __slots__ = ("name", "start", "inner", "stop", "end", "children")

    def __init__(self, name, start, inner):
        self.name = name
        self.start = start
        self.inner = inner
        self.stop = self.end = inner
        self.children = []

    def find(self, name):
        return [c for c in self.children if c.name == name]


def parse(data):
    """The tree of nodes of a document, with byte offsets."""
    top = Node("", 0, 0)
    stack = [top]
    names = {}
    for token in TOKEN.finditer(data):
        close, raw, empty = token.groups()
        if raw is None:
            continue
        name = names.get(raw)
        if name is None:
            name = names.setdefault(raw, raw.decode("utf-8"))
        start, end = token.span()
        if close:
            node = stack.pop()
            if node.name.rpartition("}")[2] != name:
                raise ValueError(f"</{name}> closes <{node.name}>")
            node.stop, node.end = start, end
            continue
        # In a namespace of its own it is another element.
        if end - start > len(raw) + 2 and XMLNS.search(token[0]):
            name = "{}" + name
        node = Node(name, start, end)
        stack[-1].children.append(node)
        if not empty:
            stack.append(node)
    if len(stack) != 1:
        raise ValueError(f"<{stack[-1].name}> is never closed")
    return top


def unescape(text):
    """Character references replaced, line ends as a parser reports them."""
    def char(match):
        ref = match[1]
        if ref.startswith("#x"):
            return chr(int(ref[2:], 16))
        return chr(int(ref[1:])) if ref.startswith("#") else NAMED[ref]
    return ENTITY.sub(char, text)


def value(data, node):
    """The decoded text of a node, comments and instructions left out."""
    raw = data[node.inner:node.stop].decode("utf-8").replace("\r\n", "\n")
    out, at = [], 0
    for piece in PIECE.finditer(raw):
        out.append(unescape(raw[at:piece.start()]))
        out.append(piece[1] or "")
        at = piece.end()
    return "".join(out) + unescape(raw[at:])


# One backup is judged again and again.
@functools.lru_cache(2)
def extensions(data):
    """{number: node} of all users, in order."""
    found = {}
    nodes = [parse(data)]
    for name in ("PhoneSystem", "Tenants", "Tenant", "DN", "Extension"):
        nodes = [c for n in nodes for c in n.find(name)]
    for node in nodes:
        number = [value(data, n) for n in node.find("Number")]
        if len(number) != 1 or number[0] in found:
            raise ValueError(f"users that cannot be told apart: {number}")
        found[number[0]] = node
    return found


PLAIN = re.compile(
    rb"<DNProperty\s*>\s*(?:<(Name|Value|Type|Description)(?:\s*/>|\s*>"
    rb"(?:[^<]|<!\[CDATA\[.*?\]\]>)*</\1\s*>)\s*)*</DNProperty\s*>", re.DOTALL)


def is_plain(data, item):
    """Is a DNProperty nothing but its known parts, each as text?"""
    names = [c.name for c in item.children]
    return len(set(names)) == len(names) and \
        PLAIN.fullmatch(data[item.start:item.end]) is not None


def properties(data, extension):
    """The properties of an extension: (Properties node, {name: node})."""
    blocks = extension.find("Properties")
    if not blocks:
        return None, {}
    found = {}
    for item in blocks[0].find("DNProperty"):
        for name in item.find("Name")[:1]:
            found.setdefault(value(data, name), item)
    return blocks[0], found


def holds_only(data, block, items):
    """Is nothing but blanks in the block beside these items?"""
    if block is None:
        return True
    rest, at = b"", block.inner
    for item in sorted(items, key=lambda n: n.start):
        rest += data[at:item.start]
        at = item.end
    return not (rest + data[at:block.stop]).strip(b" \t\r\n")
