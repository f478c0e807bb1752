#!/usr/bin/env python3
"""without.py WORD... -- COMMAND...: runs a command on a kernel that lacks
something: `landlock`, `seccomp` (filters), or both.

A seccomp filter of our own lets the system calls that belong to it not exist.
"""

import ctypes
import os
import platform
import struct
import sys

# The same on all machines (Linux's include/uapi/asm-generic/unistd.h).
LANDLOCK = (444, 445, 446)
SECCOMP = {"x86_64": 317, "aarch64": 277}
PRCTL = {"x86_64": 157, "aarch64": 167}
# linux/seccomp.h, linux/filter.h, linux/prctl.h.
SET_NO_NEW_PRIVS, SET_SECCOMP, MODE_FILTER = 38, 22, 2
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, ERRNO, ENOSYS, EINVAL = 0x7fff0000, 0x00050000, 38, 22
NUMBER, FIRST = 0, 16


def refused(calls, options):
    """The filter as a list of (code, where if true, where if false, value):
    calls do not exist, and neither do options of prctl()."""
    program = [(LOAD, 0, 0, NUMBER)]
    for call in calls:
        program += [(IF_EQUAL, 0, 1, call), (RETURN, 0, 0, ERRNO | ENOSYS)]
    if options:
        n = 2 * len(options) + 1
        program += [(IF_EQUAL, 0, n, PRCTL[platform.machine()]),
                    (LOAD, 0, 0, FIRST)]
        for option in options:
            program += [(IF_EQUAL, 0, 1, option),
                        (RETURN, 0, 0, ERRNO | EINVAL)]
    return program + [(RETURN, 0, 0, ALLOW)]


def install(program):
    code = b"".join(struct.pack("<HBBI", *line) for line in program)
    held = ctypes.create_string_buffer(code)
    head = struct.pack("@HxxxxxxP", len(program), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    filter_at = ctypes.create_string_buffer(head)
    if libc.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or \
            libc.prctl(SET_SECCOMP, MODE_FILTER, filter_at, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no filter can be set")


def main(args):
    words, command = args[:args.index("--")], args[args.index("--") + 1:]
    calls, options = [], []
    if "landlock" in words:
        calls += LANDLOCK
    if "seccomp" in words:
        calls.append(SECCOMP[platform.machine()])
        options = [SET_SECCOMP]
    install(refused(calls, options))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
