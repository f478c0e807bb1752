# What `make bench` runs, on inputs so small that they only show that it works.

export BENCH_DIR="$PWD/bench" BENCH_ROUNDS=1 BENCH_SIZE=100000 \
    BENCH_MEMBERS=10 BENCH_USERS=40 BENCH_PICTURES=2 \
    BENCH_GROWTH_USERS="20 40" BENCH_GROWTH_MEMBERS="20 40"

# Who is traced cannot search for leaks.
[ "$FLAVOUR" != asan ] || ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0

begin "every row has its figures, and nothing stays behind"
check
"$TOP/tests/bench/bench.py" "$CXBAK" "$TOP/build/$FLAVOUR/measure" found.json \
    > "$RUN/out" 2> "$RUN/err" || fail "bench.py: $(cat "$RUN/err")"
expect_has out "One edit in 0 MB of 10 members"
for row in "cp, sync" "cxbak set -o" "zip -f" "7z u" "Python zipfile" \
    "bsdtar" "unzip | xmllint" "cxbak list" "cxbak set, a preview" \
    "ImageMagick" "cxbak avatar import"; do
    check
    grep -F "$row" "$RUN/out" |
        grep -qE ' [0-9.]+ s +[0-9.]+ s +[0-9.]+ +[0-9.]+ MB$' ||
        fail "no figures: $row"
done
check
grep -qE '^set -o, all users, 40 +[0-9.]+ us +[0-9.]+ s +[0-9.]+' \
    "$RUN/out" || fail "no growth"
expect_absent bench
finish

begin "the README's tables and the plot are made of them"
check
"$TOP/tests/bench/results.py" found.json table > "$RUN/out" 2> "$RUN/err" ||
    fail "$(cat "$RUN/err")"
for row in '| `cxbak set -o` | ' '| `cxbak avatar import` | ' \
    '| `list` | 40 | ' 'Measured on 20'; do
    expect_has out "$row"
done
! command -v strace > /dev/null ||
    expect_has out '| System calls of `cxbak set -o`, one edit | members | all |'
check
mkdir -p home/tests/bench && cp "$TOP/tests/bench/results.py" home/tests/bench/ &&
    cp "$TOP/tests/bench/README.md" home/tests/bench/ && cp "$TOP/README.md" home/
home/tests/bench/results.py found.json readme > "$RUN/said" 2>&1 ||
    fail "$(cat "$RUN/said")"
cp home/README.md "$RUN/out"
expect_has out '| One edit in 0 MB of 10 members | `cp, sync` | '
expect_has out '|  | `cxbak avatar import` | '
expect_lacks out '| One edit in 2,000 MB'
expect_has out '## How the source is laid out'
expect_has out '| a picture format | '
sed -n '/make bench-record -->/,/end of bench-record/p' home/tests/bench/README.md > "$RUN/out"
expect_has out '| `list` | 40 | '
if command -v gnuplot > /dev/null; then
    ok "$TOP/tests/bench/results.py" found.json plot found.png
    check
    [ "$(identify -format %m found.png)" = PNG ] || fail "no plot"
fi
finish

begin "a command that fails ends it"
check
if "$TOP/tests/bench/bench.py" /bin/false "$TOP/build/$FLAVOUR/measure" none.json \
    > "$RUN/out" 2> "$RUN/err"; then fail "it goes on"; fi
expect_has err "bench: status 1: CXBAK set"
finish
