# The manual is made of the program's tables, and its examples are true.

export PYTHONDONTWRITEBYTECODE=1
begin "every command has its page, with all its options"
check
"$TOP/src/cli/man/make.py" "$CXBAK" "June 1, 2026" man > "$RUN/out" 2> "$RUN/err" ||
    fail "$(cat "$RUN/err")"
expect_empty err
run help --json
expect_schema help
check
python3 - "$RUN/out" man/man1 > missing <<'P' || fail "the check itself failed"
import json, re, sys
with open(sys.argv[1], encoding="utf-8") as f:
    tables = json.load(f)
groups = {g["Title"]: g["Options"] for g in tables["Groups"]}
def page(name):
    with open(f"{sys.argv[2]}/{name}.1", encoding="utf-8") as f:
        return f.read().replace("\\-", "-")
top = page("cxbak")
for c in tables["Commands"]:
    own = page("cxbak-" + c["Name"].replace(" ", "-"))
    synopsis = own[own.index(".Sh SYNOPSIS"):own.index(".Sh DESCRIPTION")]
    for o in c["Options"]:
        pattern = rf"\.It (?:Fl . , )?Fl -{o['Name']}\b"
        if f"Fl -{o['Name']}" not in synopsis or not re.search(pattern, own):
            print(c["Name"], o["Name"])
    for title in c["Groups"]:
        if title != "Options of every command" and title not in own:
            print(c["Name"], title)
        for o in groups[title]:
            if not re.search(rf"\.It (?:Fl . , )?Fl -{o['Name']}\b", top):
                print("cxbak", o["Name"])
P
[ ! -s missing ] || fail "missing: $(cat missing)"
finish

begin "all codes and rules are in it, as explain tells them"
run explain --all
sed 's/\\-/-/g' man/man7/cxbak-codes.7 > codes.7
for code in $(awk 'NR > 1 { print $1 }' "$RUN/out"); do
    check
    grep -qx ".It Sy $code" codes.7 || fail "cxbak-codes(7) lacks $code"
done
for rule in R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11; do
    check
    grep -qx ".It Sy $rule" man/man7/cxbak-policy.7 || fail "no rule $rule"
done
run explain archive-old --json
check
python3 - "$RUN/out" man/man7/cxbak-codes.7 <<'P' || fail "not what explain tells"
import json, sys
with open(sys.argv[1], encoding="utf-8") as f:
    why = json.load(f)["Why"]
with open(sys.argv[2], encoding="utf-8") as f:
    page = " ".join(f.read().replace("\\-", "-").split())
sys.exit(" ".join(why.split()) not in page)
P
finish

begin "two runs are the same"
ok "$TOP/src/cli/man/make.py" "$CXBAK" "June 1, 2026" again
ok diff -r man again
finish

if command -v mandoc > /dev/null; then
    begin "mandoc finds nothing wrong"
    check
    mandoc -T lint man/man?/* > "$RUN/out" 2>&1
    ! grep -v 'referenced manual not found' "$RUN/out" > wrong ||
        fail "$(head wrong)"
    finish
fi

for page in man/man?/*; do
    grep -qA1 '^\.Bd -literal' "$page" && grep -q '^\$ ' "$page" || continue
    page=$PWD/$page
    rm -rf play && mkdir play
    fixture plain v20 play/pbx.zip
    cd play || exit
    begin "$(basename "$page")"
    check
    "$LIB/examples.py" "$page" "$CXBAK" > "$RUN/said" 2> "$RUN/err" ||
        { fail "an example is not true"; cat "$RUN/err"; }
    finish
    cd .. || exit
done
