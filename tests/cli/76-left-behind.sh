# What stays in forwardings, tables and phone books, and with whom.

fixture plain mixed
alter() { "$LIB/alter.py" pbx.zip more.zip "$@" || fail "alter.py $*"; }
handover=(--first-name Noelle --last-name Newman --email noelle@example.com)

begin "a mobile number that calls are forwarded to, of anybody, however written"
alter --sub '<Internal DN="212" />' '<External>001 555 010-0200</External>'
run set more.zip 200 --mobile +15550100999
expect_has err 'the old mobile number "+15550100200" is still in the forwarding of "Available" of extension 212 [leftover-mobile]'
expect_has err 'forwarding of "Away" of extension 212'
run set more.zip 200 --clear mobile --json
expect_json '[f["Severity"] for f in d["Findings"]
    if f["Code"] == "leftover-mobile"] == ["warning"] * 3'
# The number in another spelling is the same number.
run set more.zip 200 --mobile '0015550100200'
expect_lacks err leftover
# Whoever has it now is not forwarded to by mistake.
run set more.zip 200,212 --mobile '+1 555 0100 200'
expect_lacks err leftover
finish

begin "an extension that changes hands keeps the number of who left"
run set pbx.zip 200 "${handover[@]}"
expect_has err 'warning: extension 200: another person gets the extension: mobile number +15550100200, caller ID 15550100200 and picture are still those of "Martin Alder" [leftover-values]'
expect_has err 'another person gets the extension: voicemail PIN'
run set pbx.zip 200 "${handover[@]}" --mobile +15550100999 --clear caller-id
expect_has err 'another person gets the extension: picture is still that of "Martin Alder" [leftover-values]'
run set pbx.zip 200 --last-name Newman
expect_lacks err leftover-person
finish

begin "parameters and names of links"
property='<DNProperty><Name>WM_FRIENDLYNAME</Name><Value>martinalder</Value></DNProperty>'
property+='<DNProperty><Name>C2CID</Name><Value>martinalder</Value></DNProperty>'
alter --sub '<Name>PARK</Name>' '<Name>PBXERRORMAIL</Name>' \
    --sub '<Value>*0</Value>' '<Value>Martin.Alder@example.com</Value>' \
    --sub '<Name>CLICKTOCALL_NAME</Name>
                        </DNProperty>' \
    "<Name>CLICKTOCALL_NAME</Name></DNProperty>$property"
run set more.zip 200 "${handover[@]}" -v
expect_has err 'the old address "martin.alder@example.com" is still in the parameter PBXERRORMAIL [leftover-email]'
expect_has err 'still in the property WM_FRIENDLYNAME [leftover-name]'
expect_has err 'still in the property C2CID [leftover-name]'
finish

begin "tables and phone books, in a stream, when asked for"
"$LIB/left_behind.py" tables
alter --put DbTables/meetingsession.csv @meetingsession.csv \
    --put DbTables/s_scheduledconf.csv @s_scheduledconf.csv \
    --put DbTables/chat_conversation_member.csv \
    'id,mail
7,martin.alder@example.com.invalid
8,xmartin.alder@example.com' \
    --put DbTables/other.csv 'martin.alder@example.com' \
    --put provisioning/x1/a_phonebook.xml \
    '<Dir><Entry><FirstName>Martin</FirstName><LastName>Alder</LastName>
<Tel>+1 (555) 010-0200</Tel></Entry></Dir>' \
    --put provisioning/x2/b_phonebook.xml \
    '<Dir><Unit Name="Alder, Martin" Phone="5" /></Dir>' \
    --put provisioning/x3/c_phonebook.xml '<Dir><Name>Martin Alder</Name><Dir>'
run set more.zip 200 "${handover[@]}" -v
expect_lacks err DbTables
expect_lacks err _phonebook
run set more.zip 200 "${handover[@]}" --clear mobile --leftovers -v
expect_has err 'the old address "martin.alder@example.com" is still in DbTables/meetingsession.csv, line 60002 and 2 more'
expect_has err 'still in DbTables/s_scheduledconf.csv, line 1 ['
expect_lacks err chat_conversation_member
expect_lacks err other.csv
expect_has err 'the old name "Martin Alder" is still in provisioning/x1/a_phonebook.xml, line 2'
expect_has err 'the old mobile number "+15550100200" is still in provisioning/x1/a_phonebook.xml, line 2'
expect_has err 'still in provisioning/x2/b_phonebook.xml, line 1'
expect_has err 'still in provisioning/x3/c_phonebook.xml'
expect_has err 'not searched to its end: provisioning/x3/c_phonebook.xml'
finish

begin "verify and check repeat what is left to do"
run set more.zip 200 "${handover[@]}" -o new.zip
expect_status 0
run verify new.zip --against more.zip
expect_status 0
expect_has out 'Left behind'
expect_has out 'phone book entry "Martin Alder" [leftover-email]'
expect_has out 'mobile number +15550100200, caller ID 15550100200 and picture'
expect_lacks out DbTables
run verify new.zip --against more.zip --leftovers --json
expect_status 0
expect_json '({"leftover-email", "leftover-name", "leftover-person"} <=
    {f["Code"] for f in d["Leftovers"]})'
expect_json 'any("meetingsession" in f["Message"] for f in d["Leftovers"])'
run check new.zip --against more.zip --all
expect_status 0
expect_has out 'DbTables/meetingsession.csv, line 60002'
expect_has out leftover-person
run check new.zip --all
expect_lacks out leftover
run verify more.zip --against more.zip --leftovers
expect_lacks out leftover
rm -f new.zip
finish

begin "what somebody has changed since is not the former person's"
run set pbx.zip 200 "${handover[@]}" -o new.zip
"$LIB/alter.py" new.zip later.zip --sub '<VMPIN>6129</VMPIN>' \
    '<VMPIN>0000</VMPIN>' || fail "alter.py"
kept='web password and meeting link are still those of "Martin Alder"'
person='another person gets the extension'
for how in "verify" "check --all"; do
    run $how new.zip --against pbx.zip
    expect_has out "$person: voicemail PIN, $kept"
    run $how later.zip --against pbx.zip
    expect_has out "$person: $kept"
    expect_lacks out 'voicemail PIN,'
done
rm -f new.zip
finish

begin "an undo says nothing of whose PIN it is"
run set pbx.zip 200 "${handover[@]}" --plan plan.json
run apply pbx.zip plan.json -o new.zip
expect_has err '    200 Noelle Newman: voicemail PIN, web password and meeting link are still those of "Martin Alder"'
run apply new.zip plan.json --reverse
expect_status 0
expect_has err "stay as they are now, and may be either person's"
expect_lacks err "still those of"
expect_lacks err "former"
finish
