# import: rows that seem to be another person's than the extension's.  A table
# of which one column was sorted alone is told of, and one that names people
# as people do is not.

fixture plain v20

# table LINE...: the file staff.csv.
table() { printf '%s\n' "$@" > staff.csv; }

begin "a name beside the values that is another person's"
table 'Ext;Name;E-mail' '200;Priya Raman;new@example.com' \
    '201;Großmann, Jürgen;j@example.com' '202;Nobody Known;s@example.com'
run import pbx.zip staff.csv
expect_status 0
expect_has err 'warning: staff.csv: in 2 of 3 rows the Name is another person'\''s than the extension'\''s: row 2 has "Priya Raman" (extension 210) for 200 Martin Alder, row 4 has "Nobody Known" for 202 Siobhán O’Brien [table-name-differs]'
run import pbx.zip staff.csv --json
expect_json '[f["Code"] for f in d["Findings"]].count("table-name-differs") == 1'
run import pbx.zip staff.csv --strict -o new.zip
expect_status 4
expect_absent new.zip
run import pbx.zip staff.csv --strict --accept table-name-differs \
    --accept leftover-email -o new.zip
expect_status 0
run import pbx.zip staff.csv --map Name=-
expect_lacks err table-
run explain table-name-differs
expect_has out "Compare these rows"
finish

begin "names as people write them are nobody else's"
table 'Ext;Full name;E-mail' '200;Dr. ALDER, M.;a@example.com' \
    '201;Juergen Grossman;b@example.com' '202;Siobhan OBrien;c@example.com' \
    '203;Sean Michael ONeill;d@example.com' '204;Dana Levi;e@example.com' \
    '205;佐藤 美咲;f@example.com' '206;Zolkiewski L.;g@example.com' \
    '222;Chloé Martin-Lefèvre;h@example.com' '230;;i@example.com' \
    '100;reception;k@example.com'
run import pbx.zip staff.csv
expect_status 0
expect_lacks err table-
table 'Ext;Full name;E-mail' '205;דנה לוי;f@example.com'
run import pbx.zip staff.csv
expect_has err 'has "דנה לוי" (extension 204) for 205 美咲 佐藤 [table-name-differs]'
finish

begin "one column sorted alone: told strongly, with or without names imported"
table 'Ext;Name;Handy' '230;Martin Alder;+4915550100001' \
    '222;Jürgen Großmann;+4915550100002' '202;Siobhán O’Brien;+4915550100003' \
    '201;Chloé Lefèvre;+4915550100004' '200;Ingrid van der Berg;+4915550100005'
run import pbx.zip staff.csv --map Handy=mobile
expect_has err "in 4 of 5 rows the Name is another person's"
expect_has err "and 1 more; a column was probably sorted or moved"
expect_has err '[table-shifted]'
table 'Ext;First name;Last name' '230;Martin;Alder' '222;Jürgen;Großmann' \
    '202;Siobhán;O’Brien' '201;Chloé;Lefèvre' '200;Ingrid;van der Berg'
run import pbx.zip staff.csv
expect_has err 'in 4 of 4 rows the new name is another person'\''s than the extension'\''s: row 2 has "Martin Alder" (extension 200) for 230 Ingrid van der Berg'
expect_has err '[table-shifted]'
table 'Ext;E-mail' '230;martin.alder@example.com' \
    '222;juergen.grossmann@example.com' '202;siobhan.obrien@example.com' \
    '201;chloe.lefevre@example.com' '200;ingrid.vanderberg@example.com'
run import pbx.zip staff.csv
expect_has err 'in 4 of 4 rows the new address is another person'\''s than the extension'\''s: row 2 has "martin.alder@example.com" (extension 200) for'
finish

begin "a part of a large table that is shifted"
"$LIB/make_big.py" big.zip --users 300 --recordings 0 --size 1
run export big.zip --columns number,name,mobile
check
python3 - "$RUN/out" << 'EOF' > staff.csv || fail "no staff.csv"
import csv, sys
head, *rows = csv.reader(open(sys.argv[1], encoding="utf-8"))
names = [row[1] for row in rows]
names[2:15] = names[1:14]
csv.writer(sys.stdout).writerows(
    [head] + [[row[0], name, "+4915550100" + row[0]]
              for row, name in zip(rows, names)])
EOF
run import big.zip staff.csv
expect_has err "in 10 of 316 rows the Name is another person's"
expect_has err "[table-shifted]"
finish

begin "what changes for good reason is not told"
table 'Ext;First name;Last name;E-mail' '200;Jürgen;Großmann;x@example.com' \
    '201;Martin;Alder;y@example.com' '202;Siobhan;Obrien;z@example.com' \
    '203;Anna;New;v@example.com' '221;Ben;Newer;w@example.com'
run import pbx.zip staff.csv
expect_status 0
expect_lacks err table-
table 'Ext;First name;Last name;Display name' '200;Anna;Newman;Anna Newman' \
    '201;Ben;Newer;Newer, Ben' '202;Cleo;Newest;Newest, Cleo'
run import pbx.zip staff.csv
expect_lacks err table-
finish
