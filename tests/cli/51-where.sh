# --where on every field that there is.

fixture plain v20

chosen() {
    run list pbx.zip --where "$1" --columns number --json
    expect_status 0
    expect_json "' '.join(u['Number'] for u in d) == '$2'"
}

begin "each field"
chosen 'number=22?' '220 221 222'
chosen 'first=PRIYA' '210 211'
chosen 'First Name=chlo*' '222'
chosen 'last=*berg' '230'
chosen 'email=*+*' '203'
chosen 'E-mail=[m-n]*' '200 205'
chosen 'mobile=+49*' '201'
chosen 'MobileNumber=' '100 202 207 211 220 221 222'
chosen 'callerid=1555*' '100 200 202 205 210'
chosen 'enabled=false' '230'
chosen 'Enabled=T*' \
    '100 200 201 202 203 204 205 206 207 210 211 212 220 221 222'
chosen 'phones=2' '200'
chosen 'phones=0' '212 221 230'
finish

begin "pictures, by the name that list shows or that of the member"
chosen 'avatar=?*' '200 201 205 210'
chosen 'avatar=200.png' '200'
chosen 'avatar=ProfilePictures/20*' '200 201 205'
chosen 'avatar=' '100 202 203 204 206 207 211 212 220 221 222 230'
finish

begin "all of several must hold, also with extensions"
run list pbx.zip 200-211 --where 'email=*@example.com' --where 'mobile=?*' \
    --where 'avatar=' --columns number --json
expect_status 0
expect_json '[u["Number"] for u in d] == ["203", "204", "206"]'
finish

begin "a set of them is changed"
run set pbx.zip --where enabled=false --where 'avatar=' --last-name X --json
expect_status 0
expect_json '[c["Number"] for c in d["Changes"]] == ["230"]'
finish

begin "nobody, no field, no condition"
refuse 4 list pbx.zip --where 'first=nobody' -- "none of the 16 users"
refuse 2 list pbx.zip --where 'frist=x' -- 'did you mean "first"'
refuse 2 list pbx.zip --where 'shoe size=44' -- "number, first, last"
refuse 2 list pbx.zip --where 'first' -- FIELD=GLOB
finish

begin "who shares an address, whatever its case and blanks"
alter() { "$LIB/alter.py" pbx.zip more.zip "$@" || fail "alter.py $*"; }
shared() {
    run list more.zip "${@:2}" --columns number --json
    expect_status 0
    expect_json "' '.join(u['Number'] for u in d) == '$1'"
}
alter --sub '>teller@example.com' '> Sean.O&apos;Neill+PBX@Example.COM ' \
    --sub '>juergen.grossmann@example.com' '>STRASSE@example.com' \
    --sub '>lukasz.zolkiewski@example.com' '>straße@example.com' \
    --sub '>sean.oneill+pbx@example.com' '>sean.o&apos;neill+pbx@example.com'
shared '201 203 206 210 211 221' --duplicates email
shared '203 206' 202-206 --duplicates email
shared '201 210' --duplicates 'E-mail' --where 'avatar=?*'
shared '210 211' --duplicates first
run export more.zip 200-203 --duplicates email
expect_has out '203,'
expect_lacks out '200,'
run set more.zip 200-219 --duplicates email \
    --email '{email.local}+{number}@{email.domain}' -o new.zip
expect_status 0
judge more.zip new.zip \
    --edit 201:EmailAddress=STRASSE+201@example.com \
    --edit "203:EmailAddress=sean.o'neill+pbx+203@example.com" \
    --edit 206:EmailAddress=straße+206@example.com \
    --edit 210:EmailAddress=priya.raman+210@example.com \
    --edit 211:EmailAddress=priya.raman+211@example.com
run list new.zip --duplicates email
expect_status 4
expect_has err 'the selection fits none of the 16 users'
run list pbx.zip --where 'last=Al*' --where 'first=Pr*'
expect_status 4
expect_has err 'the selection fits none of the 16 users; all of several --where must hold, or one of them with --any'
run list pbx.zip --where 'last=Al*' --where 'first=Pr*' --any
expect_status 0
run list pbx.zip 299
expect_has err 'pbx.zip: there is no extension 299; `cxbak list` shows who is there'
refuse 2 list more.zip --duplicates emial -- 'did you mean "email"?'
refuse 2 list more.zip --duplicates avatar -- 'such as email'
rm -f more.zip new.zip
finish

begin "those of whom check finds something"
run check pbx.zip --json
cp "$RUN/out" check.json
checked=
for code in $(python3 -c 'import json
print(*{f["Code"] for f in json.load(open("check.json"))["Findings"]
        if f["Number"]})'); do
    run list pbx.zip --where "finding=$code" --numbers
    expect_status 0
    sort "$RUN/out" > listed
    CODE=$code python3 -c 'import json, os
print(*sorted({f["Number"] for f in json.load(open("check.json"))["Findings"]
               if f["Number"] and f["Code"] == os.environ["CODE"]}), sep="\n")' > told
    cmp -s listed told || fail "finding=$code lists $(tr '\n' ' ' < listed)"
    checked="$checked $code"
done
case "$checked" in
*email-missing*) ;;
*) fail "check told of $checked only" ;;
esac
run list pbx.zip --where finding=email-shared --json
expect_json '[u["Number"] for u in d] == ["210", "211"]'
run list pbx.zip --where 'finding=name-*' --except 210 --json
expect_json '[u["Number"] for u in d] == ["211", "222"]'
run check pbx.zip --json
expect_json 'len({f["Number"] for f in d["Findings"]}) == 6'
run list pbx.zip --where finding= --where 'finding!~.' --json
expect_status 0
expect_json '{u["Number"] for u in d} & {"207", "210", "211", "212", "220", "222"} == set()'
# What matters before the move to version 20 can be asked for, too.
run list pbx.zip --where finding=target-v20-email-missing --json
expect_json '[u["Number"] for u in d] == ["207", "212", "220"]'
run set pbx.zip --where finding=email-shared \
    --email '{email.local}+{number}@{email.domain}' -o unique.zip
expect_status 0
run list unique.zip --where finding=email-shared
expect_status 4
refuse 2 list pbx.zip --where finding=email-shraed -- \
    '--where finding=email-shraed: there is no code "email-shraed"; did you mean "email-shared"?'
refuse 2 list pbx.zip --where finding=nonsense -- 'there is no code "nonsense"'
refuse 2 list pbx.zip --columns finding -- 'there is no column "finding"'
finish
