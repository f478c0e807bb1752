# Monday a plan, Friday a newer backup: what fits is made, the rest is named.

"$LIB/make_big.py" monday.zip --users 60 --recordings 2 --size 1000
# The customer's list: 37 values of 31 people.
run export monday.zip --where 'number=2????' -o list.csv
expect_status 0
python3 - <<'P'
import csv
with open("list.csv", encoding="utf-8", newline="") as f:
    head, *rows = csv.reader(f)
name, mail = head.index("LastName"), head.index("EmailAddress")
for i, row in enumerate(rows[:31]):
    row[mail] = row[mail].replace("@example.com", "@new.example")
    if i < 6:
        row[name] = "Müller-" + row[name]
with open("list.csv", "w", encoding="utf-8", newline="") as f:
    csv.writer(f).writerows([head] + rows)
P
run import monday.zip list.csv --plan monday.json
expect_status 0
expect_has out "29 users unchanged"
expect_has err "monday.json: a plan to change 37 values of 31 users"

# By Friday one of them has another address, one has left, and one change was
# made by hand.
number() { sed -n "s/^\(2[0-9]*\),.*/\1/p" list.csv | sed -n "$1p"; }
first=$(number 1) second=$(number 2) third=$(number 3)
run set monday.zip "$first" --email moved@example.com -o one.zip
run set one.zip "$third" --email "user$third@new.example" -o two.zip
python3 - "$second" <<'P'
import sys, zipfile
with zipfile.ZipFile("two.zip") as z, zipfile.ZipFile("friday.zip", "w") as out:
    for m in z.infolist():
        data = z.read(m)
        if m.filename.endswith("Db.xml"):
            old = f"<Number>{sys.argv[1]}<".encode()
            assert data.count(old) == 1
            data = data.replace(old, b"<Number>59999<")
        out.writestr(m, data)
P

run apply friday.zip monday.json
expect_status 5
expect_has err "conflict: extension $first ("
expect_has err "expected \"user$first@example.com\", found \"moved@example.com\", wanted \"user$first@new.example\""
expect_has err "conflict: extension $second: Last Name: there is no such user"
expect_has err "conflict: extension $second: Email Address: there is no such user"
expect_has err "1 of the planned values is there already"
expect_has err "3 changes of the plan conflict; nothing was written"
run apply friday.zip monday.json -o final.zip
expect_status 5
expect_absent final.zip

run apply friday.zip monday.json --only-clean -o final.zip
expect_status 0
expect_has err "conflict: extension $first ("
expect_has err "warning: 3 conflicting changes are left out"
expect_has err "33 values of 30 users changed"
run diff friday.zip final.zip
expect_status 1
expect_has err "33 values of 30 users differ"
expect_lacks out moved@example.com
run diff friday.zip final.zip --json
expect_json 'sum(len(u["Changes"]) for u in d["Users"]) == 33'
run verify final.zip --against friday.zip --plan monday.json
expect_status 0
expect_has out "all as planned, and nothing else"
