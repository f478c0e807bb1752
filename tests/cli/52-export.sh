# export: CSV for programs, for spreadsheets, and in the console's columns.

fixture plain v20

begin "plain: RFC 4180, UTF-8, CRLF, the columns that import reads"
run export pbx.zip
expect_status 0
expect_empty err
cp "$RUN/out" plain.csv
check
python3 - plain.csv <<'P' || fail "not as an independent reader sees it"
import csv, sys
raw = open(sys.argv[1], "rb").read()
assert raw.endswith(b"\n") and raw.count(b"\n") == 17 and b"\r" not in raw
assert not raw.startswith(b"\xef\xbb\xbf")
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
assert rows[0] == ["Number", "FirstName", "LastName", "EmailAddress",
                   "MobileNumber", "OutboundCallerID"], rows[0]
by = {r[0]: r[1:] for r in rows[1:]}
assert len(by) == 16
assert by["200"] == ["Martin", "Alder", "martin.alder@example.com",
                     "+15550100200", "15550100200"]
assert by["207"] == ["Workshop", "R&D <bench 2>", "", "", ""]
assert by["206"][0] == "\u0141ukasz"
P
finish

begin "some users, in the order of extensions"
run export pbx.zip 210,200 --where 'email=?*'
expect_status 0
check
[ "$(cut -d, -f1 "$RUN/out" | tr -d '\r' | tr '\n' ' ')" = \
    "Number 200 210 " ] || { fail "other users"; said; }
refuse 4 export pbx.zip 299 -- "no extension 299"
refuse 4 export pbx.zip --where first=nobody -- "none of the 16 users"
finish

begin "excel: a mark in front, and nothing that it would run or change"
run set pbx.zip 200 --first-name '=1+1' --last-name '@SUM' --caller-id 0123 \
    -o odd.zip
expect_status 0
run export odd.zip 200,201 --for excel
expect_status 0
cp "$RUN/out" excel.csv
check
python3 - excel.csv <<'P' || fail "not fit for a spreadsheet"
import csv, sys
raw = open(sys.argv[1], "rb").read()
assert raw.startswith(b"\xef\xbb\xbf")
rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
wrapped = ['="=1+1"', '="@SUM"', "martin.alder@example.com",
           '="+15550100200"', '="0123"']
assert rows[1] == ["200"] + wrapped, rows[1]
for row in rows[1:]:
    for cell in row:
        assert cell[:2] == '="' or cell[:1] not in tuple("=+-@\t\r"), cell
P
run import odd.zip excel.csv
expect_status 0
expect_has err "nothing to change"
run export odd.zip 200 --for plain
expect_line out $'200,=1+1,@SUM,martin.alder@example.com,+15550100200,0123'
rm odd.zip excel.csv
finish

begin "another delimiter"
run export pbx.zip 200 --delimiter semicolon
expect_line out \
    $'200;Martin;Alder;martin.alder@example.com;+15550100200;15550100200'
run export pbx.zip 200 --for excel --delimiter tab
expect_status 0
expect_has out $'200\tMartin\tAlder\t'
refuse 2 export pbx.zip --delimiter x -- comma
refuse 2 export pbx.zip --for word -- excel
finish

begin "columns that are asked for, by any of their names"
run export pbx.zip 200,201 --columns 'Ext.,last name,enabled, avatar,groups,VMPlayCallerID'
expect_status 0
expect_line out "Number,LastName,Enabled,Avatar,Groups,VMPlayCallerID"
expect_line out "200,Alder,true,ProfilePictures/200.png,Sales & Service,"
refuse 2 export pbx.zip -c number,emial -- 'there is no column "emial"; did you mean "email"?'
refuse 2 export pbx.zip -c number,PIN -- '"PIN" holds a password or a PIN; add --with-secrets'
refuse 2 export pbx.zip -c , -- "name at least one column"
refuse 2 export pbx.zip -c number --for 3cx -- "leave out --for or --columns"
run export pbx.zip 200 -c number,pin --with-secrets
expect_line out 200,6129
# All of them can be imported again, and nothing changes.
all=$("$CXBAK" help list | sed -n '/^Columns: /,/\.$/p' | tr -d ' \n' |
    sed 's/^Columns://; s/\.$//')
run export pbx.zip -c "$all" -o all.csv
expect_status 0
run import pbx.zip all.csv
expect_status 0
expect_line out "16 users unchanged"
run export pbx.zip -c "$all" --for excel -o all.xlsx
run import pbx.zip all.xlsx
expect_status 0
expect_line out "16 users unchanged"
rm all.csv all.xlsx
finish

begin "3cx: the console's columns of the backup's version"
for pair in "v14 15" "odd 15.5" "v16 18" "v18 18" "v20 20" "mini 20"; do
    read -r shape list <<< "$pair"
    fixture plain "$shape" "$shape.zip"
    run export "$shape.zip" --for 3cx
    expect_status 0
    check
    cmp <(head -n 1 "$RUN/out") \
        <(head -n 1 "$TOP/testdata/csv/console-$list.csv" | tr -d '\r') ||
        fail "$shape: other columns than the console's"
    rm "$shape.zip"
done
finish

begin "filled as far as the backup knows"
run export pbx.zip --for 3cx
cp "$RUN/out" console.csv
check
python3 - console.csv "$TOP/testdata/csv/console-20.csv" <<'P' ||
import csv, sys
def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return {r["Number"]: r for r in csv.DictReader(f)}
ours, theirs = map(read, sys.argv[1:])
assert ours.keys() == theirs.keys()
known = ("FirstName", "LastName", "EmailAddress", "MobileNumber",
         "OutboundCallerID", "MAC", "Template", "VMEnable", "VMEmailOptions",
         "RecordCalls", "Disabled", "AllowLanOnly", "DeliverAudio")
for number, row in ours.items():
    for name in known:
        assert row[name] == theirs[number][name], (number, name, row[name])
    for name in set(row) - set(known) - {"Number"}:
        assert row[name] == "", (number, name, row[name])
P
    fail "cells differ from the console's own"
finish

begin "secrets only when asked for"
unzip -p pbx.zip 2120859096Db.xml > db.xml
grep -oP '<(AuthPassword|VMPIN)>\K[^<]+' db.xml > secrets
grep -A2 'Name>SERVICES_ACCESS_PASSWORD' db.xml |
    grep -oP '<Value>\K[^<]+' >> secrets
check
[ "$(wc -l < secrets)" -ge 45 ] || fail "few secrets in the sample"
for form in plain excel 3cx; do
    run export pbx.zip --for "$form"
    check
    ! tr -d '\r' < "$RUN/out" | tr ',"=' '\n\n\n' | grep -qxFf secrets ||
        { fail "a secret in --for $form"; said; }
done
run export pbx.zip 200 --with-secrets
expect_status 0
expect_has out AuthPassword,PIN,DeskphoneWebPass,SrvcAccessPwd
expect_has out ,6129,,Xya3e91bbd2e
run export pbx.zip 200 --for 3cx --with-secrets
expect_has out ,6129,
rm db.xml secrets
finish

begin "to a file, complete or not at all"
run export pbx.zip -o users.csv
expect_status 0
expect_empty out
expect_line err "users.csv: 16 users"
# A file has the line ends that RFC 4180 asks for.
sed 's/$/\r/' plain.csv > crlf.csv
expect_same users.csv crlf.csv
rm crlf.csv
expect_mode users.csv 600
refuse 7 export pbx.zip -o users.csv -- users.csv --force
run export pbx.zip 200 -o users.csv --force -q
expect_status 0
expect_empty err
cp pbx.zip before.zip
ln -s pbx.zip link
refuse 7 export pbx.zip -o pbx.zip --force -- pbx.zip
refuse 7 export pbx.zip -o link --force -- link
expect_same pbx.zip before.zip
refuse 7 export pbx.zip -o no/such/folder.csv -- folder
run export pbx.zip -o -
expect_same "$RUN/out" plain.csv
rm -f before.zip link users.csv
expect_files pbx.zip plain.csv console.csv
finish
