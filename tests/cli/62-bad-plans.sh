# Plans that cannot be used: told where and why, and nothing is written.

fixture plain v20
run set pbx.zip 200 --clear mobile --plan p.json
expect_status 0

bad() {
    begin "bad plan: $1"
    python3 -c "
import json
with open('p.json', encoding='utf-8') as f:
    s = f.read()
d = json.loads(s)
c = d['Changes'][0]
$2
with open('bad.json', 'w', encoding='utf-8') as f:
    f.write(s if 'text' in '$3' else json.dumps(d))
"
    refuse 4 apply pbx.zip bad.json -o new.zip -- "$4"
    expect_absent new.zip
    run verify pbx.zip --against pbx.zip --plan bad.json
    expect_status 4
    finish
}
bad "empty" "s = ''" text "bad.json: this is no plan: the file is empty"
bad "cut short" "s = s[:len(s) // 2]" text "bad.json:8:"
bad "a key twice" "s = s.replace('\"New\"', '\"Old\"')" text "duplicate"
bad "a list" "d = [d]" "" "bad.json: this is no plan: it is a list"
bad "another document" "d = {'Changes': []}" "" 'no "FormatVersion"'
bad "a newer format" "d['FormatVersion'] = 3" "" "format version 3"
bad "no people" "del d['Users']" "" '"Users" is missing'
bad "people of an old format" "d['FormatVersion'] = 1" "" '"Users" is not known'
bad "people who are none" "d['Users'] = 1" "" '"Users" must be an array'
bad "a person without a name" "del d['Users'][0]['LastName']" "" \
    'user 1: "LastName" is missing'
bad "a person who is none" "d['Users'] = ['Martin']" "" "user 1: this is no object"
bad "a person twice" "d['Users'] *= 2" "" 'names the extension 200 twice'
bad "a newer key" "c['Picture'] = ''" "" 'change 1: "Picture" is not known'
bad "a number" "c['Number'] = 200" "" 'change 1: "Number" must be a string'
bad "nothing" "c['Old'] = None" "" 'change 1: "Old" must be a string'
bad "a secret" "c['Field'] = 'AuthPassword'" "" 'no field "AuthPassword"'
bad "the extension" "c['Field'] = 'Number'" "" "cannot be changed"
bad "one field twice" "d['Changes'] *= 2" "" "change 2: extension 200"
bad "markup" "c['OldRaw'] += '<VMPIN>1</VMPIN>'" "" '"OldRaw" is not'
bad "markup inside" \
    "c['OldRaw'] = c['OldRaw'].replace('</DNP', '<Other/></DNP')" "" \
    '"OldRaw" is not'
bad "a namespace" \
    "c['OldRaw'] = c['OldRaw'].replace('<DNProperty', '<DNProperty xmlns=\"u\"')" \
    "" '"OldRaw" is not'
bad "a place that is none" "c['OldAfter'] = -1" "" '"OldAfter" must be'
bad "a place in words" "c['OldPast'] = 'x'" "" '"OldPast" must be'
bad "another value" "c['Old'] = '1'" "" '"OldRaw" is not'

run apply pbx.zip missing.json
expect_any 4 7
run apply pbx.zip .
expect_status 4
run apply pbx.zip
expect_status 2

# A character that XML cannot hold.
python3 -c "
import json
d = json.load(open('p.json', encoding='utf-8'))
d['Changes'][0]['New'] = '\u0002'
json.dump(d, open('bad.json', 'w', encoding='utf-8'))"
run apply pbx.zip bad.json
expect_status 4
run apply pbx.zip bad.json --plan new.json
expect_status 4
expect_absent new.json

# What is sound may still be wrong about where things stood: the value is
# what counts, and nothing else is touched.
run apply pbx.zip p.json -o new.zip
for after in 0 1 40 9999999999; do
    python3 - "$after" <<'P'
import json, sys
d = json.load(open("p.json", encoding="utf-8"))
d["Changes"][0]["OldAfter"] = int(sys.argv[1])
json.dump(d, open("odd.json", "w", encoding="utf-8"))
P
    run apply new.zip odd.json --reverse -o "back$after.zip"
    expect_status 0
    judge new.zip "back$after.zip" --edit 200:MobileNumber=+15550100200
    sed 's/"OldAfter"/"OldPast": 7, "OldAfter"/' odd.json > past.json
    run apply new.zip past.json --reverse -o "back$after.zip" --force
    expect_status 0
    judge new.zip "back$after.zip" --edit 200:MobileNumber=+15550100200
done

begin "plans that are no plans cost no more than their bytes"
# A tree of them takes up to a hundred times as much.
[ "$FLAVOUR" = release ] && [ -z "$VALGRIND" ] && ulimit -S -v 700000
python3 - <<'P'
import json
with open("p.json", encoding="utf-8") as f:
    plan = json.load(f)
def write(name, text):
    with open(name, "w", encoding="utf-8") as f:
        f.write(text)
write("list.json", "[" + "0," * 15000000 + "0]")
write("objects.json", '{"Changes": [' + "{}," * 6000000 + "{}]}")
write("keys.json", "{" + ",".join(f'"k{i}":1' for i in range(800000)) + "}")
write("one.json", '{"Changes": [[' + "{}," * 6000000 + "{}]]}")
rest = dict(plan, Changes=[dict(plan["Changes"][0], New="x" * 20000000)])
write("long.json", json.dumps(rest))
plan["Changes"][0]["Other"] = [0] * 1001
write("values.json", json.dumps(plan, indent=1))
P
refuse 4 plan show list.json -- 'beside "Users" and "Changes" it has more than'
refuse 4 plan show keys.json -- 'beside "Users" and "Changes" it has more than'
refuse 4 plan show objects.json -- 'it has no "FormatVersion"'
refuse 4 plan show one.json -- 'it has no "FormatVersion"'
refuse 4 plan show values.json -- "one of its elements has too many values"
refuse 4 apply pbx.zip long.json -o long.zip -- \
    "extension 200: Mobile Number: the value is longer than the limit of 65536"
expect_absent long.zip
finish

begin "the place of an error in a large plan is that in the file"
python3 - <<'P'
with open("p.json", encoding="utf-8") as f:
    lines = f.read().split("\n")
at = next(i for i, x in enumerate(lines) if '"Changes"' in x) + 1
more = ['    {"Number": "%d", "Field": "LastName", "Old": "é", "New": "x"},' % i
        for i in range(1000, 40000)]
text = "\n".join(lines[:at] + more + lines[at:])
for name, old, new in (("element", '"Number": "30000"', '"Number" "30000"'),
                       ("behind", "\n}", '\n "é" 5}'),
                       ("cut", text[len(text) // 2:], "")):
    with open(name + ".json", "w", encoding="utf-8") as f:
        f.write(text.replace(old, new))
with open("expected", "w") as f:
    f.write(str(len(text[:len(text) // 2].split("\n"))))
P
line=$(grep -n '"Number" "30000"' element.json | cut -d: -f1)
refuse 4 plan show element.json -- "element.json:$line:21: this is no plan: ':'"
line=$(grep -n '"é" 5' behind.json | cut -d: -f1)
refuse 4 plan show behind.json -- "behind.json:$line:4: this is no plan: '}'"
refuse 4 plan show cut.json -- "cut.json:$(cat expected):"
finish
