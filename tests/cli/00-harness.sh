# The tests' own tools: a judge that can fail, fixtures that others accept.

"$LIB/judge_selftest.py" "$PWD" > "$RUN/selftest" || fail "the judge was wrong"
check
cat "$RUN/selftest" >> "$CASES"

for archive in plain infozip pipe bsdtar stream sevenzip; do
    for xml in v20 v14 v16 v18 odd mini; do
        begin "fixture $archive $xml"
        fixture "$archive" "$xml"
        ok unzip -tqq pbx.zip
        ok 7z t -bd pbx.zip
        ok bsdtar -xOf pbx.zip '*Db.xml'
        judge pbx.zip pbx.zip
        finish
    done
done

begin "fixture dotnet, whose backslashes make unzip grumble"
fixture dotnet v20
ok 7z t -bd pbx.zip
check
unzip -tqq pbx.zip > /dev/null 2>&1
[ $? -le 1 ] || fail "unzip refuses it"
judge pbx.zip pbx.zip
finish

begin "the same fixture twice is the same file"
"$LIB/make_fixture.py" plain v20 one.zip
"$LIB/make_fixture.py" plain v20 two.zip
expect_same one.zip two.zip
finish

begin "hostile archives: one of each name, and the usual one is sound"
hostile
check
[ -z "$(cut -f 1 "$HOSTILE/manifest" | sort | uniq -d)" ] || fail "names twice"
ok unzip -tqq "$HOSTILE/fine-usual.zip"
finish
