# Two outputs are never one file, and no output is an input: that is refused
# before anything is written, whatever --force says.

fixture plain v20
printf 'Number,FirstName\n200,Noelle\n299,Nobody\n' > users.csv
echo 'set 200 --first-name Noelle' > steps.txt
echo 'import users.csv --skip-unknown --results r.csv' > twice.txt
echo 'import users.csv --skip-unknown --results r.csv' >> twice.txt
mkdir photos
"$CXBAK" avatar get pbx.zip 201 -o photos/203.png -q
"$CXBAK" set pbx.zip 201 --first-name Ada -q -o other.zip
"$CXBAK" set pbx.zip 201 --first-name Ada -q --plan p.json
printf 'Number,Avatar\n200,photos/203.png\n' > faces.csv
head -c 14000 pbx.zip > broken.zip
files=(pbx.zip users.csv steps.txt twice.txt photos photos/203.png other.zip
    p.json faces.csv broken.zip)
mkdir "$RUN/keep"
cp -rp . "$RUN/keep"

# Nothing is there but what was, as it was.
untouched() {
    expect_files "${files[@]}"
    check
    diff -r . "$RUN/keep" || fail "a file has changed after: $LAST"
}

edit=(set pbx.zip 202 --mobile +15550100298)
take=(import pbx.zip users.csv --skip-unknown)
cases=(
    "${edit[*]} -o x --html x"
    "${edit[*]} -o x --todo x"
    "${edit[*]} -o x --html ./x"
    "${edit[*]} -o x --html photos/../x"
    "${edit[*]} -o x --html $PWD/x"
    "${edit[*]} -o photos/x --todo photos//x"
    "${edit[*]} --html x --todo x"
    "${edit[*]} --plan x --html x"
    "${edit[*]} --plan x --todo x"
    "${take[*]} -o x --results x"
    "${take[*]} -o x --rejects x"
    "${take[*]} -o x --rejects y --results y"
    "${take[*]} --html x --results x"
    "avatar import pbx.zip photos -o x --results x"
    "avatar import pbx.zip photos -o x --rejects x"
    "avatar import pbx.zip photos -o x --html x"
    "avatar clear pbx.zip 201 -o x --html x"
    "handover pbx.zip 200 --first-name A --last-name B --email c@example.com -o x --todo x"
    "swap pbx.zip 200 201 -o x --todo x"
    "fix pbx.zip -o x --html x"
    "apply pbx.zip p.json -o x --html x"
    "batch pbx.zip steps.txt -o x --html x"
    "batch pbx.zip twice.txt -o x"
    "batch pbx.zip twice.txt -o r.csv"
    "edit pbx.zip 200 -o x --html x"
    "diff pbx.zip other.zip --plan x --html x"
)
for words in "${cases[@]}"; do
    begin "two outputs: ${words//$PWD/PWD}"
    for force in "" --force; do
        # shellcheck disable=SC2086
        refuse 2 $words $force -- "only one would be left"
        untouched
    done
    finish
done

begin "two names of one file that is there"
echo old > x
ln x y
refuse 2 "${edit[@]}" -o x --html y --force -- "same file"
ln -sf x y
refuse 2 "${edit[@]}" -o x --html y --force -- "same file"
ln -s photos folder
refuse 2 "${edit[@]}" -o photos/z --html folder/z --force -- "same file"
rm x y folder
untouched
finish

cases=(
    "${edit[*]} -o x --html pbx.zip"
    "${edit[*]} -o x --todo ./pbx.zip"
    "${take[*]} -o x --results users.csv"
    "${take[*]} -o x --html users.csv"
    "import pbx.zip faces.csv -o x --html photos/203.png"
    "avatar import pbx.zip photos -o x --todo photos/203.png"
    "avatar set pbx.zip 200 photos/203.png -o x --html photos/203.png"
    "apply pbx.zip p.json -o x --html p.json"
    "apply pbx.zip p.json -o p.json"
    "batch pbx.zip steps.txt -o x --html steps.txt"
    "batch pbx.zip twice.txt -o users.csv"
    "diff pbx.zip other.zip --plan other.zip"
    "diff pbx.zip other.zip --html pbx.zip"
    "verify other.zip --against pbx.zip --html pbx.zip"
    "verify other.zip --against pbx.zip --plan p.json --html p.json"
    "check pbx.zip --html pbx.zip"
    "check pbx.zip --against other.zip --html other.zip"
    "plan show p.json --html p.json"
    "plan merge p.json -o p.json"
    "export pbx.zip -o pbx.zip"
    "redact pbx.zip -o pbx.zip"
    "salvage broken.zip -o broken.zip"
)
for words in "${cases[@]}"; do
    begin "an output that is read: $words"
    # shellcheck disable=SC2086
    run $words --force
    expect_status 7
    expect_message
    untouched
    finish
done

begin "an output where standard output goes"
check
"$CXBAK" "${edit[@]}" --json -o x --force > x 2> "$RUN/err"
STATUS=$? LAST="set -o x > x"
expect_status 7
expect_has err "standard output goes to this very file"
rm x
untouched
finish

begin "a side output that is there is told before the backup is written"
echo old > x
for option in --html --todo; do
    run "${edit[@]}" -o new.zip "$option" x
    expect_status 7
    expect_has err "x: the file exists"
    expect_absent new.zip
done
for option in --results --rejects; do
    run "${take[@]}" -o new.zip "$option" x
    expect_status 7
    expect_has err "x: the file exists"
    expect_absent new.zip
done
run diff pbx.zip other.zip --html new.html --plan x
expect_status 7
expect_absent new.html
rm x
untouched
finish
