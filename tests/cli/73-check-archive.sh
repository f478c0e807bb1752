# check: what the archive itself shows, and --archive.

fixture plain v20
alter() { "$LIB/alter.py" pbx.zip bad.zip "$@" || fail "alter.py $*"; }
# codes CODE...: these are found, besides the sample's own notes.
codes() {
    expect_json '(sorted({f["Code"] for f in d["Findings"]} - {"email-missing",
        "email-shared", "name-not-nfc", "name-shared"}) ==
        sorted("'"$*"'".split()))'
}

begin "a sound archive"
for shape in plain dotnet infozip bsdtar; do
    fixture "$shape" v20 sound.zip
    run check sound.zip --archive --json
    expect_status 0
    # Only programs that pack everything compress `metadata`, too.
    expect_json 'd["Errors"] == 0 and {f["Code"] for f in d["Findings"]
        if f["Severity"] == "warning"} <= {"archive-metadata-place"}'
done
finish

begin "a damaged member"
alter --damage httpprompts/closed.wav
run check bad.zip --json
expect_status 0
codes
run check bad.zip --archive --json
expect_status 1
codes archive-crc
expect_json '("httpprompts/closed.wav" in [f for f in d["Findings"]
    if f["Code"] == "archive-crc"][0]["Message"])'
finish

begin "the mapping table"
alter --drop OtherSettings/MappingTable.xml
run check bad.zip --json
codes archive-mapping-missing
alter --put OtherSettings/MappingTable.xml '<Mappings><DNMappings>'
run check bad.zip --json
codes archive-mapping-unreadable
alter --move OtherSettings/MappingTable.xml 'othersettings\MAPPINGTABLE.XML'
run check bad.zip --json
codes archive-name
finish

begin "the database in a folder"
alter --folder backup
run check bad.zip --json
expect_status 1
codes archive-nested
finish

begin "an unknown version"
alter --sub 20.0.8.1109 21.0.1.0
run check bad.zip --json
expect_status 0
codes archive-version archive-metadata-version
finish

begin "the backup's age"
for day in 11/18/2024 18.11.2024 2024-11-18; do
    alter --sub '11/18/2024 2:30:04 AM' "$day 02:30:04"
    run check bad.zip --json
    codes
done
alter --sub '11/18/2024 2:30:04 AM' '9/30/24 11:00:00 PM'
run check bad.zip --json
codes archive-old
expect_json '("48 days ago" in [f for f in d["Findings"]
    if f["Code"] == "archive-old"][0]["Message"])'
for day in '' yesterday '11/18/2034 2:30:04 AM' '31/31/2024'; do
    alter --sub '11/18/2024 2:30:04 AM' "$day"
    run check bad.zip --json
    codes archive-date
done
finish

begin "an encrypted backup"
mkdir folder
python3 -m zipfile -e pbx.zip folder
( cd folder && 7z a -tzip -pSecret-1 -mem=AES256 ../locked.zip . > "$RUN/other" )
( umask 077; echo Secret-1 > password )
run check locked.zip --archive --password-file password --json
expect_status 0
# 7z sorts the members and compresses them all.
codes archive-encrypted archive-metadata-place
echo wrong > password
refuse 6 check locked.zip --password-file password --
finish

begin "pictures"
alter --drop ProfilePictures/200.png --put ProfilePictures/999.png x \
    --put ProfilePictures/201_b.png "@$TOP/README.md" \
    --put ProfilePictures/205.png "@$TOP/README.md"
run check bad.zip --json
expect_status 1
codes avatar-missing avatar-orphan avatar-several avatar-unreadable
python3 - "$TOP" <<'P'
import sys
sys.path.insert(0, sys.argv[1] + "/tests/lib")
import struct, zlib, tree
def png(w, h):
    rows = b"".join(b"\0" + bytes(3 * w) for _ in range(h))
    return (b"\x89PNG\r\n\x1a\n" + tree.chunk(b"IHDR",
            struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0)) +
            tree.chunk(b"IDAT", zlib.compress(rows)) + tree.chunk(b"IEND", b""))
open("wide.png", "wb").write(png(40, 20))
open("large.png", "wb").write(png(1200, 1200))
open("cut.png", "wb").write(png(100, 100)[:-40])
P
alter --put ProfilePictures/200.png @wide.png \
    --put ProfilePictures/201.png @large.png \
    --put ProfilePictures/202.jpg @wide.png
run check bad.zip --json
expect_status 0
codes avatar-not-square avatar-small avatar-too-large avatar-type
# A picture that is cut off shows when it is decoded.
alter --put ProfilePictures/200.png @cut.png
run check bad.zip --archive --json
expect_status 1
codes avatar-unreadable
alter --sub '<Name>CLICKTOCALL_NAME</Name>' '<Name>AVATAR</Name>' \
    --sub '<Value>martinalder</Value>' '<Value>gone.png</Value>'
run check bad.zip --json
expect_status 0
codes avatar-missing
finish

begin "names that are one on Windows; flags that are not known"
alter --put recordings/200/a.wav x --put recordings/200/A.WAV y
run check bad.zip --json
expect_status 0
codes archive-name
expect_json '("on Windows it is the same as" in
    [f for f in d["Findings"] if f["Code"] == "archive-name"][0]["Message"])'
python3 - <<'P'
data = bytearray(open("pbx.zip", "rb").read())
name = b"httpprompts/closed.wav"
for at in data.index(name) - 24, data.rindex(name) - 38:
    data[at + 1] |= 0x20
open("bad.zip", "wb").write(data)
P
run check bad.zip --archive --all
expect_has out "file \"httpprompts/closed.wav\" has PKWARE's strong encryption (flag 13), \
which cannot be read, and was not checked [archive-method]"
expect_lacks out "packed with method"
finish
