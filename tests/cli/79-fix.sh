# What check suggests, fix makes; what can only be guessed is left alone.

fixture plain v20
python3 - "$LIB" <<'Q'
import sys
sys.path.insert(0, sys.argv[1])
import archive, tree
changes = [
    ("<FirstName>Martin<", "<FirstName> Martin  Paul <"),
    ("<LastName>Großmann<", "<LastName>Mu\u0308ller<"),
    (">martin.alder@example.com<", ">martin.alder@example.com. <"),
    (">juergen.grossmann@example.com<", ">juergen.grossmann@gmial.com<"),
    (">+4915550100201<", ">+49 (0)15550-100201<"),
    ("<OutboundCallerID>15550100200<", "<OutboundCallerID>++15550100200<"),
    (">15550100203<", ">15550100203.0<"),
    ("<FirstName>Sean<", "<FirstName>SeÃ¡n<"),
    (">siobhan.obrien@example.com<", ">siobhan.obrien@example,com<"),
]
members = []
for name, data in tree.members("v20"):
    if name.endswith("Db.xml"):
        for old, new in changes:
            assert old.encode() in data, old
            data = data.replace(old.encode(), new.encode())
    members.append((name, data))
archive.pack("plain", members, "bad.zip")
Q

begin "check carries the cure as a value"
run check bad.zip --json
expect_status 1
expect_json '{(f["Number"], f["Code"], f["Suggestion"], f["Guess"])
    for f in d["Findings"] if f["Suggestion"] is not None} >= {
    ("200", "name-blank", "Martin  Paul", False),
    ("200", "name-double-blank", " Martin Paul ", False),
    ("201", "name-not-nfc", "M\u00fcller", False),
    ("200", "email-blank", "martin.alder@example.com.", False),
    ("200", "email-trailing-dot", "martin.alder@example.com", False),
    ("200", "phone-plus", "+15550100200", False),
    ("201", "email-typo", "juergen.grossmann@gmail.com", True),
    ("201", "phone-separator", "+4915550100201", False),
    ("202", "email-comma", "siobhan.obrien@example.com", True),
    ("203", "name-damaged", "Se\u00e1n", True),
    ("203", "phone-spreadsheet", "15550100203", True)}'
expect_json 'all("Guess" not in f for f in d["Findings"] if f["Suggestion"] is None)'
finish

begin "what is certain is made, whatever is wrong with one value"
run fix bad.zip
expect_status 0
expect_has err "4 more values: what is meant can only be guessed; --guess shows and makes what is likely"
run fix bad.zip -o good.zip
expect_status 0
judge bad.zip good.zip --edit "200:FirstName=Martin Paul" \
    --edit 200:EmailAddress=martin.alder@example.com \
    --edit 200:OutboundCallerID=+15550100200 --edit "201:LastName=Müller" \
    --edit 201:MobileNumber=+4915550100201 --edit "222:FirstName=Chloé"
run fix good.zip --json
expect_status 0
expect_json 'd["Changes"] == []'
finish

begin "guesses are made when asked for"
run fix good.zip --guess -o best.zip
expect_status 0
judge good.zip best.zip --edit 201:EmailAddress=juergen.grossmann@gmail.com \
    --edit 202:EmailAddress=siobhan.obrien@example.com \
    --edit "203:FirstName=Seán" --edit 203:MobileNumber=15550100203
run check best.zip --json
expect_json 'not any(f["Suggestion"] is not None for f in d["Findings"])'
finish

begin "only some, and as a plan"
run fix bad.zip --code name-blank,name-double-blank --json
expect_json '[(c["Number"], c["New"]) for c in d["Changes"]] == [("200", "Martin Paul")]'
run fix bad.zip 201 --json
expect_json '{c["Number"] for c in d["Changes"]} == {"201"}'
run fix bad.zip --code phone-separator --plan fix.json
expect_status 0
run apply bad.zip fix.json --json
expect_json '[(c["Number"], c["New"]) for c in d["Changes"]] == [("201", "+4915550100201")]'
run fix bad.zip --code phone-seperator
expect_status 2
expect_has err '--code: there is no code "phone-seperator"; did you mean phone-separator?'
run fix bad.zip --code ,
expect_status 2
finish

begin "a house's own domain is a guess, too"
run set pbx.zip 202 --email siobhan.obrien@exmaple.com -o slip.zip
run fix slip.zip --guess --json
expect_json '[(c["Number"], c["New"]) for c in d["Changes"]] == [
    ("202", "siobhan.obrien@example.com"), ("222", "Chlo\u00e9")]'
finish

begin "check looks at some users, and for some codes"
run check bad.zip 200,201 --json
expect_status 1
expect_json '{f["Number"] for f in d["Findings"]} == {"200", "201"}'
expect_json '{f["Name"] for f in d["Findings"]} == {" Martin  Paul  Alder", "Jürgen Mu\u0308ller"}'
run check bad.zip --where 'email=*gmial*' --json
expect_json '{f["Number"] for f in d["Findings"]} == {"201"}'
run check bad.zip --code phone-separator,name-not-nfc --all
expect_status 0
expect_has out "extension 201 (Jürgen"
expect_lacks out "email-"
run check bad.zip 200 --code email-trailing-dot --all
expect_status 1
run check good.zip 200 --against bad.zip --json
expect_json '{f["Number"] for f in d["Findings"]} <= {"200"}'
run check bad.zip 299
expect_status 4
run check bad.zip --code nonsense
expect_status 2
finish

begin "what a spreadsheet damaged comes back from an older backup"
# As Excel and a wrong encoding leave them.
printf 'Ext.,Mobile,Caller ID\n200,15550100200,1.555E+10\n201,4915550100201.0,\n205,,\n' > excel.csv
run import pbx.zip excel.csv --accept-damage -o damaged.zip
expect_status 0
printf 'Ext.,First Name\n201,JÃ¼rgen\n' > latin.csv
run import damaged.zip latin.csv --accept-damage -o worse.zip
expect_status 0
run fix worse.zip 200-205 --against pbx.zip -o better.zip
expect_status 0
expect_has err "4 values: a spreadsheet has damaged what pbx.zip has"
run diff pbx.zip better.zip
expect_status 0
run fix worse.zip 200-205 --against pbx.zip --code phone-spreadsheet --json
expect_json '{c["Field"] for c in d["Changes"]} == {"MobileNumber", "OutboundCallerID"}'
# Another number is no damage.
run set pbx.zip 200 --mobile +15550100201 -o other.zip
run fix other.zip 200 --against pbx.zip --json
expect_json 'd["Changes"] == []'
run fix worse.zip --against none.zip
expect_status 7
run fix worse.zip --against latin.csv
expect_status 3
finish
