# Finding people: names, addresses, conditions, and taking people out.

fixture plain mixed
alter() { "$LIB/alter.py" pbx.zip more.zip "$@" || fail "alter.py $*"; }

# chosen NUMBERS WORD...: whom `list` shows.
chosen() {
    run list pbx.zip "${@:2}" --columns number --json
    expect_status 0
    expect_json "' '.join(u['Number'] for u in d) == '$1'"
}

begin "a name by its words, in any order, spelling and length"
chosen 200 alder
chosen 200 'Martin Alder'
chosen 200 'Alder, Martin'
chosen 200 ALD
for name in Großmann grossmann GROSSMANN 'jurgen gross' 'Grossmann, Juergen'
do
    chosen 201 "$name"
done
chosen 202 siobhan
chosen 202 obrien
chosen 203 o\'neill
chosen 203 'oneill, sean'
chosen '210 211' raman
chosen '210 211' 'priya raman'
chosen '200 210 211' alder raman
chosen '200 202 210 211' 'alder,202;Raman, Priya'
finish

begin "an address, whole or its beginning, or what stands before the @"
chosen 200 martin.alder@example.com
chosen 200 MARTIN.ALDER@EXAMPLE.COM
chosen 203 sean.oneill+pbx@
chosen 203 sean.oneill+pbx
chosen '210 211' priya.raman@example.com
refuse 4 list pbx.zip martin.alder@example.net -- \
    'did you mean 200 Martin Alder?'
finish

begin "who is nearest"
refuse 4 list pbx.zip aldr -- 'nobody is called "aldr"; did you mean 200 Martin Alder?'
refuse 4 show pbx.zip ramna -- \
    'did you mean 210 Priya Raman and 211 Priya Raman?'
refuse 4 list pbx.zip zzzzzz -- 'nobody is called "zzzzzz"'
refuse 4 list pbx.zip '*lder*' -- "for patterns use --where 'name=PATTERN'"
refuse 4 list pbx.zip --where last=Aldr -- 'did you mean last=Alder?'
refuse 4 list pbx.zip --where 'group=Sales & Servcie' -- \
    "did you mean groups='Sales & Service'?"
finish

begin "a change takes a whole name that fits one, and says whom"
run set pbx.zip 'alder, martin' --mobile 5550142 -o new.zip
expect_status 0
expect_has err '"alder, martin" is 200 Martin Alder'
judge pbx.zip new.zip --edit 200:MobileNumber=5550142
refuse 4 set pbx.zip raman --mobile 5550142 -o none.zip -- \
    '"raman" fits 210 Priya Raman and 211 Priya Raman'
refuse 4 set pbx.zip ald --mobile 5550142 -o none.zip -- \
    'did you mean 200 Martin Alder?'
refuse 4 set pbx.zip --all --except raman --mobile 5550142 -o none.zip -- \
    '"raman" fits 210'
refuse 4 avatar clear pbx.zip priya -o none.zip -- '"priya" fits'
expect_absent none.zip
rm -f new.zip
run avatar show pbx.zip grossmann --json
expect_status 0
expect_has out '201.png'
refuse 4 avatar get pbx.zip raman -o none.png -- 'say who is meant'
refuse 2 avatar get pbx.zip alder,grossmann -o none.png -- 'name one user'
finish

begin "the more exact spelling is meant where a change needs one"
alter --sub '>Großmann<' '>Müller<' --sub '>Alder<' '>Mueller<' \
    --sub '>Teller<' '>Muller<'
run list more.zip Müller --columns number --json
expect_json "[u['Number'] for u in d] == ['200', '201', '221']"
for pair in Müller:201 mueller:200 muller:221; do
    run set more.zip "${pair%:*}" --mobile 5550142 --json
    expect_json "[c['Number'] for c in d['Changes']] == ['${pair#*:}']"
done
# Patterns: ue and u are both ü, and not each other.
run list more.zip --where last=Müller --columns number --json
expect_json "[u['Number'] for u in d] == ['200', '201', '221']"
run list more.zip --where last=muller --where first=muller --any \
    --columns number --json
expect_json "[u['Number'] for u in d] == ['201', '221']"
finish

begin "a file, and standard input"
printf '# the team\n200 201\nalder\r\nRaman, Priya # both\n\n202;203\tteller\n' > team
chosen '200 201 202 203 210 211 221' @team
streamed() {
    STATUS=0
    LAST="list pbx.zip @-"
    "$CXBAK" list pbx.zip @- --columns number --json \
        < team > "$RUN/out" 2> "$RUN/err" || STATUS=$?
}
streamed
expect_json 'len(d) == 7'
printf '200\nnemo\n' > team
refuse 4 list pbx.zip @team -- 'team:2: '
streamed
expect_status 4
expect_has err 'standard input:2: '
finish

begin "conditions: folded, exact, regular expressions, negated"
chosen 200 --where name='martin alder'
chosen 200 --where name='Alder, M*'
chosen 201 --where 'last=GROSSMANN'
chosen 201 --where 'first=ju?gen'
chosen 201 --where 'last==Großmann'
refuse 4 list pbx.zip --where 'last==großmann' -- 'did you mean last=Großmann?'
chosen '201 230' --where 'last=~^.{7}n$' --where 'last=~Berg$' --any
chosen '200 210 211' --where 'name=~^(Martin|Priya) [AR]'
chosen '207 212 220' --where 'email!=*@example.com'
chosen '207 212 220' --where 'email!~@'
chosen '207 212 220' --where 'email='
chosen 200 --where avatar=200.png
refuse 2 list pbx.zip --where 'name=~(' -- 'no regular expression'
refuse 2 list pbx.zip --where 'name!x' -- FIELD=GLOB
finish

begin "one of several, and people left out"
chosen '200 222' --where first=martin --where 'first=Chlo*' --any
chosen '200 202' 200-203 --except 201 --except oneill
chosen '201 203' 200-203 --except 200,202
refuse 4 list pbx.zip 200 --except alder -- 'none of the 16 users'
refuse 4 list pbx.zip --except 299 -- 'there is no extension 299'
refuse 2 list pbx.zip --any -- 'give them with --where'
refuse 2 set pbx.zip --except 200 --mobile 5550142 -- 'say whom'
finish

begin "groups, roles, queues and ring groups"
chosen '200 201 210' --where 'group=sales*'
chosen '200 201 210' --where 'department=Sales & Service'
chosen '200 201 210' --where queue=801
chosen '200 201 210' --where 'queue=sales, ask*'
chosen '100 200' --where ringgroup=800
chosen '100 200' --where 'ring group=front desk'
chosen '100 200 201 210' --where ringgroup=800 --where queue=801 --any
run list pbx.zip --where 'group=' --columns number --json
expect_json 'len(d) == 13 and "200" not in str(d)'
run list pbx.zip --where group=__DEFAULT__ --json
expect_json 'len(d) == 16'
refuse 4 list pbx.zip --where 'group=*FAVOR*' -- 'none of the 16 users'
alter --sub '<Member DN="202" />' \
    '<Member DN="202"><role name="users" /></Member>' \
    --sub '<Member DN="210" />
                    </Members>' '<Member DN="210" />
                        <Member DN="202" IsPrimary="False">
                            <role name="managers" /><role name="R &amp; D" />
                        </Member>
                    </Members>'
run list more.zip 200,202 --columns number,groups,role,queue,ringgroup --json
expect_json 'd == [
    {"Number": "200", "Groups": ["Sales & Service"], "Roles": [],
     "Queues": ["Sales, ask for Martin"], "RingGroups": ["Front desk"]},
    {"Number": "202", "Groups": ["Sales & Service"],
     "Roles": ["users", "managers", "R & D"], "Queues": [],
     "RingGroups": []}]'
run list more.zip --where 'role=manager*' --columns ext,role
expect_line out '202   users, managers, R & D'
expect_line err '1 of 16 users'
finish

begin "who shares a name, or another value that is worked out"
run list pbx.zip --duplicates name --json
expect_json '[u["Number"] for u in d] == ["210", "211"]'
run list pbx.zip --where 'group=Sales & Servise'
expect_status 4
expect_has err "did you mean groups='Sales & Service'?"
finish
