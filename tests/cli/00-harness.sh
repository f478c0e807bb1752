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

begin "what is looked for is found as grep finds it"
long=$(printf 'Line %d of many\n' {1..900})
for text in 'One two' $'first\nSecond [x] *\nthird' $'no end\nhere' "" $'\n' \
    'Größe: 5 µ' $'caf\xe9 au lait' "$long" $'tab\there' 'a\b? c' 'nul'; do
    printf '%s\n' "$text" > "$RUN/out"
    [ "$text" != nul ] || printf 'be\0fore\nafter\n' > "$RUN/out"
    for word in one 'One two' TWO 'second [X]' '[x]' '*' '?' '\' third 'rst' \
        GRÖSSE größe µ caf 'line 900' 'Line 7 of many' $'no end\nhere' '' \
        be fore after $'\t' 'One two ' h; do
        check
        want=1 line=1
        ! grep -qiF -e "$word" "$RUN/out" || want=0
        ! grep -qxF -e "$word" "$RUN/out" || line=0
        found_in part "$word" out
        [ $? = $want ] || fail "part \"$word\" of \"${text:0:30}\""
        found_in line "$word" out
        [ $? = $line ] || fail "line \"$word\" of \"${text:0:30}\""
    done
done
finish

begin "a message is in the house style, or is told"
for message in 'cxbak: no file' $'row 1.\ncxbak: no file\nDone.' \
    'cxbak: wait...' $'cxbak: a\tb'; do
    printf '%s\n' "$message" > "$RUN/err"
    LAST=nothing expect_message
done
for message in 'no file' 'cxbak: ' 'cxbak: no file.' $'cxbak: a\rb' '' \
    $'cxbak: a\eb' $'cxbak: a\nb\001' $'cxbak: a.\ncxbak: b' $'cxbak: \177'; do
    printf '%s\n' "$message" > "$RUN/err"
    check
    (LAST=nothing expect_message; exit "$CASE_FAILED") > /dev/null &&
        fail "is taken for one: $message"
done
finish

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
