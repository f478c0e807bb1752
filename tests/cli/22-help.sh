# Help: a dozen lines, examples that work, topics, and words that people try.

fixture plain v20

begin "a dozen lines for who gives no command"
run
expect_status 2
expect_empty out
[ "$(wc -l < "$RUN/err")" -le 15 ] || fail "$(wc -l < "$RUN/err") lines"
expect_has err "cxbak list pbx.zip"
expect_has err "cxbak help"
finish

begin "every command has two examples, and all of them work"
run help --examples
expect_status 0
cp "$RUN/out" examples
for command in $("$CXBAK" help --synopsis | sed -n 's/^cxbak \(avatar [a-z]*\|plan [a-z]*\|[a-z]*\).*/\1/p' | tr ' ' _); do
    case $command in version|completion) continue ;; esac
    [ "$(grep -c "^cxbak ${command/_/ }\( \|\$\)" examples)" -ge 2 ] ||
        fail "no two examples of $command"
done
run avatar get pbx.zip 201 -o photo.png
run set pbx.zip 200 --mobile +15550100299 -o new.zip
run set pbx.zip 200 --mobile +15550100299 --plan monday.json
run set pbx.zip 201 --mobile +15550100298 --plan tuesday.json
head -c 14000 pbx.zip > broken.zip
mkdir photos bin
cp photo.png photos/202.png
printf 'Ext.,Name,E-Mail,Handy\n202,Siobhán O’Brien,siobhan.obrien@example.com,+15550100297\n' > staff.csv
printf 'set 202 --mobile +15550100296\n' > steps.txt
printf '#!/bin/sh\nexec "%s" "$@"\n' "$CXBAK" > bin/cxbak
chmod +x bin/cxbak
while read -r line; do
    check
    status=0
    PATH=$PWD/bin:$PATH EDITOR=true VISUAL='' sh -c "$line" > "$RUN/out" \
        2> "$RUN/err" < /dev/null || status=$?
    case $status in
        0) ;;
        1) case $line in *" check "*|*" diff "*|*" salvage "*) ;; *) fail "status 1: $line" ;; esac ;;
        *) fail "status $status: $line"; said ;;
    esac
done < examples
finish

begin "they stand in the help of the command"
run help set
expect_status 0
expect_has out "Examples:"
expect_has out "cxbak set pbx.zip 200 --mobile +15550100299"
expect_has out "{email.local}"
run help list
expect_has out "Columns: number, first"
finish

begin "topics"
for page in "$TOP"/src/cli/man/cxbak-*.[57].md; do
    name=${page##*/cxbak-}
    run help "${name%.?.md}"
    [ "$status" = 0 ] || expect_has err "man cxbak-${name%.?.md}"
done
run help fields
expect_status 0
expect_has out "callerid      OutboundCallerID"
run help templates
expect_has out "{first|ascii|lower}.{last|ascii|lower}@example.com"
run help select
expect_has out "--except SELECT"
expect_has out "finding=CODE"
run help
expect_has out "cxbak help templates"
finish

begin "rules of archives are explained"
for rule in R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11; do
    run explain $rule
    expect_status 0
    expect_has out "$rule (error)"
    expect_has out "Why it matters"
    expect_has out "What to do"
done
run explain r4 --json
expect_json 'd["Code"] == "R4"'
run explain R12
expect_status 2
finish

begin "a field has one name everywhere, and all its others work"
for name in first-name first firstname FirstName; do
    run set pbx.zip 200 "--${name,,}" Noelle --json
    expect_status 0
    expect_json '[(c["Field"], c["New"]) for c in d["Changes"]] == [("FirstName", "Noelle")]'
done
for name in caller-id callerid outboundcallerid OutboundCallerID outbound-caller-id; do
    run set pbx.zip 200 "--$name=15550100999" --json
    expect_status 0
    expect_json '[c["Field"] for c in d["Changes"]] == ["OutboundCallerID"]'
done
run set pbx.zip 200 --mobile-number 15550100999
expect_has err "--mobile 15550100999 -o NEW.zip"
finish

begin "commas wherever lists are"
run set pbx.zip 200 --clear 'email, mobile,avatar' --json
expect_status 0
expect_json '[c["Field"] for c in d["Changes"]] == ["EmailAddress", "MobileNumber", "Avatar"]'
run check pbx.zip --accept email-missing,email-shared --json
expect_json '{f["Code"] for f in d["Findings"]} == {"name-not-nfc", "name-shared"}'
run handover pbx.zip 200 --first-name A --last-name B --keep email,mobile,avatar --json
expect_json '[c["Field"] for c in d["Changes"]] == ["FirstName", "LastName"]'
refuse 2 set pbx.zip 200 --clear email,shoe -- '--clear: there is no field "shoe": first, last, email, mobile, callerid, avatar'
refuse 2 check pbx.zip --accept email-missing,nonsense -- 'there is no code "nonsense"'
finish

begin "what people try leads to what there is"
while IFS='|' read -r words want; do
    # shellcheck disable=SC2086
    refuse 2 $words -- "$want"
done <<'W'
undo pbx.zip|cxbak apply BACKUP PLAN --reverse
find pbx.zip alder|cxbak list BACKUP NAME
rename pbx.zip 200|cxbak set BACKUP EXT --first-name V
delete pbx.zip 200|users are never made or removed
restore pbx.zip|the console restores a backup
set pbx.zip 200 --number 400|the extension of a user cannot be changed
set pbx.zip 200 --name X|give --first-name and --last-name
set pbx.zip 200 --pin 1|passwords and PINs cannot be changed
set pbx.zip --all --exclude 105 --mobile 1|unknown option --exclude: give --except SELECT
list pbx.zip --exept 105|did you mean --except?
list pbx.zip --filter x|give --where FIELD=GLOB
set pbx.zip --department Sales --mobile 1|give --where group=GLOB
set pbx.zip 200 --mobile 1 --dry-run|without -o nothing is written
set pbx.zip 200 --mobile 1 --in-place|a backup is never written to
set pbx.zip 200 -first-name X|unknown option -first-name, did you mean --first-name?
set pbx.zip 200 first=Anna|"first=Anna" selects nobody; to change the field write --first-name VALUE, to choose by it --where 'first=Anna'
import staff.csv pbx.zip|BACKUP comes first, and "pbx.zip" looks like one
apply monday.json pbx.zip|BACKUP comes first
list 200 pbx.zip|BACKUP comes first
avatar set 202 photo.png pbx.zip|BACKUP comes first
avatar set pbx.zip photo.png 202|EXT comes before IMAGE
W
finish
