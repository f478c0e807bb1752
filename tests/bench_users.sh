#!/bin/bash
# bench_users.sh [CXBAK]: how the time of bulk edits follows the users.
#
# Sets, plans, applies, undoes, compares and verifies a change of every user on
# generated backups of growing size.  Each step has ten times the users of the
# one before, so linear work takes about ten times as long and quadratic work a
# hundred times; more than 30 times is a failure.
#
#   BENCH_STEPS   users of each step (1000 10000 100000)
#   BENCH_DIR     where the files go (build/bench-users); removed at the end
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
cxbak=$(readlink -f "${1:-$top/build/cxbak}")
dir=${BENCH_DIR:-$top/build/bench-users}
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 TIMEFORMAT='%U %S'
rm -rf "$dir"
mkdir -p "$dir"
cd "$dir"
trap 'cd / && rm -rf "$dir"' EXIT

declare -A before
failed=0

# step NAME STATUS WORD...: processor time of one command, best of two runs;
# files named last are removed before each.
step() {
    local name=$1 want=$2 best='' taken status word
    shift 2
    for _ in 1 2; do
        for word in "$@"; do case $word in made.*) rm -f "$word" ;; esac; done
        taken=$( { time "$cxbak" "$@" --max-database 4G > out 2> err &&
            status=0 || status=$?; echo "$status" > status; } 2>&1 |
            awk '{ print $1 + $2 }')
        status=$(cat status)
        [ "$status" = "$want" ] || { cat err; exit 1; }
        best=$(awk -v a="${best:-1e9}" -v b="$taken" \
            'BEGIN { print a < b ? a : b }')
    done
    awk -v n="$name" -v u="$users" -v t="$best" -v b="${before[$name]:-}" \
        'BEGIN { printf "%-24s %8d users %8.2f s %6.1f us each", n, u, t,
                 1e6 * t / u
                 if (b != "") printf "  %5.1f x", t / b
                 print "" }'
    if [ -n "${before[$name]:-}" ]; then
        awk -v t="$best" -v b="${before[$name]}" \
            'BEGIN { exit !(t > 30 * b + 1) }' && failed=1
    fi
    before[$name]=$best
}

for users in ${BENCH_STEPS:-1000 10000 100000}; do
    "$top/tests/lib/make_big.py" old.zip --users "$users" --recordings 0 \
        --size 0
    change=(--where 'email=user*' --email '{email.local}@new.example')
    step "set, preview" 0 set old.zip "${change[@]}"
    step "set -o" 0 set old.zip "${change[@]}" -o made.zip
    mv made.zip new.zip
    step "set --plan" 0 set old.zip "${change[@]}" --plan made.json
    mv made.json plan.json
    step "apply -o" 0 apply old.zip plan.json -o made.zip
    cmp made.zip new.zip
    step "diff" 1 diff old.zip new.zip
    step "diff --plan" 1 diff old.zip new.zip --plan made.json
    step "verify --plan" 0 verify new.zip --against old.zip --plan plan.json
    step "apply --reverse -o" 0 apply new.zip plan.json --reverse -o made.zip
    cmp made.zip old.zip
    rm -f made.* new.zip plan.json
    step "clearing, --plan" 0 set old.zip --all --clear caller-id \
        --plan made.json
    mv made.json plan.json
    "$cxbak" apply old.zip plan.json -o new.zip --max-database 4G -q
    step "restoring, --reverse -o" 0 apply new.zip plan.json --reverse \
        -o made.zip
    cmp made.zip old.zip
    rm -f made.* new.zip plan.json
    echo
done
exit "$failed"
