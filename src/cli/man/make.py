#!/usr/bin/env python3
"""make.py PROGRAM DATE FOLDER: writes the manual into FOLDER/man1, man5
and man7.

What the program knows of itself comes from its own tables (`help --json`,
`explain --all --json`): commands, options, examples, fields, codes of findings
and rules of archives.  The prose is in the files NAME.SECTION.md beside this
script, see mdoc.py.  A command's page is made of the table and its prose; the
texts of its options may stand under `# OPTIONS` there, or for several commands
in options.md, else they are those of the table.  Other pages are prose, whose
first line is `% NAME(SECTION): one line`, with tables of the program where a
line says so: `{commands}`, `{options: TITLE}`, `{fields}`, `{places}`,
`{codes}`, `{rules}`.
"""

import glob
import json
import os
import re
import subprocess
import sys

from mdoc import Prose, Wrong, join, word

HERE = os.path.dirname(os.path.abspath(__file__))
# Pages of the commands themselves; the rest of SEE ALSO is what they name.
ALWAYS = ("cxbak(1)",)


def ask(program, *words):
    """A document of the program."""
    return json.loads(subprocess.run([*program.split(), *words], check=True,
                                     stdout=subprocess.PIPE).stdout)


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return f.read()


def page_name(command):
    return "cxbak-" + command.replace(" ", "-")


def sentence(text):
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def split(text):
    """({heading: text}, the headings in order); text before any is
    DESCRIPTION."""
    found = {}
    for part in re.split(r"^(?=# )", text, flags=re.M):
        head, _, rest = part.partition("\n")
        if head.startswith("# "):
            found[head[2:]] = rest
        elif part.strip():
            found["DESCRIPTION"] = part
    return found


def command_lines(words):
    """A command to be copied, on lines that a shell joins."""
    lines = ["cxbak"]
    for piece in re.findall(r"(?:'[^']*'|\S)+", words):
        if len(lines[-1]) + len(piece) > 68:
            lines[-1] += " \\"
            lines.append("   ")
        lines[-1] += " " + piece
    return lines


def option_texts(text):
    """{name: text} of a list of options in prose."""
    _, entries = Prose.terms(text.strip("\n").split("\n"), 0)
    return {re.match(r"`--([a-z0-9-]+)`$", term)[1]: body
            for term, body in entries}


def arguments(text):
    """`FIELD OLD NEW`, `a|b|c`: as macro words."""
    if re.search(r"[a-z0-9]\|", text):
        return ["Cm", *" | Cm ".join(map(word, text.split("|"))).split()]
    return ["Ar", *map(word, text.split())]


def option_term(spec):
    """-o, --output OUT: as macro words."""
    words = []
    if spec["Letter"]:
        words = ["Fl", spec["Letter"], ",", "Fl", word("-" + spec["Name"])]
    else:
        words = ["Fl", word("-" + spec["Name"])]
    if spec["Argument"]:
        words += arguments(spec["Argument"])
    return " ".join(words)


class Manual:
    def __init__(self, program, date):
        self.tables = ask(program, "help", "--json")
        self.codes = ask(program, "explain", "--all", "--json")
        self.date = date
        self.prose = Prose([c["Name"] for c in self.tables["Commands"]])
        self.shared = option_texts(read("options.md"))
        self.used = set()

    def head(self, name, section, what):
        return [".\\\" Made by src/cli/man/make.py; change what it is made of.",
                f".Dd {self.date}", f".Dt {name.upper()} {section}", ".Os",
                ".Sh NAME", f".Nm {name}", f".Nd {what}"]

    def see_also(self, name, lines, more=()):
        """All pages that the lines name, in order."""
        found = set(more)
        for line in lines:
            m = re.match(r"\.Xr (?:\( )?(\S+) (\d)", line)
            if m:
                found.add(f"{m[1]}({m[2]})")
        found.discard(name)
        pages = sorted(found, key=lambda p: (p[-2], p))
        out = [".Sh SEE ALSO"] if pages else []
        for page in pages:
            comma = " ," if page != pages[-1] else ""
            out.append(f".Xr {page[:-3]} {page[-2]}{comma}")
        return out

    def synopsis(self, command):
        out = [f".Nm cxbak {command['Name']}"]
        for operand in command["Operands"].split():
            bare = operand.strip("[].")
            dots = " ..." if "..." in operand else ""
            out.append((f".Op Ar {bare}" if "[" in operand else f".Ar {bare}")
                       + dots)
        for spec in command["Options"]:
            words = f"Fl {word('-' + spec['Name'])}"
            if spec["Argument"]:
                words += " " + " ".join(arguments(spec["Argument"]))
            out.append(f".{words}" if spec["Required"] else f".Op {words}")
        if len(command["Groups"]) > 1:
            out.append(".Op Ar OPTION ...")
        return out

    def options(self, specs, texts):
        entries = []
        for spec in specs:
            name = spec["Name"]
            text = texts.pop(name, None)
            if name in self.shared:
                text = text or self.shared[name]
                self.used.add(name)
            entries.append((option_term(spec), text or sentence(spec["Help"])))
        return self.tagged(entries)

    def tagged(self, entries):
        """Terms that are macro words already."""
        out = [".Bl -tag -width Ds"]
        for term, text in entries:
            out += [f".It {term}"] + self.prose.body(text)
        return out + [".El"]

    def examples(self, command, text):
        out = []
        for example in command["Examples"]:
            join(out, self.prose.inline(sentence(example["What"])[:-1] + ":"))
            out += self.prose.block(command_lines(example["Words"]))
        join(out, self.prose.body(text))
        return out

    def command_page(self, command):
        name = page_name(command["Name"])
        parts = split(read(f"{name}.1.md"))
        texts = option_texts(parts.pop("OPTIONS", ""))
        more = parts.pop("EXAMPLES", "")
        out = self.head(name, 1, command["Summary"])
        out += [".Sh SYNOPSIS", *self.synopsis(command), ".Sh DESCRIPTION",
                *self.prose.body(parts.pop("DESCRIPTION"))]
        if command["Options"]:
            out += [".Sh OPTIONS", *self.options(command["Options"], texts)]
        groups = command["Groups"][:-1]
        if groups:
            if not command["Options"]:
                out.append(".Sh OPTIONS")
            join(out, self.prose.inline(
                "The options under " + " and ".join(
                    f"**{t}**" for t in groups) +
                ", and those of every command, are explained in cxbak(1)."))
        if texts:
            raise Wrong(f"{name}: no option {', '.join(texts)}")
        for title, text in parts.items():
            out += [f".Sh {title}", *self.prose.sections(text)]
        if command["Examples"] or more:
            out += [".Sh EXAMPLES", *self.examples(command, more)]
        return name + ".1", out + self.see_also(name + "(1)", out, ALWAYS)

    def insert(self, what):
        """A table of the program."""
        kind, _, title = what.partition(": ")
        tables = self.tables
        if kind == "commands":
            return self.tagged((f"Cm {c['Name']}", sentence(c["Summary"]) +
                                f" See {page_name(c['Name'])}(1).")
                               for c in tables["Commands"])
        if kind == "options":
            group = next(g for g in tables["Groups"] if g["Title"] == title)
            here = re.compile(r"\s+in\s+cxbak\(1\)")
            return self.options(
                group["Options"],
                {name: here.sub("", text) for name, text in
                 self.shared.items()})
        if kind == "fields":
            return self.tagged(
                (f"Cm {f['Word']}", " ".join(
                    part for part in (
                        f["Called"].partition(", ")[2] and
                        "Also " + f["Called"].partition(", ")[2] + ".",
                        f["Settable"] and "It can be changed.") if part) or
                 "It has no other name.")
                for f in tables["Fields"])
        if kind == "places":
            places = [f"`{{{f['Word']}}}`" for f in tables["Fields"]
                      if f["InTemplate"]]
            return self.prose.inline(", ".join(places) + ".")
        if kind == "codes":
            return self.tagged((f"Sy {word(c['Code'])}", self.code(c))
                               for c in self.codes)
        if kind == "rules":
            return self.tagged(
                (f"Sy {r['Name']}", f"{r['What']}.\n\n{r['Why']}\n\n{r['Fix']}")
                for r in tables["Rules"])
        raise Wrong(f"no table {what}")

    @staticmethod
    def code(c):
        return (f"{c['Title']} ({c['Severity']}).\n\n{c['Why']}\n\n"
                f"What to do: {c['Fix']}\n\nSource: {c['Source']}.")

    def prose_page(self, path):
        file = os.path.basename(path)
        name, section = file.split(".")[:2]
        first, _, text = read(file).partition("\n")
        title = re.fullmatch(rf"% {name}\({section}\): (.+)", first)
        if title is None:
            raise Wrong(f"{file}: the first line is not % NAME(SECTION): ...")
        out = self.head(name, section, title[1])
        for part in re.split(r"^(\{[a-z]+(?:: [^}]+)?\})$", text, flags=re.M):
            made = self.insert(part[1:-1]) if part[:1] == "{" and \
                part[-1:] == "}" else self.prose.sections(part)
            join(out, made)
        return f"{name}.{section}", out + self.see_also(
            f"{name}({section})", out)

    def pages(self):
        """(file, lines) of each page; every file of prose is for one."""
        commands = {page_name(c["Name"]): c for c in self.tables["Commands"]}
        for path in sorted(glob.glob(os.path.join(HERE, "cxbak*.md"))):
            name = os.path.basename(path).removesuffix(".1.md")
            command = commands.pop(name, None)
            yield self.command_page(command) if command else \
                self.prose_page(path)
        if commands:
            raise Wrong(f"no prose for {', '.join(commands)}")
        if set(self.shared) - self.used:
            raise Wrong(f"options.md: nobody has "
                        f"{', '.join(set(self.shared) - self.used)}")


def main(program, date, folder):
    for old in glob.glob(os.path.join(folder, "man[157]", "cxbak*.[157]")):
        os.unlink(old)
    pages = dict(Manual(program, date).pages())
    for name, lines in pages.items():
        for line in lines:
            found = re.match(r"\.Xr (?:\( )?(\S+) (\d)", line)
            if found and f"{found[1]}.{found[2]}" not in pages:
                raise Wrong(f"{name}: there is no {found[1]}({found[2]})")
        path = os.path.join(folder, "man" + name[-1], name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Wrong as wrong:
        sys.exit(f"make.py: {wrong}")
