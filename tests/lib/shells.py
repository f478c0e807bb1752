#!/usr/bin/env python3
"""shells.py SHELL PROGRAM: completion of command lines in a real shell.

Starts SHELL (bash, zsh or fish) on a terminal of its own in the current folder,
with the script that PROGRAM prints for it, and types each case of standard
input: a line `TYPED => WORD | WORD ...`, where `<TAB>` is the key.  Then it
presses Enter and compares the words that a command gets with those wanted.
The command `cxbak` there notes its words, and asks PROGRAM about completion
only.  Prints each case that is wrong, and exits 1 if there is one.
"""

import os
import pty
import select
import subprocess
import sys
import termios
import time

# Longer than any shell takes here, under valgrind too.
PATIENCE = 60
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {script}"),
    "zsh": (["zsh", "-f", "-i"],
            "autoload -Uz compinit; compinit -u -D; source {script}"),
    "fish": (["fish", "--private", "--no-config", "-i"], "source {script}"),
}


class Shell:
    def __init__(self, shell, program):
        self.folder = os.path.abspath(f".{shell}")
        os.makedirs(f"{self.folder}/bin", exist_ok=True)
        self.note = f"{self.folder}/words"
        self.write("bin/cxbak", "#!/bin/bash\n"
                   f'[ "$1" != completion ] || exec "{program}" "$@"\n'
                   f"printf '%s\\n' \"$@\" > {self.note}.new\n"
                   f"mv {self.note}.new {self.note}\n")
        os.chmod(f"{self.folder}/bin/cxbak", 0o755)
        script = f"{self.folder}/script"
        with open(script, "wb") as f:
            subprocess.run([program, "completion", shell], stdout=f, check=True)
        words, setup = START[shell]
        env = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}",
               "TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": self.folder,
               "COLUMNS": "200", "LINES": "50"}
        main, other = pty.openpty()
        termios.tcsetwinsize(other, (50, 200))
        # A session of its own, whose terminal this is.
        self.run = subprocess.Popen(words, stdin=other, stdout=other,
                                    stderr=other, env=env, start_new_session=True,
                                    preexec_fn=lambda: os.close(os.open(
                                        os.ttyname(other), os.O_RDWR)))
        os.close(other)
        self.main = main
        self.said = b""
        self.type(setup.format(script=script) + "\r")
        self.words("cxbak ready\r")

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as f:
            f.write(text)

    def type(self, text):
        os.write(self.main, text.encode())

    def words(self, text):
        """Type it; the words that the command has got."""
        if os.path.exists(self.note):
            os.unlink(self.note)
        self.said = b""
        self.type(text)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if select.select([self.main], [], [], 0.02)[0]:
                try:
                    self.said += os.read(self.main, 65536)
                except OSError:
                    break
            if os.path.exists(self.note):
                with open(self.note, encoding="utf-8") as f:
                    return f.read().split("\n")[:-1]
        return ["nothing was run; it said: " + self.said.decode(
            errors="replace")]

    def close(self):
        # Nothing is left of a line that could not be run.
        self.type("\x03\x04")
        self.run.kill()
        self.run.wait()
        os.close(self.main)


def main(name, program):
    shell = Shell(name, os.path.abspath(program))
    wrong = 0
    for case in sys.stdin.read().splitlines():
        typed, _, want = case.partition(" => ")
        got = shell.words(typed.replace("<TAB>", "\t") + "\r")
        # A folder may have its slash, as the shell likes it.
        if [w.rstrip("/") for w in got] != want.split(" | "):
            wrong += 1
            print(f"{name}: {typed}: wanted {want}, got {' | '.join(got)}")
            if got[0].startswith("nothing was run"):
                break
    shell.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
