#!/usr/bin/env python3
"""hardening.py PROGRAM: is it protected as OpenSSF's guide for compilers says?

Looks at the binary, not at how it was to be built: at its headers and dynamic
section, at what each of its objects was compiled with (as the compiler itself
has noted in the debugging information), and asks it for its level of fortify.
Prints what is missing; status 1 if anything is.
https://best.openssf.org/Compiler-Hardening-Guides/

What the guide names and is not looked for: -z nodlopen, which the linker has
for shared objects only, and the note that all of a program guards its jumps,
which Debian's own start files lack, so that no program there has it.
"""

import re
import subprocess
import sys

# By compilers that have them, in each object.
OPTIONS = ("-fstack-protector-strong", "-fno-delete-null-pointer-checks",
           "-fno-strict-overflow", "-fno-strict-aliasing",
           "-fstack-clash-protection", "-ftrivial-auto-var-init=zero")
X86_OPTIONS = ("-fcf-protection=full",)
ARM_OPTIONS = ("-mbranch-protection=standard",)
FROM_13 = ("-fstrict-flex-arrays=3",)
FORTIFY = 3


def readelf(*args):
    done = subprocess.run(["readelf", "-W", *args], capture_output=True,
                          text=True, check=True, env={"LC_ALL": "C",
                                                      "PATH": "/usr/bin:/bin"})
    return done.stdout


def headers(path):
    """What the kernel and the loader are told."""
    head, segments = readelf("-h", path), readelf("-l", path)
    dynamic, symbols = readelf("-d", path), readelf("--dyn-syms", path)
    flags = re.search(r"\(FLAGS_1\).*", dynamic)
    flags = flags[0] if flags else ""
    if not re.search(r"Type:\s+DYN", head) or " PIE" not in flags:
        yield "it is no position-independent executable"
    if " NOW" not in flags:
        yield "-z now: symbols are bound late"
    if "GNU_RELRO" not in segments:
        yield "-z relro: no segment is read-only after relocation"
    if not re.search(r"GNU_STACK\s.*\sRW\s", segments):
        yield "-z noexecstack: the stack is executable"
    if re.search(r"LOAD\s.*\sRWE\s", segments):
        yield "a segment can be written and executed"
    for tag in ("TEXTREL", "RPATH", "RUNPATH"):
        if f"({tag})" in dynamic:
            yield f"it has {tag}"
    if "__stack_chk_fail" not in symbols:
        yield "no function guards its stack"
    if not re.search(r"__\w+_chk@", symbols.replace("__stack_chk", "")):
        yield "no function of the C library is fortified"


def objects(path):
    """What each object of it was compiled with."""
    info = readelf("--debug-dump=info", "--dwarf-depth=1", path)
    producers = re.findall(r"DW_AT_producer.*?: (GNU C\S* \S+ .*|clang.*)",
                           info)
    machine = readelf("-h", path)
    if not producers:
        yield "no debugging information: what it was compiled with is unknown"
    wanted = OPTIONS + (X86_OPTIONS if "X86-64" in machine else ()) + \
        (ARM_OPTIONS if "AArch64" in machine else ())
    for option in wanted + FROM_13:
        lacking = [p for p in producers
                   if option not in p.split() and not
                   (option in FROM_13 and
                    int(re.search(r"\S+ (\d+)", p)[1]) < 13)]
        if lacking:
            yield f"{option}: {len(lacking)} of {len(producers)} objects lack it"
    if any(not re.search(r" -O[23] ", p) for p in producers):
        yield "an object was not optimised: nothing in it is fortified"


def level(path):
    said = subprocess.run([path, "version", "-v"], capture_output=True,
                          text=True, check=False).stdout
    if f"_FORTIFY_SOURCE {FORTIFY}" not in said:
        yield f"it does not say that it was built with _FORTIFY_SOURCE {FORTIFY}"


def main():
    path = sys.argv[1]
    missing = [*headers(path), *objects(path), *level(path)]
    for line in missing:
        print(f"{path}: {line}")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
