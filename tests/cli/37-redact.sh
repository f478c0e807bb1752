# A copy that may be shown: nothing of the backup's people and secrets is in it,
# and it is still the same system.  The judge is leaks.py, in Python.

redact() {
    rm -f copy.zip
    run redact "$@" -o copy.zip
    expect_status 0
}

# no_leaks OLD NEW OPTION...
no_leaks() {
    check
    ask leaks "$@" || fail "$(head -c 2000 "$RUN/asked")"
}

for shape in v20 mixed v14 v16 v18 odd mini; do
    begin "the system as version $shape"
    fixture plain "$shape"
    redact pbx.zip
    no_leaks pbx.zip copy.zip
    # What check says of people is said of the copy, too, but for how their
    # names are spelt.
    run check pbx.zip --json
    cp "$RUN/out" before
    run check copy.zip --json
    check
    python3 - before "$RUN/out" << 'P' || fail "other findings"
import json, sys
one, two = (json.load(open(p)) for p in sys.argv[1:])
def codes(d):
    return sorted((f["Code"], f["Number"] or "") for f in d["Findings"]
                  if f["Code"] not in ("archive-redacted", "name-not-nfc"))
sys.exit(codes(one) != codes(two))
P
    finish
done

for shape in infozip bsdtar stream sevenzip dotnet; do
    begin "packed by $shape"
    fixture "$shape" v20
    redact pbx.zip
    no_leaks pbx.zip copy.zip
    ok unzip -tq copy.zip
    ok bsdtar -tf copy.zip
    finish
done

begin "random backups full of secrets"
seeds=(1 2)
[ -z "${THOROUGH:-}" ] || seeds=(1 2 3 4)
for seed in "${seeds[@]}"; do
    fixture plain "$([ $((seed % 2)) = 0 ] && echo v20 || echo mixed)"
    rm -f full.zip
    check
    # In a process of its own: what is planted is counted there.
    "$LIB/random_secrets.py" pbx.zip full.zip $seed planted ||
        fail "random_secrets.py"
    redact full.zip
    no_leaks full.zip copy.zip --planted planted
    redact full.zip --keep-names
    no_leaks full.zip copy.zip --names --planted planted
done
check
[ "$(wc -l < planted)" -gt 50 ] || fail "$(wc -l < planted) secrets planted"
finish

begin "a judge that can fail"
fixture plain v20
check
ask leaks pbx.zip pbx.zip && fail "the backup passes for its own copy"
redact pbx.zip --keep-names
check
ask leaks pbx.zip copy.zip && fail "names are not found"
echo "Sesame 42, open" > sesame
redact pbx.zip
no_leaks pbx.zip copy.zip --planted sesame
for lead in '' x xy; do
    redact pbx.zip
    printf '%sSesame 42, open, at once' "$lead" | base64 > note
    mkdir -p redacted && mv note redacted/note
    zip -q copy.zip redacted/note
    check
    ask leaks pbx.zip copy.zip --planted sesame && fail "base64 is not read"
done
redact pbx.zip --keep-names
expect_has err 'warning: copy.zip: the names of people are the real ones'
finish

begin "marked: info, check and the comment say it, and no command edits it"
redact pbx.zip
expect_mode copy.zip 600
run info copy.zip --json
expect_json 'd["Mark"] == "redacted" and d["Users"] == 16'
run check copy.zip --json
expect_status 1
expect_json '[f["Code"] for f in d["Findings"]
    if f["Severity"] == "error"] == ["archive-redacted"]'
check
unzip -z copy.zip | grep -q 'NOT A BACKUP' || fail "no archive comment"
refuse 3 set copy.zip 200 --last-name Newman -o new.zip -- 'never be restored'
refuse 3 set copy.zip 200 --last-name Newman -o new.zip --force -- \
    'edit the backup that it was made from'
expect_absent new.zip
# Each mark is enough: without the comment, and without the folder too.
printf '\n' | zip -q -z copy.zip
run info copy.zip --json
expect_json 'd["Mark"] == "redacted"'
mkdir out && (cd out && unzip -q ../copy.zip && cd redacted &&
    zip -q ../../bare.zip redactedDb.xml)
run info bare.zip --json
expect_json 'd["Mark"] == "redacted" and d["Database"] == "redactedDb.xml"'
refuse 3 set bare.zip 200 --last-name Newman -o new.zip -- 'never be restored'
finish

begin "favourites of what is no usual extension are still favourites"
fixture plain v20
"$LIB/alter.py" pbx.zip odd.zip --sub ___FAVORITES___200 \
    ___FAVORITES___martin.alder || fail "alter.py"
redact odd.zip
no_leaks odd.zip copy.zip
run groups copy.zip --all
expect_has out ___FAVORITES___DN
finish

begin "references resolve, people are the same people everywhere"
fixture plain v20
redact pbx.zip
run list copy.zip 200 --json
expect_json '[d[0][k] for k in ("FirstName", "LastName", "EmailAddress",
    "MobileNumber", "OutboundCallerID", "Phones")] == ["First2", "Last1",
    "first2.last1@domain1.example", "+55500000003", "55500000003", 2]'
expect_json 'd[0]["Avatar"] == "redacted/ProfilePictures/200.png"'
run refs copy.zip 200
for line in 'queue 801 "Queue 1"' 'ring group 800 "Ring group 1"' \
    'group GRP0001 "Group 1"' 'External: mobile number' \
    'phone book entry "First2 Last1"' 'CLICKTOCALL_NAME: name' \
    'licence' 'mapping table'; do
    expect_has out "$line"
done
run groups copy.zip
expect_has out 'Group 1  GRP0001'
run avatar get copy.zip 200 -o 200.png
expect_status 0
finish

begin "the list of what was done"
run redact pbx.zip --json
expect_status 0
expect_json 'd["Output"] is None'
expect_json '{"Action": "removed", "What": "element", "Name": "VMPIN",
    "Count": 16} in d["Redacted"]'
expect_json '{"Action": "removed", "What": "members", "Name": "recordings/",
    "Count": 2} in d["Redacted"]'
expect_json '{"Action": "replaced", "What": "members",
    "Name": "ProfilePictures/", "Count": 5} in d["Redacted"]'
expect_json 'all(set(i) == {"Action", "What", "Name", "Count"}
    for i in d["Redacted"])'
run redact pbx.zip
expect_has err 'nothing was written'
expect_has err 'cxbak redact pbx.zip -o OUT'
expect_has out 'SERVICES_ACCESS_PASSWORD'
# Entries of folders are none of the members that go.
mkdir tree && (cd tree && unzip -q ../pbx.zip && zip -q -r ../folders.zip .)
unzip -Z1 folders.zip | grep -q '^recordings/$' || fail "no folder entries"
run redact folders.zip --json
expect_json '{"Action": "removed", "What": "members", "Name": "recordings/",
    "Count": 2} in d["Redacted"]'
expect_json 'not any(i["Action"] == "removed" and
    i["Name"] in ("ProfilePictures/", "OtherSettings/") and
    i["What"] == "members" for i in d["Redacted"])'
rm -rf tree folders.zip
# Things that are only numbered are one line.
"$LIB/alter.py" pbx.zip many.zip --sub '<TenantProperty>' "$(printf \
    '<TenantProperty><Name>BILL_%04d</Name><Value>x</Value></TenantProperty>' \
    1 2 3)<TenantProperty>" > /dev/null || fail "alter.py"
run redact many.zip --json
expect_json '{"Action": "removed", "What": "property", "Name": "BILL_*",
    "Count": 6} in d["Redacted"]'
run redact pbx.zip
# It tells names of things, and no value.
python3 - << 'P' > values
import re, zipfile
z = zipfile.ZipFile("pbx.zip")
text = z.read(next(n for n in z.namelist() if n.endswith("Db.xml"))).decode()
print(*re.findall("<(?:AuthPassword|VMPIN|LastName|EmailAddress)>([^<]+)",
                  text), sep="\n")
P
while read -r value; do expect_lacks out "$value"; done < values
finish

begin "the same backup gives the same copy"
redact pbx.zip
mv copy.zip one.zip
redact pbx.zip
expect_same one.zip copy.zip
finish

begin "outputs: never over the backup, over a file only with --force"
refuse 7 redact pbx.zip -o copy.zip -- 'exists'
redact pbx.zip --force
refuse 7 redact pbx.zip -o pbx.zip --force -- 'pbx.zip'
ln pbx.zip link.zip
refuse 7 redact pbx.zip -o link.zip --force -- 'link.zip'
finish

begin "an encrypted backup: with the password; the copy has none"
printf 'Sesame 42\n' > right
for kind in aes256 zipcrypt; do
    rm -rf tree
    mkdir tree
    (cd tree && unzip -q ../pbx.zip && bsdtar --format zip --options \
        "zip:encryption=$kind" --passphrase "Sesame 42" -cf "../$kind.zip" -- *)
    rm -f copy.zip
    refuse 6 redact $kind.zip -o copy.zip -- password
    expect_absent copy.zip
    redact $kind.zip --password-file right
    no_leaks pbx.zip copy.zip
    run info copy.zip --json
    expect_json 'd["Encrypted"] is False and d["Users"] == 16'
done
finish

begin "what cannot be read is refused, and leaves no copy"
head -c 9000 pbx.zip > short.zip
rm -f copy.zip
refuse 3 redact short.zip -o copy.zip -- 'short.zip'
expect_absent copy.zip
finish

# More than 10,000 users must have some bytes each; what goes from them must
# not make a copy that nobody can read.
begin "of very many users, from whom most goes: it can be read"
"$LIB/odd_database.py" same 12000 many.zip || fail "odd_database.py"
rm -f copy.zip
redact many.zip
expect_status 0
run info copy.zip --json
expect_json 'd["Users"] == 12001'
run list copy.zip --numbers
expect_status 0
check
[ "$(sort -u "$RUN/out" | tr '\n' ' ')" = "200 201 " ] || fail "other numbers"
check
unzip -p copy.zip '*Db.xml' | xmllint --noout --huge - || fail "no XML"
finish

begin "two users stay two, however their names and addresses are spelt"
python3 - <<'P'
import zipfile
users = [("200", "Jürgen", "Müller", "müller@example.com"),
         ("201", "Juergen", "Mueller", "mueller@example.com"),
         ("202", "Ann", "O'Neill", "o'neill@example.com"),
         ("203", "Ann", "ONeill", "oneill@example.com"),
         ("204", "Code", "C++", "a!b@example.com"),
         ("205", "Code", "C#", "ab@example.com"),
         ("206", "Zoë", "Weber", "zoe.weber@example.com"),
         ("207", "MARTIN", "Alder", "Alder.M@example.com"),
         ("208", "Martin", "ALDER", "alder.m@EXAMPLE.com")]
text = "<PhoneSystem><header><version>18.0.9.20</version></header><Tenants><Tenant><DN>"
for number, first, last, email in users:
    text += (f"<Extension><EmailAddress>{email}</EmailAddress><FirstName>{first}"
             f"</FirstName><LastName>{last}</LastName><Number>{number}</Number>"
             f"<Properties><DNProperty><Name>CLICKTOCALL_NAME</Name><Type>String"
             f"</Type><Value>{(first + last).lower()}</Value></DNProperty>"
             f"</Properties></Extension>")
with zipfile.ZipFile("alike.zip", "w") as z:
    z.writestr("1Db.xml", text + "</DN></Tenant></Tenants></PhoneSystem>")
P
redact alike.zip
for file in alike copy; do
    run check $file.zip --json
    python3 - "$RUN/out" <<'P' > $file.codes
import json, sys
print(*sorted((f["Code"], f["Number"] or "") for f in json.load(open(sys.argv[1]))
    ["Findings"] if f["Code"] in ("name-shared", "email-shared")), sep="\n")
P
done
expect_same alike.codes copy.codes
check
[ "$(cat copy.codes | tr -d "'(),\n")" = "email-shared 207email-shared 208name-shared 207name-shared 208" ] ||
    fail "$(cat copy.codes)"
# An address is still of its person, and a name in one word, too.
run list copy.zip --json
expect_json 'd[0]["EmailAddress"].split("@")[0] == d[0]["LastName"].lower()'
expect_json 'd[1]["EmailAddress"].split("@")[0] == d[1]["LastName"].lower()'
expect_json '(d[6]["EmailAddress"].split("@")[0] ==
    (d[6]["FirstName"] + "." + d[6]["LastName"]).lower())'
unzip -p copy.zip '*Db.xml' | python3 -c '
import sys, xml.etree.ElementTree as x
for e in x.parse(sys.stdin).iter("Extension"):
    print(e.findtext("Number"), e.find(".//Value").text.lower() ==
          (e.findtext("FirstName") + e.findtext("LastName")).lower())' > "$RUN/out"
expect_has out "200 True"
expect_has out "201 True"
finish

# setting XML [MORE]: a backup with that within, and more before its tenant.
setting() {
    python3 - "$@" <<'P'
import sys, zipfile
with zipfile.ZipFile("one.zip", "w") as z:
    z.writestr("1Db.xml", "<PhoneSystem><header><version>18.0.9.20</version>"
        "</header>" + "".join(sys.argv[2:]) + "<Tenants><Tenant>" + sys.argv[1] +
        "</Tenant></Tenants></PhoneSystem>")
P
}

begin "with names kept, what stands as a name and is none does not stay"
entry() {
    setting "<PhoneBookEntries><PhoneBookEntry><LastName>$1</LastName>\
<PhoneNumber>+15550100200</PhoneNumber></PhoneBookEntry></PhoneBookEntries>\
<Properties><TenantProperty><Name>COMPANY_NAME</Name><Value>$1</Value>\
</TenantProperty></Properties><DN><Extension><FirstName>$1</FirstName>\
<Number>200</Number></Extension></DN>"
    redact one.zip --keep-names
    unzip -p copy.zip '*Db.xml' > "$RUN/out"
}
for text in '+1 555 010 0200' 0155501002 '(555) 010-0200' ann@example.com \
    '{"pw":"Sesame"}' '&lt;b>Sesame' 'pw=Sesame' 'Ann 555-0100200' \
    https://example.com/Sesame; do
    entry "$text"
    expect_lacks out "$text"
    expect_lacks out Sesame
    expect_lacks out 0100200
done
entry '+1 555 010 0200'
check
[ "$(grep -o '>[+0-9 ]*555[0-9 ]*<' "$RUN/out" | tr -d ' ' | sort -u | wc -l)" = 1 ] ||
    fail "the number in place of the name is not that of the entry"
for text in "Ann O'Neill" "C++ & Co. (24/7)" "Team 2024" "Ludwig XIV., jr."; do
    entry "${text//&/&amp;}"
    expect_has out "${text//&/&amp;}"
done
finish

begin "numbers that look like codes, dates or settings"
for text in 555,010,7341 '555;010;73;41' '06,12,34,56,78'; do
    setting "<Properties><TenantProperty><Name>DID</Name><Value>$text</Value>\
</TenantProperty></Properties>"
    redact one.zip
    unzip -p copy.zip '*Db.xml' > "$RUN/out"
    expect_has out DID
    expect_lacks out "${text%[,;]*}"
done
setting "<Properties><TenantProperty><Name>PINPROTECTED</Name><Value>73411</Value>\
</TenantProperty><TenantProperty><Name>USETUNNEL</Name><Value>1</Value>\
</TenantProperty></Properties><Hours><Range Day=\"Monday\" \
From=\"06 12 34 56 78\" To=\"10.0.48.9\"/></Hours><DN><ExternalLine>\
<Number>10001</Number></ExternalLine></DN>" "<Gateways><VoipProvider><Lines>\
<Line Number=\"555734\"/><Line Number=\"10001\"/></Lines></VoipProvider></Gateways>"
redact one.zip
unzip -p copy.zip '*Db.xml' > "$RUN/out"
for text in 73411 555734 '12 34' 10.0.48; do
    expect_lacks out "$text"
done
expect_has out USETUNNEL
check
[ "$(grep -o 10001 "$RUN/out" | wc -l)" = 2 ] || fail "the line is not that of its DN"
finish
