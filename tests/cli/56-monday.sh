# The Monday of a migration: out to a spreadsheet, edited, back, previewed.

"$LIB/make_big.py" pbx.zip --users 60 --recordings 2 --size 1000
run export pbx.zip --where 'email=?*' --for excel --delimiter semicolon \
    -o monday.csv
expect_status 0

# What a German Excel makes of it: it shows the text of the guarded cells,
# keeps only letters of its code page, and saves.  The customer changes 37
# values of 31 people whose names it can write; of one number Excel lost the +.
cat > excel.py <<'P'
import csv, sys
with open("monday.csv", encoding="utf-8-sig", newline="") as f:
    rows = list(csv.reader(f, delimiter=";"))
head, rows = rows[0], [[c[2:-1] if c[:2] == '="' else c for c in r]
                       for r in rows[1:]]
def fits(row):
    try:
        "".join(row).encode("cp1252")
        return True
    except UnicodeEncodeError:
        return False
rows = [r for r in rows if fits(r)]
name, mail, mobile = (head.index(c) for c in
                      ("LastName", "EmailAddress", "MobileNumber"))
people = [r for r in rows if len(r[0]) > 3][:31]
assert len(people) == 31
for i, r in enumerate(people):
    r[mail] = r[mail].replace("@example.com", "@new.example")
    if i < 6:
        r[name] = "Müller-" + r[name]
if sys.argv[1] == "damaged":
    (row,) = [r for r in rows if r[0] == "200"]
    assert row[mobile][0] == "+"
    row[mobile] = row[mobile][1:]
with open(sys.argv[2], "w", encoding="cp1252", newline="") as f:
    csv.writer(f, delimiter=";").writerows([head] + rows)
P
python3 excel.py damaged edited.csv
row=$(grep -n '^200;' edited.csv | cut -d: -f1)

refuse 4 import -q pbx.zip edited.csv -o new.zip -- "edited.csv:$row:" \
    'Mobile Number "15550100200": a spreadsheet dropped the leading +' \
    'refused: 1 error; nothing was written'
expect_absent new.zip

python3 excel.py mended edited.csv
run import pbx.zip edited.csv
expect_status 0
expect_has err "read as Windows-1252"
expect_has err "37 values of 31 users would change; nothing was written"
expect_has err "cxbak import pbx.zip edited.csv -o NEW.zip"
run import pbx.zip edited.csv --json
expect_json 'len(d["Changes"]) == 37'
expect_json 'len({c["Number"] for c in d["Changes"]}) == 31'
run import pbx.zip edited.csv -o new.zip
expect_status 0
run verify new.zip --against pbx.zip
expect_status 0
# The new backup has what the file says: importing it again changes nothing.
run import new.zip edited.csv --json
expect_status 0
expect_json 'd["Changes"] == []'
# It is saved as a plan, which makes the same backup.
run import pbx.zip edited.csv --plan monday.plan
expect_status 0
expect_has err "monday.plan: a plan to change 37 values of 31 users"
run apply pbx.zip monday.plan -o planned.zip
expect_status 0
expect_same planned.zip new.zip
