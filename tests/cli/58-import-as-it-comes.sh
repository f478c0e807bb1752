# import: lists of people as they come: strangers, bad rows, damaged cells.

fixture plain v20
cp pbx.zip before.zip

cat > hr.csv <<'F'
Ext.;First Name;Mobile;Email
200;Noelle;;
299;Stranger;;
201;;;a@b@c
203;"never"closed;;
202;Ragged
200;Again;;
205;;;misaki@example.com
204;;;
F

begin "rows of strangers can be left out, and are told"
refuse 4 import pbx.zip hr.csv -o new.zip -- \
    'hr.csv:3:1: cell A3 (Ext.): there is no extension "299"' --skip-unknown \
    "hr.csv: 8 rows read = 2 to change + 1 unchanged + 0 skipped + 5 refused" \
    "refused: 5 errors"
refuse 4 import pbx.zip hr.csv --skip-unknown -o new.zip -- \
    'warning: left out: hr.csv:3:1: cell A3 (Ext.): there is no extension "299"' \
    "8 rows read = 2 to change + 1 unchanged + 1 skipped + 4 refused" \
    "refused: 4 errors"
expect_absent new.zip
printf 'Ext.,Last Name\n299,x\n200,Newman\n' > one.csv
run import pbx.zip one.csv --skip-unknown -o one.zip
expect_status 0
judge pbx.zip one.zip --edit 200:LastName=Newman
expect_line err "one.csv: 2 rows read = 1 changed + 0 unchanged + 1 skipped + 0 refused"
rm one.zip
# An extension that a spreadsheet damaged is no stranger's.
printf 'Ext.,Last Name\n200.0,Newman\n' > damaged.csv
refuse 4 import pbx.zip damaged.csv --skip-unknown -- "it may be 200"
finish

begin "any row that cannot be used can be left out, whole"
run import pbx.zip hr.csv --skip-bad --rejects r.csv --results res.csv --json
expect_status 0
expect_json '[(c["Number"], c["Field"]) for c in d["Changes"]] == [
    ("200", "FirstName"), ("205", "EmailAddress")]'
expect_json 'd["Rows"] == {"Read": 8, "Changed": 2, "Unchanged": 1,
    "Skipped": 5, "Refused": 0}'
# A preview wrote both files; the same import may write them again.
run import pbx.zip hr.csv --skip-bad --rejects r.csv --results res.csv -o new.zip
expect_status 0
judge pbx.zip new.zip --edit 200:FirstName=Noelle \
    --edit 205:EmailAddress=misaki@example.com
check
python3 - <<'P' || fail "rejects or results"
import csv
with open("r.csv", encoding="utf-8-sig", newline="") as f:
    rows = list(csv.reader(f, delimiter=";"))
assert rows[0] == ["Ext.", "First Name", "Mobile", "Email", "Error"], rows[0]
assert all(len(r) == 5 and r[4] for r in rows), rows
assert [r[:4] for r in rows[1:]] == [
    ["299", "Stranger", "", ""], ["201", "", "", "a@b@c"],
    ["203", "neverclosed", "", ""], ["202", "Ragged", "", ""],
    ["200", "Again", "", ""]], rows
assert "has 2 @" in rows[2][4] and "2 cells" in rows[4][4], rows
with open("res.csv", encoding="utf-8", newline="") as f:
    rows = list(csv.reader(f))
assert rows == [
    ["Line", "Number", "Field", "Old", "New", "Result", "Code"],
    ["2", "200", "FirstName", "Martin", "Noelle", "change", ""],
    ["3", "299", "Number", "", "299", "skipped", "row-unknown"],
    ["4", "201", "EmailAddress", "juergen.grossmann@example.com", "a@b@c",
     "skipped", "email-syntax"],
    ["5", "", "", "", "", "skipped", "row-shape"],
    ["6", "", "", "", "", "skipped", "row-shape"],
    ["7", "200", "Number", "", "200", "skipped", "row-repeated"],
    ["8", "205", "EmailAddress", "misaki.sato@example.com",
     "misaki@example.com", "change", ""],
    ["9", "204", "", "", "", "unchanged", ""]], rows
P
finish

begin "the rejected rows are read again once corrected"
refuse 4 import new.zip r.csv -- "r.csv: not used: Error" "refused: "
sed -e '/Stranger/d' -e 's/a@b@c/a@b.example/' -e 's/^200/207/' r.csv > fixed.csv
run import new.zip fixed.csv --json
expect_status 0
expect_json '[(c["Number"], c["New"]) for c in d["Changes"]] == [
    ("201", "a@b.example"), ("202", "Ragged"), ("203", "neverclosed"),
    ("207", "Again")]'
# What was rejected twice has one column of errors.
run import new.zip r.csv --skip-bad --rejects r2.csv
check
[ "$(head -n 1 r2.csv | tr -d '\r')" = "$(head -n 1 r.csv | tr -d '\r')" ] ||
    fail "the header of r2.csv"
finish

begin "a damaged cell is still damaged among the rejects, a guarded one whole"
printf 'Ext.,Mobile,First Name\n200,15550100200,x\n201,"=""49301""",a@b\x01\n202,+15550100999,\x01\n' > d.csv
run import pbx.zip d.csv --skip-bad --rejects d-r.csv
expect_status 0
refuse 4 import pbx.zip d-r.csv -- 'd-r.csv:2:5: cell B2 (Mobile): Mobile Number "15550100200"' \
    "refused: 3 errors"
check
grep -q '"=""49301"""' d-r.csv && grep -q '"=""+15550100999"""' d-r.csv ||
    fail "d-r.csv"
finish

begin "files that are there are not replaced"
echo mine > mine.csv
cp mine.csv kept.csv
for option in --rejects --results; do
    run import pbx.zip hr.csv --skip-bad "$option" mine.csv -o never.zip
    expect_status 7
    expect_has err "mine.csv: the file exists"
    expect_same mine.csv kept.csv
    expect_absent never.zip
done
run import pbx.zip hr.csv --skip-bad --results hr.csv -f
expect_status 7
refuse 2 import pbx.zip hr.csv --rejects r3.csv -- --skip-unknown
refuse 4 import pbx.zip hr.csv --results refused.csv -- "refused: "
expect_has err "5 refused"
check
grep -q '^4,201,EmailAddress,.*,a@b@c,refused,email-syntax' refused.csv ||
    fail "refused.csv"
rm -f refused.csv
finish

begin "of a picture that cannot be used the row is left out"
printf 'Ext.,First Name,Avatar\n200,Noelle,none.png\n201,Jörg,\n' > pic.csv
run import pbx.zip pic.csv --skip-bad --json
expect_status 0
expect_json '[c["Number"] for c in d["Changes"]] == ["201"]'
expect_json 'd["Rows"]["Skipped"] == 1'
finish

begin "damaged cells of one kind are one line, and keep the backup's value"
run export pbx.zip
sed -e 's/,+/,/' "$RUN/out" > plus.csv
refuse 4 import pbx.zip plus.csv -- \
    "cells of MobileNumber lost their + (rows 3, 4, 7, 8, 9, ...)" --keep-damaged
expect_lacks err "plus.csv:3:"
run import -v pbx.zip plus.csv
expect_has err "plus.csv:3:43:"
expect_lacks err "cells of"
run import pbx.zip plus.csv --keep-damaged --results kept.csv -f
expect_status 0
expect_has err "cells of MobileNumber lost their +"
expect_has err "the backup's values are kept"
expect_has err "16 rows read = 0 to change + 16 unchanged + 0 skipped"
check
grep -q '^3,200,MobileNumber,+15550100200,15550100200,kept,lost-plus' kept.csv ||
    fail "kept.csv"
# Where there is no number, none can be lost.
printf 'Ext.,Mobile\n202,5.5501E+11\n' > none.csv
refuse 4 import pbx.zip none.csv -- "the backup has no value; keep that with --keep-damaged"
run import pbx.zip none.csv --keep-damaged -o none.zip
expect_status 0
expect_same pbx.zip none.zip
rm none.zip
# A date is no number, whether there was one or not.
for date in 01.02.2024 2/1/2024 2024-02-01 '2024-02-01 00:00:00' '1. Feb 2024'; do
    printf 'Ext.;Mobile\n202;%s\n' "$date" > date.csv
    refuse 4 import pbx.zip date.csv -- "took the value for a date"
    run import pbx.zip date.csv --keep-damaged --json
    expect_status 0
    expect_json 'd["Changes"] == []'
done
printf 'Ext.;Mobile\n200;01.02.2024\n' > date.csv
refuse 4 import pbx.zip date.csv --keep-damaged -- 'the backup has "+15550100200"; correct the cell'
printf 'Ext.;Mobile\n200;30 12 20 24\n202;01-02-20-24\n' > date.csv
run import pbx.zip date.csv
expect_status 0
openpyxl - <<'Q'
import datetime, openpyxl
book = openpyxl.Workbook()
book.active.append(["Ext.", "Mobile"])
book.active.append([202, datetime.date(2024, 2, 1)])
book.save("date.xlsx")
Q
refuse 4 import pbx.zip date.xlsx -- 'Mobile Number "2024-02-01": a spreadsheet took the value for a date'
# What does not agree is not kept.
printf 'Ext.,Mobile\n200,#####\n201,9.9E+12\n203,4.91556E+12\n' > other.csv
refuse 4 import pbx.zip other.csv --keep-damaged -- \
    "other.csv:2:5:" "other.csv:3:5:" "other.csv:4:5:" "correct the cell" \
    --accept-damage
finish

begin "new numbers that lack what most others have"
printf 'Ext.,Mobile\n220,4915550100212\n222,99\n221,+4915550100221\n' > new.csv
run import pbx.zip new.csv
expect_status 0
expect_has err 'warning: new.csv:2:5: cell B2 (Mobile): Mobile Number "4915550100212" has no +, but most others have'
expect_lacks err "new.csv:3:"
expect_lacks err "new.csv:4:"
# Three and more of a column are one line.
printf 'Ext.,Mobile\n220,4915550100212\n222,4915550100213\n211,4915550100214\n' > three.csv
run import pbx.zip three.csv
expect_status 0
expect_line err 'cxbak: warning: three.csv: 3 cells of Mobile have no +, but most others have; a spreadsheet may have dropped it (rows 2, 3, 4); -v shows each'
expect_lacks err "three.csv:2:5"
run import pbx.zip three.csv -v
expect_has err "three.csv:2:5: cell B2 (Mobile)"
expect_has err "three.csv:4:5: cell B4 (Mobile)"
expect_lacks err "3 cells"
printf 'Ext.,Mobile\n200,4915550100212\n201,4915550100213\n204,4915550100214\n220,4915550100215\n' > before.csv
run import pbx.zip before.csv
expect_status 0
expect_has err "before.csv: 3 cells of Mobile have no +, but the values before have"
expect_has err "before.csv:5:5: cell B5 (Mobile)"
finish

begin "of hundreds of cells that are one line none is counted once more"
"$LIB/make_big.py" many.zip --users 250 --recordings 1 --size 1000
seq 20000 20249 | sed 's/.*/&,49155600&/; 1i Ext.,Mobile' > plus.csv
seq 20000 20249 | sed 's/.*/&,4.91556E+12/; 1i Ext.,Mobile' > powers.csv
run import many.zip plus.csv --summary
expect_has err "plus.csv: 250 cells of Mobile have no +"
expect_lacks err "more"
refuse 4 import many.zip powers.csv -- "250 cells of Mobile were written in powers" "250 errors"
expect_lacks err "... and"
# Those of another kind beyond the first hundred are.
(cat powers.csv; seq 300 304 | sed 's/$/,1/') > both.csv
refuse 4 import many.zip both.csv -- "250 cells of Mobile" "... and 5 more" "255 errors"
finish

begin "what says in words that there is no number"
printf 'Ext.,Mobile,Caller ID\n200,-,\n201,n/a,none\n' > none.csv
refuse 4 import pbx.zip none.csv -- 'none.csv:2:5: cell B2 (Mobile): Mobile Number "-" is no number' \
    '[clear]' none.csv:3:5: none.csv:3:9:
finish

begin "letters of a Macintosh, and UTF-8 read as Latin-1"
printf 'Ext.,First Name\n201,J\237rgen\n212,Anna\n205,M\237ller\n' > mac.csv
refuse 4 import pbx.zip mac.csv -- \
    'mac.csv:2:5: cell B2 (First Name): First Name "JŸrgen"' 'the backup has "Jürgen"' \
    'mac.csv:4:5: cell B4 (First Name): First Name "MŸller"' "--encoding macintosh"
# None of them is written, whatever else may be left out or kept.
run import pbx.zip mac.csv --skip-bad --keep-damaged --json
expect_status 0
expect_json '[c["New"] for c in d["Changes"]] == ["Anna"]'
run import pbx.zip mac.csv --encoding macintosh --json
expect_status 0
expect_json '[c["New"] for c in d["Changes"]] == ["Müller", "Anna"]'
printf 'Ext.,First Name\n201,JÃ¼rgen\n205,MÃ¼ller\n' > moji.csv
refuse 4 import pbx.zip moji.csv -- moji.csv:2:5: "UTF-8" moji.csv:3:5:
refuse 2 import pbx.zip mac.csv --encoding klingon -- klingon
printf 'Ext.,First Name\n205,Fran\215oise\n' > odd.csv
refuse 4 import pbx.zip odd.csv -- "--encoding macintosh"
run import pbx.zip odd.csv --encoding macintosh --json
expect_json 'd["Changes"][0]["New"] == "Fran\u00e7oise"'
refuse 4 import pbx.zip mac.csv --encoding UTF-8 -- mac.csv:2: UTF-8
finish

expect_same pbx.zip before.zip

begin "what was not written is not claimed"
printf 'Ext.,Mobile\n200,+15550100777\n299,1\n' > two.csv
mkdir full
run import pbx.zip two.csv --skip-unknown --results full/r.csv -o full/none/new.zip
expect_status 7
expect_absent full/r.csv
run import pbx.zip two.csv --skip-unknown --results full/r.csv -o full/new.zip
expect_status 0
[ -s full/r.csv ] || fail "no results"
# A file of results in the way is told before the backup is written.
printf 'mine\n' > full/mine.csv
run import pbx.zip two.csv --skip-unknown --results full/mine.csv -o full/other.zip
expect_status 7
expect_absent full/other.zip
[ "$(cat full/mine.csv)" = mine ] || fail "overwritten"
finish

begin "an output that is there is told before the work"
run import pbx.zip two.csv -o full/new.zip
expect_status 7
expect_lacks err 'extension "299"'
run set pbx.zip 200 --email "{first" -o full/new.zip
expect_status 2
run set pbx.zip 299 --first-name A -o full/new.zip
expect_status 7
expect_has err "full/new.zip: the file exists"
run batch pbx.zip two.csv -o full/new.zip
expect_status 4
finish

begin "a list as HR keeps it, made by another program"
openpyxl - <<'Q'
import openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet["A1"] = "Mitarbeiterliste Stand 01.11.2026"
sheet.merge_cells("A1:G1")
sheet.append([])
sheet.append(["Vorname", "Nachname", "Durchwahl", "Telefon mobil", "E-Mail dienstlich"])
sheet.append(["Martin", "Alder", 200, "+15550100299", "martin.alder@example.com"])
sheet.append([" Jürgen ", "Großmann", "201", 4915550100201, None])
book.save("hr.xlsx")
Q
run import pbx.zip hr.xlsx --keep-damaged --results staff-results.csv
expect_status 0
expect_has err 'cell A3: this row names the columns'
expect_lacks err "merged columns"
expect_has err "1 cell had blanks around it, which are taken away"
grep -q '^4,200,MobileNumber,+15550100200,+15550100299,change,leftover-mobile.\?$' staff-results.csv ||
    fail "results: $(cat staff-results.csv)"
finish
