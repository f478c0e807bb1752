# Every edit on every odd database: just the value differs, or it is refused
# before anything is written.

ok "$LIB/odd.py" "$CXBAK"
cat "$RUN/other" >> "$CASES"
