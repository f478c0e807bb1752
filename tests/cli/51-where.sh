# --where on every field that there is.

fixture plain v20

chosen() {
    run list pbx.zip --where "$1" --columns number --json
    expect_status 0
    expect_json "' '.join(u['Number'] for u in d) == '$2'"
}

begin "each field"
chosen 'number=22?' '220 221 222'
chosen 'first=PRIYA' '210 211'
chosen 'First Name=chlo*' '222'
chosen 'last=*berg' '230'
chosen 'email=*+*' '203'
chosen 'E-mail=[m-n]*' '200 205'
chosen 'mobile=+49*' '201'
chosen 'MobileNumber=' '100 202 207 211 220 221 222'
chosen 'callerid=1555*' '100 200 202 205 210'
chosen 'enabled=false' '230'
chosen 'Enabled=T*' \
    '100 200 201 202 203 204 205 206 207 210 211 212 220 221 222'
chosen 'phones=2' '200'
chosen 'phones=0' '212 221 230'
finish

begin "pictures, by the name that list shows or that of the member"
chosen 'avatar=?*' '200 201 205 210'
chosen 'avatar=200.png' '200'
chosen 'avatar=ProfilePictures/20*' '200 201 205'
chosen 'avatar=' '100 202 203 204 206 207 211 212 220 221 222 230'
finish

begin "all of several must hold, also with extensions"
run list pbx.zip 200-211 --where 'email=*@example.com' --where 'mobile=?*' \
    --where 'avatar=' --columns number --json
expect_status 0
expect_json '[u["Number"] for u in d] == ["203", "204", "206"]'
finish

begin "a set of them is changed"
run set pbx.zip --where enabled=false --where 'avatar=' --last-name X --json
expect_status 0
expect_json '[c["Number"] for c in d["Changes"]] == ["230"]'
finish

begin "nobody, no field, no condition"
refuse 4 list pbx.zip --where 'first=nobody' -- "none of the 16 users"
refuse 2 list pbx.zip --where 'frist=x' -- 'did you mean "first"'
refuse 2 list pbx.zip --where 'shoe size=44' -- "number, first, last"
refuse 2 list pbx.zip --where 'first' -- FIELD=GLOB
finish
