# An extension changes hands as one command, and two people change places.

fixture plain v20

begin "handover takes all that is the person's"
run handover pbx.zip 200 --first-name Noelle --last-name Newman --email noelle@example.com
expect_status 0
expect_has out "+15550100200 -> (empty)"
expect_has out "a picture of 194 B, PNG 48 x 48, ProfilePictures/200.png -> (empty)"
expect_has out "still to be done:"
expect_has out '200: another person gets the extension: caller ID 15550100200 is still that of "Martin Alder"'
expect_has out "set or clear it by the same edit"
expect_has out 'voicemail PIN, web password and meeting link are still those of "Martin Alder"'
expect_has out "- Give the extension a new password and voicemail PIN, and what else"
expect_lacks out "avatar here"
expect_has out "    200: the old name \"Martin\" is still in the queue 801"
# The list is told once.
expect_lacks err "leftover-"
run handover pbx.zip 200 --first-name Noelle --last-name Newman --email noelle@example.com -q -o new.zip
expect_status 0
expect_has out "still to be done:"
judge pbx.zip new.zip --edit 200:FirstName=Noelle --edit 200:LastName=Newman \
    --edit 200:EmailAddress=noelle@example.com --edit 200:MobileNumber= \
    --removed ProfilePictures/200.png
run list new.zip 200 --json
expect_json 'd[0]["Avatar"] is None and d[0]["MobileNumber"] == ""'
finish

begin "what is given or kept stays"
run avatar get pbx.zip 201 -o face.png
run handover pbx.zip 200 --first-name Noelle --last-name Newman --keep email \
    --mobile +15550100555 --avatar face.png --caller-id 15550100999 --json
expect_status 0
expect_json '[(c["Field"], c["New"]) for c in d["Changes"]][:4] == [
    ("FirstName", "Noelle"), ("LastName", "Newman"),
    ("MobileNumber", "+15550100555"), ("OutboundCallerID", "15550100999")]'
expect_json 'd["Changes"][4]["Field"] == "Avatar" and len(d["Changes"]) == 5'
expect_json 'any(f["Code"] == "leftover-person" for f in d["Findings"])'
run handover pbx.zip 200 --first-name N --last-name M --clear email --keep mobile --keep avatar --json
expect_status 0
expect_json '[c["Field"] for c in d["Changes"]] == ["FirstName", "LastName", "EmailAddress"]'
finish

begin "what is missing is asked for"
run handover pbx.zip 200 --first-name Noelle -o no.zip
expect_status 2
expect_has err "--last-name and --email are missing: give the new person's, or leave what is there with --keep FIELD"
run handover pbx.zip 200 --first-name N --last-name M --email a@example.com --keep email
expect_status 2
expect_has err "--keep email contradicts"
run handover pbx.zip 200 --keep pin
expect_status 2
expect_has err 'there is no field "pin"'
run handover pbx.zip 299 --first-name N --last-name M --keep email
expect_status 4
expect_has err "there is no extension 299"
run handover pbx.zip 200 --first-name N --last-name M --email 'a b@example.com' -o no.zip
expect_status 4
expect_lacks out "still to be done"
expect_absent no.zip
finish

begin "swap"
run swap pbx.zip 200 202
expect_status 0
expect_line out "200  Martin Alder"
expect_line out "202  Siobhán O’Brien"
run swap pbx.zip 200 202 -o swapped.zip
expect_status 0
judge pbx.zip swapped.zip \
    --edit 200:FirstName=Siobhán --edit "200:LastName=O’Brien" \
    --edit 200:EmailAddress=siobhan.obrien@example.com --edit 200:MobileNumber= \
    --edit 202:FirstName=Martin --edit 202:LastName=Alder \
    --edit 202:EmailAddress=martin.alder@example.com --edit 202:MobileNumber=+15550100200 \
    --removed ProfilePictures/200.png --added ProfilePictures/202.png
cmp <(unzip -p pbx.zip ProfilePictures/200.png) \
    <(unzip -p swapped.zip ProfilePictures/202.png) || fail "another picture"
run list swapped.zip 200,202 --json
expect_json '[u["OutboundCallerID"] for u in d] == ["15550100200", "15550100202"]'
run swap swapped.zip 200 202 -o back.zip
expect_status 0
run diff pbx.zip back.zip --json
expect_json 'd["Users"] == []'
run swap pbx.zip 200 202 --with caller-id --json
expect_json '("200", "OutboundCallerID", "15550100202") in [
    (c["Number"], c["Field"], c["New"]) for c in d["Changes"]]'
run swap pbx.zip 200 202 --with pin
expect_status 2
expect_has err '--with: "pin" is not exchanged; caller-id is'
run swap pbx.zip 200 200
expect_status 2
expect_has err "cannot be exchanged with itself"
finish

begin "a picture that goes to a name of the other format is converted"
cjpeg -outfile 201.jpg <(printf 'P6\n2 2\n255\n\377\0\0\0\377\0\0\0\377\377\377\377')
run avatar set pbx.zip 202 201.jpg --raw --avatar-path 'ProfilePictures/{number}.jpg' -o mixed.zip
expect_status 0
run swap mixed.zip 200 202 -o swapped.zip --force
expect_status 0
expect_has err "ProfilePictures/202.jpg becomes a PNG, as the name of the other picture asks for"
run avatar show swapped.zip 200 --json
expect_json 'd["Format"] == "PNG" and d["Width"] == 2 and d["Problem"] is None'
run avatar show swapped.zip 202 --json
expect_json 'd["Format"] == "JPEG" and d["Problem"] is None'
finish
