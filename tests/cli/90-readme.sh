# The examples in README are what the program does, in the order they stand.

fixture plain v20
"$LIB/examples.py" "$TOP/README.md" "$CXBAK" >> "$CASES" 2> "$RUN/err" ||
    { fail "README is not true"; cat "$RUN/err"; }
check
