# version 20: what it leaves out we leave out, what is missing goes to its
# place in the order of names, and what looks like a user's and is not stays.

made() { ask version20 "$@" || fail "version20.py $*"; }
database() { unzip -p "$1" 458245234Db.xml; }
# An edit, judged by the very bytes that this version would have written.
edit() {
    run set pbx.zip "$@" -o new.zip --force
    expect_status 0
    database new.zip > new.xml
    database want.zip > want.xml
    check
    diff want.xml new.xml > ./diff || { fail "$LAST"; cat ./diff; }
}
A=200,FirstName=Martin,LastName=Alder,EmailAddress=martin@example.com
B=201,FirstName=Ada,EmailAddress=ada@example.com
M=@MOBILENUMBER

begin "a missing element goes to its alphabetical place"
made pbx.zip "$A" "$B"
made want.zip "$A,OutboundCallerID=15550100200" "$B"
edit 200 --caller-id 15550100200
made want.zip "$A" "$B,LastName=Byron"
edit 201 --last-name Byron
finish

begin "where one is there it is no other"
made pbx.zip "$A,OutboundCallerID=15550100200" "$B,MS=x,Oaf=y,Outer=z"
made want.zip "$A,OutboundCallerID=15550100200" \
    "$B,MS=x,Oaf=y,Outer=z,OutboundCallerID=15550100201"
edit 201 --caller-id 15550100201
finish

begin "an element that is cleared is left out"
made pbx.zip "$A" "$B,LastName=Byron"
made want.zip 200,FirstName=Martin,LastName=Alder "$B,LastName=Byron"
edit 200 --clear email
made pbx.zip "$A,OutboundCallerID=1" "$B,LastName=Byron,OutboundCallerID=2"
made want.zip "${A/LastName=Alder,/},OutboundCallerID=1" \
    "$B,LastName=Byron,OutboundCallerID=2"
edit 200 --clear last-name
finish

begin "a missing property goes to its alphabetical place"
made pbx.zip "$A" "$B,$M=15550100201"
made want.zip "$A,$M=15550100200" "$B,$M=15550100201"
edit 200 --mobile 15550100200
made pbx.zip "$A,@AAA=x" "$B,$M=15550100201"
made want.zip "$A,@AAA=x,$M=15550100200" "$B,$M=15550100201"
edit 200 --mobile 15550100200
finish

begin "and so do missing Properties"
made pbx.zip "$A,-@=" "$B,$M=15550100201"
made want.zip "$A,-@=,$M=15550100200" "$B,$M=15550100201"
edit 200 --mobile 15550100200
finish

begin "a mobile that is cleared leaves its property without Value"
made pbx.zip "$A,$M=15550100200" "$B,$M="
made want.zip "$A,$M=" "$B,$M="
edit 200 --clear mobile
made want.zip "$A,$M=15550100200" "$B,$M=15550100201"
edit 201 --mobile 15550100201
finish

begin "and where no property is like that, none at all"
made pbx.zip "$A,$M=15550100200" "$B,$M=15550100201"
made want.zip "$A" "$B,$M=15550100201"
edit 200 --clear mobile
finish

begin "undoing gives the same bytes"
for start in "$A" "$A,-@=" "$A,$M=" "$A,$M=15550100200" "$A,OutboundCallerID=1"; do
    made pbx.zip "$start" "$B,$M="
    for change in "--mobile 15550100299" "--clear mobile" "--clear email" \
        "--caller-id 15550100299 --mobile 15550100298" "--clear caller-id"; do
        # shellcheck disable=SC2086
        run set pbx.zip 200 $change --plan p.json --force
        expect_status 0
        [ -s p.json ] || continue
        run apply pbx.zip p.json -o new.zip --force
        expect_status 0
        run apply new.zip p.json --reverse -o back.zip --force
        expect_status 0
        check
        cmp <(database pbx.zip) <(database back.zip) ||
            fail "$start, then $change, and back"
        rm -f p.json
    done
done
finish

begin "a ContactImage travels through diff, plan, apply and back"
made pbx.zip "$A" "$B,ContactImage=x.png"
made want.zip "$A,ContactImage=/y%20z.png" "$B"
run diff pbx.zip want.zip --plan image.json
expect_status 1
expect_has out 'ContactImage'
run apply pbx.zip image.json -o new.zip --force
expect_status 0
check
cmp <(database want.zip) <(database new.zip) || fail "not as it was to be"
run verify new.zip --against pbx.zip --plan image.json
expect_status 0
run apply new.zip image.json --reverse -o back.zip --force
expect_status 0
check
cmp <(database pbx.zip) <(database back.zip) || fail "not as it was"
finish

begin "what is no user's"
made pbx.zip "$A" "$B"
run list pbx.zip --json -c number,first,callerid,mobile,contactimage
expect_status 0
expect_json 'd == [
    {"Number": "200", "FirstName": "Martin", "OutboundCallerID": "",
     "MobileNumber": "", "ContactImage": ""},
    {"Number": "201", "FirstName": "Ada", "OutboundCallerID": "",
     "MobileNumber": "", "ContactImage": ""}]'
for number in 800 GRP0000 15550108888 15550105555; do
    run list pbx.zip --where "number=$number"
    expect_status 4
done
for mobile in 15550109999 15550107777; do
    run list pbx.zip --where "mobile=$mobile"
    expect_status 4
done
finish

begin "a system without users"
made none.zip
run list none.zip
expect_status 0
expect_has err 'no users'
run list none.zip --json
expect_json 'd == []'
run info none.zip
expect_status 0
run export none.zip
expect_status 0
run check none.zip
expect_any 0 1
refuse 4 set none.zip --all --first-name X -o none-new.zip -- 'has no users'
refuse 4 list none.zip --where 'first=*' -- 'has no users'
refuse 4 set none.zip 200 --first-name X -- 'no extension 200'
finish

# Version 14 has an order of its own, in which a new property comes last.
begin "the template's order"
fixture plain v14
run set pbx.zip 100 --mobile 15550100100 -o v14.zip
expect_status 0
check
unzip -p v14.zip '*Db.xml' | python3 -c '
import sys, xml.etree.ElementTree as ET
for e in ET.parse(sys.stdin.buffer).iterfind("Tenants/Tenant/DN/Extension"):
    if e.findtext("Number") == "100":
        last = e.findall("Properties/DNProperty")[-1]
        sys.exit(last.findtext("Name") != "MOBILENUMBER")
sys.exit("no user")' || fail "the mobile number is not the last property"
finish
