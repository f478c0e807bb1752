# What people try, and what they stumbled over once.

fixture plain v20

begin "a version of the console, with and without its v; nobody is told of twice"
run check pbx.zip --target v20 --json
expect_status 1
cp "$RUN/out" v20.json
expect_json 'all([f["Code"] for f in d["Findings"] if f["Number"] == n and
    "email-missing" in f["Code"]] == ["target-v20-email-missing"]
    for n in ("207", "212", "220"))'
run check pbx.zip --target 20 --json
expect_same "$RUN/out" v20.json
refuse 2 check pbx.zip --target 18 -- '"18" is not known; give v20'
run check pbx.zip --target v20 -q
expect_empty err
run check pbx.zip --target v20
expect_line err "pbx.zip: this is version 20.0.8.1109 already; the advice is for a backup that is still to be moved"
refuse 2 check pbx.zip --fix -- '`cxbak fix BACKUP` makes the corrections'
finish

begin "a list of extensions is taken with its heading, as list prints it"
run list pbx.zip 200-202 --columns number
cp "$RUN/out" some.txt
run set pbx.zip @some.txt --caller-id 15550100999 --json
expect_json '[c["Number"] for c in d["Changes"]] == ["200", "201", "202"]'
printf '200\nExt.\n' > later.txt
refuse 4 set pbx.zip @later.txt --caller-id 1 -- 'later.txt:2: pbx.zip: nobody is called "Ext."'
finish

begin "what is undone is nobody else's: it is not said whose things they are"
run set pbx.zip 200 --first-name Anna --last-name Schmidt --plan hand.json
run apply pbx.zip hand.json -o handed.zip
run apply handed.zip hand.json --reverse
expect_status 0
cat "$RUN/out" "$RUN/err" > "$RUN/both"
expect_has both "the extension changes hands again"
expect_has both "may be either person's"
! grep -qF 'of "Anna' "$RUN/both" || fail "of Anna, whose they never were"
finish

begin "- is no name of a backup"
for words in 'set pbx.zip 200 --mobile +15550100299' 'apply pbx.zip hand.json' \
    'redact pbx.zip' 'fix pbx.zip'; do
    # shellcheck disable=SC2086
    refuse 2 $words -o - -- 'cannot go to standard output; name a file'
    expect_absent ./-
done
finish

begin "files that are no pictures are named when more is asked for"
run avatar get pbx.zip 201 -o face.png
mkdir photos
cp face.png photos/202.png
echo text > photos/notes.txt
run avatar import pbx.zip photos
expect_has err "1 other file ignored"
expect_lacks err notes.txt
run avatar import pbx.zip photos -v
expect_has err "photos/notes.txt: no picture; it is ignored"
finish

begin "a plan without changes is told as one"
run diff pbx.zip pbx.zip --plan none.json
expect_status 0
expect_has err "a plan of no changes"
run apply pbx.zip none.json
expect_status 0
expect_has err "none.json: this plan holds no changes"
run plan show none.json
expect_has err "this plan holds no changes"
finish

begin "who differs not at all is not counted"
cp pbx.zip more.zip
mkdir -p recordings/205
echo sound > recordings/205/new.wav
zip -q more.zip recordings/205/new.wav
run verify more.zip --against pbx.zip
expect_status 1
expect_line out "file added: recordings/205/new.wav"
expect_line out "no field or picture of a user differs, but what is listed above does"
run diff pbx.zip more.zip
expect_line err "no field or picture of a user differs, but other things do"
run set more.zip 200 --mobile +15550100299 -o both.zip
run verify both.zip --against pbx.zip
expect_line out "1 value of 1 user differs, and other things, which are listed above, too"
finish

begin "commands in messages are called as the program was, to be copied"
mkdir 'my tools'
# The program itself, and one that is only called so.
cp "$CXBAK" 'my tools/cxbak'
called() {
    check
    (PATH=/usr/bin:/bin "$@" > "$RUN/out" 2> "$RUN/err" < /dev/null)
}
if [ "$FLAVOUR" = page ] || [ -n "$VALGRIND" ]; then
    check
else
    called 'my tools/cxbak' set pbx.zip 202 --mobile +15550100299
    expect_line err "  'my tools/cxbak' set pbx.zip 202 --mobile +15550100299 -o NEW.zip"
    sh -c "$(sed -n 's/NEW/copied/; s/^  //p' "$RUN/err")" > "$RUN/other" 2>&1 ||
        fail "$(cat "$RUN/other")"
    expect_differ copied.zip pbx.zip
    called 'my tools/cxbak' list pbx.zip Zzyx
    expect_has err "\`'my tools/cxbak' list\` shows who is there"
    # A document stays what it is.
    called 'my tools/cxbak' list pbx.zip Zzyx --json
    expect_has out '`cxbak list` shows who is there'
    # Where a shell finds the same program, its name is enough.
    (PATH="$PWD/my tools:/bin" 'my tools/cxbak' check pbx.zip > "$RUN/out" \
        2> "$RUN/err")
    expect_has err '`cxbak explain CODE` says'
    ln -s /bin/true "$RUN/cxbak"
    (PATH="$RUN:/bin" 'my tools/cxbak' check pbx.zip > "$RUN/out" 2> "$RUN/err")
    expect_has err "\`'my tools/cxbak' explain CODE\` says"
    rm "$RUN/cxbak"
fi
finish

begin "of two users with one extension each answers for his own values"
"$LIB/alter.py" pbx.zip one.zip --sub '<Number>202</Number>' '<Number>203</Number>' ||
    fail "$(cat "$RUN/asked")"
# What Sean has had before does not stop an edit of both ...
run set one.zip --where first=Sean --email sean@b@c --accept email-syntax -o two.zip
expect_status 0
printf '%s\n' "set --where 'first=Siobh*' --email good@example.com" \
    'set --where first=Sean --last-name Newman' > steps
run batch two.zip steps --json
expect_status 0
expect_json '[f["Introduced"] for f in d["Findings"]
    if f["Code"] == "email-syntax"] == [False]'
# ... and to repair one of them is no leave to break the other in the same way.
printf '%s\n' 'set --where first=Sean --email sean@example.com' \
    "set --where 'first=Siobh*' --email siobhan@b@c" > steps
run batch two.zip steps -o three.zip
expect_status 4
expect_has err 'siobhan@b@c'
finish

begin "an extension that two have is told before both are changed"
"$LIB/alter.py" pbx.zip twice.zip --sub '<Number>202</Number>' '<Number>203</Number>' ||
    fail "$(cat "$RUN/asked")"
run set twice.zip 203 --mobile +15550100299
expect_status 0
expect_has err '2 users have the extension 203, and all of them are meant'
rm twice.zip
finish

begin "what is meant by words that nearly fit is told"
refuse 2 set pbx.zip 202 --mobile +15550100299 --expect mobil=x -- 'there is no field "mobil"'
refuse 2 set pbx.zip 202 –mobile 3 -- 'begins with a long dash'
refuse 2 set pbx.zip 202 --email '{email.local@x' -- '"}" behind the field is missing'
refuse 2 avatar pbx.zip -- 'avatar: say what to do, before "pbx.zip": show, get, set'
refuse 2 plan x.json -- 'plan: say what to do, before "x.json": show, merge'
run set pbx.zip 202 --last-name '{FirstName}' --json
expect_json '[c["New"] for c in d["Changes"]] == ["Siobhán"]'
printf '\357\273\277200\r\n201\r\n' > marked.txt
run list pbx.zip @marked.txt --numbers
expect_status 0
[ "$(tr '\n' ' ' < "$RUN/out")" = "200 201 " ] || fail "not 200 and 201"
printf 'Nr|Handy|Name\n200|+15550100299|A\n' > pipe.csv
refuse 4 import pbx.zip pipe.csv -- 'there is one column only, "Nr|Handy|Name"' --map --key
printf 'Nr;Name;Handy\n200;A;+15550100299\n' > other.csv
refuse 4 import pbx.zip other.csv -- 'the columns are Nr, Name and Handy'
finish

begin "nothing to change is said with its reason"
printf 'Ext.,Mobile\n' > header.csv
run import pbx.zip header.csv
expect_has err "nothing to change: nobody is named to be changed"
run set pbx.zip 202 --replace email nothere x
expect_has err "the text to replace is in none of them"
run fix pbx.zip --code email-typo
expect_has err "nothing that can be corrected with certainty"
finish

begin "secrets in a table are warned of"
run export pbx.zip 200 --with-secrets -o secrets.csv
expect_status 0
expect_has err 'warning: passwords and PINs are written, too'
run export pbx.zip 200 -o plain.csv
expect_lacks err passwords
rm secrets.csv plain.csv
finish

begin "a file's name that says another format is told"
run avatar get pbx.zip 200 -o face.jpg
expect_status 0
expect_has err 'face.jpg: this is a PNG; name it .png'
run avatar get pbx.zip 200 -o face.png
expect_lacks err 'this is a'
refuse 2 export pbx.zip -o users.ods -- 'such workbooks are not written'
expect_absent users.ods
run set pbx.zip 202 --mobile +1
expect_has err '"+1" has 1 digit; with'
rm face.jpg face.png
finish

begin "what is typed in the wrong place, or cannot be, leads on"
refuse 2 pbx.zip list -- \
    '"pbx.zip" is a backup; the command comes first, as in `cxbak list pbx.zip`'
refuse 2 pbx.zip check --all -- 'as in `cxbak check pbx.zip`'
refuse 2 pbx.zip -- 'as in `cxbak list pbx.zip`'
refuse 2 nothere.zip list -- 'unknown command "nothere.zip"'
refuse 2 verify pbx.zip -- \
    '--against OLD is missing; usage: cxbak verify NEW [SELECT...] --against OLD'
for option in --csv --output=users.csv -o; do
    refuse 2 list pbx.zip $option -- '`cxbak export BACKUP -o FILE.csv`'
done
refuse 2 export pbx.zip --csv -- '`cxbak export BACKUP -o FILE.csv`'
refuse 2 list pbx.zip --xlsx -- '--for excel -o FILE.xlsx'
refuse 2 export pbx.zip -o users.xls -- 'such workbooks are not written'
expect_absent users.xls
finish

begin "nobody, or nothing of that kind, and who is there"
refuse 4 refs pbx.zip 299 -- \
    'there is no extension 299; `cxbak list` shows who is there'
refuse 4 list pbx.zip 298-299 -- \
    'fits none of the 16 users; `cxbak list` shows who is there'
printf 'Ext.,Mobile\n200,1\n' > table.csv
printf 'hello\n' > letter.txt
: > nothing.json
for file in table.csv letter.txt pbx.zip; do
    cp $file given
    refuse 4 apply pbx.zip given -- 'given: this is no plan; make one with --plan'
done
refuse 4 apply pbx.zip nothing.json -- \
    'nothing.json: this is no plan: the file is empty; make one with --plan'
rm table.csv letter.txt nothing.json given
finish

begin "an editor that was not named needs a terminal"
STATUS=0 LAST="edit without a terminal"
env -u VISUAL -u EDITOR "$CXBAK" edit pbx.zip 200 > "$RUN/out" 2> "$RUN/err" \
    < /dev/null || STATUS=$?
expect_status 7
expect_has err "there is no terminal for the editor vi"
expect_message
finish
