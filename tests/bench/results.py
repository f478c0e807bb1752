#!/usr/bin/env python3
"""results.py FILE COMMAND: what bench.py wrote to FILE, as

  table          the tables, in Markdown, on standard output
  readme         the same, into README.md of this folder, and what matters of
                 them into that of the top folder, between their marks
  plot OUT.png   how time and memory grow, drawn by gnuplot
"""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
BEGIN, END = "<!-- make bench-record -->\n", "<!-- end of bench-record -->\n"


def seconds(value):
    return f"{value:.3f} s" if value < 0.1 else f"{value:.2f} s"


def cell(name):
    return f"`{name}`".replace("|", "\\|")


def in_bytes(size):
    return f"{size // 1000:,} kB" if size >= 1000 else f"{size} bytes"


def measured(results):
    return (f"Measured on {results['date']}: {results['machine']}. Medians; "
            "a ratio is the median of the rounds' own ratios.")


def summary(results):
    """Of each table its first row, which is what the others are held against,
    and the rows of our own program."""
    lines = [measured(results), "",
             "| what | program | time | processor | memory |",
             "|---|---|---|---|---|"]
    for table in results["tables"]:
        title = table["title"]
        for i, (name, wall, cpu, ratio, peak) in enumerate(table["rows"]):
            if i > 0 and not name.startswith("cxbak"):
                continue
            times = [seconds(wall), seconds(cpu)]
            if i > 0:
                times[table["of"] == "processor"] += f", x {ratio:.2f}"
            lines.append(f"| {title} | {cell(name)} | {times[0]} | {times[1]} "
                         f"| {peak:.1f} MB |")
            title = ""
    return "\n".join(lines) + "\n"


def tables(results):
    lines = [measured(results)]
    for table in results["tables"]:
        lines += ["", f"| {table['title']} | time | processor | ratio of "
                  f"{table['of']} | memory |", "|---|---|---|---|---|"]
        lines += [f"| {cell(name)} | {seconds(wall)} | {seconds(cpu)} | "
                  f"{ratio:.2f} | {peak:.1f} MB |"
                  for name, wall, cpu, ratio, peak in table["rows"]]
    if results["calls"]:
        lines += ["", "| System calls of `cxbak set -o`, one edit | members | "
                  "all | each |", "|---|---|---|---|"]
    lines += [f"| {in_bytes(size)} | {n:,} | {total:,} | {total / n:.2f} |"
              for n, size, total in results["calls"]]
    for growth in results["growth"]:
        lines += ["", f"| {growth['title']} | number | processor | each | "
                  "memory |", "|---|---|---|---|---|"]
        lines += [f"| {cell(name)} | {n:,} | {seconds(cpu)} | "
                  f"{1e6 * cpu / n:.1f} µs | {peak:.1f} MB |"
                  for name, n, cpu, peak in sorted(growth["points"])]
    return "\n".join(lines) + "\n"


def into(path, text):
    head, rest = path.read_text(encoding="utf-8").split(BEGIN)
    path.write_text(head + BEGIN + text + END + rest.split(END)[1],
                    encoding="utf-8")


def series(growth):
    """The rows of one table of growth, each with its points."""
    found = {}
    for name, n, cpu, peak in growth["points"]:
        found.setdefault(name, []).append((n, cpu, peak))
    return found


def plot(results, path):
    """Two rows of two plots: users and members, time and memory."""
    script = [f"set terminal pngcairo size 1000,800; set output '{path}'",
              "set multiplot layout 2,2", "set logscale xy", "set grid",
              "set key left top", "set format x '%.0s%c'"]
    for column, label in ((2, "processor, s"), (3, "memory, MB")):
        for growth in results["growth"]:
            lines = series(growth)
            script.append(f"set xlabel '{growth['title']}'; "
                          f"set ylabel '{label}'")
            script.append("plot " + ", ".join(
                f"'-' using 1:{column} with linespoints title '{name}'"
                for name in lines))
            for points in lines.values():
                script += [f"{n} {cpu} {peak}" for n, cpu, peak in points]
                script.append("e")
    subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True,
                   check=True)


def main(words):
    results = json.loads(pathlib.Path(words[0]).read_text(encoding="utf-8"))
    if words[1] == "table":
        print(tables(results), end="")
    elif words[1] == "readme":
        into(HERE / "README.md", tables(results))
        into(TOP / "README.md", summary(results))
    else:
        plot(results, words[2])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
