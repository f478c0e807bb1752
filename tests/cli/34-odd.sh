# Every edit on every odd database: just the value differs, or it is refused
# before anything is written.

# On each database every third edit, the others on the next: THOROUGH=1 tries
# all.
every=3
[ -z "${THOROUGH:-}" ] || every=1
[ "$FLAVOUR" != page ] || every=5
ok "$LIB/odd.py" "$CXBAK" "$every"
cat "$RUN/other" >> "$CASES"
