# import reads an Excel workbook as it is: made by hand, and by openpyxl.

fixture plain v20
"$LIB/workbook.py" books || fail "no workbooks"
openpyxl "$LIB/openpyxl_books.py" .

begin "each odd workbook says the same as the plain one"
for book in books/odd-*.xlsx; do
    run import pbx.zip "$book" --json
    expect_status 0
    expect_json '([[c["Number"], c["Field"], c["New"]] for c in d["Changes"]] ==
        [["200", "FirstName", "Noëlle"], ["200", "OutboundCallerID", "0123"],
         ["201", "FirstName", "An na"],
         ["201", "MobileNumber", "+15550100299"]])'
done
check
[ "$(ls books/odd-* | wc -l)" -ge 20 ] || fail "too few"
finish

begin "each broken or hostile workbook is refused with its reason"
limit 800000
while IFS=$'\t' read -r book message; do
    refuse 4 import -q pbx.zip "books/$book" -o new.zip -- "$message"
    expect_lacks err root:
done < books/manifest
expect_absent new.zip
finish

begin "what is easily overlooked is told"
run import pbx.zip staff.xlsx
expect_status 0
expect_has err 'staff.xlsx, sheet "Liste 2026": this sheet is read, and not "Other"; choose one with --sheet NAME'
expect_has err '1 hidden row is read like the others; the first is row 3'
expect_has err 'hidden columns are read like the others: D'
expect_has err 'sheet "Liste 2026", cell E1: this name stands over the merged columns E to F'
expect_has err '1 merged group of cells'
expect_has err '3 cells hold a date or a time, which is read in the form 2026-12-31 or 23:59; the first is E2'
expect_has err 'warning: staff.xlsx, sheet "Liste 2026", cell F3: 1 formula has no result'
expect_has err 'not used: Since, column F'
run import pbx.zip staff.xlsx --json
expect_json '[[c["Number"], c["New"]] for c in d["Changes"]] == [
    ["200", "Noëlle"], ["200", "0123"], ["201", "A&B <x>"],
    ["201", "+15550100299"], ["202", "Zoë"]]'
finish

begin "from standard input, and whatever its name is"
cp staff.xlsx staff.csv
run import pbx.zip staff.csv -o a.zip
expect_status 0
STATUS=0
"$CXBAK" import pbx.zip - -o b.zip < staff.xlsx > /dev/null 2> "$RUN/err" ||
    STATUS=$?
LAST="import pbx.zip -"
expect_status 0
expect_has err 'standard input, sheet "Liste 2026": '
expect_same a.zip b.zip
finish

begin "a sheet by its name"
for name in Other other; do
    run import pbx.zip staff.xlsx --sheet "$name" --json
    expect_status 0
    expect_json '[c["New"] for c in d["Changes"]] == ["Nine"]'
done
refuse 4 import pbx.zip staff.xlsx --sheet Othr -- \
    'there is no sheet "Othr"; did you mean "Other"; the workbook has "Liste 2026", "Other", "Secret" (hidden); choose one with --sheet NAME'
refuse 4 import pbx.zip staff.xlsx --sheet Secret -- \
    'staff.xlsx, sheet "Secret": no header row'
printf 'Number,FirstName\n200,X\n' > plain.csv
refuse 4 import pbx.zip plain.csv --sheet Other -- 'so it has no sheets'
finish

begin "errors name the cell; numbers are checked for damage, text is not"
refuse 4 import -q pbx.zip damaged.xlsx -- \
    'damaged.xlsx, sheet "Sheet", cell C2 (Mobile): Mobile Number "15550100200": a spreadsheet dropped the leading +; the backup has "+15550100200"' \
    'cell A3 (Ext.): the extension 200 again, which row 2 has already' \
    'cell C4 (Mobile): Mobile Number "1.8E+10": a spreadsheet wrote it in powers' \
    'cell A5 (Ext.): there is no extension "777"' 'refused: 4 errors'
finish

begin "a million rows: in bounded memory and time"
check
python3 - "$LIB" <<'P' || fail "no large workbook"
import sys
sys.path.insert(0, sys.argv[1])
import workbook as w
rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}" t="s">'
               f'<v>4</v></c></row>' for r in range(2, 1000001))
open("large.xlsx", "wb").write(w.changed(sheet=w.sheet(
    w.ROWS[:w.ROWS.index('<row r="2">')] + rows)))
P
limit 1500000
refuse 4 import -q pbx.zip large.xlsx -- \
    'cell A2 (Number): there is no extension "2"' ' errors; nothing was written'
finish
