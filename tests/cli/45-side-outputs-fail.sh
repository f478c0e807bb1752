# What fails behind the new backup, and what is told of it.

fixture plain v20

begin "standard output takes nothing: the backup was made, and that is said"
check
"$CXBAK" set pbx.zip 200 --first-name Noelle -o new.zip --json > /dev/full \
    2> "$RUN/err"
STATUS=$? LAST="set --json > /dev/full"
expect_status 7
expect_has err "new.zip was made and is whole, but not what follows: standard \
output: cannot write"
judge pbx.zip new.zip --edit 200:FirstName=Noelle
rm new.zip
check
"$CXBAK" list pbx.zip > /dev/full 2> "$RUN/err"
STATUS=$? LAST="list > /dev/full"
expect_status 7
expect_has err "standard output: cannot write: "
expect_lacks err "was made"
check
"$CXBAK" set pbx.zip 200 --first-name Noelle --json > /dev/full 2> "$RUN/err"
STATUS=$? LAST="a preview > /dev/full"
expect_status 7
expect_lacks err "was made"
finish

begin "the reason why standard output takes nothing is said"
"$CXBAK" list pbx.zip > /dev/full 2> "$RUN/err"
STATUS=$? LAST="list > /dev/full"
expect_has err "standard output: cannot write: No space left on device"
finish

begin "a report that does not fit: the same"
python3 - <<'P'
with open("big.csv", "w") as f:
    f.write("Number,FirstName,Remark\n")
    for i in range(3000):
        f.write("299,Nobody,%s\n" % ("x" * 40))
    f.write("200,Noelle,\n")
P
check
(
    ulimit -f 100
    "$CXBAK" import pbx.zip big.csv --skip-unknown -o new.zip \
        --rejects r.csv -q > "$RUN/out" 2> "$RUN/err"
)
STATUS=$? LAST="import with a limit of file size"
expect_status 7
if [ -e new.zip ]; then
    expect_has err "new.zip was made and is whole, but not what follows: r.csv"
    judge pbx.zip new.zip --edit 200:FirstName=Noelle
else
    fail "new.zip was not made: $(tail -n 1 "$RUN/err")"
fi
expect_absent r.csv
finish

begin "what can be known before is found before the new backup is made"
printf 'set 200 --first-name Ann\n' > steps
printf 'Number,FirstName\n200,Ann\n299,x\n' > staff.csv
mkdir photos
run avatar get pbx.zip 200 -o photos/202.png -q
run set pbx.zip 200 --first-name Ann --plan plan.json -q
echo kept > there
ln -s /nowhere/at/all dangling
for bad in nowhere/report there dangling photos; do
    for command in "set 200 --first-name Ann" "swap 200 201" "fix" \
        "handover 200 --first-name Ann --last-name Oak --email a@example.com" \
        "apply plan.json" "batch steps" "import staff.csv --skip-unknown" \
        "avatar clear 200" "avatar set 200 photos/202.png" \
        "avatar import photos"; do
        options=(--html --todo)
        case $command in
            import*|"avatar import"*) options+=(--rejects --results) ;;
        esac
        read -r -a words <<< "$command"
        at=1
        [ "${words[0]}" != avatar ] || at=2
        for option in "${options[@]}"; do
            run "${words[@]:0:at}" pbx.zip "${words[@]:at}" -o made.zip \
                "$option" "$bad"
            expect_any 2 7
            expect_absent made.zip
            expect_lacks err "was made"
        done
    done
done
check
[ "$(cat there)" = kept ] || fail "there was replaced"
finish

begin "one line of standard input for two encrypted backups"
mkdir t && (cd t && unzip -qo ../pbx.zip &&
    7z a -tzip -bso0 -pg -mem=AES256 ../a.zip . &&
    7z a -tzip -bso0 -ph -mem=AES256 ../b.zip .) > "$RUN/other"
check
echo g | "$CXBAK" diff a.zip b.zip --password-file - > "$RUN/out" 2> "$RUN/err"
STATUS=$? LAST="diff with one line"
expect_status 6
expect_has err "standard input has no line for the password of b.zip, and \
those before do not fit; each encrypted backup takes a line of its own"
check
printf 'g\nh\n' | "$CXBAK" diff a.zip b.zip --password-file - > "$RUN/out" \
    2> "$RUN/err"
STATUS=$? LAST="diff with two lines"
expect_status 0
check
echo | "$CXBAK" diff a.zip b.zip --password-file - > "$RUN/out" 2> "$RUN/err"
STATUS=$? LAST="diff with an empty line"
expect_status 6
expect_has err "the first line is empty"
finish
