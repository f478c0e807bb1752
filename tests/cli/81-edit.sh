# The users in an editor: what it leaves is taken as by import.

fixture plain v20
mkdir tmp
export TMPDIR=$PWD/tmp
unset VISUAL

# An editor that does each of its scripts in turn, and keeps what it was shown.
cat > editor <<'Q'
#!/bin/sh
n=$(cat count 2>/dev/null || echo 0)
n=$((n + 1))
echo "$n" > count
cp "$1" "shown.$n"
stat -c %a "$1" "$(dirname "$1")" > "mode.$n"
echo left > "$(dirname "$1")/users.csv~"
sed -i -f "script.$n" "$1"
Q
chmod +x editor
export EDITOR=./editor
again() { rm -f count shown.* mode.* script.*; }

begin "a preview, and a new backup"
again
echo 's/^200,Martin,/200,Noelle,/' > script.1
cp script.1 script.2
run edit pbx.zip
expect_status 0
expect_has out "Martin -> Noelle"
expect_has err "1 value of 1 user would change; nothing was written"
expect_has err "cxbak edit pbx.zip -o NEW.zip"
run edit pbx.zip 200-202 -o new.zip
expect_status 0
judge pbx.zip new.zip --edit 200:FirstName=Noelle
check
# It was for nobody else's eyes, and is gone with what the editor left.
grep -qx 600 mode.1 && grep -qx 700 mode.1 || fail "mode of the file"
[ -z "$(ls -A tmp)" ] || fail "files are left"
grep -qx 'Number,FirstName,LastName,EmailAddress,MobileNumber,OutboundCallerID' shown.1 ||
    fail "no header"
[ "$(grep -c '^2' shown.2)" = 3 ] || fail "not the three selected"
finish

begin "nothing changed is no change"
again
: > script.1
run edit pbx.zip -o same.zip
expect_status 0
expect_same pbx.zip same.zip
finish

begin "a wrong file comes up again, with the errors above it"
again
echo 's/^200,Martin,/299,Martin,/; s/juergen.grossmann@example.com//' > script.1
echo 's/^299,Martin,/200,Noelle,/; /^201/s/Großmann,,/Großmann,juergen@example.com,/' > script.2
run edit pbx.zip -o fixed.zip
expect_status 0
judge pbx.zip fixed.zip --edit 200:FirstName=Noelle --edit 201:EmailAddress=juergen@example.com
check
grep -q '^# line [0-9]*: .*299' shown.2 || fail "the error is not shown"
grep -q '^# line [0-9]*: Email Address is blank; write \[clear\] to erase "juergen.grossmann@example.com"' shown.2 ||
    fail "the blank is not shown"
line=$(sed -n 's/^# line \([0-9]*\): .*299.*/\1/p' shown.2)
sed -n "${line}p" shown.2 | grep -q '^299,Martin' || fail "not the line"
grep -q '^299,Martin' shown.2 || fail "what was typed is lost"
finish

begin "what the rules refuse comes up again, too"
again
echo 's/martin.alder@example.com/martin alder/' > script.1
echo 's/martin alder/[clear]/' > script.2
run edit pbx.zip --json
expect_status 0
expect_json '[(c["Number"], c["Field"], c["New"]) for c in d["Changes"]] == [("200", "EmailAddress", "")]'
check
grep -q '^# .*martin alder.*email-' shown.2 || fail "the finding is not shown"
finish

begin "the errors of the end name the file and its lines"
again
echo 's/^200,\(.*\),+15550100200,/200,\1,abc,/' > script.1
cp script.1 script.2
refuse 4 edit pbx.zip 200-201 -- "the file came back as it was, with its errors"
expect_lacks err "(null)"
line=$(grep -n '^200,' shown.2 | cut -d: -f1)
expect_has err "users.csv:$line:"
finish

begin "who leaves it as it is, or empty, stops"
again
echo 's/^200,Martin,/299,Martin,/' > script.1
: > script.2
run edit pbx.zip -o no.zip
expect_status 4
expect_has err "the file came back as it was, with its errors; nothing was written"
expect_has err "299"
expect_absent no.zip
again
echo d > script.1
run edit pbx.zip -o no.zip
expect_status 4
expect_has err "came back empty"
expect_absent no.zip
EDITOR=false
run edit pbx.zip -o no.zip
expect_status 7
expect_has err "the editor false failed"
expect_absent no.zip
check
[ -z "$(ls -A tmp)" ] || fail "files are left"
finish
