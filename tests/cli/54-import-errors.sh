# import: every error of a file at once, each with its place; none written.

DATA=$TOP/testdata/csv
fixture plain v20
cp pbx.zip before.zip

begin "what spreadsheets do to numbers and letters"
refuse 4 import pbx.zip "$DATA/damaged.csv" -o new.zip -- \
    'damaged.csv:2:8: cell E2 (MobileNumber): Mobile Number "15550100200": a spreadsheet dropped' \
    'the backup has "+15550100200"' \
    'damaged.csv:3:8: cell E3 (MobileNumber): Mobile Number "4.91556E+12"' 'dropped digits' \
    'damaged.csv:4:9: cell F4 (OutboundCallerID): Outbound Caller ID "15.550.100.202"' thousands \
    'damaged.csv:5:8: cell E5 (MobileNumber): Mobile Number "15550100203.0"' decimals \
    'damaged.csv:6:5: cell B6 (FirstName): First Name "???"' 'CSV UTF-8' \
    'damaged.csv:7:8: cell E7 (MobileNumber): Mobile Number "#NAME?"' \
    'damaged.csv:8:5: cell B8 (FirstName): First Name "?ukasz"' \
    'damaged.csv:8:12: cell C8 (LastName): Last Name "?ó?kiewski"' \
    'damaged.csv:9:1: cell A9 (Number): there is no extension "0210"' \
    'damaged.csv:10:8: cell E10 (MobileNumber): Mobile Number "#####"' \
    'damaged.csv: refused: 10 errors; nothing was written' --accept-damage
expect_absent new.zip
finish

begin "the German Excel that lost a +"
refuse 4 import -q pbx.zip "$DATA/excel-german-damaged.csv" -o new.zip -- \
    'excel-german-damaged.csv:3:44: cell E3 (Mobile): Mobile Number "15550100200"' \
    'refused: 1 error'
# A new number cannot be compared, but that its + is gone is pointed at.
expect_has err 'excel-german-damaged.csv:4:51: cell E4 (Mobile): Mobile Number "4915550100299"'
run import pbx.zip "$DATA/excel-german-damaged.csv" --accept-damage --json
expect_status 0
expect_json '("200", "15550100200") in [
    (c["Number"], c["New"]) for c in d["Changes"]]'
printf 'Number,Mobile\n212,1.8E+10\n' > sci.csv
refuse 4 import pbx.zip sci.csv -- sci.csv:2:5: 1.8E+10
run import pbx.zip sci.csv --accept-damage -o sci.zip
expect_status 0
rm -f sci.zip
finish

begin "letters that Windows-1252 lacks, as Excel writes them"
printf 'Number;FirstName;LastName\r\n206;Lukasz;Z\xf3lkiewski\r\n' > best.csv
refuse 4 import -q pbx.zip best.csv -- 'best.csv:2:5: cell B2 (FirstName): First Name "Lukasz"' \
    'best.csv:2:12: cell C2 (LastName): Last Name "Zólkiewski"'
# In a file that can hold them, it is what its author means.
printf 'Number;FirstName;LastName\r\n206;Lukasz;Zólkiewski\r\n' > meant.csv
run import pbx.zip meant.csv
expect_status 0
finish

begin "every kind of mistake in one file"
printf '%s\r\n' 'Number,FirstName,EmailAddress,MobileNumber' \
    '200,Noelle,,' '299,Nobody,,' '200,Again,,' ',Whose,,' \
    '201,Ragged,' '202,"never"closed,,' '203,,a@b@c,' \
    $'204,Con\001trol,,' '205,,,not a number' '206,,"two
lines@example.com",' '207,,x@y.example,#REF!' > bad.csv
refuse 4 import pbx.zip bad.csv -o new.zip -- \
    'bad.csv:3:1: cell A3 (Number): there is no extension "299"' \
    'bad.csv:4:1: cell A4 (Number): the extension 200 again, which row 2 has already' \
    'bad.csv:5:1: cell A5 (Number): this row has no extension' \
    'bad.csv:6:12: row 6: 3 cells where the header has 4' \
    'bad.csv:7:12: cell B7 (FirstName): text after the closing quote' \
    'bad.csv:8:6: cell C8 (EmailAddress): "a@b@c" has 2 @' \
    'bad.csv:9:5: cell B9 (FirstName): First Name: the backup cannot hold the character U+0001 at' \
    'bad.csv:10:7: ' phone-syntax 'bad.csv:11:6: ' \
    'bad.csv:13:18: cell D12 (MobileNumber): Mobile Number "#REF!"' 'refused: 10 errors'
expect_absent new.zip
# In the order of the file.
check
grep -oP 'bad.csv:\K[0-9]+' "$RUN/err" > lines
sort -n lines | cmp - lines || { fail "not in the order of the file"; said; }
finish

begin "the cell is the one that a spreadsheet shows"
# It hides the line that names the delimiter, counts blank rows, and keeps a
# cell with line ends on one row.
printf '%s\r\n' 'sep=;' 'Number;Notes, free;Handy' '' $'200;"a\nb";' \
    '201;;abc' ';;' '299;;' '202;x' '203;"y"z;' > cells.csv
refuse 4 import pbx.zip cells.csv -- \
    'cells.csv:6:6: cell C4 (Handy): "abc" ' \
    'cells.csv:8:1: cell A6 (Number): there is no extension "299"' \
    'cells.csv:9:6: row 7: 2 cells where' \
    'cells.csv:10:8: cell B8 (Notes, free): text after the closing quote'
run import pbx.zip cells.csv --json
expect_json '[x["Line"] for x in d["Details"]] == [6, 8, 9, 10]'
finish

begin "an error of a rule goes by --accept, as with set"
printf 'Number,Email\n200,a@b@c\n' > rule.csv
refuse 4 import pbx.zip rule.csv -- rule.csv:2:5: email-syntax
run import pbx.zip rule.csv --accept email-syntax
expect_status 0
finish

begin "the first hundred errors, then a count"
{
    echo Number,FirstName
    seq 1000 1249 | sed 's/$/,x/'
} > many.csv
refuse 4 import pbx.zip many.csv -- "many.csv:101:1:" "... and 150 more" \
    "refused: 250 errors"
expect_lacks err "many.csv:102:1:"
finish

begin "a damaged extension is recognised"
"$LIB/make_fixture.py" plain v20 zeros.zip
python3 - zeros.zip <<'P'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    members = [(i, z.read(i)) for i in z.infolist()]
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for i, data in members:
        if i.filename.endswith("Db.xml"):
            data = data.replace(b"<Number>222<", b"<Number>022<")
        z.writestr(i, data)
P
printf 'Number,FirstName\n22,x\n' > zeros.csv
refuse 4 import zeros.zip zeros.csv -- 'zeros.csv:2:1: cell A2 (Number): there is no extension "22"' \
    "may be 022"
printf 'Number,FirstName\n="022",x\n' > zeros.csv
run import zeros.zip zeros.csv
expect_status 0
finish

begin "two users with one extension"
python3 - zeros.zip <<'P'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    members = [(i, z.read(i)) for i in z.infolist()]
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for i, data in members:
        if i.filename.endswith("Db.xml"):
            data = data.replace(b"<Number>022<", b"<Number>200<")
        z.writestr(i, data)
P
printf 'Number,FirstName\n200,x\n' > twice.csv
refuse 4 import zeros.zip twice.csv -- "twice.csv:2:1: " "2 users"
finish

begin "users by address: unknown, ambiguous, repeated, contradicted"
printf '%s\n' 'Email,FirstName,Ext.' 'priya.raman@example.com,x,210' \
    'nobody@example.com,x,' 'TELLER@example.com,x,' \
    'teller@example.com,y,221' 'chloe.lefevre@example.com,z,221' ',q,222' \
    > key.csv
refuse 4 import pbx.zip key.csv --key email -- \
    'key.csv:2:1: cell A2 (Email): several people have the address "priya.raman@example.com", the extensions 210 and 211' \
    "210 and 211" 'key.csv:3:1: cell A3 (Email): no user has the address' \
    'key.csv:5:1: cell A5 (Email): the address teller@example.com again, which row 4' \
    'key.csv:6:29: cell C6 (Ext.): the address is that of extension 222, not of 221' \
    'key.csv:7:1: cell A7 (Email): this row has no address' 'refused: 5 errors'
finish

begin "headers that cannot be used"
header() {
    printf '%s\r\n' "$1" '200,x,y' > head.csv
    shift
    refuse 4 import pbx.zip head.csv "${MORE[@]}" -- "$@"
}
MORE=()
header 'First,Last,Email' head.csv: "--key email"
header 'Number,Shoe,Hat' head.csv: "anything to change"
header 'Number,Email,E-mail' head.csv:1:14: '"E-mail"' '"Email"' --map
header 'Ext,Ext.,Email' head.csv:1:5:
MORE=(--map Boot=email)
header 'Number,Shoe,Hat' '"Boot"'
MORE=(--key email)
header 'Number,Shoe,Hat' head.csv: "EmailAddress"
refuse 2 import pbx.zip head.csv --map Shoe -- COLUMN=FIELD
refuse 2 import pbx.zip head.csv --map Shoe=size -- '"size"' caller-id
refuse 2 import pbx.zip head.csv --map Shoe=email --map Hat=email -- twice
refuse 2 import pbx.zip head.csv --key shoe -- number
finish

begin "files that are no table"
: > empty.csv
refuse 4 import pbx.zip empty.csv -- empty.csv: header
refuse 4 import pbx.zip pbx.zip -- pbx.zip: workbook
refuse 4 import pbx.zip . -- folder
refuse 7 import pbx.zip none.csv -- none.csv:
refuse 2 import pbx.zip -- FILE is missing
head -c 4096 /dev/zero > zero.csv
refuse 4 import pbx.zip zero.csv -- zero.csv:
finish

expect_same pbx.zip before.zip
expect_absent new.zip
