# Of many findings some are told and the rest counted, but none hides those of
# another kind.
"$LIB/make_big.py" pbx.zip --users 40 --recordings 1 --size 1000
seq 20000 20029 | sed 's/.*/&,New&,Person&,0170 55&/; 1i Ext.,First Name,Last Name,Mobile' > staff.csv

begin "each kind has its share of the lines"
run import pbx.zip staff.csv
expect_status 0
check
[ "$(grep -c '\[phone-separator\]' "$RUN/err")" = 5 ] || fail "not five of one of four kinds"
[ "$(grep -c '\[leftover-values\]' "$RUN/err")" = 5 ] || fail "another is hidden"
left=$(sed -n 's/^\.\.\. and \([0-9]*\) more; -v shows all$/\1/p' "$RUN/err")
told=$(grep -c '^\(warning\|note\|error\): ' "$RUN/err")
run import pbx.zip staff.csv -v
check
[ "$(grep -c '\[phone-separator\]' "$RUN/err")" = 30 ] || fail "-v does not show all"
[ "$(grep -c '^\(warning\|note\|error\): .*\[' "$RUN/err")" -ge $((left + told)) ] ||
    fail "$left and $told are more than there are"
expect_lacks err "more; -v"
finish

begin "and a single kind has them all"
run set pbx.zip 20000-20029 --mobile '0170 55{number}'
expect_status 0
check
[ "$(grep -c '\[phone-separator\]' "$RUN/err")" = 20 ] || fail "not twenty"
expect_line err '... and 10 more; -v shows all'
finish
