"""Where in the bytes of a database each field of each user stands.

A small tokenizer of its own over the raw bytes: no XML library gives offsets
that can be trusted here, and the program under test uses one.
"""

import re

TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|"
    rb"<(?P<close>/?)(?P<name>[^\s/>!?][^\s/>]*)"
    rb"(?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(?P<empty>/?)>",
    re.DOTALL)

ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
PIECE = re.compile(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Node:
    """An element: [start, inner) is its start tag, [stop, end) its end tag."""

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
    for token in TOKEN.finditer(data):
        if token["name"] is None:
            continue
        name = token["name"].decode("utf-8")
        if token["close"]:
            node = stack.pop()
            if node.name != name:
                raise ValueError(f"</{name}> closes <{node.name}>")
            node.stop, node.end = token.start(), token.end()
            continue
        node = Node(name, token.start(), token.end())
        stack[-1].children.append(node)
        if not token["empty"]:
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


def mobile_property(data, extension):
    """The properties of an extension: (Properties node, mobile's node)."""
    blocks = extension.find("Properties")
    if not blocks:
        return None, None
    for item in blocks[0].find("DNProperty"):
        if "MOBILENUMBER" in [value(data, n) for n in item.find("Name")]:
            return blocks[0], item
    return blocks[0], None
