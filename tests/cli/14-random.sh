# Random edits with values from all over Unicode; the seed is printed.

edits=15
[ -z "${THOROUGH:-}" ] || edits=60
[ "$FLAVOUR" != page ] || edits=8

for shape in "stream v20" "bsdtar odd" "dotnet v16" "infozip mini"; do
    begin "random edits of $shape"
    # shellcheck disable=SC2086
    fixture $shape
    check
    "$LIB/random_edits.py" pbx.zip $edits > "$RUN/random" 2>&1 ||
        fail "$(cat "$RUN/random")"
    finish
done
