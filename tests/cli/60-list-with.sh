# list --with: the users as they would be by plans.

fixture plain v20
cp pbx.zip before.zip
run set pbx.zip 200 --first-name Noelle --email noelle@example.com --plan one.json
run swap pbx.zip 205 201 --plan two.json
run set pbx.zip 200 --mobile +15550100299 -o moved.zip -q
expect_status 0

begin "what is found, shown and sorted by are the planned values"
run list pbx.zip noelle
expect_status 4
run list pbx.zip noelle --with one.json
expect_status 0
expect_has out 'noelle@example.com'
run list pbx.zip martin.alder@example.com --with one.json
expect_status 4
run list pbx.zip --with one.json --with two.json --json
expect_status 0
cp "$RUN/out" with.json
run apply pbx.zip one.json two.json -o new.zip -q
run list new.zip --json
expect_status 0
cp "$RUN/out" new.json
check
python3 - << 'P' || fail "not as written"
import json
def rows(path):
    with open(path, encoding="utf-8") as f:
        return [{k: v for k, v in r.items() if k != "Avatar"} for r in json.load(f)]
assert rows("with.json") == rows("new.json")
P
run list new.zip --sort first --numbers
cp "$RUN/out" sorted
run list pbx.zip --sort first --numbers --with one.json --with two.json
expect_same "$RUN/out" sorted
finish

begin "a plan that does not fit is a conflict, one that is none is refused"
run set pbx.zip 200 --mobile +15550100298 --plan other.json
refuse 5 list moved.zip --with other.json -- 'moved.zip: the plan does not fit'
printf '{' > bad.json
refuse 4 list pbx.zip --with bad.json -- bad.json
refuse 7 list pbx.zip --with none.json -- none.json
finish

expect_same pbx.zip before.zip
