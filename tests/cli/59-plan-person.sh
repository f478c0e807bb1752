# Plans know for whom they were made, can be read, merged, and made in part.

fixture plain v20
run set pbx.zip 200 --mobile +15550100999 --plan mobile.json
run set pbx.zip 200 --first-name Noelle --last-name Newman --plan name.json
run set pbx.zip 200 --first-name Noelle --last-name Newman -o newman.zip

begin "the extension belongs to somebody else"
run apply newman.zip mobile.json
expect_status 5
expect_has err "conflict: extension 200 (Noelle Newman): Mobile Number: the plan was made for Martin Alder, and the extension belongs to somebody else now, wanted \"+15550100999\" (mobile.json)"
run apply newman.zip mobile.json -o no.zip
expect_status 5
expect_absent no.zip
run apply newman.zip mobile.json --json
expect_status 5
expect_json 'd["Conflicts"][0]["Reason"] == "person"'
expect_json 'd["Conflicts"][0]["Found"] == "+15550100200"'
run apply newman.zip mobile.json --only-clean -o same.zip
expect_status 0
expect_same newman.zip same.zip
run apply pbx.zip name.json mobile.json
expect_status 5
expect_has err "(by name.json)"
finish

begin "somebody who keeps one name is the same person"
run set pbx.zip 200 --last-name Newman -o married.zip
run apply married.zip mobile.json
expect_status 0
finish

begin "what the plan itself renames is no other person"
run set pbx.zip 200 --first-name Noelle --last-name Newman --mobile +15550100777 --plan all.json
run apply newman.zip all.json
expect_status 0
expect_has err "2 of the planned values are there already"
run apply pbx.zip all.json -o all.zip
run apply all.zip all.json --reverse -o back.zip
expect_status 0
expect_same pbx.zip back.zip
# Undone when a third person has come: not his number.
run set all.zip 200 --first-name Third --last-name Person -o third.zip
run apply third.zip all.json --reverse --only 200,mobile
expect_status 5
expect_has err "made for Noelle Newman"
finish

begin "plans of the old format are made for anybody"
python3 - <<'Q'
import json
d = json.load(open("mobile.json", encoding="utf-8"))
d["FormatVersion"] = 1
del d["Users"]
json.dump(d, open("old.json", "w", encoding="utf-8"))
Q
run apply newman.zip old.json
expect_status 0
expect_has out "+15550100200 -> +15550100999"
run plan show old.json --json
expect_json 'd["Changes"][0]["FirstName"] is None'
finish

begin "plan show"
run plan show all.json
expect_status 0
expect_line out "200  Martin Alder"
expect_has out "Martin -> Noelle"
expect_has err "all.json: 3 values of 1 user, for 2120859096Db.xml of"
run plan show all.json --json
expect_status 0
expect_json 'd["Source"]["Version"] == "20.0.8.1109"'
expect_json '[(c["Number"], c["FirstName"], c["LastName"], c["Field"], c["Old"], c["New"]) for c in d["Changes"]][0] == ("200", "Martin", "Alder", "FirstName", "Martin", "Noelle")'
run plan show all.json --csv
expect_status 0
python3 - "$RUN/out" <<'Q'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
assert [(r["Number"], r["LastName"], r["Field"], r["New"]) for r in rows] == [
    ("200", "Alder", "FirstName", "Noelle"),
    ("200", "Alder", "LastName", "Newman"),
    ("200", "Alder", "MobileNumber", "+15550100777")], rows
Q
check
run plan show all.json --csv --json
expect_status 2
run set pbx.zip 200 --first-name Martin --plan none.json
run plan show none.json
expect_status 0
expect_has err "none.json: this plan holds no changes"
run plan show pbx.zip
expect_status 4
finish

begin "plan merge"
run set all.zip 200 --mobile +15550100555 --plan next.json
run plan merge all.json next.json -o one.json
expect_status 0
expect_mode one.json 600
run apply pbx.zip one.json -o one.zip
run apply pbx.zip all.json next.json -o two.zip
expect_same one.zip two.zip
run apply one.zip one.json --reverse -o undone.zip
expect_status 0
expect_same pbx.zip undone.zip
run plan merge all.json next.json -o one.json
expect_status 7
# Where a later plan does not go on, in values or in people.
run plan merge next.json all.json -o no.json
expect_status 5
expect_absent no.json
run plan merge all.json mobile.json -o no.json
expect_status 5
expect_has err "expected \"+15550100200\", but all.json makes it \"+15550100777\""
run plan merge name.json mobile.json -o no.json
expect_status 5
expect_has err "mobile.json: extension 200: the plan was made for Martin Alder, but before it the extension belongs to Noelle Newman"
# What ends where it began is no change.
run set all.zip 200 --first-name Martin --last-name Alder --mobile +15550100200 --plan undo.json
run plan merge all.json undo.json -o nothing.json
expect_status 0
expect_has err "holds no changes"
finish

begin "apply --only"
run set pbx.zip 200-203 --caller-id 15550100111 --email '{number}@example.com' --plan many.json
run apply pbx.zip many.json --only 200,EmailAddress -o email.zip
expect_status 0
judge pbx.zip email.zip --edit 200:EmailAddress=200@example.com
run apply pbx.zip many.json --only 201 --only 202 --json
expect_json '{c["Number"] for c in d["Changes"]} == {"201", "202"}'
run apply pbx.zip many.json --only callerid --json
expect_json '{c["Field"] for c in d["Changes"]} == {"OutboundCallerID"}'
run apply pbx.zip many.json -o many.zip
run apply many.zip many.json --reverse --only 200,EmailAddress -o part.zip
expect_status 0
judge many.zip part.zip --edit 200:EmailAddress=martin.alder@example.com
run apply pbx.zip many.json --only 299
expect_status 4
expect_has err "--only fits none of the plan's changes"
run apply pbx.zip many.json --only emial
expect_status 2
expect_has err "did you mean email"
finish
