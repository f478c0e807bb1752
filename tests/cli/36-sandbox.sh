# The sandbox: decoders that were taken over get nowhere, and what a command
# needs is still within reach.

fixture plain v20
probe=$TOP/build/$FLAVOUR/probe/cxbak
words=$("$TOP/build/$FLAVOUR/cxbak" version -v | sed -n 's/^sandbox: //p')

# Builds with sanitizers or counters have none, and say so; valgrind does not
# know the system calls, which is as if the kernel had not.
case $FLAVOUR in
asan|tsan|coverage|fuzz) none=1 ;;
*) none=$VALGRIND ;;
esac

begin "what the kernel gives is told"
check
if [ -n "$none" ] && [ -z "$VALGRIND" ]; then
    [ "$words" = "none in this build" ] || fail "it says: $words"
else
    [[ $words =~ ^(Landlock\ [0-9]+\ \(files.*\)|no\ Landlock.*),\ (no\ )?seccomp$ ]] ||
        fail "it says: $words"
fi
run --version
expect_status 0
expect_lacks out sandbox
run --version -v
expect_has out "sandbox: "
finish

begin "--no-sandbox says so"
run list pbx.zip 200 --no-sandbox
expect_status 0
expect_has out Martin
expect_has err "warning: --no-sandbox"
run list pbx.zip 200
expect_lacks err sandbox
finish
[ -z "$none" ] || { check; exit; }

# What this kernel keeps from an intruder.
refused=
case $words in Landlock*) refused="read-file list-folder" ;; esac
# Without Landlock, what writes a file may open others, too.
case $words in *", seccomp") filter=1 ;; *) filter= ;; esac

# tries DECODER WRITES WORD...: run the probe as that command; whatever it
# tried in that decoder was refused.
tries() {
    local decoder=$1 writes=$2
    shift 2
    "$probe" "$@" > "$RUN/out" 2> "$RUN/err"
    LAST="the probe's $*"
    were_refused "$decoder" "$writes"
    check
    [ ! -e intruder ] || fail "$decoder made a file"
}

# were_refused DECODER WRITES: what the probe says of its tries.
were_refused() {
    local decoder=$1 writes=$2 try list=$refused
    case $words in
    Landlock*) list+=" write-file change-input" ;;
    *) [ -n "$writes" ] || [ -z "$filter" ] ||
        list+=" write-file change-input" ;;
    esac
    [ -z "$filter" ] || list+=" tcp-socket unix-socket run-shell make-process
        trace signal-parent run-memory signal-owner"
    check
    for try in $list; do
        grep -qE "^probe $decoder $try: (EACCES|EPERM|ENOSYS)$" "$RUN/err" ||
            fail "$decoder, $try: $(grep "^probe $decoder $try" "$RUN/err")"
    done
}

(umask 077; echo secret > password)
mkdir tree photos out
(cd tree && unzip -q ../pbx.zip && 7z a -tzip -psecret ../aes.zip . > /dev/null)
convert -size 80x80 gradient:red-blue photos/200.jpg
convert -size 80x80 gradient:green-white photos/201.png
printf 'Number,FirstName\n200,Noelle\n' > users.csv
"$CXBAK" export pbx.zip --for excel -o users.xlsx 2> "$RUN/err" ||
    fail "no workbook: $(cat "$RUN/err")"
"$CXBAK" set pbx.zip 200 --first-name Noelle --plan plan.json 2> "$RUN/err" ||
    fail "no plan: $(cat "$RUN/err")"

begin "without the sandbox the probe does get through"
"$probe" list pbx.zip --no-sandbox > "$RUN/out" 2> "$RUN/err"
LAST="the probe without the sandbox"
expect_line err "probe inflate read-file: done"
expect_line err "probe inflate write-file: done"
expect_line err "probe: a shell"
rm -f intruder
finish

begin "the archive and its database"
for command in "list pbx.zip" "info pbx.zip" "check pbx.zip --archive" \
    "set pbx.zip 200 --first-name Noelle" "verify pbx.zip --against pbx.zip"; do
    # shellcheck disable=SC2086
    tries inflate "" $command
    # shellcheck disable=SC2086
    tries xmlParseChunk "" $command
done
tries inflate 1 set pbx.zip 200 --first-name Noelle -o out/new.zip
head -c 60000 pbx.zip > cut.zip
for command in "salvage cut.zip" "redact pbx.zip" "diff pbx.zip out/new.zip" \
    "refs pbx.zip 200" "avatar show pbx.zip 200" "export pbx.zip"; do
    # shellcheck disable=SC2086
    tries inflate "" $command
done
tries inflate 1 salvage cut.zip -o out/salvaged.zip
tries xmlParseChunk 1 redact pbx.zip -o out/redacted.zip
tries archive_read_data 1 set pbx.zip 201 --first-name N -o out/new.zip -f
finish

begin "encrypted members"
tries archive_read_data "" list aes.zip --password-file password
tries archive_read_data 1 set aes.zip 200 --first-name Noelle \
    --password-file password -o out/aes.zip
finish

begin "pictures"
tries jpeg_read_header "" avatar set pbx.zip 200 photos/200.jpg
tries png_read_info "" avatar set pbx.zip 200 photos/201.png
tries jpeg_read_header 1 avatar import pbx.zip photos -o out/photos.zip
tries png_read_info "" avatar import pbx.zip photos
tries png_read_info "" set pbx.zip 200 --avatar photos/201.png
tries png_read_info 1 avatar sheet pbx.zip -o out/sheet.png
finish

begin "pictures of phones and of the web, where they are read"
"$CXBAK" --version > "$RUN/other"
for kind in "heic HEIC heif_decode_image" "webp WebP WebPDecodeRGBA"; do
    read -r ending name decoder <<< "$kind"
    check
    grep -q "$name is read by" "$RUN/other" || continue
    convert -size 80x80 gradient:red-blue "face.$ending" ||
        fail "no picture is made"
    tries "$decoder" "" avatar set pbx.zip 200 "face.$ending"
    tries "$decoder" 1 avatar set pbx.zip 200 "face.$ending" \
        -o "out/$ending.zip"
    check
    [ -s "out/$ending.zip" ] || fail "it was not written"
done
finish

begin "tables and workbooks"
tries csv_read "" import pbx.zip users.csv
tries csv_read 1 import pbx.zip users.csv -o out/csv.zip
tries xmlParseChunk "" import pbx.zip users.xlsx
finish

begin "plans and steps"
tries json_loadb "" apply pbx.zip plan.json
tries json_loadb 1 apply pbx.zip plan.json -o out/plan.zip
tries json_loadb "" plan show plan.json
tries json_loadb 1 plan merge plan.json -o out/merged.json
tries json_loadb "" list pbx.zip --with plan.json
echo "apply plan.json" > steps
tries json_loadb 1 batch pbx.zip steps -o out/steps.zip
finish

begin "what comes back from the editor"
cat > editor <<'Q'
#!/bin/sh
sed -i 's/^200,Martin/200,Noelle/' "$1"
Q
chmod +x editor
EDITOR=./editor tries csv_read "" edit pbx.zip
expect_has out "Martin -> Noelle"
EDITOR=./editor tries csv_read 1 edit pbx.zip -o out/edited.zip
check
[ -s out/edited.zip ] || fail "nothing was written"
finish

begin "a kernel without Landlock, without filters, without both"
told=$words given=$refused filtered=$filter
for lacks in landlock seccomp "landlock seccomp"; do
    # shellcheck disable=SC2086
    set -- "$LIB/without.py" $lacks --
    words=$("$@" "$CXBAK" version -v | sed -n 's/^sandbox: //p')
    check
    case $lacks in
    landlock) want="no Landlock in this kernel, ${told##*, }" ;;
    seccomp) want="${told%, *}, no seccomp" ;;
    *) want="no Landlock in this kernel, no seccomp" ;;
    esac
    [ "$words" = "$want" ] || fail "without $lacks it says: $words"

    # It does its work, and keeps off what the other half can.
    "$@" "$CXBAK" set pbx.zip 200 --first-name Noelle -o out/less.zip --force \
        > "$RUN/out" 2> "$RUN/err"
    STATUS=$?
    LAST="set without $lacks"
    expect_status 0
    judge pbx.zip out/less.zip --edit 200:FirstName=Noelle
    refused=$given filter=$filtered
    case $lacks in *landlock*) refused= ;; esac
    case $lacks in *seccomp*) filter= ;; esac
    [ -n "$refused$filter" ] || continue
    [ -n "$filter" ] || set -- env PROBE_FILES=1 "$@"
    "$@" "$probe" check pbx.zip > "$RUN/out" 2> "$RUN/err"
    LAST="the probe without $lacks"
    were_refused inflate ""
    were_refused xmlParseChunk ""
    rm -f intruder
done
words=$told refused=$given filter=$filtered
finish

# What is asked for is still read and written, wherever it lies.
begin "files and folders elsewhere"
mkdir -p away/in away/out links sheet/faces
cp pbx.zip away/in/old.zip
cp users.csv plan.json away/in
echo 200 > away/in/list
run set away/in/old.zip @away/in/list --first-name Noelle -o away/out/new.zip
expect_status 0
run verify away/out/new.zip --against away/in/old.zip --plan plan.json
expect_status 0
run import away/in/old.zip away/in/users.csv --results out/results.csv \
    -o "$PWD/away/out/csv.zip"
expect_status 0
check
[ -s out/results.csv ] || fail "no results"
run diff away/in/old.zip away/out/new.zip --plan away/out/plan.json
expect_status 1
printf 'apply away/in/plan.json\nset @away/in/list --last-name B\nset 201 --avatar photos/201.png\n' > steps
run batch pbx.zip steps -o away/out/steps.zip
expect_status 0
ln -s ../photos/200.jpg links/200.jpg
run avatar import pbx.zip links -o out/links.zip
expect_status 0
run avatar export pbx.zip new/folder
expect_status 7
mkdir new
run avatar export pbx.zip new/folder
expect_status 0
run avatar export pbx.zip new/folder --force
expect_status 0
run avatar export pbx.zip other/
expect_status 0
finish

begin "pictures of a table lie in its folder"
cp photos/201.png sheet/faces/a.png
printf 'Number,Avatar\n200,faces/a.png\n' > sheet/users.csv
run import pbx.zip sheet/users.csv
expect_status 0
printf 'Number,Avatar\n200,%s/photos/201.png\n' "$PWD" > sheet/users.csv
case $words in
Landlock*)
    refuse 4 import pbx.zip sheet/users.csv -- "folder of the table"
    run import pbx.zip sheet/users.csv --pictures photos
    expect_status 0
    run import pbx.zip sheet/users.csv --no-sandbox
    expect_status 0
    ;;
esac
finish

begin "a threat on standard output is still told"
cp pbx.zip stream.zip
"$CXBAK" list stream.zip >> stream.zip 2> "$RUN/err"
STATUS=$?
LAST="list into its own input"
expect_status 7
expect_has err "goes to this very file"
expect_same pbx.zip stream.zip
finish
