# Many commands as one: one backup read, one written.

fixture plain v20

begin "the steps are one edit, each on what the others have made"
cat > steps.txt <<'Q'
# Monday's list
set 200 --first-name Noelle --last-name "van der Berg"   # a new one
set --where first=Noelle --email '{first|lower}@example.com'

	handover 203 --first-name Ann --last-name O\'Hara --keep email
swap 201 202
fix 222
Q
run batch pbx.zip steps.txt
expect_status 0
expect_line out "200  Martin Alder"
expect_has out "Alder -> van der Berg"
expect_has out "still to be done:"
expect_has err "cxbak batch pbx.zip steps.txt -o NEW.zip"
expect_files pbx.zip steps.txt
run batch pbx.zip steps.txt -o new.zip
expect_status 0
judge pbx.zip new.zip --edit 200:FirstName=Noelle \
    --edit "200:LastName=van der Berg" --edit 200:EmailAddress=noelle@example.com \
    --edit 203:FirstName=Ann --edit "203:LastName=O'Hara" --edit 203:MobileNumber= \
    --edit 201:FirstName=Siobhán --edit "201:LastName=O’Brien" \
    --edit 201:EmailAddress=siobhan.obrien@example.com --edit 201:MobileNumber= \
    --edit 202:FirstName=Jürgen --edit 202:LastName=Großmann \
    --edit 202:EmailAddress=juergen.grossmann@example.com \
    --edit 202:MobileNumber=+4915550100201 --edit "222:FirstName=Chloé" \
    --removed ProfilePictures/201.png --added ProfilePictures/202.png
# It is what the commands make one by one.
run set pbx.zip 200 --first-name Noelle --last-name "van der Berg" -o a.zip
run set a.zip --where first=Noelle --email '{first|lower}@example.com' -o b.zip
run handover b.zip 203 --first-name Ann --last-name "O'Hara" --keep email -o c.zip
run swap c.zip 201 202 -o d.zip
run fix d.zip 222 -o e.zip
expect_status 0
run diff new.zip e.zip
expect_status 0
finish

begin "a step that takes back another leaves the bytes"
printf 'swap 200 201\nswap 201 200\n' > twice.txt
run batch pbx.zip twice.txt -o same.zip
expect_status 0
expect_same pbx.zip same.zip
finish

begin "pictures of earlier steps are seen"
run avatar get pbx.zip 205 -o face.png
run set pbx.zip 202 --avatar face.png -o one.zip
printf 'set 202 --avatar face.png\nswap 202 203\nset 200 --clear avatar\n' > faces.txt
run batch pbx.zip faces.txt -o faces.zip
expect_status 0
cmp <(unzip -p faces.zip ProfilePictures/203.png) \
    <(unzip -p one.zip ProfilePictures/202.png) || fail "another picture"
run list faces.zip 200,202,203 --json
expect_json '[u["Avatar"] for u in d] == [None, None, "ProfilePictures/203.png"]'
finish

begin "plans, and what conflicts"
run set pbx.zip 200 --mobile +15550100999 --plan p.json
printf 'set 200 --first-name A --last-name B\napply p.json\n' > late.txt
run batch pbx.zip late.txt -o no.zip
expect_status 5
expect_has err "the plan was made for Martin Alder"
expect_has err "late.txt:2: 1 change of the plan conflicts"
expect_absent no.zip
printf 'apply p.json\nset 200 --first-name A --last-name B\n' > early.txt
run batch pbx.zip early.txt --json
expect_status 0
expect_json 'len(d["Changes"]) == 3'
printf 'set 200 --first-name A --last-name B\napply p.json --only-clean\n' > late.txt
run batch pbx.zip late.txt --json
expect_status 0
expect_json 'len(d["Changes"]) == 2'
finish

begin "an error names the line, and nothing is written"
bad() {
    printf '%s\n' "# bad" "set 200 --first-name A" "$1" > bad.txt
    refuse 4 batch pbx.zip bad.txt -o no.zip -- "bad.txt:3: $2"
    expect_absent no.zip
}
bad "sett 200 --first-name A" 'unknown command "sett", did you mean set?'
bad "list 200" "list cannot be a step of a batch"
bad "batch steps.txt" "batch cannot be a step"
bad "set 200 --frist-name A" "set: unknown option --frist-name, did you mean --first-name?"
bad "set 200 --first-name" "set: option --first-name needs a value"
bad "set 200 --first-name A -o x.zip" "-o belongs to the batch as a whole"
bad "set 200 --first-name A --output=x.zip" "--output belongs to the batch"
bad "set 299 --first-name A" "pbx.zip: there is no extension 299"
bad "set 200 --email {first}" "refused: 1 problem"
bad "swap 200" "swap: EXT is missing"
bad "set 200 --first-name 'A" "a quote is opened and not closed"
printf '# nothing\n\n' > none.txt
run batch pbx.zip none.txt -o no.zip
expect_status 4
expect_has err "none.txt: there are no steps in it"
run batch pbx.zip missing.txt
expect_any 4 7
printf 'set 200 --first-name A\n' > in.txt
run batch pbx.zip - --plan b.json < in.txt
finish

begin "rules are asked about the whole"
printf 'set 200 --email one@example.com\nset 201 --email one@example.com\n' > shared.txt
run batch pbx.zip shared.txt --json
expect_json 'any(f["Code"] == "email-shared" for f in d["Findings"])'
printf 'set 200,201 --email one@example.com\n' > shared.txt
run batch pbx.zip shared.txt
expect_status 4
run batch pbx.zip shared.txt --accept email-shared -o shared.zip
expect_status 0
finish

begin "tables and pictures are steps, too"
printf 'Ext.,Mobile\n201,+15550100777\n299,1\n203,\n' > staff.csv
run avatar get pbx.zip 205 -o face.png --force
mkdir photos
cp face.png photos/202.png
cp face.png photos/nobody.png
cat > all.txt <<'Q'
import staff.csv --skip-unknown --results results.csv --rejects rejects.csv
avatar import photos
avatar set 203 face.png
avatar clear 200
set 203 --mobile +15550100203
Q
run batch pbx.zip all.txt -o all.zip
expect_status 0
expect_has err "staff.csv: 3 rows read = 1 changed + 1 unchanged + 1 skipped + 0 refused"
judge pbx.zip all.zip --edit 201:MobileNumber=+15550100777 \
    --edit 203:MobileNumber=+15550100203 \
    --removed ProfilePictures/200.png --added ProfilePictures/202.png \
    --added ProfilePictures/203.png
grep -q '^2,201,MobileNumber,+4915550100201,+15550100777,change,' results.csv ||
    fail "results: $(cat results.csv)"
grep -q '^299,1,' rejects.csv || fail "rejects: $(cat rejects.csv)"
run batch pbx.zip all.txt --json
expect_json '[s["Line"] for s in d["Steps"]] == [1, 2]'
expect_json '(d["Steps"][0]["Rows"]["Skipped"] == 1 and
    [f["Result"] for f in d["Steps"][1]["Files"]] == ["matched", "unmatched"])'
# What an earlier step has made of the same people stays.
printf 'Ext.,First Name,Avatar\n203,Ann,none.png\n' > gone.csv
printf 'set 203 --caller-id 15550100999\nimport gone.csv --skip-bad\n' > gone.txt
run batch pbx.zip gone.txt --json
expect_json '[(c["Number"], c["New"]) for c in d["Changes"]] == [("203", "15550100999")]'
printf 'Ext.,First Name,Last Name\n201,J\237rgen,Gro\247mann\n202,J\237rg,\n' > mac.csv
printf 'set 222 --first-name Noëlle\nimport mac.csv\n' > mac.txt
refuse 4 batch pbx.zip mac.txt -- "--encoding macintosh"
printf 'set 200 --first-name A\nimport staff.csv\n' > bad.txt
refuse 4 batch pbx.zip bad.txt -o no.zip -- "bad.txt:2: staff.csv: refused: 1 error"
expect_absent no.zip
finish
