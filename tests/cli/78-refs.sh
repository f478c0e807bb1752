# Groups with their members, and everything that names an extension.

fixture plain mixed
alter() { "$LIB/alter.py" pbx.zip more.zip "$@" || fail "alter.py $*"; }

begin "groups, with their own number"
run groups pbx.zip
expect_status 0
expect_line out 'Sales & Service'
expect_line out '  200  Martin Alder'
expect_line out '  201  Jürgen Großmann'
expect_line out '  210  Priya Raman'
expect_lacks out __DEFAULT__
expect_lacks out FAVORITES
expect_has err '1 group'
alter --sub '<Name>Sales &amp; Service</Name>' \
    '<Number>GRP0001</Number><Name>Sales &amp; Service</Name>' \
    --sub '<Member DN="210" />
                    </Members>' '<Member DN="299" />
                        <Member DN="202" IsPrimary="True">
                            <role name="managers" /><role name="users" />
                        </Member>
                    </Members>'
run groups more.zip
expect_line out 'Sales & Service  GRP0001'
expect_line out '  202  Siobhán O’Brien  managers, users (primary)'
expect_line out '  299  (no such user)'
run groups more.zip --json
expect_json 'd == [{"Name": "Sales & Service", "Number": "GRP0001", "Members": [
    {"Number": "200", "Name": "Martin Alder", "Primary": False, "Roles": []},
    {"Number": "201", "Name": "Jürgen Großmann", "Primary": False,
     "Roles": []},
    {"Number": "299", "Name": None, "Primary": False, "Roles": []},
    {"Number": "202", "Name": "Siobhán O’Brien", "Primary": True,
     "Roles": ["managers", "users"]}]}]'
run list more.zip --where group=grp0001 --columns number --json
expect_json '[u["Number"] for u in d] == ["200", "201", "202"]'
finish

begin "those that 3CX made for itself, when asked for; info counts the others"
run groups pbx.zip --all --json
expect_json '[g["Name"] for g in d] == [
    "__DEFAULT__", "Sales & Service", "___FAVORITES___200"]'
expect_json 'len(d[0]["Members"]) == 16'
expect_json '[m["Number"] for m in d[2]["Members"]] == ["201", "205"]'
run info pbx.zip --json
expect_json 'd["Groups"] == 1'
run info pbx.zip
expect_line out 'Groups         1'
alter --sub '<Groups>' '<Grupos>' --sub '</Groups>' '</Grupos>'
run groups more.zip
expect_status 0
expect_empty out
expect_has err '0 groups'
finish

# found KIND: the references of that kind, as JSON.
found() {
    expect_json "[(r['Place'], r['What']) for r in d['References']
        if r['Kind'] == '$1'] == $2"
}

begin "what names an extension and its user"
printf 'RIFF' > voice.wav
alter --put vmailprompts/200/greeting.wav @voice.wav \
    --put recordings/200/one.wav @voice.wav \
    --put recordings/200/two.wav @voice.wav \
    --put recordings/2000/three.wav @voice.wav \
    --put voicemails/200/four.wav @voice.wav \
    --put voicemails/201/five.wav @voice.wav \
    --sub '<PromptFilename>closed.wav</PromptFilename>' \
    '<TimeoutForwardDN>200</TimeoutForwardDN>' \
    --sub '<Internal DN="100" />
                            </Destination>
                        </Rule>' '<Internal DN="200" />
                            </Destination>
                        </Rule>' \
    --sub '<Internal DN="205" />' '<Internal DN="200" />' \
    --sub '<Name>RECENT_VIEW</Name>
                        </DNProperty>' '<Name>RECENT_VIEW</Name>
                        </DNProperty>
                        <DNProperty><Name>BLF_1</Name>
                            <Value>2000;1200;x</Value></DNProperty>'
run refs more.zip 200 --json
expect_status 0
expect_json 'd["Number"] == "200" and d["Name"] == "Martin Alder"'
found group "[('group \"__DEFAULT__\"', 'member'),
    ('group \"Sales & Service\"', 'member')]"
found favourites '[]'
found queue "[('queue 801 \"Sales, ask for Martin\"', 'agent; Name: name')]"
found 'ring group' "[('ring group 800 \"Front desk\"', 'member')]"
found 'digital receptionist' \
    "[('digital receptionist HOL \"Out of office\"', 'TimeoutForwardDN')]"
found 'inbound rule' "[('trunk 10000', 'calls go to it in \"Main number\"')]"
found forwarding "[('205 美咲 佐藤', 'calls go to it in \"Available\"; calls go to it in \"Away\"')]"
found phone "[('phone 0015651000C8', 'Settings: name'),
    ('phone 00156520D200', None)]"
found BLF '[]'
found 'phone book' "[('phone book entry \"Martin Alder\"',
    'FirstName and LastName: name; PhoneNumber: mobile number; EmailAddress: address')]"
found 'meeting name' "[('200 Martin Alder', 'CLICKTOCALL_NAME: name')]"
found picture "[('ProfilePictures/200.png', None)]"
found greeting "[('vmailprompts/200', None)]"
found recording "[('recordings/200', None)]"
expect_json '[r["Count"] for r in d["References"]
    if r["Kind"] in ("recording", "voicemail")] == [3, 2]'
found 'mapping table' "[('OtherSettings/MappingTable.xml', 'ID 25')]"
expect_lacks out Xy
finish

begin "by name; of what is no user; of nobody"
run refs pbx.zip grossmann
expect_status 0
expect_has err '201 Jürgen Großmann'
expect_has out 'favourites of extension 200'
run refs pbx.zip 801 --json
expect_json 'd["Name"] is None'
found 'mapping table' "[('OtherSettings/MappingTable.xml', 'ID 42')]"
refuse 4 refs pbx.zip 299 -- 'there is no extension 299'
refuse 4 refs pbx.zip raman -- 'fits 210'
finish

begin "a busy lamp, whatever else is in its value"
alter --sub '<Name>RECENT_VIEW</Name>' '<Name>BLF_KEYS</Name>' \
    --sub '&lt;Recent&gt;' 'blf;2010;201' \
    --sub '&lt;/Recent&gt;' ''
run refs more.zip 201 --json
found BLF "[('200 Martin Alder', 'BLF_KEYS')]"
run refs more.zip 10 --json
expect_status 4
finish

begin "tables and provisioned phone books are searched, too"
alter --put DbTables/meetingsession.csv 'id,mail
1,x@example.com
2,martin.alder@example.com
3,"Martin <martin.alder@example.com>"' \
    --put DbTables/other.csv 'martin.alder@example.com' \
    --put provisioning/x1/a_phonebook.xml \
    '<Dir><Entry><FirstName>Martin</FirstName><LastName>Alder</LastName>
<Tel>+1 (555) 010-0200</Tel></Entry></Dir>' \
    --put provisioning/x2/b_phonebook.xml '<Dir><Unit Name="Nobody" /></Dir>' \
    --put provisioning/x3/c_phonebook.xml '<Dir><Unit Name="Alder, Martin"'
run refs more.zip 200 --json
expect_status 0
expect_json '({("table", "DbTables/meetingsession.csv", "address: line 3 and 1 more"),
    ("phone book", "provisioning/x1/a_phonebook.xml", "name and mobile number: line 2")} <=
    {(r["Kind"], r["Place"], r["What"]) for r in d["References"]})'
expect_json 'not any("other.csv" in r["Place"] or "x2/" in r["Place"] for r in d["References"])'
expect_json '["not searched to its end" in r["What"] for r in d["References"]
    if "x3/" in r["Place"]] == [True]'
run refs more.zip 203 --json
expect_json 'not any("meetingsession" in r["Place"] for r in d["References"])'
finish
