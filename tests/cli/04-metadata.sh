# metadata: what it says, where it stands, and that edits leave it alone.

fixture plain v20
alter() { "$LIB/alter.py" pbx.zip bad.zip "$@" || fail "alter.py $*"; }
# made VERSION CONTENT TAIL: a file `metadata` with these.
made() {
    python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import tree
open("metadata", "wb").write(tree.metadata(sys.argv[2],
    int(sys.argv[3], 0), bytes.fromhex(sys.argv[4]).ljust(28, b"\0")))' \
        "$LIB" "$@"
}
# codes CODE...: these findings on metadata, and no others.
codes() {
    run check bad.zip --json
    expect_json 'sorted(f["Code"] for f in d["Findings"]
        if "metadata" in f["Code"]) == sorted("'"$*"'".split())'
}

begin "info"
run info pbx.zip
expect_has out "2024-11-18 02:30:04 UTC, version 20.0.8.1109, holds everything"
run info pbx.zip --json
expect_json 'd["Metadata"] == {"Version": "20.0.8.1109",
    "Date": "2024-11-18 02:30:04 UTC", "Content": "0x7FF",
    "Everything": True, "Plain": True}'
made 16.0.5.611 0x3F ""
alter --put metadata @metadata
run info bad.zip
expect_has out "version 16.0.5.611, holds parts 0x3F"
codes archive-metadata-version
fixture plain v14 old.zip
run info old.zip --json
expect_json 'd["Metadata"] is None'
run info old.zip
expect_line out "Metadata       (not in the backup)"
finish

begin "findings"
cp pbx.zip bad.zip
codes
alter --put metadata "too short"
codes archive-metadata-wrong
run info bad.zip
expect_has out "not understood: it is not 96 bytes long"
for at in 0 35 36; do
    python3 -c 'import sys; b = bytearray(open("metadata", "rb").read())
b[int(sys.argv[1])] ^= 1; open("odd", "wb").write(b)' $at
    alter --put metadata @odd
    codes archive-metadata-wrong
done
alter --damage metadata
codes archive-metadata-wrong
run info bad.zip
expect_status 0
expect_has out "not understood: it cannot be decoded"
alter --drop metadata
codes archive-metadata-missing
alter --move metadata x --move x metadata
codes archive-metadata-place
fixture infozip v20 bad.zip
codes archive-metadata-place
fixture plain v14 bad.zip
codes
finish

begin "a backup that is not plain"
made 20.0.8.1109 0x7FF 00000001
alter --put metadata @metadata
codes archive-metadata-encrypted
run info bad.zip
expect_has out "probably, in a way that is not known"
refuse 3 set bad.zip 200 --last-name N -o new.zip -- \
    "probably encrypted in a way that is not known" --force
expect_absent new.zip
run set bad.zip 200 --last-name N -o new.zip --force
expect_status 0
python3 - <<'END' || fail "metadata is not what it was"
import zipfile
a, b = zipfile.ZipFile("bad.zip"), zipfile.ZipFile("new.zip")
assert a.read("metadata") == b.read("metadata")
END
finish

begin "its bytes and its place"
# A picture is added: behind the last member; metadata stays at offset 38.
python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import tree
open("face.png", "wb").write(tree.png((9, 9, 200)))' "$LIB"
run avatar set pbx.zip 202 face.png -o two.zip
expect_status 0
cmp -n 134 pbx.zip two.zip > cmp.out || fail "the first member differs"
python3 - <<'END' || fail "the new member is not the last one"
import zipfile
z = zipfile.ZipFile("two.zip")
order = sorted(z.infolist(), key=lambda i: i.header_offset)
assert order[0].filename == z.infolist()[0].filename == "metadata"
assert order[-1].filename == z.infolist()[-1].filename == \
    "ProfilePictures/202.png"
assert open("two.zip", "rb").read()[38:134] == z.read("metadata")
END
finish
