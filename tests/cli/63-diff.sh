# diff: by user and field, and what else; as a plan it carries edits elsewhere.

fixture plain v20
run diff pbx.zip pbx.zip
expect_status 0
expect_empty out
expect_has err "nothing differs"

run set pbx.zip 200 --first-name Noelle --clear mobile -o one.zip
run set one.zip 201-205 --caller-id 15550100999 -o new.zip
run diff pbx.zip new.zip
expect_status 1
expect_has out "Martin -> Noelle"
expect_has out "+15550100200 -> (empty)"
expect_has out "201  J"
expect_has err "7 values of 6 users differ"
run diff new.zip pbx.zip
expect_status 1
expect_has out "Noelle -> Martin"
run diff pbx.zip new.zip --json
expect_status 1
expect_json 'd["Users"][0] == {"Number": "200", "Changes": [
    {"Field": "FirstName", "Old": "Martin", "New": "Noelle"},
    {"Field": "MobileNumber", "Old": "+15550100200", "New": ""}]}'
expect_json 'len(d["Users"]) == 6 and d["Added"] == [] and d["Removed"] == []'
expect_json 'd["Members"] == {"Changed": ["2120859096Db.xml"], "Added": [],
    "Removed": []}'

# Edits made on one backup are carried to another.
run diff pbx.zip new.zip --plan p.json
expect_status 1
expect_mode p.json 600
run set pbx.zip 220 --clear email --last-name Later -o friday.zip
run apply friday.zip p.json -o final.zip
expect_status 0
run diff friday.zip final.zip --json
expect_status 1
expect_json 'len(d["Users"]) == 6'
run apply pbx.zip p.json -o carried.zip
expect_status 0
expect_same carried.zip new.zip
run apply carried.zip p.json --reverse -o back.zip
expect_status 0
expect_same back.zip pbx.zip
run diff pbx.zip new.zip --plan p.json
expect_status 7
run diff pbx.zip new.zip --plan p.json --force -q
expect_status 1
expect_empty err

# Users on one side, and members.
python3 - "$LIB" <<'P'
import re, sys
sys.path.insert(0, sys.argv[1])
import archive, tree
members = []
for n, d in tree.members("v20"):
    if n.endswith("Db.xml"):
        d = d.replace(b"<Number>230<", b"<Number>231<")
        d = d.replace(b"Example Telecom", b"Sample Telecom")
    if n.startswith("recordings/201/"):
        d += b"x"
    if n != "OtherSettings/MappingTable.xml":
        members.append((n, d))
members.append(("more.txt", b"more"))
archive.pack("plain", members, "other.zip")
P
run diff pbx.zip other.zip
expect_status 1
expect_has out "user added: 231  Ingrid van der Berg"
expect_has out "user removed: 230  Ingrid van der Berg"
expect_has out "file removed: OtherSettings/MappingTable.xml"
expect_has out "file added: more.txt"
expect_has out "file changed: recordings/201/"
expect_has out "database: 2120859096Db.xml: differs outside of users' fields"
run diff pbx.zip other.zip --json
expect_json 'd["Added"] == ["231"] and d["Removed"] == ["230"]'
expect_json 'd["Members"]["Added"] == ["more.txt"]'
expect_json 'd["Members"]["Removed"] == ["OtherSettings/MappingTable.xml"]'
expect_json 'len(d["Members"]["Changed"]) == 2'
run diff pbx.zip other.zip --plan other.json
expect_status 1
expect_has err "warning: other.json: holds values of users' fields and pictures; what else"

# Members are not unpacked: only the database may be damaged to notice.
cp pbx.zip hurt.zip
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
with open("hurt.zip", "rb") as f:
    data = bytearray(f.read())
entry = [e for e in rawzip.Archive(bytes(data)).entries
         if e.name.startswith(b"recordings/201")][0]
data[entry.offset + len(entry.local) + 5] ^= 1
with open("hurt.zip", "wb") as f:
    f.write(data)
P
run diff pbx.zip hurt.zip
expect_status 0
run verify hurt.zip --against pbx.zip
expect_status 1

run diff pbx.zip missing.zip
expect_any 3 7
run diff pbx.zip
expect_status 2

begin "a picture is told by what it is, and by its CRC to programs"
run avatar get pbx.zip 201 -o face.png --force -q
run avatar set pbx.zip 202 face.png -o come.zip --force -q
run diff pbx.zip come.zip
expect_has out "  Avatar              (empty) -> a picture of "
expect_has out ", PNG 48 x 48, ProfilePictures/202.png"
expect_lacks out CRC
ask alter pbx.zip other.zip --put ProfilePictures/200.png @face.png
run diff pbx.zip other.zip
expect_line out "  Avatar              a picture of 194 B, PNG 48 x 48, ProfilePictures/200.png -> another picture of 194 B, PNG 48 x 48, ProfilePictures/200.png"
run diff pbx.zip other.zip --html other.html
expect_status 1
check
grep -q "another picture of 194 B" other.html || fail "other.html"
run diff pbx.zip other.zip --json
expect_json 'd["Users"][0]["Changes"][0]["New"] == "ProfilePictures/200.png, CRC f7e4be75"'
ask alter pbx.zip entry.zip --sub /ProfilePictures/200.png https://pbx.example.com/ProfilePictures/200.png
run diff pbx.zip entry.zip
expect_has out "ProfilePictures/200.png, ContactImage /ProfilePictures/200.png -> a picture of"
finish
