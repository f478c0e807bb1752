#!/usr/bin/env python3
"""fuzz.py FOLDER SECONDS [TARGET...]: searches with clang's fuzzer.

Each target of FOLDER (build/fuzz/fuzz), or those named, searches so many
seconds from its seeds on, with the dictionary of what it reads.  What it finds
and learns stays in build/fuzz-corpus.  One line says for each how many inputs
were tried, how large the corpus is, and how much of the files that it aims at
was reached.  Exits 1 if a target found something; the others run all the same.

fuzz.py --keep FOLDER [TARGET...]: puts what the corpora teach beyond the
seeds that are there, in as few and small files as that takes, into
tests/fuzz/seeds.
"""

import glob
import os
import re
import shutil
import subprocess
import sys

import make_seeds

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
CORPUS = os.path.join(TOP, "build", "fuzz-corpus")
SEEDS = os.path.join(TOP, "tests", "fuzz", "seeds")
# What a target aims at: parts of source files' names.
AIMS = {
    "csv": ("table/csv",), "database": ("backup/database", "backup/user",
                                        "patch/"),
    "encoding": ("table/csv_decode", "table/csv_convert",
                 "table/csv_misread"),
    "directory": ("zip/zdir", "zip/zend", "zip/zrecord", "zip/zname",
                  "zip/zextra", "zip/zspelling"),
    "email": ("rules/rules_email", "rules/rules_domain", "rules/rules_name",
              "rules/rules_phone", "rules/rules_text", "rules/rules_punycode"),
    "jpeg": ("image/image_jpeg", "image/image_exif", "image/image_scale"),
    "heif": ("image/image_heif", "image/image_scale"),
    "webp": ("image/image_webp", "image/image_exif", "image/image_scale"),
    "png": ("image/image_png", "image/image_exif", "image/image_scale"),
    "local": ("zip/zlocal", "zip/zread.", "zip/zscan", "zip/zextra"),
    "metadata": ("backup/metadata",), "open": ("backup/", "check/"),
    "patch": ("patch/user_patch", "patch/property_patch", "xml/xpatch"),
    "plan": ("plan/plan_json", "plan/plan.", "patch/original_xml"),
    "salvage": ("salvage/", "zip/zprobe"), "template": ("template/",),
    "xlsx": ("table/xlsx_read", "table/xlsx_book", "table/xlsx_parts",
             "table/xlsx_sheet", "table/xlsx_shared", "table/xlsx_number",
             "table/xlsx_xml"),
    "xml": ("xml/xscan", "xml/xagain", "xml/xerror"), "zip": ("zip/",),
}
DICTIONARIES = {"zip": ("zip", "directory", "local", "open", "salvage",
                        "xlsx"),
                "xml": ("xml", "database", "patch"), "csv": ("csv", "encoding")}
LIMITS = ("-timeout=20", "-rss_limit_mb=2048", "-max_len=100000")
# What is kept of a corpus: files up to this, and not more of them.
KEPT_LARGEST = 2048
KEPT_MOST = 24
COVERED = re.compile(r"^(UN)?COVERED_FUNC: hits: \d+ edges: (\d+)/(\d+) "
                     r"\S+ (.*?):\d+$", re.MULTILINE)
EXECUTED = re.compile(r"stat::number_of_executed_units: (\d+)")


def short(target):
    return target.removeprefix("fuzz_")


def dictionary(target):
    for name, targets in DICTIONARIES.items():
        if short(target) in targets:
            return ["-dict=" + os.path.join(TOP, "tests", "fuzz",
                                            name + ".dict")]
    return []


def aims_of(target):
    """A target that is not in the table aims at the room of its name."""
    return AIMS.get(short(target), (short(target) + "/",))


def coverage(target, text):
    """What was reached of the files that the target aims at, in words.  Of the
    edges many lead to what the sanitizers say, and are never gone."""
    reached = known = functions = called = 0
    aims = aims_of(target)
    for found in COVERED.finditer(text):
        if any("/src/" + aim in found[4] for aim in aims):
            functions += 1
            called += not found[1]
            reached += int(found[2])
            known += int(found[3])
    return (f"{called} of {functions} functions and {reached} of {known} "
            f"edges of {', '.join(aims)}")


def search(folder, target, seconds):
    """Runs one target; did it find nothing?"""
    corpus = os.path.join(CORPUS, target)
    make_seeds.main([target, corpus])
    artifacts = os.path.join(CORPUS, target + "-")
    before = set(glob.glob(artifacts + "*"))
    log = os.path.join(CORPUS, target + ".log")
    with open(log, "wb") as f:
        status = subprocess.run(
            [os.path.join(folder, target), f"-max_total_time={seconds}",
             *LIMITS, "-artifact_prefix=" + artifacts, "-print_final_stats=1",
             "-print_coverage=1", *dictionary(target), corpus], stdout=f,
            stderr=subprocess.STDOUT, check=False,
            env=dict(os.environ, ASAN_OPTIONS="allocator_may_return_null=1")
        ).returncode
    with open(log, encoding="utf-8", errors="replace") as f:
        text = f.read()
    executed = EXECUTED.search(text)
    found = sorted(set(glob.glob(artifacts + "*")) - before)
    print(f"{target}: {int(executed[1]) if executed else 0:,} inputs in "
          f"{seconds} s, corpus {len(os.listdir(corpus))}, "
          f"{coverage(target, text)}; {len(found)} findings",
          flush=True)
    for path in found:
        print(f"    {path}")
    if status != 0 and not found:
        print(f"    ended with status {status}: see {log}")
    return status == 0 and not found


def keep(folder, target):
    """Keeps what a corpus teaches beyond what make_seeds.py gives."""
    made = os.path.join(CORPUS, target + "-made")
    best = os.path.join(CORPUS, target + "-best")
    for path in (made, best):
        shutil.rmtree(path, ignore_errors=True)
    make_seeds.main([target, made])
    known = set(os.listdir(made))
    subprocess.run([os.path.join(folder, target), "-merge=1", *LIMITS[:2],
                    f"-max_len={KEPT_LARGEST}", made,
                    os.path.join(CORPUS, target)],
                   check=True, capture_output=True)
    new = [os.path.join(made, n) for n in os.listdir(made) if n not in known]
    new.sort(key=os.path.getsize)
    out = os.path.join(SEEDS, target)
    os.makedirs(out, exist_ok=True)
    # Spread over all sizes: the small ones are not the ones that teach most.
    step = max(1, len(new) / KEPT_MOST)
    chosen = [new[int(i * step)] for i in range(min(len(new), KEPT_MOST))]
    for path in chosen:
        shutil.copyfile(path, os.path.join(out, os.path.basename(path)[:12]))
    print(f"{target}: {len(chosen)} of {len(new)} kept")


def main(args):
    keeping = args[:1] == ["--keep"]
    args = args[1:] if keeping else args
    least = 1 if keeping else 2
    if len(args) < least:
        print(__doc__, file=sys.stderr)
        return 2
    folder = os.path.abspath(args[0])
    targets = args[least:] or sorted(
        n for n in os.listdir(folder) if re.fullmatch(r"fuzz_\w+", n))
    os.makedirs(CORPUS, exist_ok=True)
    if keeping:
        for target in targets:
            keep(folder, target)
        return 0
    good = [search(folder, target, int(args[1])) for target in targets]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
