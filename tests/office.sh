#!/bin/bash
# What LibreOffice has opened and saved is imported without a change, and its
# own workbooks are read.  Needs libreoffice-calc-nogui; run by `make
# test-office`, and not with the other tests.
set -u
cd "$(dirname "$0")/.." || exit 1
CXBAK=$PWD/build/release/cxbak
LIB=$PWD/tests/lib
FAILED=0
command -v soffice > /dev/null ||
    { echo "no soffice: install libreoffice-calc-nogui"; exit 1; }
FOLDER=$(mktemp -d) || exit 1
trap 'rm -rf "$FOLDER"' EXIT
export HOME=$FOLDER
cd "$FOLDER" || exit 1

failed() {
    echo "FAILED $1"
    sed 's/^/    /' err
    FAILED=1
}

# office FORMAT FILE [OPTION]: opens the file and saves it in lo/.
office() {
    local format=$1 file=$2
    shift 2
    mkdir -p lo
    soffice --headless "$@" --convert-to "$format" --outdir lo "$file" \
        > err 2>&1 || failed "soffice $file"
}

# unchanged NAME BACKUP FILE: the import of it changes nothing.
unchanged() {
    "$CXBAK" import "$2" "$3" > out 2> err &&
        grep -q 'nothing to change' err && ! grep -q warning err ||
        { failed "$1"; return; }
    echo "ok     $1"
}

"$LIB/make_fixture.py" plain v20 plain.zip || exit 1
# Values that a spreadsheet would run, change or drop.
"$CXBAK" set plain.zip 200 --first-name '=1+1' --last-name '@SUM(A1)' \
    --mobile 00155501 --caller-id 0123 -o a.zip > out 2> err &&
    "$CXBAK" set a.zip 201 --first-name '3-4' --last-name '_x0041_' \
        -o pbx.zip > out 2> err || failed "odd values"

XLSX='xlsx:Calc MS Excel 2007 XML'
"$CXBAK" export pbx.zip --for excel -o users.xlsx 2> err || failed export
unchanged "a workbook of ours" pbx.zip users.xlsx
office "$XLSX" users.xlsx
unchanged "the same, saved by LibreOffice" pbx.zip lo/users.xlsx
"$CXBAK" export pbx.zip --for excel --with-pictures -o pictures.xlsx 2> err ||
    failed "export --with-pictures"
office "$XLSX" pictures.xlsx
unchanged "with pictures, saved by LibreOffice" pbx.zip lo/pictures.xlsx
[ "$(unzip -l lo/pictures.xlsx | grep -c xl/media/)" -ge 4 ] ||
    failed "LibreOffice sees the pictures"
"$CXBAK" export pbx.zip --for excel -o guarded.csv 2> err || failed export
office "$XLSX" guarded.csv --infilter=CSV:44,34,76,1,,0,false,true,false,true
unchanged "a guarded CSV file, made a workbook by LibreOffice" pbx.zip \
    lo/guarded.xlsx

# Another program's view of what was changed.
printf 'Number,FirstName,Since\n202,Zoë,2026-04-03\n' > staff.csv
office "$XLSX" staff.csv --infilter=CSV:44,34,76,1
"$CXBAK" import pbx.zip lo/staff.xlsx > out 2> err &&
    grep -q 'Siobhán -> Zoë' out &&
    grep -q '1 cell holds a date' err && echo "ok     a date is told" ||
    failed "a workbook of LibreOffice's"
for kind in ods xls; do
    office "$kind" users.xlsx
    "$CXBAK" import pbx.zip "lo/users.$kind" > out 2> err
    if [ $? = 4 ] && grep -q "(.$kind)" err; then
        echo "ok     .$kind is named"
    else
        failed ".$kind is named"
    fi
done
exit "$FAILED"
