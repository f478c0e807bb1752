# No command prints a value that is not known to be harmless, whatever the
# property or element is called.

fixture plain v20
cat > plant.py <<'P'
import re, sys, zipfile
PROPERTIES = """SERVICES_ACCESS_HASH QUICKMEETING_KEY QUICKMEETING_OPENLINK
    WEBSERVERPASS CDM_EX_PASS PROVLINK PASSPHRASE MY_PASS SIP_PASS API_KEY
    PRIVATE_KEY SRTP_KEY AUTHKEY CREDENTIALS HASH MFA_SEED COOKIE PROVFILE
    EXTGUID mailServerPassword InventedYesterday X""".split()
ELEMENTS = ["PrivateKey", "SIPPASS", "InventedToday"]

with zipfile.ZipFile(sys.argv[1]) as z:
    members = {i.filename: z.read(i) for i in z.infolist()}
name = next(n for n in members if n.endswith("Db.xml"))
text = members[name].decode()

# Into the extension 200: elements first in it, properties first in theirs.
number = text.index("<Number>200</Number>")
start = text.rindex("<Extension>", 0, number) + len("<Extension>")
end = text.index("</Extension>", number)
one = text[start:end].replace("<DNProperty>", "".join(
    f"<DNProperty><Name>{n}</Name><Value>hunter2 {i}</Value></DNProperty>"
    for i, n in enumerate(PROPERTIES)) + "<DNProperty>", 1)
one = "".join(f"<{n}>hunter2 {n}</{n}>" for n in ELEMENTS) + one
text = text[:start] + one + text[end:]

# The secrets that are there already, everywhere.
text = re.sub("<(AuthPassword|VMPIN)>[^<]*", r"<\1>hunter2 a", text)
text = re.sub("<Value>[^<]*(</Value>\\s*<Name>[A-Z_]*(PASSWORD|TEMPLATEINFO))",
              r"<Value>hunter2 b\1", text)
members[name] = text.encode()
with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as z:
    for n, data in members.items():
        z.writestr(n, data)
print(*PROPERTIES, *ELEMENTS)
P
planted=$(python3 plant.py pbx.zip full.zip)
check
[ "$(echo "$planted" | wc -w)" = 25 ] || fail "planted: $planted"

begin "show"
run show full.zip 200
expect_status 0
expect_lacks out hunter2
for name in $planted; do
    check
    grep -qE "^ *$name +set\$" "$RUN/out" || { fail "$name is not told"; said; }
done
expect_has out ALLOW_LAN_ONLY
finish

begin "show --json"
run show full.zip 200 --json
expect_status 0
expect_lacks out hunter2
for name in $planted; do
    expect_json "{'Name': '$name', 'Set': True} in \
        d[0]['Settings'] + d[0]['Properties']"
done
expect_json "{'Name': 'ALLOW_LAN_ONLY', 'Value': '1'} in d[0]['Properties']"
finish

begin "all other commands"
for words in "info" "list" "check" "check --all" "check --json" "list --json" \
    "export" "export --for=3cx" "export --for=excel" \
    "set 200 --first-name Noelle --last-name Navarro -v" \
    "set 200 --first-name Noelle -o new.zip" "set 200 --clear mobile --json" \
    "set 200 --first-name Noelle --plan p.json"; do
    # shellcheck disable=SC2086
    set -- $words
    run "$1" full.zip "${@:2}"
    expect_any 0 1
    expect_lacks out hunter2
    expect_lacks err hunter2
done
check
! grep hunter2 p.json || fail "the plan holds a secret"
run verify new.zip --against full.zip
expect_lacks out hunter2
# Even when it is a secret that differs.
"$LIB/alter.py" full.zip other.zip --sub "hunter2 3" "hunter2 changed"
run verify other.zip --against full.zip
expect_status 1
expect_lacks out hunter2
expect_lacks err hunter2
run diff full.zip other.zip --json
expect_status 1
expect_lacks out hunter2
# A malformed database is refused without a word of it.
"$LIB/alter.py" full.zip other.zip --sub "hunter2 3" "&hunter2;"
run list other.zip
expect_status 3
expect_lacks err hunter2
expect_has err "malformed XML: an entity"
finish

begin "a long value is cut between characters"
long=$(printf 'ü%.0s' {1..150})
"$LIB/alter.py" pbx.zip long.zip --sub "<AuthID>200<" "<AuthID>a$long<"
run show long.zip 200
expect_status 0
check
iconv -f UTF-8 -t UTF-8 "$RUN/out" > /dev/null || fail "no UTF-8"
expect_has out "üü... (301 bytes)"
expect_lacks out "\\x"
finish
