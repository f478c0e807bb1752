#!/usr/bin/env python3
"""pty_run.py [OPTION...] -- COMMAND...

Runs a command with a terminal of its own: standard input, output and error
unless redirected, and /dev/tty in any case.  What reaches the terminal is
printed with plain line ends; the exit status is the command's, or 128 and the
number of the signal that ended it.

  --size COLUMNSxROWS     the terminal's size; 80x24 unless given
  --env NAME=VALUE        set a variable (TERM is xterm unless set here); NAME
                          alone removes it
  --out FILE, --err FILE  redirect standard output, standard error
  --answer PROMPT TEXT    once PROMPT has appeared, type TEXT; repeats, in order;
                          \\n, \\x03 and the like are understood
  --silent                before each answer, echo must be off; and on again at
                          the end
  --timeout SECONDS       give up after so long without a prompt or an end; 20
                          unless given

Exits 97 if echo was not as it should be, 98 on a timeout, 99 if a prompt never
came.
"""

import argparse
import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

BAD_ECHO, TIMED_OUT, NO_PROMPT = 97, 98, 99


def options(words):
    if "--" not in words:
        sys.exit(__doc__)
    at = words.index("--")
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--out")
    parser.add_argument("--err")
    parser.add_argument("--answer", nargs=2, action="append", default=[])
    parser.add_argument("--silent", action="store_true")
    parser.add_argument("--timeout", type=float, default=20)
    parsed = parser.parse_args(words[:at])
    parsed.command = words[at + 1:]
    return parsed


def redirect(path, fd):
    if path:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, fd)
        os.close(file)


def become(o):
    """In the child: set up what was asked for and become the command."""
    os.environ["TERM"] = "xterm"
    for setting in o.env:
        name, equals, value = setting.partition("=")
        if equals:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)
    redirect(o.out, 1)
    redirect(o.err, 2)
    os.execvp(o.command[0], o.command)


def echoes(fd):
    return bool(termios.tcgetattr(fd)[3] & termios.ECHO)


def typed(text):
    return codecs.decode(text, "unicode_escape").encode("utf-8")


class Talk:
    """What is seen on the terminal, and what is still to be answered."""

    def __init__(self, o, fd):
        self.o = o
        self.fd = fd
        self.seen = b""
        self.read_to = 0
        self.answers = [(p.encode(), typed(t)) for p, t in o.answer]
        self.fault = 0

    def receive(self):
        """Read what is there; False at the end."""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)

    def respond(self):
        """Type the next answer if its prompt has come."""
        if not self.answers:
            return
        prompt, text = self.answers[0]
        at = self.seen.find(prompt, self.read_to)
        if at < 0:
            return
        self.read_to = at + len(prompt)
        if self.o.silent and echoes(self.fd):
            self.fault = BAD_ECHO
        os.write(self.fd, text)
        self.answers.pop(0)


def main(words):
    o = options(words)
    columns, rows = map(int, o.size.split("x"))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ,
                struct.pack("HHHH", rows, columns, 0, 0))
    child = os.fork()
    if child == 0:
        os.close(master)
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for fd in (0, 1, 2):
            os.dup2(slave, fd)
        if slave > 2:
            os.close(slave)
        try:
            become(o)
        except OSError as problem:
            print(f"{o.command[0]}: {problem}", file=sys.stderr)
        os._exit(127)

    # The slave stays open here, so that the mode the command leaves behind
    # can be looked at; its end shows in the child's, not in the terminal's.
    talk = Talk(o, master)
    deadline = time.monotonic() + o.timeout
    ended = status = 0
    while True:
        ready = select.select([master], [], [], 0.02)[0]
        if ready and talk.receive():
            deadline = time.monotonic() + o.timeout
            talk.respond()
            continue
        if ended:
            break
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended and time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            talk.fault = TIMED_OUT
            break
    if o.silent and not echoes(slave):
        talk.fault = BAD_ECHO
    if talk.answers and not talk.fault:
        talk.fault = NO_PROMPT
    os.close(master)
    os.close(slave)
    sys.stdout.buffer.write(talk.seen.replace(b"\r\n", b"\n"))
    if talk.fault:
        return talk.fault
    if os.WIFSIGNALED(status):
        return 128 + os.WTERMSIG(status)
    return os.WEXITSTATUS(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
