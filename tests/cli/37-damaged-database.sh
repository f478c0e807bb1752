# A database that was damaged on the way is told as damaged, not as XML that
# somebody wrote wrongly: what the XML then says is of no account.
fixture plain v20

# damage METHOD OLD NEW: the sample, packed so, with bytes of its database changed
# behind the back of its CRC.
damage() {
    python3 - "$@" <<'P'
import sys, zipfile, zlib
method, old, new = sys.argv[1:]
stored = method == "stored"
with zipfile.ZipFile("pbx.zip") as a, \
        zipfile.ZipFile("bad.zip", "w", zipfile.ZIP_DEFLATED) as b:
    for m in a.infolist():
        database = m.filename.endswith("Db.xml")
        b.writestr(m.filename, a.read(m), zipfile.ZIP_STORED
                   if database and stored else zipfile.ZIP_DEFLATED)
data = bytearray(open("bad.zip", "rb").read())
if stored:
    at = data.index(old.encode())
    data[at:at + len(old)] = new.encode()
else:
    at = data.index(b"Db.xml") + 3000
    data[at:at + 100] = bytes(c ^ 0x5a for c in data[at:at + 100])
open("bad.zip", "wb").write(data)
P
}

begin "one byte turned into markup, or into another letter"
for new in 'Al<er' 'Alter'; do
    damage stored Alder "$new"
    check
    ! unzip -tqq bad.zip > /dev/null 2>&1 || fail "unzip finds it whole"
    for command in list info check "set 200 --first-name Noelle -o new.zip"; do
        # shellcheck disable=SC2086 # a command and its words
        set -- $command
        refuse 3 "$1" bad.zip "${@:2}" -- 'Db.xml"' "it is damaged: its CRC is"
        expect_lacks err "malformed XML"
        expect_has err "(rule R6)"
    done
    expect_absent new.zip
done
finish

begin "packed data"
damage deflated - -
refuse 3 list bad.zip -- "damaged"
expect_lacks err "malformed XML"
expect_has err "(rule R6)"
# Its size, too, tells that it is damaged.
cp pbx.zip bad.zip
python3 - <<'P'
import struct, zipfile
name = next(m for m in zipfile.ZipFile("bad.zip").infolist()
            if m.filename.endswith("Db.xml"))
data = bytearray(open("bad.zip", "rb").read())
old = struct.pack("<LL", name.compress_size, name.file_size)
for wrong, out in ((-7, "short.zip"), (7, "long.zip")):
    new = struct.pack("<LL", name.compress_size, name.file_size + wrong)
    open(out, "wb").write(data.replace(old, new))
P
refuse 3 list short.zip -- "it is damaged: it has more than" "(rule R6)"
refuse 3 list long.zip -- "it is damaged: it has" "bytes where the directory says" "(rule R6)"
run explain R6
expect_has out "cxbak salvage"
finish

begin "what is whole and no good XML is told as that"
python3 - <<'P'
import zipfile
with zipfile.ZipFile("pbx.zip") as a, zipfile.ZipFile("own.zip", "w") as b:
    for m in a.infolist():
        b.writestr(m.filename, a.read(m).replace(b"Alder", b"Al<er"))
P
refuse 3 list own.zip -- "malformed XML"
expect_has err "(rule R10)"
finish
