# Monday's plan on Friday's backup: what fits, what is there, what conflicts.

fixture plain v20
# Users: 200 and 201 plain, 210 and 211 one person twice.
run set pbx.zip 200 --first-name Noelle --last-name Newman --plan p.json
expect_status 0

begin "a field that has another value"
run set pbx.zip 200 --last-name Other -o friday.zip
run apply friday.zip p.json
expect_status 5
expect_has out "Martin -> Noelle"
expect_lacks out Newman
expect_has err 'conflict: extension 200 (Martin Other): Last Name: expected "Alder", found "Other", wanted "Newman" (p.json)'
expect_has err "cxbak: friday.zip: 1 change of the plan conflicts; nothing was written. --only-clean leaves it out"
run apply friday.zip p.json -o new.zip
expect_status 5
expect_absent new.zip
run apply friday.zip p.json --json
expect_status 5
expect_json 'd["Output"] is None and len(d["Changes"]) == 1'
expect_json 'd["Conflicts"] == [{"Plan": "p.json", "Number": "200",
    "Field": "LastName", "Reason": "value", "Expected": "Alder",
    "Found": "Other", "Wanted": "Newman"}]'
finish

begin "--only-clean"
run apply friday.zip p.json --only-clean -o new.zip
expect_status 0
expect_has err 'conflict: extension 200'
expect_has err "warning: 1 conflicting change is left out"
judge friday.zip new.zip --edit 200:FirstName=Noelle
run apply friday.zip p.json --only-clean -q
expect_status 0
expect_has err 'conflict: extension 200'
run apply friday.zip p.json --only-clean --plan rest.json
expect_status 0
run apply friday.zip rest.json
expect_status 0
finish

begin "nobody has the extension"
sed 's/"200"/"299"/' p.json > gone.json
run apply pbx.zip gone.json
expect_status 5
expect_has err 'conflict: extension 299: First Name: there is no such user, wanted "Noelle" (gone.json)'
run apply pbx.zip gone.json --only-clean -o same.zip
expect_status 0
expect_same pbx.zip same.zip
finish

begin "several have it"
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import archive, tree
members = [(n, d.replace(b"<Number>201<", b"<Number>200<"))
           for n, d in tree.members("v20")]
archive.pack("plain", members, "double.zip")
P
run apply double.zip p.json
expect_status 5
expect_has err "several users have this extension"
finish

begin "plans that disagree"
run set pbx.zip 200 --last-name Else --plan q.json
run apply pbx.zip p.json q.json
expect_status 5
expect_has err 'expected "Alder", found "Newman" (by p.json), wanted "Else" (q.json)'
run apply pbx.zip p.json p.json -o agree.zip
expect_status 0
expect_has err "2 of the planned values are there already"
finish

begin "plans that add up"
run set pbx.zip 201 --clear mobile --plan r.json
run apply pbx.zip r.json p.json -o both.zip
expect_status 0
judge pbx.zip both.zip --edit 200:FirstName=Noelle --edit 200:LastName=Newman \
    --edit 201:MobileNumber=
finish

begin "very many"
python3 - <<'P'
import json
with open("p.json", encoding="utf-8") as f:
    d = json.load(f)
d["Changes"] = [{"Number": str(9000 + i), "Field": "FirstName", "Old": "a",
                 "New": "b"} for i in range(30)]
with open("many.json", "w", encoding="utf-8") as f:
    json.dump(d, f)
P
run apply pbx.zip many.json
expect_status 5
expect_has err "... and 10 more conflicts; -v shows all"
run apply pbx.zip many.json -v
expect_has err "extension 9029"
finish

# A name from the backup or the plan cannot speak to the terminal.
python3 - <<'P'
import json
with open("p.json", encoding="utf-8") as f:
    d = json.load(f)
d["Changes"][0]["Old"] = "\u001b[31m\u202e"
with open("evil.json", "w", encoding="utf-8") as f:
    json.dump(d, f)
P
run apply pbx.zip evil.json
expect_status 5
check
! LC_ALL=C grep -q $'\033' "$RUN/err" || fail "an escape reaches the terminal"
expect_same pbx.zip pbx.zip
