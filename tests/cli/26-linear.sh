# Small archives that unpack to odd databases: the work stays in proportion.

# Seconds of processor time, many times what is needed; what grows with the
# square of these sizes takes a minute.
[ "$FLAVOUR" = release ] && [ -z "$VALGRIND" ] && ulimit -S -t 12

make() { "$LIB/odd_database.py" "$1" "$2" odd.zip || fail "odd_database.py $1"; }

begin "every user is indented in a way of his own"
make indents 80000
run list odd.zip --columns number
expect_status 0
finish

begin "users with very many children, none of them in common"
make children 30000
run list odd.zip --columns number
expect_status 0
# The time that a name takes grows with the number of names.
make children 40000
for command in "list odd.zip" "set odd.zip 200 --first-name A -o no.zip"; do
    # shellcheck disable=SC2086
    refuse 3 $command -- "more than 65536 different names" "(rule R10)"
done
finish

begin "a user with very many properties that name pictures"
make pictures 50000
run set odd.zip 200 --last-name Newman -o new.zip
expect_status 0
judge odd.zip new.zip --edit 200:LastName=Newman
finish

# pictures COUNT NAME QUEUES: pictures of that name, and queues that name x.png.
pictures() {
    python3 - "$@" <<'P'
import sys, zipfile
count, name, queues = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
queue = "<Queue><Number>%d</Number><ContactImage>x.png</ContactImage></Queue>"
with zipfile.ZipFile("odd.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("5Db.xml", "<PhoneSystem><Tenants><Tenant><DN><Extension>"
               "<Number>200</Number><FirstName>A</FirstName></Extension>" +
               "".join(queue % (10000 + i) for i in range(queues)) +
               "</DN></Tenant></Tenants></PhoneSystem>")
    for i in range(count):
        z.writestr("ProfilePictures/" + name % i, "")
P
}

begin "very many pictures of one name, and queues that name it"
pictures 20000 a%d/x.png 20000
run list odd.zip --columns number
expect_status 0
run check odd.zip
expect_any 0 1
finish

begin "very many pictures of one user"
pictures 150000 200_%d.png 0
run list odd.zip --columns number,avatar
expect_status 0
run set odd.zip 200 --last-name Newman -o new.zip --force
expect_status 0
rm -f new.zip
finish

begin "very many users of one number, who get one name"
make same 40000
run check odd.zip
expect_status 1
run set odd.zip 201 --last-name Newman -o new.zip --force
expect_status 0
run set odd.zip --all --first-name Noelle --accept name-shared -o all.zip -q
expect_status 0
run diff odd.zip all.zip --summary
expect_status 1
expect_has err "40,001 values of 40,001 users differ"
rm all.zip
refuse 4 show odd.zip 200 -- "more than 100000 findings" "cxbak check --all"
finish

begin "very many things that a user's name stands in"
make named 100000
run refs odd.zip 200
expect_status 0
expect_has err "100,001 references of 200 Ann Alder"
expect_has out 'E0: name; E1: name; E2: name'
expect_has out '; and more'
run set odd.zip 200 --last-name Newman -o named.zip --todo todo.csv
expect_status 0
expect_has err "todo.csv: "
cp todo.csv "$RUN/todo"
expect_has todo 'the old name ""Ann Alder"" is still in the queue 90 '
expect_has todo " more places with old values not named here: there are too many"
python3 - todo.csv <<'P' || fail "what is not named"
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
left = [row["Text"] for row in rows if row["Task"] == "leftover-name"]
named = [text for text in left if "is still in" in text]
more = [text for text in left if "not named here" in text]
count = int(more[0].split(": ", 1)[1].split(" more", 1)[0].replace(",", ""))
assert len(more) == 1 and len(named) > 10000 and len(named) + count == 133333, (
    len(named), count)
P
run verify named.zip --against odd.zip
expect_status 0
expect_has out "more places with old values not named here"
rm named.zip todo.csv
finish

# What no phone system writes is refused before it costs anything.
refused() {
    begin "$1 $2: refused"
    make "$1" "$2"
    for command in "list odd.zip" "set odd.zip 200 --first-name A -o no.zip"; do
        # shellcheck disable=SC2086
        refuse 3 $command -- "$3" "(rule R8)"
    done
    expect_absent no.zip
    finish
}
refused small 10001 "more than 10000 users of less than 1024 bytes each"
refused small 1000000 "more than 10000 users of less than 1024 bytes each"
refused long 65537 "LastName is longer than the limit of 65536 bytes"
refused long 8000000 "LastName is longer than the limit of 65536 bytes"
refused mobile 65537 "MOBILENUMBER is longer than the limit of 65536 bytes"
refused large 17000000 "the limit is 16777216"
refused settings 250001 "this user has more than 250000 elements"

begin "a value beyond the limit is refused before it is written"
fixture plain v20
long=$(printf '%065537d' 0 | tr 0 a)
words="the value is longer than the limit of 65536 bytes"
printf 'Number,FirstName\n200,%s\n' "$long" > long.csv
refuse 4 import pbx.zip long.csv -o no.zip -- "long.csv:2:5: cell B2 (FirstName): First Name: $words"
run set pbx.zip 200 --first-name "$long" -o no.zip
expect_status 4
expect_has err "extension 200: First Name: $words"
run set pbx.zip 200 --first-name "{first}${long:1}"
expect_status 4
run set pbx.zip 200 --mobile "$(printf '%065537d' 0 | tr 0 1)"
expect_status 4
run set pbx.zip 200 --first-name X --plan plan.json
sed -i "s/\"New\": \"X\"/\"New\": \"$long\"/" plan.json
run apply pbx.zip plan.json -o no.zip
expect_status 4
expect_has err "$words"
expect_absent no.zip
# However long the cell, and however many quotes are in it.
python3 -c '
with open("cell.csv", "w") as f:
    f.write("Number,FirstName\n200,\"" + "a\"\"" * 16_000_000 + "\"\n")'
refuse 4 import pbx.zip cell.csv -o no.zip -- "cell.csv:2:5: cell B2 (FirstName): First Name: $words"
rm cell.csv
# What is written at the limit can be read again.
run set pbx.zip 200 --first-name "${long:1}" -o full.zip
expect_status 0
run list full.zip 200 --columns number
expect_status 0
finish

begin "at the limits: accepted"
for kind in "small 10000" "long 65536" "mobile 65536" "large 16000000" \
    "settings 249990"; do
    # shellcheck disable=SC2086
    make $kind
    run list odd.zip --columns number
    expect_status 0
done
finish

begin "a user of more settings than are shown"
make large 9900
run show odd.zip 200
expect_status 0
make large 16000000
refuse 3 show odd.zip 200 -- "extension 200 has" "(rule R8)"
run show odd.zip 200 --json
expect_status 3
expect_json 'd["Error"]["Code"] == "R8"'
finish
