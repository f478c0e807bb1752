#!/usr/bin/env python3
"""examples.py FILE PROGRAM: the examples in a document are true.

Runs the fenced `console` blocks of FILE, or of a manual page its literal
displays that begin with `$ `, in the current folder, in order, each `$ ` line
in a shell of its own, and compares what it prints, on both streams, with the
text below it.  `...` stands for anything in a line or, alone, for any lines.
The word cxbak is PROGRAM.  Prints a line for each block in the form of TAP.
"""

import os
import re
import subprocess
import sys


MARKDOWN = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
MDOC = re.compile(r"^\.Bd -literal[^\n]*\n(\$ .*?)^\.Ed$", re.S | re.M)
# What mdoc spells otherwise, see src/cli/man/mdoc.py.
SPELT = {"\\-": "-", "\\(aq": "'", "\\(ga": "`", "\\(ha": "^",
         "\\(ti": "~", "\\&": "", "\\e": "\\"}


def unspelt(text):
    return re.sub(r"\\(?:\(..|.)", lambda m: SPELT[m[0]], text)


def blocks(text, form):
    """(line number, [(command, expected output)]) of every block."""
    for found in form.finditer(text):
        line = text.count("\n", 0, found.start()) + 2
        steps = []
        shown = found.group(1)
        for row in (unspelt(shown) if form is MDOC else shown).splitlines():
            if row.startswith("$ "):
                steps.append([row[2:], []])
            elif row.startswith("> ") and steps and not steps[-1][1]:
                steps[-1][0] += "\n" + row[2:]
            elif steps:
                steps[-1][1].append(row)
            else:
                raise SystemExit(f"line {line}: output before any command")
        yield line, [(c, "\n".join(o).rstrip("\n")) for c, o in steps]


def fits(expected, got):
    rows = [r"(?:.*\n)*?" if row == "..." else
            ".*?".join(re.escape(p) for p in row.split("...")) + r"\n"
            for row in expected.split("\n")]
    return re.fullmatch("".join(rows), got + "\n") is not None


def main():
    path, program = sys.argv[1:3]
    with open(path, encoding="utf-8") as f:
        text = f.read()
    folder = os.path.abspath(".bin")
    os.makedirs(folder, exist_ok=True)
    link = os.path.join(folder, "cxbak")
    if not os.path.lexists(link):
        os.symlink(os.path.abspath(program), link)
    env = dict(os.environ, PATH=folder + ":" + os.environ["PATH"],
               LC_ALL="C.UTF-8", TZ="UTC")
    env.pop("SOURCE_DATE_EPOCH", None)
    bad = count = 0
    form = MARKDOWN if path.endswith(".md") else MDOC
    for line, steps in blocks(text, form):
        wrong = []
        for command, expected in steps:
            run = subprocess.run(["bash", "-c", command], env=env, text=True,
                                 stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, check=False)
            got = run.stdout.rstrip("\n")
            if not fits(expected, got):
                wrong.append(f"$ {command}\n--- expected\n{expected}\n"
                             f"--- got\n{got}")
        count += 1
        bad += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} - example at line {line}")
        for text_of in wrong:
            print(text_of, file=sys.stderr)
    if count == 0:
        raise SystemExit(f"{path} has no examples")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
