# --plan saves the changes; apply makes them, undoes them, and finds them made.

fixture plain v20
run set pbx.zip 200 --first-name Noelle --clear mobile --plan p.json
expect_status 0
expect_has out "Martin -> Noelle"
expect_has err "p.json: a plan to change 2 values of 1 user"
expect_has err "cxbak apply pbx.zip p.json -o NEW.zip"
expect_mode p.json 600
expect_files pbx.zip p.json
cp p.json "$RUN/out"
expect_json 'd["FormatVersion"] == 2'
expect_json 'd["Users"] == [{"Number": "200", "FirstName": "Martin",
                            "LastName": "Alder"}]'
expect_json 'd["Source"]["Database"] == "2120859096Db.xml"'
expect_json 'd["Source"]["Version"] == "20.0.8.1109"'
expect_json '([(c["Number"], c["Field"], c["Old"], c["New"])
              for c in d["Changes"]] ==
             [("200", "FirstName", "Martin", "Noelle"),
              ("200", "MobileNumber", "+15550100200", "")])'
crc=$(unzip -v pbx.zip | awk '/Db.xml$/ { print $7 }')
expect_has out "\"CRC\": \"$crc\""
# Nothing but the values that change, so no secret either.
expect_lacks out Password
expect_lacks out VMPIN

# A plan is not overwritten, and not written beside a backup.
run set pbx.zip 201 --clear email --plan p.json
expect_status 7
run set pbx.zip 200 --first-name Noelle --plan p.json -o new.zip
expect_status 2
expect_has err "--plan saves the changes instead"
run set pbx.zip 200 --first-name Noelle --plan pbx.zip --force
expect_status 7
expect_files pbx.zip p.json

# The same changes, shown and written.
run apply pbx.zip p.json
expect_status 0
expect_has out "Martin -> Noelle"
expect_has err "2 values of 1 user would change"
expect_files pbx.zip p.json
run set pbx.zip 200 --first-name Noelle --clear mobile -o set.zip
run apply pbx.zip p.json -o new.zip
expect_status 0
expect_same new.zip set.zip
judge pbx.zip new.zip --edit 200:FirstName=Noelle --edit 200:MobileNumber=

# Made already: nothing to do, which is written all the same.
run apply new.zip p.json -o again.zip
expect_status 0
expect_has err "2 of the planned values are there already"
expect_same new.zip again.zip

# Undone: the old file, byte by byte.
run apply new.zip p.json --reverse -o back.zip
expect_status 0
expect_same pbx.zip back.zip
run apply pbx.zip p.json --reverse --json
expect_status 0
expect_json 'd["Changes"] == [] and d["Already"] == 2 and d["Conflicts"] == []'

# Two plans in a row, and both undone.
run set new.zip 200 --first-name Nora --plan q.json
run apply pbx.zip p.json q.json -o two.zip
expect_status 0
judge pbx.zip two.zip --edit 200:FirstName=Nora --edit 200:MobileNumber=
run apply two.zip p.json q.json --reverse -o back2.zip
expect_status 0
expect_same pbx.zip back2.zip
run apply pbx.zip q.json p.json
expect_status 5

# A plan without changes is a plan.
run set pbx.zip 200 --first-name Martin --plan none.json
expect_status 0
expect_has err "none.json: a plan of no changes: there is nothing to apply"
run apply pbx.zip none.json -o same.zip
expect_status 0
expect_has err "none.json: this plan holds no changes"
expect_same pbx.zip same.zip

# With --json; and a value that would be refused is not saved.
run set pbx.zip 202-205 --caller-id 15550100999 --plan j.json --json
expect_status 0
expect_json 'd["Output"] is None and d["Plan"] == "j.json"'
expect_json 'len(d["Changes"]) == 4'
run set pbx.zip 200 --email 'not an address' --plan bad.json
expect_status 4
expect_absent bad.json
run set pbx.zip 200 --first-name $'a\001b' --plan bad.json
expect_status 4
expect_absent bad.json
run set missing.zip 200 --first-name A --plan bad.json
expect_any 3 7
expect_absent bad.json

# The preview tells how many of those that were asked for stay as they are.
run set pbx.zip --all --last-name Alder
expect_line out "1 user unchanged"
run set pbx.zip --all --last-name Alder --json
expect_json 'd["Unchanged"] == 1 and len(d["Changes"]) == 15'

# A value that is not in normal form C and stays is no change.
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import archive, tree
members = [(n, d.replace("<LastName>Großmann<".encode(),
                         "<LastName>Mu\u0308ller<".encode()))
           for n, d in tree.members("v20")]
archive.pack("plain", members, "nfd.zip")
P
run set nfd.zip 201 --last-name '{last}'
expect_status 0
expect_line out "1 user unchanged"
expect_has err "nothing to change"
# And undoing gives it back as it was.
run set nfd.zip 201 --last-name Else --plan nfd.json
run apply nfd.zip nfd.json -o nfd-new.zip
run apply nfd-new.zip nfd.json --reverse -o nfd-back.zip
expect_same nfd.zip nfd-back.zip

# Where two users have one extension, a plan could not say who is meant, so it
# is not made; the backup can be written.
"$LIB/alter.py" pbx.zip two.zip --sub "<Number>201</Number>" "<Number>200</Number>"
for words in "set two.zip 200 --last-name Navarro" "avatar clear two.zip 200"; do
    # shellcheck disable=SC2086
    run $words --plan two.json
    expect_status 4
    expect_message
    expect_has err "2 users have the extension 200"
    expect_absent two.json
    # shellcheck disable=SC2086
    run $words -o two-new.zip --force
    expect_status 0
done
run set two.zip 202 --last-name Navarro --plan two.json
expect_status 0
run apply two.zip two.json
expect_status 0

# What was there may always come back, also where a rule would not have it.
"$LIB/alter.py" pbx.zip wrong.zip \
    --sub ">martin.alder@example.com<" ">martin alder<"
run set wrong.zip 200 --email martin.alder@example.com --plan right.json
expect_status 0
run apply wrong.zip right.json -o right.zip
expect_status 0
run set right.zip 200 --email "martin alder" -o no.zip
expect_status 4
for strict in "" --strict; do
    # shellcheck disable=SC2086
    run apply right.zip right.json --reverse -o wrong-again.zip --force $strict
    expect_status 0
    check
    cmp <(unzip -p wrong.zip 2120859096Db.xml) \
        <(unzip -p wrong-again.zip 2120859096Db.xml) || fail "not undone"
done
# It is told all the same.
expect_has err email-

begin "elements that went come back to their places"
ind='                    '
"$LIB/alter.py" pbx.zip whole.zip --sub "Martin</FirstName>
$ind<FwdP" "Martin</FirstName><!-- a -->
$ind<FwdP"
"$LIB/alter.py" whole.zip without.zip \
    --sub "$ind<EmailAddress>martin.alder@example.com</EmailAddress>
$ind<Enabled>" "$ind<Enabled>" \
    --sub "
$ind<FirstName>Martin</FirstName><!-- a -->" "<!-- a -->" \
    --sub "$ind<LastName>Alder</LastName>
$ind<NoAn" "$ind<NoAn"
run diff whole.zip without.zip --plan went.json
expect_status 1
run apply whole.zip went.json -o went.zip
expect_status 0
check
cmp <(unzip -p without.zip 2120859096Db.xml) \
    <(unzip -p went.zip 2120859096Db.xml) || fail "the elements are not gone"
run apply without.zip went.json --reverse -o whole-again.zip
expect_status 0
check
cmp <(unzip -p whole.zip 2120859096Db.xml) \
    <(unzip -p whole-again.zip 2120859096Db.xml) || fail "they stand elsewhere"
finish

begin "and where others go at the same time"
"$LIB/alter.py" whole.zip one.zip \
    --sub "$ind<EmailAddress>martin.alder@example.com</EmailAddress>
$ind<Enabled>" "$ind<Enabled>"
"$LIB/alter.py" without.zip other.zip --sub "
$ind<Enabled>True</Enabled><!-- a -->" "
$ind<EmailAddress>martin.alder@example.com</EmailAddress>
$ind<Enabled>True</Enabled><!-- a -->"
run diff one.zip other.zip --plan swapped.json
expect_status 1
run apply other.zip swapped.json --reverse -o one-again.zip
expect_status 0
check
cmp <(unzip -p one.zip 2120859096Db.xml) \
    <(unzip -p one-again.zip 2120859096Db.xml) || fail "they stand elsewhere"
rm other.zip
finish

begin "a property that went comes back to its place"
fixture plain v14 v14.zip
run set v14.zip 200 --clear mobile --plan mobile.json
expect_status 0
run apply v14.zip mobile.json -o no-mobile.zip
expect_status 0
run apply no-mobile.zip mobile.json --reverse -o mobile-again.zip
expect_status 0
ok unzip -tq mobile-again.zip
check
cmp <(unzip -p v14.zip '*Db.xml') \
    <(unzip -p mobile-again.zip '*Db.xml') || fail "it stands elsewhere"
finish

begin "a property's value comes back as it was spelt"
"$LIB/alter.py" pbx.zip spelt.zip --sub "<Value>+15550100200</Value>" \
    "<Value><![CDATA[+1555]]>0&#49;00200</Value>"
run set spelt.zip 200 --mobile +15550100299 --plan spelt.json
expect_status 0
run apply spelt.zip spelt.json -o other.zip
expect_status 0
run apply other.zip spelt.json --reverse -o spelt-again.zip
expect_status 0
check
cmp <(unzip -p spelt.zip 2120859096Db.xml) \
    <(unzip -p spelt-again.zip 2120859096Db.xml) || fail "spelt otherwise"
finish
