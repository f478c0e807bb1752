"""Prose becomes mdoc(7): what make.py writes pages with.

The prose is Markdown of a few kinds: `#` and `##` headings, paragraphs, lists
with `-`, terms (a line) with texts (lines that begin with `: `), tables of two
columns, and fenced blocks, which are printed as they are.  In a line `--option
VALUE`, `VALUE`, `command`, `anything else`, **strong** and page(1) are told
apart.  Anything else is an error, not text.
"""

import re

# What may follow a word of a macro line as a word of its own.
CLOSING = ".,:;)]?!"
VARIABLE = re.compile(r"(?:CXBAK_|XDG_)[A-Z_]+|PAGER|NO_COLOR|TMPDIR|TERM|"
                      r"COLUMNS|SOURCE_DATE_EPOCH|VISUAL|EDITOR")
PIECE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|([a-z][a-z-]+\([1-8]\))")
SENTENCE = re.compile(r"(?<=[.!?:]) +(?=[A-Z`\"(])|(?<=[.!?]\)) +(?=[A-Z`])")
ABBREVIATED = re.compile(r"(?:\b[A-Z]|Ext|etc|e\.g|i\.e|Dr)\.$")


class Wrong(Exception):
    pass


def plain(text):
    """Text as it is, for a line of text or of a literal block."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    for letter, name in (("'", "aq"), ("`", "ga"), ("^", "ha"), ("~", "ti")):
        text = text.replace(letter, f"\\({name}")
    return text


def prose(text):
    """The same for running text, where hyphens and apostrophes are those of
    the page."""
    return text.replace("\\", "\\e").replace("~", "\\(ti")


def word(text):
    """One word of a macro line."""
    text = plain(text).replace('"', "\\(dq")
    if re.fullmatch(r"[A-Z%][A-Za-z1]{1,2}", text) or \
            text[:1] in CLOSING + "(|[":
        text = "\\&" + text
    return text + "\\&" if text[1:] and text[-1] in CLOSING else text


def options(text):
    """`--name VALUE`, as macros: Fl -name Ar VALUE."""
    out = []
    for piece in re.findall(r"(?:[^\s'=]|'[^']*'|=)+", text):
        if piece.startswith("-"):
            name, mark, value = piece.partition("=")
            out += ["Fl", word(name[1:])]
            if mark:
                out += ["Ns", word("=" + value)] if not value.isupper() else \
                    ["Ns", "=", "Ns", "Ar", word(value)]
        elif re.fullmatch(r"[A-Z][A-Z0-9.,=|a-z]*", piece):
            out += ["Ar", word(piece)]
        else:
            out += ["Cm", word(piece)]
    return out


def wrap(text):
    """Lines of up to 78 bytes as mandoc counts, to which a letter beyond ASCII
    is its name."""
    def width(line):
        return sum(1 if c.isascii() else len("\\[u0000]") for c in line)

    lines = []
    for piece in text.split():
        if lines and width(f"{lines[-1]} {piece}") <= 78:
            lines[-1] += " " + piece
        else:
            lines.append(piece)
    return lines


def join(out, lines):
    """Add lines that begin a paragraph, a list or a block; the last two make
    a gap themselves."""
    if out and lines and lines[0][:3] not in (".Bl", ".Bd", ".Sh", ".Ss") and \
            out[-1][:3] not in (".Sh", ".Ss"):
        out.append(".Pp")
    out += lines


class Prose:
    """The words of the program, by which code in prose is told apart."""

    def __init__(self, commands):
        self.commands = set(commands) | {c.split()[0] for c in commands}

    def macro(self, code, term=False):
        """The words of the macro line for `code`."""
        if re.match(r"--?[a-z]", code):
            return options(code)
        if code == "cxbak":
            return ["Nm", code]
        if code in self.commands:
            return ["Cm", *map(word, code.split())]
        if re.fullmatch(VARIABLE, code):
            return ["Ev", code]
        if re.fullmatch(r"[A-Z]{2,}(?:\.[a-z]+)?", code):
            return ["Ar", word(code)]
        return ["Ic" if term else "Ql",
                *map(word, code.split(" "))]

    def inline(self, text, term=False):
        """Lines of mdoc for running text."""
        lines, loose = [], ""
        at = 0
        for found in PIECE.finditer(text):
            loose += prose(text[at:found.start()])
            code, strong, page = found.groups()
            at = found.end()
            if code:
                macro = self.macro(code, term)
            elif strong:
                macro = ["Sy", *map(word, strong.split())]
            else:
                macro = ["Xr", page[:-3], page[-2]]
            behind = re.match(rf"[{re.escape(CLOSING)}]*(?=\s|$)", text[at:])
            before = re.search(r"(?:^|\s)([(\[]?)$", loose)
            if behind is None or before is None:
                # Within a word: as text, in quotation marks.
                loose += f"\\(oq{plain(code or strong)}\\(cq" if not page \
                    else page
                continue
            loose = loose[:len(loose) - len(before[1])]
            lines += self.fill(loose)
            loose = ""
            head = [macro[0]] + ([before[1]] if before[1] else [])
            lines.append("." + " ".join(head + macro[1:] + list(behind[0])))
            at += len(behind[0])
        return lines + self.fill(loose + prose(text[at:]))

    @staticmethod
    def fill(text):
        """Text in lines, each sentence on a new one."""
        lines = []
        sentences, last = [], ""
        for piece in SENTENCE.split(text.strip()):
            last = f"{last} {piece}".strip()
            if not ABBREVIATED.search(last):
                sentences.append(last)
                last = ""
        for sentence in sentences + [last]:
            lines += wrap(sentence)
        return ["\\&" + x if x[:1] in ".'" else x for x in lines]

    def block(self, rows):
        """A fenced block."""
        out = [".Bd -literal -offset 2n"]
        for row in rows:
            row = plain(row)
            out.append("\\&" + row if row[:1] in (".", "'") else row)
        return out + [".Ed"]

    def tagged(self, entries):
        """[(term, text)] as a list; the term is Markdown, or macro words."""
        out = [".Bl -tag -width Ds"]
        for term, text in entries:
            if isinstance(term, str):
                term = " ".join(self.term(term))
            out += [f".It {term}"] + self.body(text)
        return out + [".El"]

    def term(self, text):
        """A term in one line of macro words."""
        words = []
        for line in self.inline(text, term=True):
            words += line[1:].split(" ") if line.startswith(".") else \
                ["No", *map(word, line.split())]
        return words

    def body(self, text):
        """Paragraphs, blocks and lists within an entry or a section."""
        lines = text.strip("\n").split("\n")
        out, at = [], 0
        while at < len(lines):
            used, made, gap = self.piece(lines, at)
            if made and gap:
                join(out, made)
            at += used
        return out

    def piece(self, lines, at):
        """(lines used, mdoc, wants a gap before) of what begins here."""
        line = lines[at]
        if not line.strip():
            return 1, [], False
        if line.startswith("```"):
            end = next((i for i in range(at + 1, len(lines))
                        if lines[i].startswith("```")), None)
            if end is None:
                raise Wrong(f"no end of the block: {line}")
            return end - at + 1, self.block(lines[at + 1:end]), True
        end = next((i for i in range(at, len(lines)) if not lines[i].strip()
                    or lines[i].startswith("```")), len(lines))
        rows = lines[at:end]
        if line.startswith("| "):
            return len(rows), self.table(rows), True
        if line.startswith("- "):
            return len(rows), self.bullets(rows), True
        if len(rows) > 1 and rows[1].startswith(": "):
            used, entries = self.terms(lines, at)
            return used, self.tagged(entries), True
        return len(rows), self.inline(" ".join(r.strip() for r in rows)), True

    def bullets(self, rows):
        items = re.split(r"^- ", "\n".join(rows), flags=re.M)[1:]
        out = [".Bl -bullet"]
        for item in items:
            out += [".It"] + self.inline(" ".join(item.split()))
        return out + [".El"]

    @staticmethod
    def terms(lines, at):
        """Terms with texts, with or without empty lines between them; lines
        that go on are indented by two."""
        entries, start = [], at
        while at + 1 < len(lines) and lines[at + 1].startswith(": "):
            term, text = lines[at], [lines[at + 1][2:]]
            at += 2
            while at < len(lines) and (lines[at].startswith("  ") or
                                       not lines[at].strip()):
                text.append(lines[at][2:])
                at += 1
            entries.append((term, "\n".join(text)))
        return at - start, entries

    def table(self, rows):
        """Two columns, as terms; headings say in prose what they are."""
        entries = []
        for row in rows:
            cells = [c.strip() for c in row.strip("| ").split(" | ")]
            if len(cells) != 2 and not re.fullmatch(r"[-|]+", row):
                raise Wrong(f"not two columns: {row}")
            entries.append(tuple(cells))
        return self.tagged(entries[2:])

    def sections(self, text):
        """A whole page's text."""
        out = []
        for part in re.split(r"^(?=##? )", text, flags=re.M):
            head, _, rest = part.partition("\n")
            if head.startswith("## "):
                out.append(f".Ss {prose(head[3:])}")
            elif head.startswith("# "):
                out.append(f".Sh {head[2:]}")
            else:
                rest = part
            out += self.body(rest)
        return out
