# One field at a time: set, cleared, put in where it was absent, taken out.

edit() {
    local xml=$1 number=$2 option=$3 field=$4 value=$5
    begin "$xml $number $option ${value:-cleared}"
    fixture bsdtar "$xml"
    rm -f new.zip
    if [ -n "$value" ]; then
        run set pbx.zip "$number" "--$option" "$value" -o new.zip
    else
        run set pbx.zip "$number" --clear "$option" -o new.zip
    fi
    expect_status 0
    judge pbx.zip new.zip --edit "$number:$field=$value"
    finish
}

for xml in v20 v14 v18 odd mini; do
    # Empty or absent before: 220 has no last name, 212 no address.
    edit "$xml" 220 last-name LastName Room
    edit "$xml" 212 email EmailAddress olu@example.com
    edit "$xml" 221 first-name FirstName 'Åse ]]> & "co"'
    edit "$xml" 202 mobile MobileNumber +15550100202
    edit "$xml" 221 mobile MobileNumber 15550100221
    edit "$xml" 204 caller-id OutboundCallerID 15550100204
    # There before: changed and cleared.
    edit "$xml" 206 mobile MobileNumber 15550100206
    edit "$xml" 206 mobile MobileNumber ''
    edit "$xml" 200 mobile MobileNumber ''
    edit "$xml" 203 email EmailAddress ''
    edit "$xml" 205 first-name FirstName ''
    edit "$xml" 210 caller-id OutboundCallerID ''
    # Cleared although empty: no change at all.
    edit "$xml" 212 email EmailAddress ''
    edit "$xml" 221 mobile MobileNumber ''
done

# Many users at once.
fixture infozip v16
rm -f new.zip
run set pbx.zip 200-203 --caller-id 15550100000 -o new.zip
expect_status 0
judge pbx.zip new.zip --edit 200:OutboundCallerID=15550100000 \
    --edit 201:OutboundCallerID=15550100000 \
    --edit 202:OutboundCallerID=15550100000 \
    --edit 203:OutboundCallerID=15550100000
