#!/usr/bin/env python3
"""helper.py: the one Python process of a scenario.

Starting Python costs more than most of what scenarios ask of it, so `ask` of
scenario.sh keeps this one.  A request on standard input is a count and as many
words, each ended by NUL: the folder to work in, the file for what is said, a
module beside this one, and the words for its main().  The answer is a line
with the status that the module would have ended with.
"""

import importlib
import os
import resource
import sys
import traceback


def read_word(source):
    """The next word, or None at the end."""
    word = bytearray()
    while (byte := source.read(1)) != b"\0":
        if not byte:
            return None
        word += byte
    return word.decode()


def call(module, words):
    """The status of a module's main(), whose end is not ours."""
    try:
        return int(importlib.import_module(module).main(words) or 0)
    except SystemExit as e:
        if isinstance(e.code, str):
            print(e.code)
            return 1
        return int(e.code or 0)
    # Whatever it is, it is the scenario's to judge: a status that is not 0.
    except Exception:
        traceback.print_exc(file=sys.stdout)
        return 1


def main():
    # What `limit` of scenario.sh denies the program is not for its judge.
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    # Nobody else reads the requests, or writes among the answers.
    source, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    while (count := read_word(source)) is not None:
        folder, said, module, *words = (
            read_word(source) for _ in range(int(count)))
        os.chdir(folder)
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        # What its own children say goes there, too.
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.close(out)
        status = call(module, words)
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(answers, b"%d\n" % status)


if __name__ == "__main__":
    main()
