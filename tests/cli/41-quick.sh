# A large database is read in a quick way; what that cannot read is refused, or
# read, just as in a small one.
"$LIB/make_big.py" big.zip --users 300 --recordings 1 --size 1000
python3 - <<'EOF'
import copy, zipfile
with zipfile.ZipFile("big.zip") as a:
    name = next(n for n in a.namelist() if n.endswith("Db.xml"))
    for out, old, new in (
            ("cut.zip", b"</PhoneSystem>", b""),
            ("half.zip", b"<LastName>", b"<LastName"),
            ("twice.zip", b"</PhoneSystem>", b"</PhoneSystem><a/>"),
            ("other.zip", b"PhoneSystem>", b"PhoneBook>"),
            ("names.zip", b"<PhoneSystem", b'<PhoneSystem xmlns:a="b"')):
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as b:
            for m in a.infolist():
                data = a.read(m)
                if m.filename == name:
                    assert len(data) > 2000000 and old in data
                    data = data.replace(old, new)
                b.writestr(copy.copy(m), data)
EOF
run list cut.zip
expect_status 3
expect_has err "malformed XML: "
expect_has err "(rule R10)"
# It ends in the middle of a user.
run list half.zip
expect_status 3
expect_has err "malformed XML: "
run list twice.zip
expect_status 3
expect_has err "malformed XML: there is something behind the end"
run list other.zip
expect_status 3
expect_has err "the root element is <PhoneBook>, not <PhoneSystem>"
run list big.zip
expect_status 0
cp "$RUN/out" plain
run list names.zip
expect_status 0
cmp "$RUN/out" plain || fail "namespaces make another list"
run set names.zip 200 --first-name Noelle -o new.zip
expect_status 0
judge names.zip new.zip --quick --edit 200:FirstName=Noelle

# One processor or more: the same findings in the same order, and the same
# bytes.
edit=(set big.zip --where 'email=user*' --first-name Noelle --last-name Newman
    --json --force -o new.zip)
run "${edit[@]}"
expect_status 0
cp "$RUN/out" all.json
mv new.zip all.zip
check
taskset -c 0 "$CXBAK" "${edit[@]}" > one.json 2> "$RUN/err" ||
    fail "on one processor"
expect_same one.json all.json
expect_same new.zip all.zip
check
python3 - <<'EOF'
import json
found = json.load(open("all.json"))["Findings"]
left = [f["Number"] for f in found if f["Code"] == "leftover-values"]
assert len(left) == 300 and left == sorted(left), left
EOF

# If no value is gone, only users that change are looked at: the same is found.
python3 - <<'EOF'
import copy, re, zipfile
with zipfile.ZipFile("big.zip") as a, zipfile.ZipFile(
        "synced.zip", "w", zipfile.ZIP_DEFLATED) as b:
    for m in a.infolist():
        data = a.read(m)
        if m.filename.endswith("Db.xml"):
            users = re.split(rb"(?=<Extension>)", data)
            for i in range(7, len(users), 10):
                users[i] = users[i].replace(b">ALLOW_LAN_ONLY<", b">LDAP_USER<")
            data = b"".join(users)
            assert data.count(b">LDAP_USER<") > 20
        b.writestr(copy.copy(m), data)
EOF
edit=(set synced.zip "20000-20009,20150-20159,20290-20299" --caller-id
    15550100222 --json --force)
run "${edit[@]}"
expect_status 0
cp "$RUN/out" all.json
check
taskset -c 0 "$CXBAK" "${edit[@]}" > one.json 2> "$RUN/err" ||
    fail "on one processor"
expect_same one.json all.json
check
python3 - <<'EOF'
import json
codes = [f["Code"] for f in json.load(open("all.json"))["Findings"]]
assert codes.count("sync-overwrites") == 3, codes
EOF
