# Where /proc is not mounted, as in a bare chroot, everything still gets a name.

# hidden WORD...: the command sees an empty /proc.
hidden() {
    # shellcheck disable=SC2016
    "${names[@]}" sh -c 'mount -t tmpfs none /proc && exec "$@"' sh "$@"
}

# A memory checker reads /proc itself.
[ "$FLAVOUR" = release ] && [ -z "$VALGRIND" ] || { check; exit; }
names=(unshare --mount)
[ "$(id -u)" = 0 ] || names+=(--map-root-user)
if ! hidden true 2> "$RUN/err"; then
    check
    echo "nothing was tried: no namespace of mounts can be made here"
    exit
fi

fixture plain v20
cp pbx.zip before.zip
"$CXBAK" set pbx.zip 200 --first-name Noelle --plan plan.json -q

# writes OUTPUT WORD...
writes() {
    local out=$1
    shift
    for force in "" --force; do
        # shellcheck disable=SC2086
        hidden "$CXBAK" "$@" $force > "$RUN/out" 2> "$RUN/err"
        STATUS=$? LAST="without /proc: cxbak $* $force"
        expect_status 0
        check
        [ -s "$out" ] || fail "no $out after: $LAST"
        expect_mode "$out" 600
    done
    # It is not replaced unasked, and nothing is left beside it.
    hidden "$CXBAK" "$@" > "$RUN/out" 2> "$RUN/err"
    STATUS=$? LAST="without /proc, again: cxbak $*"
    expect_status 7
    expect_has err "the file exists"
    expect_files before.zip pbx.zip plan.json "$out"
}

begin "backups, plans, copies, tables, pictures"
for words in "set pbx.zip 200 --first-name Noelle" "apply pbx.zip plan.json"; do
    # shellcheck disable=SC2086
    writes new.zip $words -o new.zip
    judge pbx.zip new.zip --edit 200:FirstName=Noelle
    rm new.zip
done
writes new.json set pbx.zip 200 --first-name Noelle --plan new.json
expect_same plan.json new.json
rm new.json
writes new.zip redact pbx.zip -o new.zip
rm new.zip
writes new.csv export pbx.zip -o new.csv
rm new.csv
writes new.png avatar sheet pbx.zip -o new.png
rm new.png
expect_same before.zip pbx.zip
finish

begin "a workbook, which a library makes, cannot be made: it says why"
hidden "$CXBAK" export pbx.zip --for excel -o new.xlsx > "$RUN/out" 2> "$RUN/err"
STATUS=$? LAST="without /proc: export of a workbook"
expect_status 7
expect_line err "cxbak: a workbook cannot be made where /proc is not mounted; \
mount it, or export to CSV"
check
[ "$(wc -l < "$RUN/err")" = 1 ] || { fail "more than a line"; said; }
expect_files before.zip pbx.zip plan.json
finish

begin "what cannot be written leaves nothing"
(
    ulimit -f 4
    hidden "$CXBAK" set pbx.zip 200 --first-name Noelle -o new.zip \
        > "$RUN/out" 2> "$RUN/err"
)
STATUS=$? LAST="without /proc, with a file size limit"
expect_status 7
expect_has err "new.zip: cannot write: File too large"
expect_files before.zip pbx.zip plan.json
finish
