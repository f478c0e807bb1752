# Ten thousand rows, and ten times as many rows in ten times the time.

"$LIB/make_big.py" small.zip --users 1000 --recordings 0 --size 0
"$LIB/make_big.py" big.zip --users 10000 --recordings 0 --size 0

declare -A TOOK
seconds() {
    local start=$EPOCHREALTIME
    run "$@"
    expect_status 0
    TOOK[$size]=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')
}

for size in small big; do
    run export "$size.zip" --where 'email=user*' -o "$size.csv"
    expect_status 0
    sed -i 's/@example\.com/@new.example/' "$size.csv"
    seconds import "$size.zip" "$size.csv" -o "$size-new.zip"
done
check
[ "$(wc -l < big.csv)" = 10001 ] || fail "not ten thousand rows"
expect_has err "10,000 values of 10,000 users changed"
# Quadratic work would take a hundred times as long.
check
awk -v a="${TOOK[small]}" -v b="${TOOK[big]}" \
    'BEGIN { exit !(b < 30 * a + 1) }' ||
    fail "1,000 rows take ${TOOK[small]} s, 10,000 take ${TOOK[big]} s"
run import big-new.zip big.csv --key email
expect_status 0
expect_has err "nothing to change"

# So for a file of which no row fits, and for templates.
sed 's/^2/9/' big.csv > wrong.csv
refuse 4 import big.zip wrong.csv -- "refused: 10,000 errors"
run set big.zip --where 'email=user*' --email '{email.local}@new.example' \
    -o set.zip
expect_status 0
run verify set.zip --against big-new.zip
expect_status 0
