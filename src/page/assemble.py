#!/usr/bin/env python3
"""assemble.py PROGRAM.wasm VERSION OUT.html

Puts the page together: page.html, its styles, its modules as one script, the
worker's as another, and the program.  Modules are joined in the order in which
they import each other; what they declare at the top must have different
names.  The policy in the page allows these very texts, by their hashes, and
nothing else.
"""

import base64
import gzip
import hashlib
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
IMPORT = re.compile(r"^import \{[^}]*\} from '\./([\w]+\.js)';\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=async function|function|class|const|let)",
                    re.MULTILINE)
DECLARES = re.compile(r"^(?:async )?(?:function\*?|class|const|let) (\w+)",
                      re.MULTILINE)


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return f.read()


def in_order(name, done):
    """Modules that `name` needs, each once, and then itself."""
    if name in done:
        return
    done[name] = None
    text = read(name)
    for other in IMPORT.findall(text):
        in_order(other, done)
    del done[name]
    done[name] = EXPORT.sub("", IMPORT.sub("", text))


def joined(entry):
    """One script of a module and those that it needs."""
    modules, homes = {}, {}
    in_order(entry, modules)
    for name, text in modules.items():
        for word in re.findall(r"^(?:import|export)\b.*", text, re.MULTILINE):
            sys.exit(f"{name}: cannot be joined: {word}")
        for declared in DECLARES.findall(text):
            if declared in homes:
                sys.exit(f"{name}: {declared} is declared in "
                         f"{homes[declared]}, too")
            homes[declared] = name
    text = "".join(modules.values())
    # Comments are for readers of the source.
    text = re.sub(r"^[ ]*/\*\*(?:(?!\*/).)*\*/\n", "", text, flags=re.DOTALL | re.MULTILINE)
    if "</script" in text or "<!--" in text:
        sys.exit(f"{entry}: would end the script")
    return f"'use strict';(() => {{\n{text}}})();\n"


def digest(text):
    return "'sha256-" + base64.b64encode(
        hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy(script, style):
    return "; ".join((
        "default-src 'none'",
        f"script-src {digest(script)} 'wasm-unsafe-eval'",
        f"style-src {digest(style)}",
        "worker-src blob:", "img-src blob:", "connect-src 'none'",
        "frame-src 'none'", "object-src 'none'", "base-uri 'none'",
        "form-action 'none'", "require-trusted-types-for 'script'",
        "trusted-types cxbak"))


def main(wasm, version, out):
    with open(wasm, "rb") as f:
        program = base64.b64encode(
            gzip.compress(f.read(), 9, mtime=0)).decode()
    script, style = joined("main.js"), read("page.css")
    parts = {"POLICY": policy(script, style), "VERSION": version,
             "STYLE": style, "SCRIPT": script, "WORKER": joined("worker.js"),
             "PROGRAM": program}
    page = re.sub(r"@([A-Z]+)@", lambda m: parts[m[1]], read("page.html"))
    with open(out, "w", encoding="utf-8", newline="\n") as f:
        f.write(page)


if __name__ == "__main__":
    main(*sys.argv[1:])
