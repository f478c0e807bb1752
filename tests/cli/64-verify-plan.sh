# verify --plan: just what was planned, no more and no less.

fixture bsdtar v18
run set pbx.zip 200 --first-name Noelle --clear mobile --plan p.json
run apply pbx.zip p.json -o new.zip
expect_status 0

run verify new.zip --against pbx.zip --plan p.json
expect_status 0
expect_has out "2 values of 1 user differ, all as planned, and nothing else"
run verify new.zip --against pbx.zip --plan p.json --json
expect_json 'd["Explained"] and d["NotPlanned"] == [] and d["NotDone"] == []'

begin "more than planned"
run set new.zip 201 --caller-id 15550100999 -o more.zip
run verify more.zip --against pbx.zip --plan p.json
expect_status 1
expect_has out "not in the plan: 201: Outbound Caller ID"
run verify more.zip --against pbx.zip
expect_status 0
run verify more.zip --against pbx.zip --plan p.json --json
expect_status 1
expect_json 'd["NotPlanned"] == [{"Number": "201", "Field": "OutboundCallerID"}]'
expect_json 'not d["Explained"]'
finish

begin "less than planned"
run set pbx.zip 200 --first-name Noelle -o less.zip
run verify less.zip --against pbx.zip --plan p.json
expect_status 1
expect_has out 'planned but not done: 200: Mobile Number: ""'
run verify less.zip --against pbx.zip --plan p.json --json
expect_json 'd["NotDone"] == [{"Number": "200", "Field": "MobileNumber",
    "Wanted": "", "Found": "+15550100200"}]'
run verify pbx.zip --against pbx.zip --plan p.json
expect_status 1
finish

begin "other than planned"
run set new.zip 200 --first-name Nora -o other.zip
run verify other.zip --against pbx.zip --plan p.json
expect_status 1
expect_has out "not in the plan: 200: First Name"
expect_has out 'planned but not done: 200: First Name: "Noelle"'
finish

begin "two plans"
run set new.zip 201 --caller-id 15550100999 --plan q.json
run verify more.zip --against pbx.zip --plan p.json --plan q.json
expect_status 0
finish

begin "what conflicted is not expected"
run set pbx.zip 200 --first-name Else -o friday.zip
run apply friday.zip p.json --only-clean -o final.zip
expect_status 0
run verify final.zip --against friday.zip --plan p.json
expect_status 0
expect_has err 'conflict: extension 200 (Else Alder): First Name'
run verify friday.zip --against friday.zip --plan p.json
expect_status 1
finish

begin "a picture"
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import tree
open("other.png", "wb").write(tree.png((1, 2, 3)))
P
run avatar set pbx.zip 200 other.png -o picture.zip
expect_status 0
run verify picture.zip --against pbx.zip
expect_status 0
run apply picture.zip p.json -o both.zip
run verify both.zip --against pbx.zip --plan p.json
expect_status 1
expect_has out "not in the plan: 200: Avatar"
finish
expect_same pbx.zip pbx.zip
