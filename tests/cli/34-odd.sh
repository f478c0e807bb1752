# Every edit on every odd database: just the value differs, or it is refused
# before anything is written.

every=1
[ "$FLAVOUR" != page ] || every=5
ok "$LIB/odd.py" "$CXBAK" "$every"
cat "$RUN/other" >> "$CASES"
