# What a rename leaves behind is told, and never touched.

fixture plain mixed

begin "the story: where the old name and address still stand"
run set pbx.zip 200 --first-name Noelle --last-name Newman \
    --email noelle@example.com
expect_status 0
expect_golden err story
run set pbx.zip 200 --first-name Noelle --last-name Newman \
    --email noelle@example.com -o new.zip
expect_status 0
expect_has err leftover-email
judge pbx.zip new.zip --edit 200:FirstName=Noelle \
    --edit 200:LastName=Newman --edit 200:EmailAddress=noelle@example.com
finish

begin "notes do not stop a strict write, what stays by mistake does"
run set pbx.zip 200 --first-name Noelle --last-name Newman --strict \
    -o strict.zip
expect_status 4
expect_has err "[leftover-values]"
expect_absent strict.zip
run set pbx.zip 200 --first-name Noelle --last-name Newman --strict \
    --clear mobile --clear caller-id --clear avatar --accept leftover-mobile \
    -o strict.zip
expect_status 0
expect_lacks err leftover-values
rm -f strict.zip
run set pbx.zip 200 --email noelle@example.com --strict -o strict.zip
expect_status 4
expect_absent strict.zip
run set pbx.zip 200 --email noelle@example.com --strict \
    --accept leftover-email -o strict.zip
expect_status 0
refuse 2 set pbx.zip 200 --email noelle@example.com \
    --accept leftover-mail -o other.zip -- "did you mean leftover-email?"
finish

begin "another person, or the same"
run set pbx.zip 200 --last-name Newman
expect_lacks err leftover-person
expect_has err 'the old name "Martin Alder" is still in Settings of the phone'
# Names put the right way round are no other person.
run set pbx.zip 200 --first-name Alder --last-name Martin
expect_lacks err leftover
# Another spelling is no other name.
run set pbx.zip 200 --first-name MARTIN --last-name ' Alder' --no-trim
expect_lacks err leftover
run set pbx.zip 200 --mobile +15550100999
expect_lacks err leftover-name
expect_has err 'number "+15550100200" is still in the PhoneNumber of the phone book'
finish

begin "what somebody else still has says nothing"
# 210 and 211 are one person with one address.
run set pbx.zip 210 --first-name Asha --last-name Bose --email asha@example.com
expect_has err 'extension 210: the old name "Priya Raman" is still in Settings'
expect_lacks err "phone book"
expect_lacks err "extension 211"
run set pbx.zip 210,211 --first-name Asha --last-name Bose
expect_has err 'extension 211: the old name "Priya Raman" is still in Settings'
finish

begin "names of every script"
run set pbx.zip 201 --last-name Meier
expect_has err 'the old name "Jürgen Großmann" is still in Settings'
run set pbx.zip 205 --first-name 花子
expect_has err 'the old name "美咲 佐藤" is still in Settings'
run set pbx.zip 204 --last-name כהן
expect_has err 'the old name "דנה לוי" is still in Settings'
run set pbx.zip 203 --last-name Miller
expect_has err "the old name \"Sean O'Neill\" is still in Settings"
finish

begin "everywhere else: links, mail settings, parameters, groups"
"$LIB/alter.py" pbx.zip more.zip \
    --sub '>Sales &amp; Service<' '>Team Großmann<' \
    --sub '<mailFrom>pbx@example.com' \
        '<mailFrom>PBX &lt;Juergen.Grossmann@Example.com&gt;' \
    --sub '<Value>*0</Value>' '<Value>call juergengrossmann</Value>' \
    --sub '>Out of office<' '>Out of office, ask Jürgen<'
run set more.zip 201 --first-name Jan --last-name Meier --email jan@example.com
expect_has err 'the old name "Großmann" is still in the group "Team Großmann"'
expect_has err 'is still in the mailFrom of the mail settings'
expect_has err 'is still in the parameter PARK'
expect_has err 'the digital receptionist HOL "Out of office, ask Jürgen"'
finish

begin "secrets are not searched"
"$LIB/alter.py" pbx.zip secret.zip --sub Xya8f193cff8 'Martin Alder 9'
run set secret.zip 200 --first-name Noelle --last-name Newman -v
expect_lacks err AuthPassword
expect_lacks err "Alder 9"
finish

begin "users that a directory service keeps"
property='<DNProperty><Name>MS365_USER_ID</Name><Value>5f0c</Value></DNProperty>'
off='<DNProperty><Name>MS365_SIGNIN_DISABLED</Name><Value>1</Value></DNProperty>'
"$LIB/alter.py" pbx.zip sync.zip \
    --sub '<Name>CLICKTOCALL_NAME</Name>
                        </DNProperty>' \
    "<Name>CLICKTOCALL_NAME</Name></DNProperty>$property"
run set sync.zip 200 --last-name Newman --json
expect_status 0
expect_json '([f["Severity"] for f in d["Findings"]
    if f["Code"] == "sync-overwrites"] == ["warning"])'
"$LIB/alter.py" pbx.zip sync.zip \
    --sub '<Name>CLICKTOCALL_NAME</Name>
                        </DNProperty>' \
    "<Name>CLICKTOCALL_NAME</Name></DNProperty>$off"
run set sync.zip 200 --last-name Newman
expect_lacks err sync-overwrites
finish

begin "what several properties of one name have is told once"
python3 - <<'P'
import zipfile
made = "".join(f"<DNProperty><Name>{name}</Name><Value>by Ann Alder {i}</Value>"
               "</DNProperty>" for i, name in enumerate("AABA"))
with zipfile.ZipFile("twice.zip", "w") as out:
    out.writestr("1Db.xml", "<PhoneSystem><header><version>20.0</version>"
                 "</header><Tenants><Tenant><DN><Extension><Number>200</Number>"
                 "<FirstName>Ann</FirstName><LastName>Alder</LastName>"
                 f"<Properties>{made}</Properties></Extension></DN></Tenant>"
                 "</Tenants></PhoneSystem>")
P
run set twice.zip 200 --last-name Newman
expect_status 0
grep leftover-name "$RUN/err" > "$RUN/left"
expect_line left "note: extension 200: the old name \"Ann Alder\" is still in the property B [leftover-name]"
[ "$(grep -c 'in the property A' "$RUN/left")" = 2 ] || fail "property A"
finish
