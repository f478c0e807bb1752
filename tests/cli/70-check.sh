# check: the sample, modelled on real lists of users (one person with two
# extensions and one address, people without an address, a room), yields
# exactly these findings and no error.

fixture plain v20
cp pbx.zip before.zip
run check pbx.zip
expect_status 0
expect_golden out table
expect_has err "0 errors, 0 warnings, 8 notes on 16 users"
run check pbx.zip --strict
expect_status 0
run check pbx.zip --all
expect_status 0
expect_golden out all

run check pbx.zip --json
expect_status 0
expect_empty err
expect_json 'list(d) == ["Findings", "Errors", "Warnings", "FormatVersion"]'
expect_json 'd["Errors"] == 0 and d["Warnings"] == 0'
expect_json '([(f["Code"], f["Number"]) for f in d["Findings"]] == [
    ("email-missing", "207"), ("email-missing", "212"),
    ("email-missing", "220"), ("email-shared", "210"),
    ("email-shared", "211"), ("name-not-nfc", "222"),
    ("name-shared", "210"), ("name-shared", "211")])'
expect_json '(all(f["Severity"] == "note" and not f["Introduced"]
    for f in d["Findings"]))'

# The same in every spelling of the database, but for what they are made to
# lack.
for shape in v14 v16 v18 mini odd; do
    "$LIB/make_fixture.py" plain "$shape" shape.zip 2> "$RUN/other" ||
        continue
    run check shape.zip --json
    expect_status 0
    expect_json 'd["Errors"] == 0'
done

begin "the move to version 20: shared addresses are errors, the rest is advice"
run check pbx.zip --target v20
expect_status 1
expect_golden out target
run check pbx.zip --target v20 --accept target-v20-email-shared
expect_status 0
run check pbx.zip --target v20 --accept target-v20-email-shared --strict
expect_status 1
run check pbx.zip --target v20 --strict --accept target-v20-name \
    --accept target-v20-email-missing --accept target-v20-email-shared
expect_status 0
refuse 2 check pbx.zip --target v18 -- v20
finish

begin "an error: exit 1, and --accept lets it be"
"$LIB/alter.py" pbx.zip bad.zip --sub '>teller@example.com' '>teller@@example'
run check bad.zip
expect_status 1
expect_has out "error     email-syntax"
run check bad.zip --json
expect_status 1
expect_json 'd["Errors"] == 1'
run check bad.zip --accept email-syntax
expect_status 0
expect_lacks out email-syntax
refuse 2 check bad.zip --accept email-sytnax -- "did you mean email-syntax?"
finish

begin "show tells a user's findings"
run show pbx.zip 210 --json
expect_status 0
expect_json '([f["Code"] for f in d[0]["Findings"]] ==
    ["email-shared", "name-shared"])'
run show pbx.zip 210 200
expect_status 0
expect_line out Findings
expect_has out "the address of 211, who has the same name [email-shared]"
run show pbx.zip 200 --json
expect_json 'd[0]["Findings"] == []'
finish

begin "secrets are weighed and never printed"
"$LIB/alter.py" pbx.zip weak.zip --sub Xya8f193cff8 hunter2 \
    --sub '<VMPIN>6129' '<VMPIN>1234' --sub '<VMPIN>6518' '<VMPIN>100'
run check weak.zip --all
expect_status 0
expect_has out "extension 200 (Martin Alder): the password must"
expect_has out "extension 200 (Martin Alder): the voicemail PIN is easy to guess"
expect_has out "extension 100 (Reception): the voicemail PIN is easy to guess"
expect_lacks out hunter2
expect_lacks out 1234
run check weak.zip --strict
expect_status 1
finish

begin "many users: one line for each code, and the first of them"
"$LIB/make_big.py" big.zip --users 3000 --recordings 0 --size 0
run check big.zip
expect_status 0
check
[ "$(wc -l < "$RUN/out")" -lt 15 ] || { fail "too many lines"; said; }
finish

expect_same pbx.zip before.zip

begin "users are chosen as by list, and named"
run check pbx.zip --except 207
expect_status 0
expect_line out "note      email-missing      2  A user without an address             212 Olu Adeyemi, 220 Boardroom"
run check pbx.zip --duplicates email --code email-shared --json
expect_json '[f["Number"] for f in d["Findings"]] == ["210", "211"]'
run check pbx.zip --any --where number=207 --where last=raman --json
expect_json '{f["Number"] for f in d["Findings"]} == {"207", "210", "211"}'
run check pbx.zip --where finding=name-not-nfc --json
expect_json '[(f["Number"], f["Code"]) for f in d["Findings"]] == [("222", "name-not-nfc")]'
refuse 2 check pbx.zip --any -- "--any is about several conditions"
finish
