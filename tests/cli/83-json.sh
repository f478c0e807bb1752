# JSON: every document keeps its schema, and errors are documents, too.

fixture plain v20

begin "the schemas are used: what is not in them is wrong"
run info pbx.zip --json
for change in 's/"Users": 16/"Users": "16"/' 's/"Users": 16/"User": 16/' \
    's/$/{/'; do
    rm -rf odd && mkdir odd
    sed "$change" "$RUN/out" > odd/0.info.json
    echo "$change" > odd/0.words
    check
    ! schemas_hold "$PWD/odd" || fail "passes: $change"
done
cp "$RUN/out" odd/0.info.json
check
schemas_hold "$PWD/odd" || fail "$(cat "$RUN/other")"
finish

begin "reading commands"
expect_json 'd["Backup"] == "pbx.zip" and d["Pictures"] == 5 and d["FormatVersion"] == 1'
run list pbx.zip --json
expect_schema list
run list pbx.zip --json -c number,sipid,did,contactimage,name,groups,role,queue,ringgroup,enabled,phones
expect_schema list
run show pbx.zip 200 201 220 --json
expect_schema show
run groups pbx.zip --all --json
expect_schema groups
for number in 200 212 801; do
    run refs pbx.zip "$number" --json
    expect_schema refs
done
run check pbx.zip --archive --target v20 --json
expect_schema check
run explain email-shared --json
expect_schema explain
run explain R4 --json
expect_schema explain
run explain --all --json
expect_schema explain
run avatar show pbx.zip 201 --json
expect_schema avatar-show
run avatar export pbx.zip faces --json
expect_schema avatar-export
finish

begin "what the columns of a table are"
printf 'Nr,Mobile\n200,+15550100299\n' > nr.csv
run import pbx.zip nr.csv --columns --json
expect_status 4
expect_schema import-columns
run import pbx.zip nr.csv --columns --map A=number --json
expect_status 0
expect_schema import-columns
finish

begin "changing commands"
run avatar get pbx.zip 201 -o face.png
mkdir photos
cp face.png photos/202.png
cp face.png photos/cat.png
printf 'Ext.,Mobile\n200,+15550100299\n299,1\n' > staff.csv
printf 'import staff.csv --skip-unknown\navatar import photos\n' > steps.txt
while read -r words; do
    # shellcheck disable=SC2086
    run $words --json
    expect_any 0 4 5
    expect_schema changes
done <<'W'
set pbx.zip 200 --first-name A --last-name B
set pbx.zip 200 --mobile +15550100299 --plan p.json
set pbx.zip 200 --mobile +15550100299 -o new.zip
set pbx.zip 200 --email a@@b
fix pbx.zip
handover pbx.zip 200 --first-name A --last-name B --keep email
swap pbx.zip 200 201
import pbx.zip staff.csv --skip-unknown
avatar set pbx.zip 202 face.png
avatar clear pbx.zip 201
avatar import pbx.zip photos
apply pbx.zip p.json
apply new.zip p.json
batch pbx.zip steps.txt
W
run set pbx.zip 200 --mobile +15550100111 -o other.zip
run apply other.zip p.json --json
expect_status 5
expect_schema changes
expect_json 'd["Error"]["Status"] == 5 and d["Error"]["Code"] == "conflict" and len(d["Conflicts"]) == 1'
run plan show p.json --json
expect_schema plan-show
run diff pbx.zip new.zip --json
expect_schema diff
run verify new.zip --against pbx.zip --json
expect_schema verify
run verify new.zip --against other.zip --plan p.json --sha256 --json
expect_schema verify
finish

begin "copies for others, and what is whole of a damaged archive"
head -c 9000 pbx.zip > part.zip
for words in 'redact pbx.zip' 'redact pbx.zip --keep-names -o shown.zip' \
    'salvage part.zip' 'salvage part.zip -o saved.zip'; do
    # shellcheck disable=SC2086
    run $words --json
    expect_any 0 1
    expect_schema "${words%% *}"
done
finish

begin "every option --json has its schema"
run help --json
python3 - "$RUN/out" "$TOP/testdata/schema" <<'P' || fail "see above"
import json, os, sys
with open(sys.argv[1], encoding="utf-8") as f:
    tables = json.load(f)
groups = {g["Title"]: g["Options"] for g in tables["Groups"]}
for c in tables["Commands"]:
    options = c["Options"] + [o for g in c["Groups"] for o in groups[g]]
    names = {o["Name"] for o in options}
    document = c["Name"].replace(" ", "-")
    if "output" in names and "plan" in names:
        document = "changes"
    path = os.path.join(sys.argv[2], document + ".schema.json")
    if "json" in names and not os.path.exists(path):
        sys.exit(f"{c['Name']}: there is no {document}.schema.json")
P
check
finish

begin "an error is a document, with its place"
failing() {
    run "${@:2}"
    expect_status "$1"
    expect_schema error
    [ -s "$RUN/err" ] || fail "nothing on standard error"
}
failing 4 set pbx.zip 299 --first-name A --json
expect_json '(d["Error"]["Status"], d["Error"]["Code"], d["Error"]["File"]) == (4, "refused", "pbx.zip")'
failing 2 list pbx.zip --frobnicate --json
expect_json 'd["Error"]["Code"] == "usage"'
failing 2 frobnicate --json
head -c 3000 pbx.zip > cut.zip
failing 3 list cut.zip --json
expect_json 'd["Error"]["Code"] == "R2" and d["Error"]["File"] == "cut.zip"'
failing 7 list missing.zip --json
expect_json 'd["Error"]["Code"] == "system"'
failing 7 set pbx.zip 200 --first-name A --json -o new.zip
expect_json 'd["Error"]["Option"] == "--force"'
failing 4 set pbx.zip 299 --first-name A --json
expect_json 'd["Error"]["Option"] is None'
printf 'Ext.,Mobile\n200,15550100200\n299,1\n' > bad.csv
failing 4 import pbx.zip bad.csv --json
expect_json '[(x["File"], x["Line"], x["Column"]) for x in d["Details"]] == [
    ("bad.csv", 2, 5), ("bad.csv", 3, 1)]'
openpyxl -c 'import openpyxl
b = openpyxl.Workbook(); s = b.active
s.append(["Ext.", "Mobile"]); s.append(["299", "1"]); b.save("bad.xlsx")'
failing 4 import pbx.zip bad.xlsx --json
expect_json '[(x["File"], x["Line"], x["Column"]) for x in d["Details"]] == [("bad.xlsx", 2, 1)]'
failing 4 set pbx.zip 220-222 --email '{first|lower}.{last|lower}@example.com' --json
expect_json 'len(d["Details"]) >= 1 and "Boardroom" in d["Details"][0]["Message"]'
# One document, whatever happens.
run set pbx.zip 200 --email a@@b --json
expect_status 4
expect_json 'd["Error"]["Status"] == 4 and any(f["Code"] == "email-syntax" for f in d["Findings"])'
finish

begin "whatever is wrong, with every command, the error is a document"
mkdir errors && cp pbx.zip errors
(cd errors && "$LIB/json_errors.py" "$CXBAK" documents) > "$RUN/other" 2>&1 ||
    fail "$(cat "$RUN/other")"
check
schemas_hold "$PWD/errors/documents" || fail "$(cat "$RUN/other")"
finish

begin "arrays have the format version of help --json, and their schemas say so"
run help --json
expect_json 'd["FormatVersion"] == 1'
for words in 'list pbx.zip' 'show pbx.zip 200' 'groups pbx.zip'; do
    document=${words%% *}
    # shellcheck disable=SC2086
    run $words --json
    expect_json 'isinstance(d, list)'
    check
    grep -q '"description": "An array has no FormatVersion' \
        "$TOP/testdata/schema/$document.schema.json" || fail "$document"
done
finish
