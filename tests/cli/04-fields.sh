# fields: every row of the table is a column, a condition, an order and a key
# of JSON, wherever its value lives; one that can only be read stays as it is.

fixture plain v20
"$LIB/alter.py" pbx.zip rows.zip \
    --sub '<Number>200</Number>' '<Number>200</Number><SIPID>sip-200</SIPID>' \
    --sub '<Number>201</Number>' '<SIPID>sip-201</SIPID><Number>201</Number>' \
    --sub '<Number>202</Number>' \
    '<ContactImage>/ProfilePictures/202.png</ContactImage><Number>202</Number>' \
    --sub '<Name>Sales &amp; Service</Name>' \
    '<Name>Sales &amp; Service</Name><SIPID>no-user</SIPID><Properties><DNProperty><Name>DID</Name><Value>15550100999</Value></DNProperty></Properties>'
python3 - rows.zip did.zip <<'P' || fail "no DID was put in"
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z, zipfile.ZipFile(sys.argv[2], "w") as to:
    for info in z.infolist():
        data = z.read(info)
        if info.filename.endswith("Db.xml"):
            head, user = data.split(b"<Number>200</Number>")
            end = user.index(b"</Properties>")
            user = user[:end] + b"<DNProperty><Name>DID</Name>" \
                b"<Value>15550100200,15550100211</Value></DNProperty>" + user[end:]
            data = head + b"<Number>200</Number>" + user
        to.writestr(info.filename, data)
P

begin "an element in one row"
run list did.zip --columns number,sipid --json
expect_status 0
expect_json '{u["Number"]: u["SIPID"] for u in d if u["SIPID"]} == {
    "200": "sip-200", "201": "sip-201"}'
run list did.zip --where 'sipid=SIP-*' --sort sipid --columns 'sip id,number'
expect_status 0
expect_has out 'SIP ID'
expect_has err '2 of 16 users'
run list did.zip --where 'SIPID=no-user'
expect_status 4
finish

begin "a property in one row"
run list did.zip --where 'did=*15550100211*' --columns number,did --json
expect_status 0
expect_json 'd == [{"Number": "200", "DID": "15550100200,15550100211"}]'
run list did.zip --sort did --json
expect_status 0
expect_json 'd[-1]["Number"] == "200" and len(d) == 16'
run list did.zip --where 'did=*999*'
expect_status 4
finish

begin "the last rows too"
run list did.zip --json -c sipid,did,contactimage,enabled,phones,avatar,number
expect_status 0
expect_json '[u for u in d if u["Number"] == "202"] == [{"SIPID": "", "DID": "",
    "ContactImage": "/ProfilePictures/202.png", "Enabled": True, "Phones": 1,
    "Avatar": None, "Number": "202"}]'
finish

begin "show"
run show did.zip 200
expect_status 0
expect_has out 'sip-200'
expect_has out '15550100200,15550100211'
check
[ "$(grep -c 'sip-200' "$RUN/out")" = 1 ] || fail "the SIP ID stands twice"
run show did.zip 200 --json
expect_json 'all((d[0]["SIPID"] == "sip-200", d[0]["ContactImage"] == "/ProfilePictures/200.png",
    d[0]["DID"] == "15550100200,15550100211",
    {"Name": "SIPID", "Value": "sip-200"} in d[0]["Settings"]))'
run show did.zip 203
expect_lacks out 'SIP ID'
finish

begin "in templates"
run set did.zip 200 --first-name '{sipid}' --json
expect_status 0
expect_has out '"sip-200"'
finish

begin "read only"
refuse 2 set did.zip 200 --sipid x -- sipid
refuse 2 set did.zip 200 --clear sipid -- 'first, last, email'
refuse 2 set did.zip 200 --clear contactimage -- 'first, last, email'
printf 'Number,SIPID,DID,FirstName\n200,x,y,Noelle\n' > in.csv
run import did.zip in.csv -o new.zip
expect_status 0
expect_has err 'SIPID, DID'
run list new.zip 200 -c first,sipid,did --json
expect_json 'd == [{"FirstName": "Noelle", "SIPID": "sip-200",
    "DID": "15550100200,15550100211"}]'
refuse 2 import did.zip in.csv --map SIPID=sipid -- 'number, first-name'
finish

begin "what cannot be edited is the rest of the database"
"$LIB/alter.py" did.zip other.zip --sub sip-200 sip-2OO
run diff did.zip other.zip
expect_has out "outside of users' fields"
run verify other.zip --against did.zip
expect_status 1
finish

# The lists of words in the manual are those of the table.
begin "words"
PYTHONDONTWRITEBYTECODE=1 "$TOP/src/cli/man/make.py" "$CXBAK" "June 1, 2026" man > "$RUN/out" 2>&1 ||
    fail "$(cat "$RUN/out")"
run list pbx.zip -c 'shoe size'
expect_status 2
words=$(sed -n 's/.*"shoe size": //p' "$RUN/err" | tr -d ,)
check
[ "$(wc -w <<< "$words")" -ge 9 ] || fail "few words: $words"
for word in $words; do
    check
    sed -n '/^\.Sh NAMES OF FIELDS/,/^\.Sh TEMPLATES/p' man/man1/cxbak.1 |
        grep -qxF ".It Cm $word" || fail "the manual lacks $word"
done
for word in $("$CXBAK" help set | grep -o '{[a-z.]*}'); do
    check
    grep -qF "$word" man/man1/cxbak.1 || fail "the manual lacks $word"
done
run completion bash -- list pbx.zip --sort ''
for word in $words; do
    check
    grep -q "^$word	" "$RUN/out" || fail "no completion of $word"
done
finish
