#!/bin/bash
# bench.sh [CXBAK]: what an edit of a large backup costs, next to `cp`.
#
# Compares `cxbak set ... -o` with cp and with public tools that put one
# changed member into an archive, on a generated backup; and shows how time and
# memory of `list` and `set` follow the number of users.  Prints ratios.
# The memory shown is never below some 13 MB, the measuring program's own.
#
#   BENCH_SIZE        bytes of recordings (2000000000)
#   BENCH_RECORDINGS  how many (4200)
#   BENCH_USERS       users of that backup (1000)
#   BENCH_STEPS       users of the second table (1000 10000 100000)
#   BENCH_DIR         where the files go (build/bench); removed at the end
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
cxbak=$(readlink -f "${1:-$top/build/cxbak}")
size=${BENCH_SIZE:-2000000000}
recordings=${BENCH_RECORDINGS:-4200}
users=${BENCH_USERS:-1000}
dir=${BENCH_DIR:-$top/build/bench}
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
rm -rf "$dir"
mkdir -p "$dir"
cd "$dir"
trap 'cd / && rm -rf "$dir"' EXIT

# measure WORD...: the best of three runs; sets SECONDS_TAKEN and PEAK (KiB).
# The output files are removed before each run.
measure() {
    local line
    line=$(python3 - "$@" <<'P'
import os, subprocess, sys, time
best, peak = 1e9, 0
for _ in range(3):
    for name in ("out.zip", "work.zip"):
        if os.path.exists(name):
            os.unlink(name)
    if os.environ.get("COPY_FIRST"):
        subprocess.run(["cp", "big.zip", "work.zip"], check=True)
    start = time.monotonic()
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    best = min(best, time.monotonic() - start)
    peak = max(peak, usage.ru_maxrss)
    if status != 0:
        sys.exit(f"bench: status {status} from {sys.argv[1:]}")
print(f"{best:.3f} {peak}")
P
    )
    SECONDS_TAKEN=${line% *}
    PEAK=${line#* }
}

row() {
    awk -v t="$SECONDS_TAKEN" -v b="$BASE" -v p="$PEAK" -v n="$1" \
        'BEGIN { printf "%-34s %8.2f s %7.2f x %8.1f MB\n", n, t, t / b, p / 1024 }'
}

echo "backup: $size bytes in $recordings recordings, $users users"
"$top/tests/lib/make_big.py" big.zip --users "$users" \
    --recordings "$recordings" --size "$size"
printf '%-34s %10s %9s %11s\n' "" time "cp" memory
measure cp big.zip out.zip
BASE=$SECONDS_TAKEN
row "cp"
measure "$cxbak" set big.zip 200 --first-name Noelle -o out.zip
row "cxbak set -o"
measure "$cxbak" list big.zip --json
row "cxbak list"

# The public tools replace the database in a copy, which is made beforehand.
unzip -p big.zip 2120859096Db.xml |
    sed 's/<FirstName>Martin</<FirstName>Noelle</' > 2120859096Db.xml
export COPY_FIRST=1
measure zip -q -f work.zip 2120859096Db.xml
row "zip -f, its copy not counted"
measure 7z u -tzip -bd work.zip 2120859096Db.xml
row "7z u, its copy not counted"
unset COPY_FIRST
rm -f big.zip work.zip out.zip 2120859096Db.xml

echo
echo "users, no recordings"
printf '%-34s %10s %9s %11s\n' "" time "per user" memory
for n in ${BENCH_STEPS:-1000 10000 100000}; do
    "$top/tests/lib/make_big.py" big.zip --users "$n" --recordings 0 --size 0
    BASE=1
    for command in list set; do
        words=(list big.zip --json)
        [ "$command" = list ] || words=(set big.zip --all --clear caller-id \
            -o out.zip)
        measure "$cxbak" "${words[@]}" --max-database 2G
        awk -v t="$SECONDS_TAKEN" -v n="$n" -v p="$PEAK" -v c="$command" \
            'BEGIN { printf "%-24s %9d %8.2f s %6.1f us %8.1f MB\n",
                     c, n, t, 1e6 * t / n, p / 1024 }'
    done
done
