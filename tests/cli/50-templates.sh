# set with templates: values made from what each user has.

fixture plain v20
cp pbx.zip before.zip

begin "everybody to a new domain"
run set pbx.zip --where 'email=*@example.com' --where 'number=20?' \
    --email '{email.local}@new.example' -o new.zip
expect_status 0
judge pbx.zip new.zip --edit 200:EmailAddress=martin.alder@new.example \
    --edit 201:EmailAddress=juergen.grossmann@new.example \
    --edit 202:EmailAddress=siobhan.obrien@new.example \
    --edit 203:EmailAddress=sean.oneill+pbx@new.example \
    --edit 204:EmailAddress=dana.levi@new.example \
    --edit 205:EmailAddress=misaki.sato@new.example \
    --edit 206:EmailAddress=lukasz.zolkiewski@new.example
finish

begin "addresses of first and last name, as readers of each language spell them"
run set pbx.zip 200-202,206,222 \
    --email '{first|ascii|lower}.{last|ascii|lower}@new.example' --json
expect_status 0
expect_json '[c["New"] for c in d["Changes"]] == [
    "martin.alder@new.example", "juergen.grossmann@new.example",
    "siobhan.o" + chr(39) + "brien@new.example",
    "lukasz.zolkiewski@new.example", "chloe.lefevre@new.example"]'
finish

begin "widths, upper case, braces, several fields at once"
run set pbx.zip 200 --first-name '{last|upper}' --last-name '{first:1}.' \
    --caller-id '1{number}' --mobile '+1{mobile:1}' --json
expect_status 4
run set pbx.zip 200 --first-name '{last|upper}' --last-name '{first:1} {{x}}' \
    --caller-id '1555{number}' --json
expect_status 0
expect_json '[c["New"] for c in d["Changes"]] == [
    "ALDER", "M {x}", "1555200"]'
finish

begin "values come from before the change: two names swap"
run set pbx.zip 200 --first-name '{last}' --last-name '{first}' -o swap.zip
expect_status 0
judge pbx.zip swap.zip --edit 200:FirstName=Alder --edit 200:LastName=Martin
finish

begin "two who would get the same address are named, and nothing is numbered"
run set pbx.zip 200,201 --email '{number:1}desk@new.example' -o same.zip
expect_status 4
expect_has err 'extension 200: "2desk@new.example" is also the address of 201; give one of them another'
expect_has err 'extension 201: "2desk@new.example" is also the address of 200; give one of them another'
expect_has err "--accept email-shared"
expect_absent same.zip
# Case does not tell addresses apart, and a plain value is one too.
run set pbx.zip 200,201 --email 'Office@New.example' --email '{{' -o same.zip
expect_status 2
run set pbx.zip 200,201 --email 'office@new.example'
expect_status 4
expect_has err "refused: 2 findings that this edit introduces"
run set pbx.zip 200,201 --email 'office@new.example' \
    --accept email-shared -o same.zip
expect_status 0
judge pbx.zip same.zip --edit 200:EmailAddress=office@new.example \
    --edit 201:EmailAddress=office@new.example
rm same.zip
finish

begin "who had the same address before may have the same new one"
run set pbx.zip 210,211 --email '{first|lower}@new.example' -o same.zip
expect_status 0
expect_has err 'extension 210: "priya@new.example" is also the address of 211, who has the same name, as before [email-shared]'
judge pbx.zip same.zip --edit 210:EmailAddress=priya@new.example \
    --edit 211:EmailAddress=priya@new.example
rm same.zip
# Two people, who shared one before.
run set pbx.zip 211 --first-name Ravi -o couple.zip
run set couple.zip --all --replace email @example.com @new.example -o moved.zip
expect_status 0
expect_has err "is also the address of 211, as before"
# With a third it is another matter.
run set couple.zip 200,210,211 --email family@new.example
expect_status 4
expect_has err 'extension 210: "family@new.example" is also the address of 200 and 211; give'
rm couple.zip moved.zip
finish

begin "an address that another has already stops every command that gives it"
run set pbx.zip 202 --email martin.alder@example.com
expect_status 4
expect_has err 'extension 202: "martin.alder@example.com" is also the address of 200; give one of them another, or let them share it with --accept email-shared'
printf 'Ext.,Email\n200,one@new.example\n201,One@new.example\n' > two.csv
run import pbx.zip two.csv -o two.zip
expect_status 4
expect_absent two.zip
run handover pbx.zip 200 --first-name A --last-name B --email priya.raman@example.com
expect_status 4
# Moved one after the other, they meet there.
run set pbx.zip 202 --email martin.alder@new.example -q -o first.zip
run set first.zip --where 'email=*@example.com' --except 210,211 \
    --email '{email.local}@new.example' -o second.zip
expect_status 4
expect_has err 'extension 200: "martin.alder@new.example" is also the address of 202'
expect_absent second.zip
rm first.zip
finish

begin "one who has the address already counts, if it is new for the other"
run set pbx.zip 221,222 --email teller@example.com
expect_status 4
expect_has err 'extension 222: "teller@example.com" is also the address of 221'
# Nothing new for either: no reason to refuse.
run set pbx.zip 210,211 --email '{email}'
expect_status 0
expect_has err "nothing to change"
finish

begin "everybody whose value is empty or not valid is named, with the reason"
run set pbx.zip --all --email '{first|ascii|lower}.{last|ascii|lower}@x.example' \
    -o bad.zip
expect_status 4
for text in '100 Reception: "reception.@x.example"' \
    '{last|ascii|lower} is empty' '205 美咲 佐藤' '220 Boardroom' '221 Teller' \
    '230 Ingrid van der Berg'; do
    expect_has err "$text"
done
expect_lacks err "206 Łukasz"
expect_has err "refused: 7 problems; nothing was written"
run set pbx.zip 220 --mobile '{callerid}' -o bad.zip
expect_status 0
run set pbx.zip 210 --first-name '{last:1}' --last-name '{callerid}' \
    --mobile '{email.domain}' -o bad2.zip
expect_status 4
expect_has err "210 Priya Raman"
run set pbx.zip 221 --last-name '{first}'
expect_status 4
expect_has err "221 Teller: Last Name would be empty, because {first} is"
expect_has err "--clear last-name"
rm bad.zip
finish

begin "who has no address is told once, with the way to leave all such people out"
run set pbx.zip --all --email '{email.local}@new.example' --accept email-shared
expect_status 4
expect_has err "207 Workshop R&D <bench 2>: \"@new.example\" has nothing before the @ ({email.local} is empty); to leave out all who have none, add --where 'email!='"
expect_has err "refused: 3 problems; nothing was written"
run set pbx.zip --all --email '{email.local}@new.example'
expect_lacks err "also the address"
expect_has err "refused: 3 problems"
run set pbx.zip --all --where 'email!=' --email '{email.local}@new.example' --accept email-shared
expect_status 0
expect_has err "13 values of 13 users would change"
finish

begin "letters without an ASCII spelling, and empty parts, are pointed at"
run set pbx.zip 205 --first-name 'Sato {first|ascii}' --caller-id '1{number}'
expect_status 0
expect_has err "205 美咲 佐藤"
run set pbx.zip 100 --last-name 'Desk {mobile}'
expect_status 0
expect_has err "{mobile} is empty"
finish

begin "the first hundred problems, then a count"
"$LIB/make_big.py" crowd.zip --users 150 --recordings 0 --size 0
run set crowd.zip --where 'number=2????' --last-name '{callerid:0}'
expect_status 2
run set crowd.zip --where 'number=2????' --email '{last} {first}@x.example'
expect_status 4
check
[ "$(grep -c '^cxbak: 2' "$RUN/err")" = 100 ] || fail "not a hundred lines"
expect_has err "... and 50 more"
expect_has err "refused: 150 problems"
rm crowd.zip
finish

begin "numbers, blanks, texts in a value, and a counter"
run set pbx.zip 200-202 --mobile '{mobile|digits|e164:49}' --last-name \
    'Desk {n:2}' --first-name '{first|upper|capital|replace:a: }' --json
expect_status 0
expect_json '[c["New"] for c in d["Changes"] if c["Field"] == "LastName"] == [
    "Desk 01", "Desk 02", "Desk 03"]'
expect_json '"M rtin" in [c["New"] for c in d["Changes"]]'
# Nobody has a picture of the same name as another.
refuse 2 avatar set pbx.zip 200 x.png --avatar-path 'ProfilePictures/{n}.png' -- \
    "{number}"
finish

begin "--replace within a field"
run set pbx.zip --all --replace email example.com new.example \
    --replace email o. p. --replace last 'ß' ss --accept email-shared -o replaced.zip
expect_status 0
run list replaced.zip --columns number,email
expect_lacks out example.com
expect_has out "martin.alder@new.example"
run set pbx.zip 200 --replace first Mar --tin
expect_status 0
expect_has out "Martin -> --tintin"
expect_has err "  cxbak set pbx.zip 200 --replace first Mar --tin -o NEW.zip"
refuse 4 set pbx.zip 200 --replace first Martin '' -- "would be empty"
refuse 2 set pbx.zip 200 --replace first Mar -- "three words: FIELD OLD NEW"
refuse 2 set pbx.zip 200 --replace number 2 3 -- "first, last, email"
refuse 2 set pbx.zip 200 --replace first '' x -- "which text"
refuse 2 set pbx.zip 200 --replace first a b --first-name c -- contradict
rm replaced.zip
finish

begin "--expect"
run set pbx.zip 200 --expect first=Martin --expect 'last=Alder' --first-name Noelle
expect_status 0
expect_has err "--expect first=Martin --expect last=Alder"
refuse 5 set pbx.zip 200-201 --expect first=Martin --first-name X -o never.zip -- \
    '201 Jürgen Großmann: First Name is "Jürgen", not "Martin" as expected' \
    "pbx.zip: 1 value not as expected; nothing was written"
expect_absent never.zip
refuse 2 set pbx.zip 200 --expect first --first-name X -- FIELD=VALUE
refuse 2 set pbx.zip 200 --expect shoe=42 --first-name X -- 'there is no field "shoe"'
finish

begin "what is no template"
for value in '{frist}' '{first' '{first:0}' '{first|loud}' '{}' '{email.tld}'; do
    refuse 2 set pbx.zip 200 --first-name "$value" -- --first-name position
done
expect_has err 'did you mean "email"'
finish

expect_same pbx.zip before.zip
