# import: the consoles' own files, every dialect, other columns.

DATA=$TOP/testdata/csv
fixture plain v20
cp pbx.zip before.zip

begin "the consoles' own exports, as they are"
for pair in "v14 15" "odd 15.5" "v16 18" "v18 18" "v20 20" "mini 20"; do
    read -r shape list <<< "$pair"
    fixture plain "$shape" "$shape.zip"
    run import "$shape.zip" "$DATA/console-$list.csv"
    expect_status 0
    expect_line out "16 users unchanged"
    expect_has err "nothing to change"
    expect_has err "not used: "
    # One value is changed in it, by a program that knows CSV.
    python3 - "$DATA/console-$list.csv" changed.csv <<'P'
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as f:
    rows = list(csv.reader(f))
assert rows[2][0] == "200"
rows[2][rows[0].index("LastName")] = 'New, "Ltd"'
with open(sys.argv[2], "w", encoding="utf-8", newline="") as f:
    csv.writer(f).writerows(rows)
P
    run import "$shape.zip" changed.csv -o new.zip
    expect_status 0
    judge "$shape.zip" new.zip --edit '200:LastName=New, "Ltd"'
    rm "$shape.zip" changed.csv new.zip
done
finish

begin "columns that are not used are named in one line, secrets are not printed"
run import pbx.zip "$DATA/console-15.csv"
check
[ "$(grep -c 'not used: AuthID, AuthPassword, .*Integration$' \
    "$RUN/err")" = 1 ] || { fail "not one line"; said; }
expect_lacks err Xye18adf7034
run import pbx.zip "$DATA/console-15.csv" -q
expect_empty err
finish

changes='[(c["Number"], c["Field"], c["New"]) for c in d["Changes"]] == [
    ("200", "FirstName", "No\u00ebl" + "le"), ("200", "LastName", "Neu\u00dfe"),
    ("200", "EmailAddress", "noelle.neusse@example.com"),
    ("201", "MobileNumber", "+4915550100299"),
    ("202", "OutboundCallerID", ""),
    ("230", "LastName", "van den Berg; " + chr(34) + "Inge" + chr(34))]'

for file in excel-german.csv excel-utf8.csv excel-unicode.txt \
    utf16-big-endian.csv libreoffice.csv macos-numbers.csv separator-line.csv \
    guarded.csv; do
    begin "the same changes from $file"
    run import pbx.zip "$DATA/$file" --json
    expect_status 0
    expect_json "$changes"
    run import pbx.zip "$DATA/$file" -o new.zip
    expect_status 0
    judge pbx.zip new.zip --edit 200:FirstName=Noëlle \
        --edit 200:LastName=Neuße \
        --edit 200:EmailAddress=noelle.neusse@example.com \
        --edit 201:MobileNumber=+4915550100299 --edit 202:OutboundCallerID= \
        --edit '230:LastName=van den Berg; "Inge"'
    rm -f new.zip
    finish
done

begin "a file that is not UTF-8 is read as Windows-1252, and that is said"
run import pbx.zip "$DATA/excel-german.csv"
expect_has err "excel-german.csv: read as Windows-1252"
run import pbx.zip "$DATA/excel-utf8.csv"
expect_lacks err Windows-1252
finish

begin "foreign columns, and users by address"
run import pbx.zip "$DATA/personnel.csv" --key email --map 'work mail=email' \
    --map 'Given Name=first-name' --map 'Family Name=LastName' \
    --map Cell=mobile --json
expect_status 0
expect_json '[(c["Number"], c["Field"]) for c in d["Changes"]] == [
    ("200", "FirstName"), ("200", "LastName"), ("201", "MobileNumber"),
    ("230", "LastName")]'
expect_has err "not used: Staff No, Team"
run import pbx.zip "$DATA/personnel.csv" --key email
expect_status 4
expect_has err 'did you mean "Work email"?'
expect_has err "--map COLUMN=FIELD"
finish

begin "--map counts more than a column's own name"
printf 'Number,Email,Work mail\r\n200,a@b.example,c@d.example\r\n' > two.csv
run import pbx.zip two.csv --map 'Work Mail=email' --json
expect_json 'd["Changes"][0]["New"] == "c@d.example"'
expect_has err "not used: Email"
finish

begin "blank keeps, [clear] erases, an absent column keeps"
printf 'Ext,Mobile,Caller ID\n200,  ,[Clear]\n201,[CLEAR],\n202,,\t\n' > c.csv
run import pbx.zip c.csv --json
expect_status 0
expect_json '[(c["Number"], c["Field"], c["New"]) for c in d["Changes"]] == [
    ("200", "OutboundCallerID", ""), ("201", "MobileNumber", "")]'
finish

begin "from standard input"
STATUS=0
printf 'Extension;Last Name\n200;Newman\n' |
    "$CXBAK" import pbx.zip - > "$RUN/out" 2> "$RUN/err" || STATUS=$?
LAST="import pbx.zip -"
expect_status 0
expect_has out "Alder -> Newman"
finish

begin "no change writes an identical copy"
run import pbx.zip "$DATA/console-20.csv" -o same.zip
expect_status 0
expect_same same.zip pbx.zip
finish

expect_same pbx.zip before.zip
