#!/usr/bin/env python3
"""terminal_svg.py PROGRAM OUT.svg: the picture of a terminal in the README.

Runs the commands of STORY in the current folder, where pbx.zip lies, in a
terminal of 88 columns with colours, and draws what they print, as it is.
"""

import html
import os
import pty
import re
import select
import subprocess
import sys
import tempfile

STORY = (
    "list pbx.zip 200-203 -c number,name,email,mobile",
    "set pbx.zip 202 --mobile +15550100299",
    "set pbx.zip 202 --mobile +15550100299 -o new.zip",
    "verify new.zip --against pbx.zip",
)
COLUMNS, WIDTH, HEIGHT = 88, 8.4, 19
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff",
           "35": "#d2a8ff", "36": "#76e3ea", "90": "#8b949e", "2": "#8b949e"}


def shown(program, words):
    """What a command prints on such a terminal, both streams."""
    main, other = pty.openpty()
    env = dict(os.environ, COLUMNS=str(COLUMNS), TERM="xterm-256color",
               LC_ALL="C.UTF-8", TZ="UTC", PAGER="cat", CXBAK_PAGER="cat")
    for name in ("NO_COLOR", "SOURCE_DATE_EPOCH"):
        env.pop(name, None)
    subprocess.run(["stty", "cols", str(COLUMNS), "rows", "40", "-onlcr"],
                   stdin=other, check=True)
    with tempfile.TemporaryFile() as caught:
        # The terminal is small and its other end reads what is written.
        run = subprocess.Popen([program, *words], stdin=subprocess.DEVNULL,
                               stdout=other, stderr=other, env=env)
        # Ours stays open until all is read: nothing is lost with the last.
        while True:
            ended = run.poll() is not None
            if select.select([main], [], [], .05)[0]:
                caught.write(os.read(main, 4096))
            elif ended:
                break
        os.close(other)
        os.close(main)
        if run.wait() != 0:
            sys.exit(f"status {run.returncode}: cxbak {' '.join(words)}")
        caught.seek(0)
        return caught.read().decode()


def spans(line):
    """A line with its colours, as SVG."""
    out, style = "", ""
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if piece.startswith("\x1b"):
            codes = piece[2:-1].split(";")
            style = ' font-weight="bold"' if "1" in codes else ""
            for code in codes:
                if code in COLOURS:
                    style += f' fill="{COLOURS[code]}"'
        elif piece:
            text = html.escape(piece, quote=False)
            out += f"<tspan{style}>{text}</tspan>" if style else text
    return out


def draw(lines):
    tall = HEIGHT * len(lines) + 24
    wide = COLUMNS * WIDTH + 24
    rows = "\n".join(
        f'<text x="12" y="{26 + HEIGHT * i}" xml:space="preserve">'
        f"{spans(line)}</text>" for i, line in enumerate(lines) if line)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" '
            f'height="{tall}" viewBox="0 0 {wide:.0f} {tall}">\n'
            f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n'
            '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" '
            f'font-size="14" fill="#e6edf3">\n{rows}\n</g>\n</svg>\n')


def main(program, path):
    lines = []
    for command in STORY:
        words = command.split()
        lines.append(f"\x1b[32m$ \x1b[1mcxbak {command}\x1b[0m")
        lines += shown(os.path.abspath(program), words).rstrip("\n").split("\n")
        lines.append("")
    with open(path, "w", encoding="utf-8") as f:
        f.write(draw(lines[:-1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
