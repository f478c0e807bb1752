# Pictures in plans, in CSV files, in differences, and in encrypted backups.

fixture infozip v20
convert -size 80x80 gradient:red-blue one.jpg
convert -size 80x80 gradient:green-white two.png
convert -size 80x80 gradient:black-yellow three.png

begin "a plan carries the picture, and undoes it"
run avatar set pbx.zip 200 one.jpg --plan set.json
expect_status 0
expect_mode set.json 600
run avatar set pbx.zip 202 two.png --plan add.json \
    --avatar-path 'ProfilePictures/{number}_x.png'
run avatar clear pbx.zip 201 --plan clear.json
rm one.jpg two.png
run apply pbx.zip set.json add.json clear.json -o new.zip
expect_status 0
judge pbx.zip new.zip --changed ProfilePictures/200.png \
    --added ProfilePictures/202_x.png --removed ProfilePictures/201.png
run verify new.zip --against pbx.zip --plan set.json --plan add.json \
    --plan clear.json
expect_status 0
expect_has out "all as planned"
run verify new.zip --against pbx.zip --plan set.json --plan add.json --json
expect_status 1
expect_json 'd["NotPlanned"] == [{"Number": "201", "Field": "Avatar"}]'
run verify pbx.zip --against pbx.zip --plan set.json
expect_status 1
expect_has out "planned but not done: 200: Avatar"
run apply new.zip set.json add.json clear.json
expect_status 0
expect_has err "nothing to change"
run apply new.zip set.json add.json clear.json --reverse -o back.zip
expect_status 0
check
for number in 200 201 202; do
    cmp <("$CXBAK" avatar get pbx.zip $number 2> /dev/null) \
        <("$CXBAK" avatar get back.zip $number 2> /dev/null) ||
        fail "$number has another picture than before"
done
run verify back.zip --against pbx.zip
expect_status 1
expect_lacks out "Avatar"
finish

begin "a new picture goes to the folder as the backup spells it"
for name in profilepictures/202.png PROFILEPICTURES/202.png; do
    sed "s#ProfilePictures/202_x.png#$name#g" add.json > other.json
    run apply pbx.zip other.json -o other.zip --force
    expect_status 0
    judge pbx.zip other.zip --added ProfilePictures/202.png
done
finish

begin "undoing what only came gives the file that was"
run apply pbx.zip add.json -o one.zip
run apply one.zip add.json --reverse -o was.zip
expect_same was.zip pbx.zip
finish

begin "undoing merged plans gives the database that was, as it was spelt"
cp pbx.zip odd.zip
unzip -qo odd.zip '*Db.xml' -d odd
sed -i 's|>/ProfilePictures/201|>\&#x2F;ProfilePictures/201|' odd/*Db.xml
(cd odd && zip -q ../odd.zip ./*Db.xml)
convert -size 90x90 gradient:red-blue four.png
run avatar set odd.zip 201 four.png --plan first.json
run apply odd.zip first.json -o first.zip
run avatar clear first.zip 201 --plan second.json
run apply first.zip second.json -o second.zip
run plan merge first.json second.json -o merged.json
expect_status 0
run apply odd.zip merged.json -o merged.zip
expect_status 0
expect_same merged.zip second.zip
run apply merged.zip merged.json --reverse -o merged_back.zip
expect_status 0
for zip in odd merged_back; do
    unzip -p "$zip.zip" '*Db.xml' > "$zip.xml"
done
expect_same merged_back.xml odd.xml
finish

begin "a conflict tells the picture by what it is, for programs by its CRC"
run avatar set pbx.zip 200 three.png -o friday.zip
run apply friday.zip set.json -o final.zip
expect_status 5
expect_has err "extension 200 (Martin Alder): Avatar: expected a picture of 194 B, PNG 48 x 48, ProfilePictures/200.png, found another picture, wanted a picture of "
expect_absent final.zip
run apply friday.zip set.json add.json --only-clean -o final.zip
expect_status 0
judge friday.zip final.zip --added ProfilePictures/202_x.png
run apply friday.zip set.json --json
expect_status 5
expect_json 'd["Conflicts"][0]["Field"] == "Avatar"'
expect_json 'd["Conflicts"][0]["Expected"] == "2589fad4"'
finish

begin "plans that were changed"
python3 - <<'P'
import json
def save(name, change):
    plan = json.load(open("set.json"))
    change(plan["Changes"][0])
    json.dump(plan, open(name, "w"))
save("crc.json", lambda c: c.update(New="00000000"))
save("base64.json", lambda c: c.update(NewImage="not base64!"))
save("gone.json", lambda c: c.pop("NewImage"))
save("none.json", lambda c: c.update(New=""))
save("name.json", lambda c: c.update(Field="FirstName"))
import base64, zlib
text = b"<svg onload=evil>"
save("text.json", lambda c: c.update(New=f"{zlib.crc32(text):08x}",
     NewImage=base64.b64encode(text).decode()))
save("byte.json", lambda c: c.update(New=f"{zlib.crc32(b'A'):08x}",
     NewImage=base64.b64encode(b"A").decode()))
save("member.json", lambda c: c.update(NewMember="../../evil.png"))
P
refuse 4 apply pbx.zip crc.json -- 'does not have the CRC "00000000"'
refuse 4 apply pbx.zip base64.json -- "is no base64"
refuse 4 apply pbx.zip gone.json -- '"NewImage" is missing'
refuse 4 apply pbx.zip none.json -- NewImage
refuse 4 apply pbx.zip name.json -- "belongs to pictures only"
refuse 4 apply pbx.zip text.json -- NewImage SVG
refuse 4 apply pbx.zip byte.json -- NewImage
run apply pbx.zip member.json -o safe.zip
expect_status 0
judge pbx.zip safe.zip --changed ProfilePictures/200.png
finish

begin "diff tells pictures, and carries them to another backup"
run diff pbx.zip new.zip
expect_status 1
expect_has out "ProfilePictures/202_x.png"
expect_has err "3 pictures of 3 users differ"
run diff pbx.zip new.zip --plan moved.json --json
expect_json '[u["Number"] for u in d["Users"]] == ["200", "201", "202"]'
run apply pbx.zip moved.json -o again.zip
expect_status 0
expect_same again.zip new.zip
finish

begin "the Avatar column, relative to the CSV file"
mkdir sheet sheet/faces
cp three.png sheet/faces/a.png
printf 'Number,FirstName,Avatar\r\n200,Noelle,faces/a.png\r\n201,,[clear]\r\n202,,\r\n203,, faces/a.png \r\n' \
    > sheet/users.csv
run import pbx.zip sheet/users.csv -o csv.zip
expect_status 0
judge pbx.zip csv.zip --edit 200:FirstName=Noelle \
    --changed ProfilePictures/200.png --removed ProfilePictures/201.png \
    --added ProfilePictures/203.png
(cd sheet && "$CXBAK" import ../pbx.zip users.csv -o ../csv2.zip) \
    > "$RUN/out" 2> "$RUN/err"
expect_same csv.zip csv2.zip
printf 'Number;Avatar\n200;faces/missing.png\n201;users.csv\n202;faces/a.png\n' \
    > sheet/bad.csv
run import pbx.zip sheet/bad.csv -o bad.zip
expect_status 4
expect_has err "sheet/bad.csv:2:5: cell B2 (Avatar): sheet/faces/missing.png"
expect_has err "sheet/bad.csv:3:5: cell B3 (Avatar): sheet/users.csv"
expect_absent bad.zip
finish

begin "an encrypted backup gets encrypted pictures"
mkdir tree
(cd tree && unzip -q ../pbx.zip && 7z a -tzip -psecret -mem=AES256 \
    ../secret.zip . > /dev/null)
(umask 077; echo secret > word)
export CXBAK_PASSWORD_FILE=word
run avatar set secret.zip 200 three.png -o new2.zip
expect_status 0
run avatar set new2.zip 202 three.png -o both.zip
expect_status 0
run verify both.zip --against secret.zip
expect_status 0
expect_has out "2 pictures of 2 users differ and nothing else"
run avatar set both.zip 202 three.png
expect_has err "nothing to change"
run avatar clear both.zip 202 -o gone.zip
run verify gone.zip --against new2.zip
expect_status 0
unset CXBAK_PASSWORD_FILE
check
7z l -slt both.zip ProfilePictures/202.png | grep -q 'Encrypted = +' ||
    fail "the new picture is not encrypted"
ok 7z t -psecret both.zip
mkdir after
7z x -psecret -oafter both.zip > /dev/null
expect_same after/ProfilePictures/200.png after/ProfilePictures/202.png
check
! 7z t -pwrong both.zip > /dev/null 2>&1 || fail "any password will do"
finish

begin "65,535 members and one more, and back"
python3 - "$LIB" <<'P'
import sys, zipfile
sys.path.insert(0, sys.argv[1])
import archive, tree
members = tree.members("v20")
with zipfile.ZipFile("full.zip", "w") as z:
    for name, data in members:
        z.writestr(archive.info(name), data)
    for i in range(65534 - len(members)):
        z.writestr(archive.info(f"recordings/{i}.wav", 0), b"")
P
run avatar set full.zip 202 three.png -o over.zip
expect_status 0
run info over.zip --json
expect_json 'd["Members"] == 65535'
run verify over.zip --against full.zip
expect_status 0
ok python3 -c 'import zipfile; z = zipfile.ZipFile("over.zip"); assert len(z.namelist()) == 65535'
ok 7z t over.zip
run avatar set over.zip 203 three.png -o more.zip
expect_status 0
ok python3 -c 'import zipfile; z = zipfile.ZipFile("more.zip"); assert len(z.namelist()) == 65536'
ok 7z t more.zip
judge over.zip more.zip --quick --added ProfilePictures/203.png
run avatar clear more.zip 203 -o less.zip
expect_status 0
expect_same less.zip over.zip
finish

begin "a picture that could not be read cannot be put back"
fixture plain v20
convert -size 40x40 xc:red red.png
rm -f bad.zip new.zip back.zip
ok "$LIB/alter.py" pbx.zip bad.zip --damage ProfilePictures/200.png
run avatar set bad.zip 200 red.png --plan lost.json -f
expect_status 0
run apply bad.zip lost.json -o new.zip
expect_status 0
judge bad.zip new.zip --quick --changed ProfilePictures/200.png
refuse 4 apply new.zip lost.json --reverse -o back.zip -- \
    "extension 200: the plan does not hold the picture that was there"
expect_absent back.zip
finish
