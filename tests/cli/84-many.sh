# Several backups in one call.

fixture plain v20 a.zip
fixture plain v14 b.zip
printf 'no archive\n' > bad.zip

begin "info: a table with the file first"
run info a.zip b.zip
expect_status 0
expect_has out "Backup  Company"
[ "$(grep -c '^[ab]\.zip  ' "$RUN/out")" = 2 ] || { fail "rows"; said; }
run info a.zip
expect_has out "External FQDN"
finish

begin "JSON Lines"
run info a.zip b.zip --json
[ "$(wc -l < "$RUN/out")" = 2 ] || fail "not two lines"
check
expect_schema info
run list a.zip b.zip 200,201 --json -c number,name
ok python3 - "$RUN/out" <<'Q'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert [(r["Backup"], r["Number"]) for r in rows] == [
    ("a.zip", "200"), ("a.zip", "201"), ("b.zip", "200"), ("b.zip", "201")], rows
Q
check
expect_schema list
run check a.zip b.zip --json
check
expect_schema check
run groups a.zip b.zip --json
check
expect_schema groups
finish

begin "list: who is where"
run list a.zip b.zip alder -c number,name
expect_status 0
expect_line out "Backup  Ext.  Name"
expect_line out "a.zip   200   Martin Alder"
expect_line out "b.zip   200   Martin Alder"
expect_has err "2 of "
run list a.zip --numbers alder
[ "$(cat "$RUN/out")" = 200 ] || fail "numbers"
finish

begin "check: all findings of all"
run check a.zip b.zip
expect_has out "a.zip   note      email-missing"
expect_has out "b.zip   "
expect_has err "of 2 backups"
run check a.zip b.zip 210,211 --code email-shared
expect_lacks out email-missing
run check a.zip b.zip --all
expect_line out "a.zip:"
expect_line out "b.zip:"
refuse 2 check a.zip b.zip --format sarif -- "--format is of one backup"
finish

begin "groups"
run groups a.zip b.zip
expect_line out "a.zip:"
expect_has err "a.zip: 1 group"
finish

begin "one that is broken is told, the others are shown, the status says it"
run info a.zip bad.zip b.zip
expect_status 3
expect_has err "bad.zip: this is not a ZIP file"
expect_has out "b.zip  "
run info a.zip bad.zip --json
expect_status 3
tail -n 1 "$RUN/out" > last.json
check
expect_schema error last.json
run list a.zip bad.zip 200 -c number
expect_status 3
expect_line out "a.zip   200"
run check bad.zip
expect_status 3
run list a.zip b.zip 299
expect_status 4
finish

begin "what changes something takes one"
refuse 4 set a.zip b.zip --first-name A -- 'nobody is called "b.zip"'
refuse 2 show a.zip -- "EXT is missing"
finish
