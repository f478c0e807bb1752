# check: a value that stands more than once in one user, and one that is no
# plain value, of which every edit is refused: both are told, with the line.

fixture plain v20

# twice OLD NEW: the database of pbx.zip with NEW for the first OLD.
twice() {
    ask alter pbx.zip odd.zip --sub "$1" "$2" || fail "no odd.zip"
    line=$(unzip -p odd.zip '*Db.xml' |
        awk '/<Extension>/ { at = NR } /<Number>202</ { print at; exit }')
}

# found CODE WORDS: that finding on 202 is all that differs from pbx.zip.
found() {
    run check odd.zip --all -q
    expect_status "${3:-0}"
    expect_line out "${4:-warning}: extension 202 (Siobhán O’Brien): $2 [$1]"
    run check odd.zip --json
    expect_json '[f["Number"] for f in d["Findings"] if f["Code"] == "'"$1"'"] == ["202"]'
    expect_json 'd["Errors"] + d["Warnings"] == 1'
}

# unedited WORDS OPTION VALUE: it cannot be edited, and why.
unedited() {
    run set odd.zip 202 "$2" "$3" -o new.zip
    expect_status 4
    expect_has err "$1"
    expect_absent new.zip
}
behind="so nobody can tell which one counts"

begin "each field of its own"
for field in 'FirstName:Siobhán:First Name:--first-name' \
    "LastName:O’Brien:Last Name:--last-name" \
    'EmailAddress:siobhan.obrien@example.com:Email Address:--email' \
    'OutboundCallerID:15550100202:Outbound Caller ID:--caller-id'; do
    IFS=: read -r element value label option <<< "$field"
    new=15550100998
    [ "$option" != --email ] || new=new@example.com
    for other in "<$element>15550100999</$element>" "<$element></$element>"; do
        twice "<$element>$value</$element>" \
            "<$element>$value</$element>$other"
        found value-repeated "$label stands more than once in this user (line $line of the database), $behind"
        unedited "twice" "$option" "$new"
    done
done
run show odd.zip 202
expect_has out "stands more than once in this user"
run explain value-repeated
expect_has out "save the user anew"
finish

begin "the extension's number: an error, and nobody's value can be edited"
twice '<Number>202</Number>' '<Number>202</Number><Number>292</Number>'
found value-repeated "Extension stands more than once in this user (line $line of the database), $behind" 1 error
unedited "two extension numbers" --first-name Ann
finish

begin "what is no field: a secret is never shown, but told"
twice '<VMPIN>5729</VMPIN>' '<VMPIN>5729</VMPIN><VMPIN>73190246</VMPIN>'
found value-repeated "VMPIN: there more than once in this user (line $line of the database), $behind"
expect_lacks out 73190246
finish

begin "properties: a field's, and others"
twice '<Value>Xy62c88679f3</Value>
                        </DNProperty>' '<Value>Xy62c88679f3</Value>
                        </DNProperty><DNProperty><Name>MOBILENUMBER</Name><Value>15550100777</Value></DNProperty><DNProperty><Name>ALLOW_LAN_ONLY</Name></DNProperty><DNProperty><Name>ALLOW_LAN_ONLY</Name></DNProperty>'
run check odd.zip --all -q
expect_line out "warning: extension 202 (Siobhán O’Brien): Mobile Number stands more than once in this user (line $line of the database), $behind [value-repeated]"
expect_line out "warning: extension 202 (Siobhán O’Brien): ALLOW_LAN_ONLY: there more than once in this user (line $line of the database), $behind [value-repeated]"
unedited "twice" --mobile 15550100998
finish

begin "no plain value: each refusal of an edit is told before"
twice '<FirstName>Siobhán</FirstName>' '<FirstName>Siobhán<!-- nee --></FirstName>'
found value-not-editable "First Name has elements or comments where a value belongs (line $line of the database)"
unedited "elements or comments" --first-name Ann
twice '<Number>202</Number>' '<Number>202</Number><Properties></Properties>'
found value-not-editable "two Properties are in this user (line $line of the database), so none of them can be edited"
unedited "two Properties" --mobile 15550100998
finish

begin "five users are named, and --code finds them all"
ask alter pbx.zip odd.zip --sub '<VMEnabled>' '<VMEnabled>True</VMEnabled><VMEnabled>'
run check odd.zip --code value-repeated --json
expect_json 'len(d["Findings"]) > 5'
run check odd.zip 200 --code value-repeated --json
expect_json 'len(d["Findings"]) == 1'
finish

begin "an extension within another one"
twice '<FirstName>Siobhán</FirstName>' '<FirstName>Siobhán</FirstName><Extension ><FirstName>Eve</FirstName><Number>300</Number></Extension>'
found user-nested "another Extension lies within this user (line $line of the database); it is not listed here"
run list odd.zip --numbers
expect_lacks out 300
finish
