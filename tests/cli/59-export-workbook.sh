# export writes a workbook, as openpyxl sees it; import takes it back.

fixture plain v20
run set pbx.zip 200 --first-name '=1+1' --last-name _x0041_ \
    --caller-id 0123 -o odd.zip
expect_status 0

# look FILE PICTURES ROW...: it is a workbook as people need it.
look() {
    check
    openpyxl "$LIB/openpyxl_look.py" "$@" > seen || { fail "$1"; cat seen; }
}

begin "all cells are text, with a header that stays and a filter"
run export odd.zip --for excel -o users.xlsx
expect_status 0
expect_has err 'users.xlsx: 16 users'
look users.xlsx 0 \
    'Number|FirstName|LastName|EmailAddress|MobileNumber|OutboundCallerID' \
    '200|=1+1|_x005F_x0041_|martin.alder@example.com|+15550100200|0123' \
    '201|Jürgen|Großmann|juergen.grossmann@example.com|+4915550100201|'
check
[ "$(stat -c %a users.xlsx)" = 600 ] || fail "others may read it"
run import odd.zip users.xlsx
expect_status 0
expect_has err 'nothing to change'
expect_lacks err 'not used'
finish

begin "the same bytes in another hour and place"
TZ=Asia/Tokyo run export odd.zip --for excel -o again.xlsx
expect_status 0
expect_same users.xlsx again.xlsx
finish

begin "some users, and what is secret only if asked for"
run export pbx.zip 200,201 --for excel -o two.XLSX
expect_status 0
look two.XLSX 0
unzip -p two.XLSX xl/worksheets/sheet1.xml > sheet.xml
check
[ "$(grep -o '<row ' sheet.xml | wc -l)" = 3 ] || fail "not three rows"
run export pbx.zip --for excel --with-secrets -o secret.xlsx
expect_status 0
check
unzip -p secret.xlsx xl/worksheets/sheet1.xml | grep -q AuthPassword ||
    fail "no column of passwords"
! grep -q AuthPassword sheet.xml || fail "a column of passwords"
finish

begin "with pictures: one in the row of each user who has one"
run avatar export pbx.zip all --json
pictures=$(ls all | wc -l)
run export pbx.zip --for excel --with-pictures -o pictures.xlsx
expect_status 0
look pictures.xlsx "$pictures"
check
unzip -p pictures.xlsx xl/media/image1.png | cmp -n 8 - \
    <(printf '\x89PNG\r\n\x1a\n') || fail "no PNG"
run import pbx.zip pictures.xlsx
expect_status 0
expect_has err 'nothing to change'
finish

begin "a file that is there stays"
cp users.xlsx before
refuse 7 export pbx.zip --for excel -o users.xlsx -- 'exists' '--force'
expect_same users.xlsx before
run export pbx.zip --for excel -o users.xlsx --force
expect_status 0
check
! cmp -s users.xlsx before || fail "not replaced"
refuse 7 export pbx.zip --for excel -o no/such/users.xlsx -- 'users.xlsx'
refuse 7 export pbx.zip --for excel -o pbx.zip/users.xlsx -- 'users.xlsx'
finish

begin "options that do not fit"
refuse 2 export pbx.zip -o a.xlsx -- 'a workbook is written with --for excel'
refuse 2 export pbx.zip --for excel --delimiter tab -o a.xlsx -- --delimiter
refuse 2 export pbx.zip --for excel --with-pictures -o a.csv -- -o FILE.xlsx
refuse 2 export pbx.zip --for excel --with-pictures -- -o FILE.xlsx
expect_absent a.xlsx
expect_absent a.csv
finish

# Parts of a workbook are temporary files, of which the library does not look
# whether the disk has taken them.
begin "a disk that takes a part of it: one line of ours, or all of it"
"$CXBAK" set pbx.zip --all --last-name "$(printf '%0500d' 0)" -o wide.zip \
    --force --accept name-shared -q 2> "$RUN/other"
"$CXBAK" export wide.zip --for excel --with-pictures -o whole.xlsx \
    2> "$RUN/other"
short=0
for kib in 0 1 2 3 4 6 8 12 16 20 24 32; do
    : > "$RUN/out"
    (
        ulimit -f "$kib"
        "$CXBAK" export wide.zip --for excel --with-pictures -o new.xlsx 2>&1
        echo "status $?"
    ) | cat > "$RUN/err"
    STATUS=$(sed -n 's/^status //p' "$RUN/err")
    LAST="export of a workbook, files of at most $kib KiB"
    # gcov has no room for its counts either.
    sed -i '/^status /d; /^libgcov/d' "$RUN/err"
    check
    [ "$(wc -l < "$RUN/err")" = 1 ] || { fail "not one line: $LAST"; said; }
    if [ "$STATUS" = 0 ]; then
        expect_same whole.xlsx new.xlsx
        rm -f new.xlsx
        continue
    fi
    short=$((short + 1))
    expect_status 7
    expect_message
    expect_lacks err "[ERROR]"
    expect_absent new.xlsx
done
check
[ "$short" -gt 4 ] && [ "$STATUS" = 0 ] || fail "$short sizes were too small"
finish
