# Output that fits the terminal: width, words, pager; elsewhere lines as they
# are.

fixture plain v20

# terminal COLUMNSxROWS OPTION... -- WORD...: on a terminal of that size, and
# without a pager unless CXBAK_PAGER is set by an option.
terminal() {
    local size=$1
    shift
    LAST="on $size: $*"
    STATUS=0
    ask pty_run --size "$size" --env PAGER= "$@" || STATUS=$?
    mv "$RUN/asked" "$RUN/out"
    : > "$RUN/err"
}

# fits WIDTH: no line is wider, but for commands that people copy.
fits() {
    check
    ask fits "$1" "$RUN/out" || fail "too wide: $LAST: $(cat "$RUN/asked")"
}

begin "tables fit, and what is missing is said"
for width in 120 100 80 60; do
    terminal "${width}x100" -- "$CXBAK" list pbx.zip --color never
    expect_status 0
    fits "$width"
    expect_has out "Ext."
    expect_has out "martin.alder"
    expect_has out "16 users"
done
expect_has out "are left"
expect_has out "-c chooses columns"
terminal 200x100 -- "$CXBAK" list pbx.zip --color never
expect_lacks out "left out"
terminal 62x100 -- "$CXBAK" list pbx.zip -c number,email,mobile,callerid --color never
fits 62
expect_has out "juergen.grossmann@example.…"
expect_has out "column Email is cut"
finish

begin "a word that is wider than the terminal is broken, the extension never"
long=maximilianalexanderfriedrichwilhelm.vonwolfeschlegelstein@subdivision.of.a.very.long.name.example.com
run set pbx.zip 200 --first-name Maximilianalexanderfriedrichwilhelmvonhohenzollern \
    --last-name ارتفاعاتارتفاعاتارتفاعاتارتفاعاتارتفاعاتارتفاع --email "$long" -o long.zip
folder=a-folder-with-a-name-that-does-not-fit-into-forty-columns-of-a-terminal
widths=(40 80)
[ -z "${THOROUGH:-}" ] || widths=(40 50 60 80 200)
for width in "${widths[@]}"; do
    for words in "list long.zip" "show long.zip 200" "check long.zip --all" \
        "refs long.zip 200" "groups long.zip" "diff pbx.zip long.zip" \
        "avatar show long.zip 200" "verify long.zip --against pbx.zip" \
        "list $folder/b.zip" "help set" "help import" "explain archive-hidden" \
        "set long.zip 201 --email x$long"; do
        # shellcheck disable=SC2086
        terminal "${width}x300" -- "$CXBAK" $words --color never
        fits "$width"
    done
    # Put together again it is what it was.
    terminal "${width}x300" -- "$CXBAK" show long.zip 200 --color never
    check
    tr -d '\r' < "$RUN/out" | sed -z 's/\\\n *//g' | grep -qF "$long" ||
        { fail "$width: the address is not whole"; said; }
    expect_has out 200
done
terminal 40x300 -- "$CXBAK" show long.zip 200 --color always
fits 40
rm long.zip
finish

begin "a column that is not there, or not whole, is named, of one backup or many"
cp pbx.zip "a-customer-with-a-rather-long-name-2026-11-20.zip"
cp pbx.zip 客户备份.zip
all() { terminal "${1}x100" -- "$CXBAK" "${@:2}" --color never; }
# told HEADING...: each is a heading, a label of stacked rows, or named below.
told() {
    local heading
    for heading in "$@"; do
        check
        grep -qE "^ *$heading( |\$)| $heading( |\$)|$heading.*(is|are) (cut|left)" \
            "$RUN/out" || { fail "$heading: $LAST"; said; }
    done
}
for width in 50 60 70 80 100 200; do
    all "$width" info pbx.zip a-c*.zip 客*.zip
    [ "$width" -le 60 ] || fits "$width"
    expect_has out "20.zip"
    tr -s ' \n' ' ' < "$RUN/out" > "$RUN/err" && mv "$RUN/err" "$RUN/out"
    told Backup Company Version Users Pictures Size Encrypted Date
    for backups in pbx.zip 'pbx.zip a-c*.zip 客*.zip'; do
        # shellcheck disable=SC2086
        all "$width" check $backups
        [ "$width" -le 60 ] || fits "$width"
        expect_has out "email-missing"
        tr -s ' \n' ' ' < "$RUN/out" > "$RUN/err" && mv "$RUN/err" "$RUN/out"
        told Severity Code Count What Users
    done
done
all 60 list pbx.zip a-c*.zip -c name,email,mobile,callerid,number
fits 60
expect_has out "Ext."
finish

begin "stacked below 60 columns"
for width in 59 40 24; do
    terminal "${width}x100" -- "$CXBAK" list pbx.zip 200,212 --color never
    [ "$width" = 24 ] || fits "$width"
    expect_line out "Ext.          200"
    expect_line out "  First Name  Martin"
    expect_has out "  +15550100212"
    expect_has out "  Mobile"
done
terminal 40x100 -- "$CXBAK" list pbx.zip 200 -c number,name --color never
expect_line out "200   Martin Alder"
finish

begin "check wraps the users, messages wrap between words"
terminal 80x100 -- "$CXBAK" check pbx.zip --color never
fits 80
expect_has out "Boardroom"
expect_has out "explain CODE"
# Whom it is about goes below what it is, and neither is cut.
for width in 60 64 68 72 76 80 100; do
    terminal "${width}x100" -- "$CXBAK" check pbx.zip --target v20 --color never
    fits "$width"
    expect_lacks out "…"
    expect_lacks out "left out"
    tr -s ' \n' ' ' < "$RUN/out" > "$RUN/other"
    check
    grep -qF 'Advice for version 20: a user without an address 207 Workshop R&D <bench 2>, 212 Olu Adeyemi, 220 Boardroom' "$RUN/other" ||
        { fail "not whole at $width"; said; }
done
for width in 80 40; do
    terminal "${width}x100" -- "$CXBAK" set pbx.zip 200 --first-name A \
        --last-name B --color never
    fits "$width"
    tr -s ' \n' ' ' < "$RUN/out" > "$RUN/other"
    grep -qF 'web password and meeting link are still those of "Martin Alder" [leftover-person]' "$RUN/other" ||
        fail "words were lost at $width"
    # What is to be copied is one line.
    expect_line out "  cxbak set pbx.zip 200 --first-name A --last-name B --color never -o NEW.zip"
done
terminal 60x100 -- "$CXBAK" list pbx.zip --where nosuchfield=x
fits 60
# Prose fills the lines that there are: none is broken twice, no word is lost.
words_of() { tr -d '\\\\' < "$1" | tr -s ' \n' ' '; }
for command in 'help set' 'help import' 'help fleet' 'explain R4' 'explain email-shared'; do
    # shellcheck disable=SC2086
    run $command
    words_of "$RUN/out" > whole
    for width in 50 60 79; do
        # shellcheck disable=SC2086
        terminal "${width}x400" -- "$CXBAK" $command --color never
        fits "$width"
        words_of "$RUN/out" | cmp -s - whole || fail "words were lost: $LAST"
        check
        [ "${command%% *}" = help ] || ! sed 1,3d "$RUN/out" | grep '^    ' ||
            fail "a line is broken twice: $LAST"
    done
done
finish

begin "files and pipes get lines as they are"
run list pbx.zip
expect_line out "Ext.  First Name  Last Name      Email                          Mobile          Caller ID    Phones  Avatar"
expect_line err "16 users"
"$LIB/pty_run.py" --size 40x20 --err /dev/null -- sh -c "'$CXBAK' list pbx.zip | cat" |
    cmp - "$RUN/out" || fail "a pipe is fitted"
"$LIB/pty_run.py" --size 40x20 --env PAGER= --err /dev/null -- "$CXBAK" list pbx.zip --json > "$RUN/other"
run list pbx.zip --json
cmp "$RUN/out" "$RUN/other" || fail "JSON on a terminal is broken"
"$LIB/pty_run.py" --size 20x20 --env PAGER= --err /dev/null -- "$CXBAK" export pbx.zip > "$RUN/other"
run export pbx.zip
cmp "$RUN/out" "$RUN/other" || fail "CSV on a terminal is broken"
finish

begin "names from right to left are kept apart, on a terminal only"
terminal 200x100 -- "$CXBAK" list pbx.zip 204 --color never
grep -q $'\u2068דנה\u2069 .*\u2068לוי\u2069 ' "$RUN/out" || { fail "no isolates"; said; }
terminal 200x100 -- "$CXBAK" set pbx.zip 204 --first-name X --color never
grep -q $'\u2068דנה לוי\u2069' "$RUN/out" || { fail "no isolates in a preview"; said; }
run list pbx.zip 204
! grep -qF $'\u2068' "$RUN/out" || fail "isolates in a pipe"
finish

begin "long output goes through a pager"
cat > pager <<'Q'
#!/bin/sh
echo "paged LESS=$LESS"
cat
echo "end of page"
Q
chmod +x pager
for name in CXBAK_PAGER PAGER; do
    terminal 80x24 --env "$name=$PWD/pager" -- "$CXBAK" list pbx.zip
    expect_status 0
    [ "$(head -n 1 "$RUN/out")" = "paged LESS=FRX" ] || { fail "no pager by $name"; said; }
    # What is said on the side comes in order, and nothing comes behind.
    [ "$(tail -n 2 "$RUN/out" | head -n 1)" = "16 users" ] || { fail "order"; said; }
    [ "$(tail -n 1 "$RUN/out")" = "end of page" ] || fail "the end"
done
terminal 80x24 --env "PAGER=/nowhere" --env CXBAK_PAGER=./pager -- "$CXBAK" check pbx.zip
expect_has out "end of page"
fits 80
# Each page of it begins with the headings, on 10 lines of 9 and the prompt.
terminal 80x10 --env CXBAK_PAGER=cat --env PAGER= -- "$CXBAK" list pbx.zip --color never
[ "$(grep -c 'Ext\. ' "$RUN/out")" = 1 ] || fail "headings again without a pager"
terminal 80x10 --env CXBAK_PAGER="cat -n" -- "$CXBAK" list pbx.zip --color never
[ "$(grep -n 'Ext\. ' "$RUN/out" | cut -d: -f1 | tr '\n' ' ')" = "1 10 " ] ||
    { fail "headings"; said; }
# The exit status is the command's.
terminal 80x24 --env CXBAK_PAGER=./pager -- "$CXBAK" list pbx.zip 299
expect_status 4
expect_has out "no extension 299"
expect_has out "end of page"
terminal 80x24 --env CXBAK_PAGER=./pager -- "$CXBAK" set pbx.zip 200 --first-name A
expect_has out "end of page"
finish

begin "or not"
for words in --env=CXBAK_PAGER=cat --env=CXBAK_PAGER= --env=CXBAK_PAGER=/nowhere/pager; do
    terminal 80x24 "${words%%=*}" "${words#--env=}" -- "$CXBAK" list pbx.zip
    expect_status 0
    expect_has out "16 users"
    expect_lacks out "end of page"
done
terminal 80x24 --env CXBAK_PAGER=./pager -- "$CXBAK" list pbx.zip --no-pager
expect_lacks out "end of page"
terminal 80x24 --env CXBAK_PAGER=./pager -- "$CXBAK" export pbx.zip
expect_lacks out "end of page"
terminal 80x24 --env CXBAK_PAGER=./pager -- "$CXBAK" set pbx.zip 200 --first-name A -o new.zip
expect_status 0
expect_lacks out "end of page"
CXBAK_PAGER=./pager run list pbx.zip
expect_lacks out "end of page"
# A pager that is left early is no error.
printf '#!/bin/sh\nhead -n 1\n' > leaves
chmod +x leaves
terminal 80x24 --env CXBAK_PAGER=./leaves -- "$CXBAK" explain --all
expect_status 0
finish

begin "a password is asked for before"
mkdir tree
(cd tree && unzip -q ../pbx.zip && 7z a -tzip -mem=AES256 -psesame ../secret.zip .) > /dev/null
terminal 80x24 --env CXBAK_PAGER=./pager --answer assword 'sesame\n' -- \
    "$CXBAK" list secret.zip
expect_status 0
expect_has out "16 users"
expect_has out "end of page"
finish

begin "equal changes of many users come first, once"
run set pbx.zip --where 'email=*@example.com' --email '{email.local}@new.example' \
    --accept email-shared --caller-id 15550100999
expect_status 0
expect_line out "200  Martin Alder"
[ "$(head -n 3 "$RUN/out")" = "13 users: Email Address @example.com -> @new.example
8 users: Outbound Caller ID (empty) -> 15550100999
5 users: Outbound Caller ID (various) -> 15550100999" ] || { fail "groups"; said; }
expect_has out "  Email Address       martin.alder@example.com -> martin.alder@new.example"
run set pbx.zip --where 'email=*@example.com' --email '{email.local}@new.example' \
    --accept email-shared -o moved.zip
run diff pbx.zip moved.zip --summary
expect_status 1
[ "$(cat "$RUN/out")" = "13 users: Email Address @example.com -> @new.example" ] ||
    { fail "diff --summary"; said; }
run verify moved.zip --against pbx.zip --summary
expect_status 0
expect_line out "13 users: Email Address @example.com -> @new.example"
expect_lacks out "martin.alder@new.example"
run verify moved.zip --against pbx.zip
expect_has out "martin.alder@new.example"
run set pbx.zip 200,201 --clear avatar --clear mobile --summary
expect_line out "2 users: Avatar picture -> (empty)"
expect_line out "2 users: Mobile Number (various) -> (empty)"
run set pbx.zip 200 --first-name X --summary
expect_line out "1 user: First Name Martin -> X"
run set pbx.zip 200-202 --first-name '{n}' --summary
expect_line out "3 users: First Name (various) -> (various)"
finish

begin "lists for other programs"
run list pbx.zip --where 'email=priya*' --numbers
expect_status 0
[ "$(cat "$RUN/out")" = $'210\n211' ] || { fail "numbers"; said; }
expect_empty err
"$CXBAK" list pbx.zip --where 'email=priya*' --numbers |
    "$CXBAK" set pbx.zip @- --clear email --json > "$RUN/out"
expect_json '[c["Number"] for c in d["Changes"]] == ["210", "211"]'
run list pbx.zip 200,201 -c number,email --no-header
[ "$(cat "$RUN/out")" = "200  martin.alder@example.com
201  juergen.grossmann@example.com" ] || { fail "no header"; said; }
expect_line err "2 of 16 users"
run list pbx.zip --numbers --json
expect_status 2
expect_has err "--numbers prints extensions alone"
finish

begin "a handover asks for what is missing"
STATUS=0
LAST="handover at a terminal"
"$LIB/pty_run.py" --answer 'First Name of the new person: ' 'No{e}lle\n' \
    --answer 'Last Name of the new person: ' 'Newman\n' \
    --answer '(blank for none): ' '\n' -- \
    "$CXBAK" handover pbx.zip 200 -q -o asked.zip > "$RUN/out" 2> "$RUN/err" ||
    STATUS=$?
expect_status 0
judge pbx.zip asked.zip --edit '200:FirstName=No{e}lle' --edit 200:LastName=Newman \
    --edit 200:EmailAddress= --edit 200:MobileNumber= \
    --removed ProfilePictures/200.png
"$LIB/pty_run.py" --answer 'Last Name of the new person: ' '\n' -- \
    "$CXBAK" handover pbx.zip 200 --first-name N --keep email > "$RUN/out" 2>&1
expect_has out "--last-name is missing"
expect_lacks out "First Name of"
finish
