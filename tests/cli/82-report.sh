# Reports for people: one page without anything from outside.

fixture plain v20
python3 - << 'P'
import struct, zlib
def part(kind, data):
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))
rows = (b"\0" + bytes((40, 120, 200)) * 32) * 32
open("a.png", "wb").write(b"\x89PNG\r\n\x1a\n" + part(
    b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0)) + part(
    b"IDAT", zlib.compress(rows)) + part(b"IEND", b""))
P

# page FILE WORD...: sets $RUN/asked to the text of a good page.
page() {
    check
    ask report_page "$@" || fail "$1: $(cat "$RUN/asked")"
}

says() {
    check
    grep -qF -e "$1" "$RUN/asked" || fail "the page lacks: $1"
}

begin "a preview: changes, findings, what is to be done, nothing written"
run set pbx.zip 200 --first-name Noelle --last-name '<b>&"New' \
    --email noelle@example.com --html p.html
expect_status 0
expect_has err 'p.html: the report'
expect_mode p.html 600
page p.html
for text in 'Example Widgets Ltd' 'martin.alder@example.com' '<b>&"New' \
    'Still to be done in the console' 'Send the welcome e-mail again' \
    'new password and voicemail PIN' 'Reprovision the phones' \
    'A preview: nothing was written.' 'Signature'; do
    says "$text"
done
finish

begin "after a write: the proof, and the pictures side by side"
run avatar set pbx.zip 200 a.png -o new.zip --html w.html --sha256
expect_status 0
page w.html pbx.zip new.zip ProfilePictures/200.png
says 'Changes made'
says 'all else is identical to pbx.zip'
says "SHA-256: $(sha256sum < new.zip | cut -d ' ' -f 1)"
finish

begin "diff and verify show the same pictures, verify the proof"
run diff pbx.zip new.zip --html d.html
expect_status 1
page d.html pbx.zip new.zip ProfilePictures/200.png
run verify new.zip --against pbx.zip --html v.html
expect_status 0
page v.html pbx.zip new.zip ProfilePictures/200.png
says 'Proof of a new backup'
says 'and nothing else'
cp pbx.zip odd.zip
printf x > Strange.txt
zip -q odd.zip Strange.txt
run verify odd.zip --against pbx.zip --html odd.html
expect_status 1
page odd.html
says 'file added: Strange.txt'
says 'but other things do'
"$LIB/alter.py" pbx.zip pin.zip --sub '<VMPIN>6129' '<VMPIN>6128'
run verify pin.zip --against pbx.zip --html pin.html
page pin.html
says "Database: differs outside of users' fields, near line"
finish

begin "check, and a plan"
run check pbx.zip --html c.html
expect_status 0
page c.html
says 'There is no error.'
says 'email'
run set pbx.zip 200 --mobile +15550100299 --plan one.json
run plan show one.json --html plan.html
expect_status 0
page plan.html
says '+15550100200'
says '+15550100299'
run avatar set pbx.zip 201 a.png --plan two.json
run plan show two.json --html picture.html
page picture.html
check
[ "$(grep -o 'data:image/png' picture.html | wc -l)" = 2 ] ||
    fail "not both pictures of the plan"
finish

begin "what is refused is told, and the status stays"
run set pbx.zip 200 --email 'not an address' --html r.html
expect_status 4
page r.html
says 'Refused: 1 finding'
finish

begin "the list of things to do: CSV, JSON, and none where nothing is left"
run set pbx.zip 200 --email noelle@example.com --todo todo.csv --json
expect_status 0
expect_json 'd["Todo"][0] == {"Number": "200", "Name": "Martin Alder",
    "Task": "welcome-mail", "Text": d["Todo"][0]["Text"]}'
# What is left elsewhere is to be done, too.
expect_json '[(t["Number"], t["Task"]) for t in d["Todo"][1:]] == [
    ("200", f["Code"]) for f in d["Findings"] if f["Code"].startswith("leftover-")] and len(d["Todo"]) == 2'
expect_json 'd["Todo"][1]["Text"] == ("Change the old address where it still stands, in the console after the restore: "
    + d["Findings"][0]["Message"])'
check
python3 - << 'P' || fail "not the list"
import csv
rows = list(csv.DictReader(open("todo.csv", newline="")))
assert [(r["Number"], r["Name"], r["Task"], r["Done"]) for r in rows] == [
    ("200", "Martin Alder", "welcome-mail", ""),
    ("200", "Martin Alder", "leftover-email", "")], rows
P
run set pbx.zip 212 --first-name Farah --json
expect_json 'd["Todo"] == []'
run set pbx.zip 201 --first-name Joerg --json
expect_json 'd["Todo"][0]["Task"] == "reprovision" and all(
    t["Task"] == "leftover-name" for t in d["Todo"][1:])'
finish

begin "after a write the same list in words, by task, and whom it is for"
run set pbx.zip 200 --first-name Noelle --last-name Newman --email noelle@example.com -o w1.zip
expect_status 0
expect_line err "still to be done in the console, after the restore:"
check
grep -A1 '^- .*new password and voicemail PIN' "$RUN/err" | grep -qx '    200 Noelle Newman: voicemail PIN, web password and meeting link are still those of "Martin Alder"' || { fail "credentials"; said; }
check
[ "$(grep -c PIN "$RUN/err")" = 2 ] || { fail "PIN in two places"; said; }
check
grep -A1 '^- Send the welcome e-mail' "$RUN/err" | grep -qx '    200 Noelle Newman' || { fail "mail"; said; }
check
grep -A1 '^- Reprovision the phones' "$RUN/err" | grep -qx '    200 Noelle Newman' || { fail "phones"; said; }
expect_lacks err "--todo"
run set pbx.zip --all --replace email @example.com @new.example --accept email-shared -o w2.zip
expect_line err "    100 Reception, 200 Martin Alder, 201 Jürgen Großmann, 202 Siobhán O’Brien, 203 Sean O'Neill and 8 more"
expect_has err "--todo FILE.csv"
expect_lacks err "password"
run set pbx.zip 200 --mobile +15550100299 -o w3.zip
expect_lacks err "to be done"
run set pbx.zip 200 --email n@example.com -o w4.zip -q
expect_lacks err "to be done"
run set pbx.zip 200 --email n@example.com
expect_lacks err "to be done"
run handover pbx.zip 200 --first-name Noelle --last-name Newman --keep email -o w5.zip
expect_has out "Send the welcome e-mail"
expect_lacks err "welcome"
finish

begin "files that are there are kept without --force, and no input is replaced"
cp p.html before
refuse 7 set pbx.zip 200 --mobile +15550100299 --html p.html -- exists
expect_same p.html before
refuse 7 diff pbx.zip new.zip --html new.zip --force -- new.zip
refuse 7 check pbx.zip --html p.html -- exists
run check pbx.zip --html p.html --force
expect_status 0
expect_differ p.html before
finish

begin "what a former person knows is told in one place"
former='voicemail PIN, web password and meeting link are still those of "Martin Alder"'
new=(--first-name Noelle --last-name Newman)
rm -f new.html new.csv
run set pbx.zip 200 "${new[@]}" --json --todo new.csv --html new.html
expect_json '[t["Task"] for t in d["Todo"] if "PIN" in t["Text"]] == ["new-credentials"]'
expect_json 'd["Todo"][0]["Text"].endswith("knows: voicemail PIN, web password and meeting link are still those of \"Martin Alder\"")'
expect_json '"leftover-person" not in [t["Task"] for t in d["Todo"]]'
check
[ "$(grep -c PIN new.csv)" = 1 ] || fail "new.csv"
check
[ "$(grep -o 'voicemail PIN, web' new.html | wc -l)" = 1 ] || fail "new.html"
run set pbx.zip 200 "${new[@]}"
expect_has err "another person gets the extension: $former [leftover-person]"
expect_lacks err "new password"
run handover pbx.zip 200 "${new[@]}" --email n@example.com
expect_has out "    200 Noelle Newman: $former"
expect_lacks out "another person gets the extension: voicemail"
finish

begin "a name that is only spelt otherwise is the same person's"
run set pbx.zip 200 --first-name MARTIN --last-name ALDER --json
expect_json '[t["Task"] for t in d["Todo"]] == ["reprovision"]'
run set pbx.zip 200 --first-name Alder --last-name Martin --json
expect_json '[t["Task"] for t in d["Todo"]] == ["reprovision"]'
finish

begin "nobody is sent a welcome e-mail without an address"
run set pbx.zip 202 --clear email --todo none.csv
expect_status 0
check
! grep -q welcome none.csv || fail "none.csv"
run handover pbx.zip 212 --first-name Ann --last-name Oakley --keep email --todo none.csv --force
expect_status 0
check
grep -q new-credentials none.csv || fail "nothing in none.csv"
! grep -q welcome none.csv || fail "none.csv"
rm none.csv
finish
