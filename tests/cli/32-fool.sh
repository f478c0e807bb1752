# verify is shown two backups and one alteration more than the edits, some two
# hundred times; it must see each.

ok "$LIB/fool.py" "$CXBAK"
cat "$RUN/other" >> "$CASES"
check
[ "$(grep -c '^ok - ' "$RUN/other")" -ge 190 ] || fail "too few alterations"
