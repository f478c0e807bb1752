# list: the users as the console shows them, from every shape of backup.

for archive in plain infozip pipe bsdtar stream sevenzip dotnet; do
    for xml in v20 v14 v16 v18 odd mini; do
        begin "list $archive $xml"
        fixture "$archive" "$xml"
        run list pbx.zip --json
        expect_status 0
        ok ask check_list pbx.zip "$RUN/out"
        finish
    done
done

fixture plain v20
cp pbx.zip before.zip

begin "table"
run list pbx.zip
expect_status 0
for word in Ext. "First Name" "Last Name" Email Mobile "Caller ID" Phones \
    Avatar martin.alder@example.com Großmann 佐藤 "O’Brien" "R&D <bench 2>"; do
    expect_has out "$word"
done
expect_lacks out fax@example.com
expect_lacks out Ghost
expect_line err "16 users"
finish

begin "selection"
run list pbx.zip 200-202,220 --json
expect_status 0
expect_json '[u["Number"] for u in d] == ["200", "201", "202", "220"]'
printf '205\n201\n' > some.txt
run list pbx.zip @some.txt --json
expect_status 0
expect_json 'sorted(u["Number"] for u in d) == ["201", "205"]'
run list pbx.zip --where 'email=PRIYA*' --json
expect_status 0
expect_json '[u["Number"] for u in d] == ["210", "211"]'
run list pbx.zip --where 'email=priya*' --where 'mobile=+*' --json
expect_status 0
expect_json '[u["Number"] for u in d] == ["210"]'
finish

begin "sorting"
run list pbx.zip --sort email --json
expect_status 0
expect_json '[u["EmailAddress"] for u in d if u["EmailAddress"]] == sorted(
    u["EmailAddress"] for u in d if u["EmailAddress"])'
finish

begin "nobody matches"
run list pbx.zip 299
expect_status 4
run list pbx.zip --where 'email=*@nowhere.example'
expect_status 4
finish

begin "columns"
run list pbx.zip 200 --columns number,email
expect_status 0
expect_has out martin.alder@example.com
expect_lacks out +15550100200
refuse 2 list pbx.zip --columns shoe -- shoe
finish

begin "nothing colours a pipe unasked"
run list pbx.zip
check
! grep -q $'\033' "$RUN/out" || fail "escape sequences on a pipe"
finish

expect_same pbx.zip before.zip
