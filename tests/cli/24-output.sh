# OUT appears complete or not at all, and never over something by accident.

fixture plain v20
cp pbx.zip before.zip
edit=(set pbx.zip 200 --first-name Noelle)

begin "OUT exists"
echo mine > new.zip
run "${edit[@]}" -o new.zip
expect_any 2 7
expect_empty out
expect_message
expect_has err new.zip
expect_has err --force
echo mine > mine
expect_same new.zip mine
run "${edit[@]}" -o new.zip --force
expect_status 0
expect_mode new.zip 600
judge pbx.zip new.zip --edit 200:FirstName=Noelle
rm -f new.zip mine
finish

for kind in path symbolic hard other; do
    begin "OUT is BACKUP, $kind"
    case $kind in
    path) out=pbx.zip ;;
    symbolic) ln -s pbx.zip link.zip; out=link.zip ;;
    hard) ln pbx.zip link.zip; out=link.zip ;;
    other) mkdir sub; out=sub/../pbx.zip ;;
    esac
    for force in "" --force; do
        run "${edit[@]}" -o "$out" ${force:+"$force"}
        expect_any 2 7
        expect_message
        expect_same pbx.zip before.zip
    done
    rm -rf link.zip sub
    expect_files pbx.zip before.zip
    finish
done

begin "no such folder"
refuse 7 "${edit[@]}" -o nowhere/new.zip -- nowhere
finish

begin "OUT is a folder"
mkdir new.zip
run "${edit[@]}" -o new.zip
expect_status 7
run "${edit[@]}" -o new.zip --force
expect_status 7
rmdir new.zip
expect_files pbx.zip before.zip
finish

begin "a dangling link as OUT"
ln -s target.zip new.zip
run "${edit[@]}" -o new.zip
expect_status 7
expect_absent target.zip
rm -f new.zip
finish

begin "no permission"
mkdir locked
cp pbx.zip locked/in.zip
chmod 555 locked
if [ "$(id -u)" = 0 ]; then
    # Root may write anywhere: drop to nobody, who needs a way in.
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod 644 pbx.zip
    cp "$(readlink -f "$TOP/build/$FLAVOUR/cxbak")" "$RUN/plain-cxbak"
    dir=$(mktemp -d)
    cp pbx.zip "$RUN/plain-cxbak" "$dir"
    chmod 755 "$dir"; chmod 555 "$dir/plain-cxbak"
    check
    (cd "$dir" && "${as[@]}" ./plain-cxbak set pbx.zip 200 --first-name N \
        -o new.zip) > "$RUN/out" 2> "$RUN/err"
    STATUS=$? LAST="set as nobody"
    expect_status 7
    expect_has err new.zip
    expect_absent "$dir/new.zip"
    rm -rf "$dir"
else
    run "${edit[@]}" -o locked/new.zip
    expect_status 7
    expect_has err new.zip
fi
chmod 755 locked
rm -rf locked
chmod 600 pbx.zip
finish

begin "the disk takes no more: a limit of file size is a message, no signal"
"$CXBAK" set pbx.zip 200 --first-name Noelle --plan p.json 2> "$RUN/other"
head -c 14000 pbx.zip > broken.zip
printf 'Number,FirstName\n200,Noelle\n' > u.csv
mkdir faces
for words in "set pbx.zip 200 --first-name Noelle -o new.zip" \
    "set pbx.zip 200 --first-name Noelle --plan new.json" \
    "apply pbx.zip p.json -o new.zip" "import pbx.zip u.csv -o new.zip" \
    "export pbx.zip -o new.csv" "export pbx.zip --for excel -o new.xlsx" \
    "export pbx.zip" "list pbx.zip" "redact pbx.zip -o new.zip" \
    "salvage broken.zip -o new.zip" "avatar get pbx.zip 200 -o new.png" \
    "avatar sheet pbx.zip -o new.png" "avatar export pbx.zip faces"; do
    : > "$RUN/said"
    # The message itself goes where the limit does not hold.
    (
        ulimit -f 0
        # shellcheck disable=SC2086
        "$CXBAK" $words 2>&1 >> "$RUN/said"
        echo "status $?"
    ) | cat > "$RUN/err"
    STATUS=$(sed -n 's/^status //p' "$RUN/err") LAST="$words, up to 0 bytes"
    sed -i '/^status /d' "$RUN/err"
    : > "$RUN/out"
    expect_status 7
    expect_has err "cannot "
    expect_message
    expect_files pbx.zip before.zip broken.zip p.json u.csv faces
    check
    [ -z "$(ls -A faces)" ] || fail "in faces: $(ls -A faces)"
done
# Part of it fits.
(
    ulimit -f 4
    "$CXBAK" "${edit[@]}" -o new.zip > "$RUN/out" 2> "$RUN/err"
)
STATUS=$? LAST="set with a file size limit"
expect_status 7
expect_has err "new.zip: cannot write: File too large"
expect_message
rm -rf broken.zip p.json u.csv faces
expect_files pbx.zip before.zip
finish

begin "- is standard output, or it is refused"
"$CXBAK" set pbx.zip 200 --first-name Noelle --plan p.json 2> "$RUN/other"
printf 'Number,FirstName\n200,Noelle\n' > u.csv
cp "$SAMPLE"/ProfilePictures/200.png face.png 2> "$RUN/other" ||
    "$CXBAK" avatar get pbx.zip 200 -o face.png 2> "$RUN/other"
for words in "set pbx.zip 200 --first-name N -o" \
    "set pbx.zip 200 --first-name N --plan" "import pbx.zip u.csv -o" \
    "import pbx.zip u.csv --plan" "apply pbx.zip p.json -o" \
    "diff pbx.zip pbx.zip --plan" "avatar set pbx.zip 200 face.png -o" \
    "avatar clear pbx.zip 200 -o"; do
    # shellcheck disable=SC2086
    refuse 2 $words - -- "standard output" "./-"
done
for words in "export pbx.zip" "avatar get pbx.zip 200" "avatar sheet pbx.zip"; do
    # shellcheck disable=SC2086
    run $words -o there
    expect_status 0
    # shellcheck disable=SC2086
    run $words -o -
    expect_status 0
    tr -d '\r' < there > there.lf
    tr -d '\r' < "$RUN/out" > here.lf
    expect_same there.lf here.lf
    rm there there.lf here.lf
done
run set pbx.zip 200 --first-name Noelle -o ./-
expect_status 0
judge pbx.zip ./- --edit 200:FirstName=Noelle
rm -f ./- p.json u.csv face.png
expect_files pbx.zip before.zip
finish

begin "a folder that can be written but not read"
if [ "$(id -u)" = 0 ]; then
    dir=$(mktemp -d)
    mkdir "$dir/drop"
    cp "$(readlink -f "$TOP/build/$FLAVOUR/cxbak")" "$dir/plain-cxbak"
    cp pbx.zip "$dir"
    chown 65534 "$dir" "$dir/drop"
    chmod 755 "$dir" "$dir/plain-cxbak"; chmod 644 "$dir/pbx.zip"
    chmod 300 "$dir/drop"
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    for out in new.zip new.zip; do
        (cd "$dir" && "${as[@]}" ./plain-cxbak set pbx.zip 200 \
            --first-name Noelle -o "drop/$out" --force) \
            > "$RUN/out" 2> "$RUN/err"
        STATUS=$? LAST="set into a folder without read permission"
        expect_status 0
        judge pbx.zip "$dir/drop/new.zip" --edit 200:FirstName=Noelle
    done
    check
    [ "$(ls -A "$dir/drop")" = new.zip ] || fail "more than new.zip is there"
    rm -rf "$dir"
else
    mkdir drop
    chmod 300 drop
    run "${edit[@]}" -o drop/new.zip
    expect_status 0
    judge pbx.zip drop/new.zip --edit 200:FirstName=Noelle
    chmod 700 drop
    rm -rf drop
fi
finish

begin "a signal while it writes"
"$LIB/make_big.py" big.zip --users 4000 --recordings 4 --size 300000000
for signal in INT TERM HUP; do
    for delay in 0.02 0.1 0.2; do
        timeout --preserve-status -s "$signal" "$delay" "$CXBAK" \
            set big.zip 200 --first-name Noelle -o new.zip \
            > "$RUN/out" 2> "$RUN/err"
        STATUS=$? LAST="set and SIG$signal after $delay s"
        expect_any 0 129 130 143
        # It may have been done already; then it is complete.
        if [ -e new.zip ]; then
            judge big.zip new.zip --quick --edit 200:FirstName=Noelle
            rm new.zip
        fi
        expect_files pbx.zip before.zip big.zip
    done
done
rm -f big.zip
finish

expect_same pbx.zip before.zip
