# The README is true: its examples, in the order they stand, its picture, and
# the files that it names; and it stays short.

fixture plain v20
"$LIB/examples.py" "$TOP/README.md" "$CXBAK" >> "$CASES" 2> "$RUN/err" ||
    { fail "README is not true"; cat "$RUN/err"; }
check

begin "no more than 300 lines"
lines=$(wc -l < "$TOP/README.md")
check
[ "$lines" -le 300 ] || fail "$lines lines"
finish

begin "the picture of the terminal is what it shows"
mkdir picture && fixture plain v20 picture/pbx.zip
cd picture || exit
check
"$LIB/terminal_svg.py" "$CXBAK" now.svg > "$RUN/out" 2>&1 ||
    fail "$(cat "$RUN/out")"
ok xmllint --noout now.svg
expect_same now.svg "$TOP/testdata/pictures/terminal.svg"
cd .. || exit
finish

begin "what it names is there"
named=$(grep -oE '\]\([^):]+\)' "$TOP/README.md" | tr -d '])(')
named+=" $(grep -oE '`(src|tests|testdata|include)/[^`* ]+`' "$TOP/README.md" |
    tr -d '`' | grep -v NAME)"
check
[ "$(wc -w <<< "$named")" -ge 8 ] || fail "few names: $named"
for path in $named; do
    check
    [ -e "$TOP/$path" ] || fail "there is no $path"
done
finish

begin "every code, command and field that it names exists"
run help --json
check
python3 - "$RUN/out" "$TOP/README.md" <<'P' || fail "a page of the manual is not there"
import json, re, sys
with open(sys.argv[1], encoding="utf-8") as f:
    commands = {c["Name"].replace(" ", "-") for c in json.load(f)["Commands"]}
with open(sys.argv[2], encoding="utf-8") as f:
    named = set(re.findall(r"`cxbak-([a-z-]+)`", f.read()))
odd = named - commands - {"csv", "plan", "policy", "avatar", "codes"}
if odd or len(named) < 2:
    sys.exit(f"no pages: {odd}, {named}")
P
finish
