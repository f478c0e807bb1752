#!/usr/bin/env python3
"""bench.py CXBAK MEASURE RESULTS: what edits cost, beside `cp` and other programs.

Makes its inputs, runs all programs of a table in turn, several rounds of it,
and prints medians.  A ratio is the median of the rounds' own ratios, so that
what else the machine does meets both sides.  Memory is the largest of one
process, as the kernel counts it (ru_maxrss).  Programs that are not installed
are left out by name.  What came of it goes to the file RESULTS, from which
results.py makes the table of the README and the plot.

  BENCH_SIZE            bytes of recordings (200000000; of record: 2000000000)
  BENCH_MEMBERS         recordings (420; of record: 4200)
  BENCH_USERS           users of the large database (10000)
  BENCH_PICTURES        pictures of 12 megapixels (20; of record: 1000)
  BENCH_GROWTH_USERS    users of the tables of growth (1000 10000; of record:
                        1000 10000 100000)
  BENCH_GROWTH_MEMBERS  and members (1000 10000; of record: 1000 10000 100000
                        300000)
  BENCH_ROUNDS          rounds (3; of record: 5)
  BENCH_DIR             where the files go (build/bench); removed at the end
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time
import zipfile

TOP = pathlib.Path(__file__).resolve().parents[2]
MAKE_BIG = TOP / "tests/lib/make_big.py"
EDIT = "200 --first-name Noelle"
EVERY = "--where 'email=user*' --email '{email.local}@new.example'"
# What another program writes in Python: every member decoded and packed.
REWRITE = """import sys, zipfile
with zipfile.ZipFile("big.zip") as a, zipfile.ZipFile("out.zip", "w") as b:
    for m in a.infolist():
        with a.open(m) as f, b.open(m, "w") as t:
            while block := f.read(1 << 20):
                t.write(block)
"""


def number(name, default):
    return int(os.environ.get(name, default))


class Bench:
    def __init__(self, cxbak, measure):
        self.cxbak, self.measure = cxbak, measure
        self.rounds = number("BENCH_ROUNDS", 3)
        self.results = {"tables": [], "calls": [], "growth": []}

    def make(self, name, users, members, size):
        subprocess.run([sys.executable, MAKE_BIG, name, "--users", str(users),
                        "--recordings", str(members), "--size", str(size)],
                       check=True)

    def run(self, command, before=""):
        """Seconds, processor seconds and MB of a line of shell."""
        subprocess.run(["sh", "-c", "rm -f out.zip work.zip; " + before],
                       check=True)
        done = subprocess.run(
            [self.measure, "taken", "sh", "-c",
             command.replace("CXBAK", self.cxbak)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            sys.exit(f"bench: status {done.returncode}: {command}")
        wall, cpu, peak = pathlib.Path("taken").read_text().split()
        return float(wall), float(cpu), int(peak) / 1024

    def table(self, title, rows, wall):
        """Rows are (name, command, what to do before it); the first one is
        what the others are compared with, in time or in processor time."""
        print(f"\n{title}\n{'':36}{'time':>9}{'processor':>11}{'ratio':>8}"
              f"{'memory':>10}")
        done = []
        self.results["tables"].append(
            {"title": title, "of": "time" if wall else "processor",
             "rows": done})
        rows = [r for r in rows if installed(r)]
        runs = {r[0]: [] for r in rows}
        for _ in range(self.rounds):
            for name, command, before in rows:
                runs[name].append(self.run(command, before))
        base = runs[rows[0][0]]
        for name, _, _ in rows:
            mine = runs[name]
            k = 0 if wall else 1
            ratio = statistics.median(m[k] / max(b[k], 1e-4)
                                      for m, b in zip(mine, base))
            t, cpu, peak = (statistics.median(x) for x in zip(*mine))
            print(f"{name:36}{t:7.2f} s{cpu:9.2f} s{ratio:8.2f}"
                  f"{peak:7.1f} MB", flush=True)
            done.append([name, t, cpu, ratio, peak])

    def count_calls(self, members, size):
        """System calls of one edit, all threads, in big.zip."""
        if shutil.which("strace") is None:
            return
        subprocess.run(["sh", "-c", "rm -f out.zip; strace -f -c -o calls "
                        f"{self.cxbak} set big.zip {EDIT} -o out.zip "
                        "2>/dev/null"], check=True)
        lines = [line.split() for line in
                 pathlib.Path("calls").read_text().splitlines()]
        total = next(int(w[3]) for w in lines if w and w[-1] == "total")
        print(f"system calls of cxbak set -o, {members:,} members of "
              f"{size // members:,} bytes: {total:,}, "
              f"{total / members:.2f} for each")
        self.results["calls"].append([members, size // members, total])

    def growth(self, title, steps, make, rows):
        print(f"\n{title}\n{'':36}{'each':>9}{'processor':>11}{'growth':>8}"
              f"{'memory':>10}")
        before, done = {}, []
        self.results["growth"].append({"title": title, "points": done})
        for n in steps:
            make(n)
            for name, command in rows:
                cpu, peak = min(self.run(command)[1:]
                                for _ in range(self.rounds))
                more = f"{cpu / before[name]:8.1f}" if name in before else ""
                print(f"{name + f', {n:,}':36}{1e6 * cpu / n:6.1f} us"
                      f"{cpu:9.2f} s{more:8}{peak:7.1f} MB", flush=True)
                before[name] = max(cpu, 1e-4)
                done.append([name, n, cpu, peak])


def installed(row):
    missing = [w for w in row[1].split() if w in
               ("zip", "7z", "ziptool", "bsdtar", "xmllint", "unzip",
                "vipsthumbnail", "mogrify")
               and shutil.which(w) is None]
    if missing:
        print(f"{row[0]}: {missing[0]} is not installed", flush=True)
    return not missing


def one_edit(b):
    size, members = number("BENCH_SIZE", 200000000), number("BENCH_MEMBERS", 420)
    b.make("big.zip", 1000, members, size)
    with zipfile.ZipFile("big.zip") as z:
        database = next(n for n in z.namelist() if n.endswith("Db.xml"))
        z.extract(database)
    pathlib.Path("rewrite.py").write_text(REWRITE, encoding="utf-8")
    copied = "cp big.zip work.zip; "
    b.table(f"One edit in {size / 1e6:,.0f} MB of {members:,} members", [
        ("cp, sync", "cp big.zip out.zip && sync out.zip", ""),
        ("cxbak set -o", f"CXBAK set big.zip {EDIT} -o out.zip", ""),
        ("cxbak set -o --sha256",
         f"CXBAK set big.zip {EDIT} --sha256 -o out.zip", ""),
        ("zip -f, without its copy", f"zip -q -f work.zip {database}",
         copied + f"touch {database}"),
        ("7z u, without its copy", f"7z u -tzip -bd work.zip {database}",
         copied),
        ("ziptool, without its copy",
         f"ziptool work.zip replace_file_contents 1 {database}", copied),
        ("Python zipfile", f"{sys.executable} rewrite.py", ""),
        ("bsdtar", "bsdtar -a -cf out.zip @big.zip", ""),
    ], True)
    b.count_calls(members, size)
    os.unlink("big.zip")


def many_users(b):
    users = number("BENCH_USERS", 10000)
    b.make("big.zip", users, 0, 0)
    scan = "unzip -p big.zip '*Db.xml'"
    b.table(f"{users:,} users", [
        ("unzip | xmllint --sax", f"{scan} | xmllint --sax --noout -", ""),
        ("unzip | gzip -6", f"{scan} | gzip -6", ""),
        ("cxbak list", "CXBAK list big.zip", ""),
        ("cxbak set, a preview", f"CXBAK set big.zip {EVERY}", ""),
        ("cxbak set -o", f"CXBAK set big.zip {EVERY} -o out.zip", ""),
    ], False)


# A picture as a camera makes them: 4000 x 3000, structures of all sizes, noise.
PHOTO = ("convert -size 500x375 -seed 3 plasma:fractal -resize 4000x3000! "
         "( -size 4000x3000 xc:gray50 -attenuate 0.25 +noise Gaussian ) "
         "-compose overlay -composite -quality 92 photo.jpg")


def pictures(b):
    count = number("BENCH_PICTURES", 20)
    if shutil.which("convert") is None:
        print("pictures: ImageMagick's convert is not installed", flush=True)
        return
    b.make("big.zip", count, 0, 0)
    subprocess.run(PHOTO.split(), check=True)
    os.mkdir("photos")
    base = 2 * 10 ** max(4, len(str(count)))
    for i in range(count):
        os.link("photo.jpg", f"photos/{base + i}.jpg")
    each = ("find photos -type f -print0 | xargs -0 -n 5 -P "
            f"{len(os.sched_getaffinity(0))} ")
    b.table(f"{count:,} pictures of 12 megapixels", [
        ("vipsthumbnail", each + "vipsthumbnail -s 256x256 --smartcrop centre "
         "-o $PWD/small/%s.png", "rm -rf small; mkdir small"),
        ("ImageMagick, jpeg:size", each + "mogrify -define jpeg:size=512x512 "
         "-resize 256x256^ -gravity center -extent 256x256 -format png "
         "-path small", "rm -rf small; mkdir small"),
        ("cxbak avatar import", "CXBAK avatar import big.zip photos -o "
         "out.zip", ""),
    ], False)
    shutil.rmtree("photos")


def steps(name):
    return [int(n) for n in os.environ.get(name, "1000 10000").split()]


def growth(b):
    b.growth("Users", steps("BENCH_GROWTH_USERS"),
             lambda n: b.make("big.zip", n, 0, 0), [
                 ("list", "CXBAK list big.zip --max-database 4G"),
                 ("set -o, all users", f"CXBAK set big.zip {EVERY} -o out.zip "
                  "--max-database 4G")])
    def make_members(n):
        b.make("big.zip", 10, n, 1000 * n)
        b.count_calls(n, 1000 * n)

    b.growth("Members of 1 kB", steps("BENCH_GROWTH_MEMBERS"),
             make_members, [
                 ("list", "CXBAK list big.zip"),
                 ("set -o, one edit", f"CXBAK set big.zip {EDIT} -o out.zip")])


def machine():
    """What it ran on, in words."""
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        model = next((line.split(":", 1)[1].strip() for line in f
                      if line.startswith("model name")), "unknown processor")
    with open("/proc/meminfo", encoding="utf-8") as f:
        memory = int(f.readline().split()[1]) >> 20
    kind = subprocess.run(["df", "--output=fstype", "."], check=True,
                          capture_output=True, text=True).stdout.split()[-1]
    return (f"{len(os.sched_getaffinity(0))} processors of {model}, "
            f"{memory + 1} GiB, {kind}, Linux {os.uname().release}")


def main(words):
    where = pathlib.Path(os.environ.get("BENCH_DIR", TOP / "build/bench"))
    bench = Bench(*(str(pathlib.Path(w).resolve()) for w in words[:2]))
    results = pathlib.Path(words[2]).resolve()
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    os.environ.update(LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")
    os.chdir(where)
    try:
        bench.results["machine"] = machine()
        bench.results["date"] = time.strftime("%Y-%m-%d")
        one_edit(bench)
        many_users(bench)
        pictures(bench)
        growth(bench)
    finally:
        os.chdir(TOP)
        shutil.rmtree(where)
    results.write_text(json.dumps(bench.results, indent=1) + "\n",
                       encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
