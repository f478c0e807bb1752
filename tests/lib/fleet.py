#!/usr/bin/env python3
"""fleet.py make COUNT   backups/cNN.zip, of as many customers
fleet.py judge COUNT  those in new/ are what moving the domain has to make
fleet.py report FILE COUNT   a report says so of each of them
fleet.py port         a free port of the loopback interface
fleet.py end PID      kills a process and all that it has begun

The backups are the sample in many shapes, each with a company and a member of
its own, so that one customer's is never taken for another's.  The judge reads
them by Python's zipfile and ElementTree.
"""

import csv
import os
import re
import signal
import socket
import sys
import xml.etree.ElementTree as ET
import zipfile

import archive
import tree

OLD, NEW = "@old.example", "@new.example"
XML = ("v20", "v14", "v16", "v18", "mini", "mixed")


def name_of(i):
    return f"c{i:02}.zip"


def is_database(name):
    return name.endswith("Db.xml")


def make(count):
    os.mkdir("backups")
    packers = list(archive.SHAPES)
    for i in range(1, int(count) + 1):
        members = []
        for name, data in tree.members(XML[i % len(XML)]):
            if is_database(name):
                data = data.replace(b"@example.com", OLD.encode()).replace(
                    b"Example Widgets", b"Customer %d" % i)
                # Two people of the sample share an address.
                first, last = data.split(b">priya.raman", 1)
                data = first + b">priya.raman" + last.replace(
                    b">priya.raman", b">priya.raman2")
            members.append((name, data))
        members.append(("OtherSettings/customer.txt", b"%d\n" % i * i))
        archive.pack(packers[i % len(packers)], members,
                     "backups/" + name_of(i))


def read(path):
    """[(name, bytes)] of an archive, every CRC checked."""
    with zipfile.ZipFile(path) as z:
        return [(i.filename, z.read(i)) for i in z.infolist()]


def addresses(database):
    """Of the users, and of nothing else."""
    return [e.findtext("EmailAddress") or ""
            for e in ET.fromstring(database).iter("Extension")]


def judge_one(file):
    old, new = read("backups/" + file), read("new/" + file)
    assert [n for n, _ in old] == [n for n, _ in new], file
    for (name, before), (_, after) in zip(old, new):
        if not is_database(name):
            assert before == after, f"{file}: {name}"
            continue
        assert before != after, file
        assert after.replace(NEW.encode(), OLD.encode()) == before, file
        moved = [a.replace(OLD, NEW) for a in addresses(before)]
        assert addresses(after) == moved, file
        assert sum(a.endswith(NEW) for a in moved) == 13, (file, moved)
        # What else names the old domain is not touched.
        assert before.count(OLD.encode()) - after.count(OLD.encode()) == 13


def judge(count):
    wanted = [name_of(i) for i in range(1, int(count) + 1)]
    assert sorted(os.listdir("new")) == wanted, sorted(os.listdir("new"))
    for file in wanted:
        judge_one(file)


def report(path, count):
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    told = {os.path.basename(r["V1"]): r for r in rows}
    wanted = [name_of(i) for i in range(1, int(count) + 1)]
    assert sorted(told) == wanted and len(rows) == len(wanted), sorted(told)
    for file, row in told.items():
        assert row["Exitval"] == "0", (file, row)
        assert re.search("^13 values of 13 users differ and nothing else$",
                         row["Stdout"], re.M), (file, row)


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        print(s.getsockname()[1])


def children():
    """{process: those it has begun}, of all there are."""
    begun = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8",
                      errors="replace") as f:
                parent = int(f.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        begun.setdefault(parent, []).append(int(pid))
    return begun


def end(pid):
    # A process that is stopped begins no other.
    doomed = [int(pid)]
    os.kill(doomed[0], signal.SIGSTOP)
    begun = children()
    for one in doomed:
        doomed += begun.get(one, [])
    for one in doomed:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            pass


def main(words):
    verbs = {"make": make, "judge": judge, "report": report, "port": port,
             "end": end}
    verbs[words[0]](*words[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
