# verify: proves that only user fields differ, and says what else does.

fixture bsdtar v18
run set pbx.zip 200 --first-name Noelle --mobile 15550100111 -o new.zip
expect_status 0

run verify new.zip --against pbx.zip
expect_status 0
cat "$RUN/out" "$RUN/err" > "$RUN/both"
expect_has both Noelle
run verify pbx.zip --against pbx.zip
expect_status 0

# Anything that is no user's field or picture fails: one piece at a time.
tamper() {
    begin "tampered: $1"
    python3 - "$LIB" "$2" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import archive, tree
members = tree.members("v18")
exec(sys.argv[2])
archive.pack("bsdtar", members, "bad.zip")
P
    run verify bad.zip --against pbx.zip
    expect_status 1
    cat "$RUN/out" "$RUN/err" > "$RUN/both"
    expect_has both "$3"
    finish
}
xml='i = next(i for i, m in enumerate(members) if m[0].endswith("Db.xml"))
n, d = members[i]
def put(a, b):
    assert a in d
    members[i] = (n, d.replace(a, b, 1))
'
tamper "fax address" "$xml
put(b'fax@example.com', b'fix@example.com')" Db.xml
tamper "password" "$xml
put(b'<VMPIN>', b'<VMPIN>1')" Db.xml
tamper "a blank" "$xml
put(b'</header>', b'</header> ')" Db.xml
tamper "group" "$xml
put(b'Sales &amp; Service', b'Sales')" Db.xml
tamper "a recording" 'k = [i for i, m in enumerate(members) if m[0].endswith(".wav")][0]
members[k] = (members[k][0], members[k][1] + b"x")' .wav
tamper "a member gone" 'members = [m for m in members if "Mapping" not in m[0]]' MappingTable
tamper "a member more" 'members.append(("more.txt", b"more"))' more.txt

run verify missing.zip --against pbx.zip
expect_any 3 7

begin "a local header that lies proves nothing, though the other's lies as well"
fixture bsdtar v18 lies.zip
python3 - "$LIB" << 'P'
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
data = bytearray(open("lies.zip", "rb").read())
name = b"ProfilePictures/200.png"
at = [e.offset for e in rawzip.Archive(bytes(data)).entries if e.name == name]
data[at[0] + 30] ^= 1
open("lies.zip", "wb").write(data)
P
for old in lies.zip pbx.zip; do
    refuse 3 verify lies.zip --against $old -- \
        "local header and central record disagree in the name"
done
refuse 3 verify pbx.zip --against lies.zip -- "lies.zip: file"
finish
