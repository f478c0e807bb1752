# info: what this backup is.

fixture plain v20
run info pbx.zip
expect_status 0
for word in 2120859096Db.xml 20.0.8.1109 "Example Widgets Ltd" \
    pbx.example.com; do
    expect_has out "$word"
done

run info pbx.zip --json
expect_status 0
expect_json 'set(d) == {"Backup", "Pictures", "FormatVersion", "Database", "Version", "Date", "Company",
    "ExternalFqdn", "Users", "Groups", "Members", "Size", "Encrypted", "Mark",
    "Metadata", "Writing"}'
expect_json 'd["Writing"] is None'
expect_json 'd["Database"] == "2120859096Db.xml" and d["Users"] == 16'
expect_json 'd["Version"] == "20.0.8.1109" and d["Members"] == 20'
expect_json 'd["Company"] == "Example Widgets Ltd"'
expect_json 'd["ExternalFqdn"] == "pbx.example.com"'
expect_json 'd["Encrypted"] is False'
expect_json "d['Size'] == $(stat -c %s pbx.zip)"

for pair in v14:14.0.0.0 v16:16.0.7.1078 v18:18.0.9.20 odd:15.5.15502.6; do
    begin "version ${pair#*:}"
    fixture infozip "${pair%%:*}"
    run info pbx.zip --json
    expect_status 0
    expect_json "d['Version'] == '${pair#*:}' and d['Users'] == 16"
    finish
done

begin "entries of folders are no files to people"
mkdir tree
(cd tree && unzip -qq ../pbx.zip && 7z a -tzip -bd ../seven.zip . > /dev/null)
check
[ "$(unzip -Z1 seven.zip | grep -c '/$')" -ge 5 ] || fail "no entries of folders"
files=$(unzip -Z1 seven.zip | grep -vc '/$')
run info seven.zip
expect_line out "Files          $files"
run info seven.zip --json
expect_json "d['Members'] == $(unzip -Z1 seven.zip | wc -l)"
run set seven.zip 200 --mobile +15550100299 -o new.zip
expect_has err "1 of $files files in it rewritten"
finish
