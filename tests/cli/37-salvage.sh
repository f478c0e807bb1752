# What is whole of a damaged archive comes out, marked as no backup.

fixture plain v20
size=$(stat -c %s pbx.zip)

# whole OUT NAME...: these members are in OUT, as they are in pbx.zip.
whole() {
    local out=$1 name
    shift
    ok unzip -tq "$out"
    for name; do
        check
        cmp <(unzip -p pbx.zip "$name") <(unzip -p "$out" "$name") ||
            fail "$name of $out is not what it was"
    done
}

# overwrite FILE OFFSET: what comes on standard input is put there.
overwrite() {
    dd of="$1" bs=1 seek="$2" conv=notrunc status=none || fail "dd"
}

# flip FILE OFFSET: one bit of the byte there is another.
flip() {
    python3 -c 'import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(int(sys.argv[2]))
    byte = f.read(1)[0]
    f.seek(int(sys.argv[2]))
    f.write(bytes([byte ^ 1]))' "$@" || fail "flip"
}

# at NAME: where the local header of that member of pbx.zip is.
at() {
    python3 -c 'import sys, zipfile
print(zipfile.ZipFile("pbx.zip").getinfo(sys.argv[1]).header_offset)' "$1"
}

begin "a download that was cut short"
head -c 9000 pbx.zip > cut.zip
run salvage cut.zip
expect_status 1
expect_has out 'the file ends before its data do'
expect_has err 'no directory is left'
expect_has err 'nothing was written'
run salvage cut.zip -o out.zip
expect_status 1
expect_has err 'the database, "2120859096Db.xml", is whole'
expect_has err 'the metadata, "metadata", is whole'
expect_has err 'has 16 users'
expect_has err 'this is not a backup, and restoring it is at your own risk'
expect_mode out.zip 600
whole out.zip 2120859096Db.xml metadata
run list out.zip
expect_status 0
expect_has out 'Großmann'
expect_has err 'this is what was salvaged of a damaged archive'
run check out.zip
expect_status 1
expect_has out archive-salvaged
refuse 7 salvage cut.zip -o out.zip -- 'exists'
refuse 7 salvage cut.zip -o cut.zip --force -- 'what is read is never written'
finish

begin "only the directory is lost"
head -c $((size - 900)) pbx.zip > cut.zip
run salvage cut.zip --json -o out2.zip
expect_status 1
expect_json 'd["Whole"] == 20 and d["Lost"] == d["Unchecked"] == 0'
expect_json 'd["Directory"] == "damaged" and d["Users"] == 16'
expect_json 'd["Database"] == d["Metadata"] == "whole"'
expect_json 'd["Output"] == "out2.zip"'
mapfile -t names < <(unzip -Z1 pbx.zip | grep -v '[][ ]')
whole out2.zip "${names[@]}"
finish

begin "who opens what was cut short is told; sizes that nobody knows are not 0"
refuse 3 list cut.zip -- 'no end record' 'cxbak salvage'
mkdir tree
(cd tree && unzip -q ../pbx.zip && zip -q -r - metadata 2*Db.xml recordings |
    cat > ../stream.zip)
python3 - << 'P'
import zipfile
last = max((i.header_offset, len(i.orig_filename.encode()), i.file_size)
           for i in zipfile.ZipFile("stream.zip").infolist() if i.file_size)
with open("stream.zip", "rb") as f, open("short.zip", "wb") as out:
    out.write(f.read(last[0] + last[1] + 70))
P
run salvage short.zip
expect_status 1
expect_has out '(of unknown size): the file ends before its data do'
expect_lacks out '(0 B): the file'
run salvage short.zip --json
expect_json '[m["Size"] for m in d["Members"] if m["State"] == "lost"] == [None]'
rm -r tree
finish

begin "a header is gone: the directory says where and what it was"
cp pbx.zip bad.zip
printf 'xxxxxxxxxxxxxxxxxxxxxxxxxxxx' | overwrite bad.zip "$(at 2120859096Db.xml)"
run salvage bad.zip -o out3.zip
expect_status 0
expect_has out 'repaired   2120859096Db.xml'
expect_has out 'the header before it was damaged'
whole out3.zip 2120859096Db.xml metadata
run info out3.zip --json
expect_json 'd["Mark"] == "salvaged" and d["Members"] == 20'
finish

begin "lengths are wrong, and the directory is gone"
for field in 18 22 26 28; do
    head -c $((size - 2500)) pbx.zip > bad.zip
    printf '\1' | overwrite bad.zip $(($(at 2120859096Db.xml) + field))
    run salvage bad.zip -o "length$field.zip"
    expect_status 1
    expect_has out 'repaired   2120859096Db.xml'
    whole "length$field.zip" 2120859096Db.xml
done
finish

begin "a size that is wrong in both headers"
python3 - << 'EOF'
import zipfile
data = bytearray(open("pbx.zip", "rb").read())
info = zipfile.ZipFile("pbx.zip").getinfo("2120859096Db.xml")
size = info.file_size.to_bytes(4, "little")
at = info.header_offset
for _ in range(2):
    at = data.find(size, at)
    data[at] ^= 1
open("bad.zip", "wb").write(data)
EOF
run salvage bad.zip -o out6.zip
expect_status 0
expect_has out 'its sizes were wrong'
whole out6.zip 2120859096Db.xml
finish

begin "a name that differs in one letter is that of its neighbours"
mkdir prompts && cd prompts || fail "mkdir"
mkdir -p a b && unzip -p ../pbx.zip httpprompts/closed.wav > a/menu.wav
cp a/menu.wav b/menu.wav
ok zip -q ../menus.zip a/menu.wav b/menu.wav
cd ..
for which in 0 1; do
    python3 - $which << 'EOF'
import sys
data = bytearray(open("menus.zip", "rb").read())
at = [i for i in range(len(data)) if data[i:i + 10] == b"b/menu.wav"]
data[at[int(sys.argv[1])] + 5] ^= 0x20
open("bad.zip", "wb").write(data)
EOF
    run salvage bad.zip -o menus$which.zip
    expect_status 1 # it has no database
    expect_has err 'no database was found'
    expect_lacks err 'may have another name'
    expect_has out 'b/menu.wav'
    ok unzip -tq menus$which.zip b/menu.wav
done
finish

begin "the database is lost: it is said, and what is left can be had"
cp pbx.zip bad.zip
head -c 700 /dev/zero | overwrite bad.zip $(($(at 2120859096Db.xml) + 600))
run salvage bad.zip -o out4.zip
expect_status 1
expect_has err 'the database, "2120859096Db.xml", is lost: its '
expect_has err 'cannot be opened as a backup'
whole out4.zip metadata OtherSettings/MappingTable.xml
check
! unzip -Z1 out4.zip | grep -q Db.xml || fail "a damaged member was kept"
for command in info list check groups; do
    refuse 3 $command out4.zip -- 'no database' \
        'salvaged of a damaged archive' 'any ZIP program unpacks'
    expect_lacks err 'no 3CX backup'
done
refuse 4 salvage out4.zip -- 'not damaged' 'salvaged of a damaged archive'
run explain R9
expect_has out 'salvaged'
finish

begin "what is no damaged archive"
refuse 4 salvage pbx.zip -o no.zip -- 'not damaged'
head -c 5000 /dev/zero > zero.zip
refuse 3 salvage zero.zip -o no.zip -- 'nothing in it that looks like a file'
: > empty.zip
refuse 3 salvage empty.zip -o no.zip -- 'nothing in it'
head -c 60 pbx.zip > head.zip
refuse 3 salvage head.zip -o no.zip -- 'lost'
expect_absent no.zip
finish

begin "encrypted members are kept unchecked, or checked with the password"
mkdir in && cd in || fail "mkdir"
unzip -q ../pbx.zip 2120859096Db.xml metadata OtherSettings/MappingTable.xml
for cipher in ZipCrypto AES256; do
    7z a -tzip -mem=$cipher -pcorrect "../$cipher.zip" . > "$RUN/other" ||
        fail "7z"
done
cd ..
(umask 077; echo correct > right; echo wrong > wrong)
for cipher in ZipCrypto AES256; do
    head -c $(($(stat -c %s $cipher.zip) - 30)) $cipher.zip > bad.zip
    run salvage bad.zip --json -o $cipher.none.zip
    expect_status 1
    expect_json 'd["Unchecked"] == 3 and d["Lost"] == 0'
    run salvage bad.zip --json -o $cipher.wrong.zip --password-file wrong
    expect_json 'd["Unchecked"] + d["Lost"] == 3'
    run salvage bad.zip --json -o $cipher.right.zip --password-file right
    expect_json 'd["Unchecked"] == d["Lost"] == 0 and d["Whole"] >= 3'
    for out in none right; do
        ok 7z t -pcorrect $cipher.$out.zip
        run list $cipher.$out.zip --password-file right
        expect_status 0
    done
    # One byte of the data is another.
    flip bad.zip 900
    run salvage bad.zip --json --password-file right
    expect_json 'd["Lost"] == 1'
done
finish

begin "what the password was not given for is not told as undamaged"
for cipher in ZipCrypto AES256; do
    refuse 4 salvage $cipher.zip -o no.zip -- 'not damaged where it can be read' \
        '--password-file'
    run salvage $cipher.zip -o no.zip --password-file right
    expect_status 4
    expect_lacks err 'without its password'
done
(cd in && 7z a -tzip -mm=LZMA -mem=AES256 -pcorrect ../lzma-aes.zip . \
    > "$RUN/other") || fail "7z"
refuse 4 salvage lzma-aes.zip -o no.zip -- 'not damaged where it can be read'
finish

begin "archives in a damaged archive are not taken apart"
mkdir nest && cp pbx.zip nest/inner.zip && cd nest || fail "mkdir"
unzip -q ../pbx.zip 2120859096Db.xml metadata
ok zip -q -0 ../nest.zip metadata inner.zip 2120859096Db.xml
cd ..
head -c $(($(stat -c %s nest.zip) - 100)) nest.zip > bad.zip
printf '\0\0\0\0' | overwrite bad.zip 1000
run salvage bad.zip --json
expect_json '[(m["Name"], m["State"]) for m in d["Members"]] == [
    ("metadata", "whole"), ("inner.zip", "lost"),
    ("2120859096Db.xml", "whole")]'
finish

begin "members that were deleted do not come back"
cp pbx.zip less.zip
"$LIB/alter.py" pbx.zip other.zip --sub Alder Elder || fail "alter"
cat pbx.zip other.zip > two.zip
run salvage two.zip --json -o out5.zip
expect_status 1
expect_has err 'more than one archive lies in it'
expect_json 'd["Whole"] == d["LeftOut"] == 20'
expect_json 'len({m["Name"] for m in d["Members"]}) == 20'
ok unzip -tq out5.zip
finish

begin "memory follows the headers, not what they claim"
(
    limit 400000
    python3 - <<'EOF'
import struct
with open("lies.zip", "wb") as f:
    for i in range(40000):
        f.write(struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 45, 0, 8, 0, 33, 1,
                            0xfffffff0, 0xfffffff0, 9, 0) + b"a%08d" % i)
EOF
    refuse 3 salvage lies.zip -- 'lost'
)
finish

begin "an archive that was packed with ./ before every name"
mkdir root
(cd root && unzip -q ../pbx.zip && bsdtar -a -cf ../dots.zip .)
run salvage dots.zip -o plain.zip
expect_status 0
expect_has err 'all names in it begin with "./", which is taken away'
expect_has err 'the database, "2120859096Db.xml", is whole'
expect_lacks err 'warning'
whole plain.zip 2120859096Db.xml metadata
run list plain.zip 200
expect_status 0
expect_has out 'Martin'
run list dots.zip
expect_status 3
expect_has err '(rule R5)'
run explain R5
expect_has out '`cxbak salvage`'
finish

begin "one that is whole, and yet of no use, is told so"
(cd root && 7z a -mm=LZMA ../lzma.zip . > 7z.log) || fail 7z
refuse 4 salvage lzma.zip -- 'not damaged' 'cannot be used' 'compression method 14' R6
run explain R6
expect_has out 'deflate'
mkdir below && mv root below/top && (cd below && zip -qr ../folder.zip top)
refuse 4 salvage folder.zip -- 'not damaged' 'the database lies in a folder' 'pack the archive again'
expect_lacks err 'use it as it is'
finish

begin "folders are no files, here as in info"
mkdir again && (cd again && unzip -q ../pbx.zip)
(cd again && find . -type f | wc -l && find . -mindepth 1 -type d | wc -l) > count
{ read -r files && read -r folders; } < count
(cd again && zip -qr ../whole.zip .)
head -c -22 whole.zip > ended.zip
run salvage ended.zip -o found.zip
expect_status 1
expect_has err "$files files and $folders folders whole, 0 unchecked, 0 lost"
expect_has err "found.zip: $files files, "
run info found.zip
check
grep -qE "^Files +$files\$" "$RUN/out" || fail "$(grep Files "$RUN/out")"
head -c 100 pbx.zip > little.zip
refuse 3 salvage little.zip -- 'nothing of it is whole: 1 file lost'
finish

begin "the password that is given opens what was written"
(cd again && zip -qr -P secret ../closed.zip .)
printf 'secret\n' > password && chmod 600 password
head -c -100 closed.zip > damaged.zip
run salvage damaged.zip -o opened.zip --password-file password
expect_lacks err 'cannot be opened'
expect_has err 'has 16 users'
finish

begin "of two names the one is right whose folder others have, whatever parts it"
fixture dotnet v18
python3 - <<'P'
with open("pbx.zip", "rb") as f:
    data = bytearray(f.read())
data[data.rindex(b"ProfilePictures\\200.png") + 2] ^= 0x20
with open("broken.zip", "wb") as f:
    f.write(data)
P
run salvage broken.zip -o names.zip
expect_status 0
check
unzip -Z1 names.zip 2> "$RUN/other" | grep -qxF 'ProfilePictures\200.png' ||
    unzip -Z1 names.zip 2> "$RUN/other" | grep -qxF 'ProfilePictures/200.png' ||
    fail "$(unzip -Z1 names.zip | grep 200.png)"
finish

begin "a file whose sizes are damaged and come behind it is not taken for empty"
python3 - "$LIB" <<'P'
import struct
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
members = [rawzip.Member("a.wav", b"sound " * 300, rawzip.STORED,
                         descriptor=("sig",)),
           rawzip.Member("b.txt", b"text", rawzip.STORED)]
members[0].local = {"csize": 8}
members[0].central = {"csize": 8}
with open("broken.zip", "wb") as f:
    f.write(rawzip.build(members))
P
run salvage broken.zip -o sizes.zip --force
expect_any 0 1
check
[ "$(unzip -p sizes.zip a.wav | wc -c)" = 1800 ] || fail "$(unzip -l sizes.zip)"
finish

begin "an empty file of which a size is wrong does not take those behind it along"
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
members = [rawzip.Member("e.txt", b"", rawzip.STORED),
           rawzip.Member("f.txt", b"first", rawzip.STORED),
           rawzip.Member("g.txt", b"second", rawzip.STORED)]
members[0].local = {"csize": len(members[1].local_bytes())}
with open("broken.zip", "wb") as f:
    f.write(b"".join(m.local_bytes() for m in members))
P
run salvage broken.zip -o empty.zip --force
expect_any 0 1
check
[ "$(unzip -Z1 empty.zip | tr '\n' ' ')" = "e.txt f.txt g.txt " ] ||
    fail "$(unzip -Z1 empty.zip)"
finish

begin "what asks for a version of ZIP that there is not is written so that it is read"
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
import tree
members = [rawzip.Member(tree.DATABASE, tree.read(tree.DATABASE)),
           rawzip.Member("metadata", b"x", rawzip.STORED)]
for m in members:
    m.local = m.central = {"need": 64}
with open("broken.zip", "wb") as f:
    f.write(rawzip.build(members))
P
refuse 3 list broken.zip -- "(rule R4)"
run salvage broken.zip -o version.zip --force
expect_any 0 1
run list version.zip
expect_status 0
check
[ "$(unzip -Z1 version.zip | wc -l)" = 2 ] || fail "$(unzip -Z1 version.zip)"
finish

begin "files of one name, and one that has the name of a folder, all come out"
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
members = [rawzip.Member(name, data, rawzip.STORED) for name, data in (
    ("b", b"first"), ("b", b"second"), ("b", b"third"), ("b/in.txt", b"inner"),
    ("a", b"one"), ("a", b"two"), ("c", b""), ("c/in.txt", b"more"))]
with open("broken.zip", "wb") as f:
    f.write(b"".join(m.local_bytes() for m in members))
P
run salvage broken.zip -o names2.zip
expect_status 1
expect_has out 'another file, or a folder, has its name'
check
[ "$(unzip -Z1 names2.zip | tr '\n' ' ')" = \
    "b~1 b~2 b~3 b/in.txt a a~2 c/ c/in.txt " ] ||
    fail "$(unzip -Z1 names2.zip)"
finish

begin "a database that names no version is of an unknown one"
printf '<PhoneSystem/>' > 1Db.xml
printf x > metadata
zip -q none.zip metadata 1Db.xml
truncate -s -20 none.zip
run salvage none.zip -o saved.zip --force
expect_status 1
expect_has err 'the database is of an unknown version and has 0 users'
finish

begin "ends of encrypted members are not searched beyond the next one"
python3 - <<'P'
import os
import random
noise = random.Random(1)
os.mkdir("many")
for i in range(300):
    with open(f"many/{i:03d}.wav", "wb") as f:
        f.write(noise.randbytes(40000))
P
ok bsdtar --format=zip --options zip:encryption=aes128 \
    --passphrase correct -cf many.zip -C many .
python3 - <<'P'
import zipfile
with zipfile.ZipFile("many.zip") as z:
    places = sorted(i.header_offset for i in z.infolist())
with open("many.zip", "rb") as f:
    data = bytearray(f.read())
for at in places[2::4]:
    data[at - 100:at + 20] = bytes(120)
with open("broken.zip", "wb") as f:
    f.write(data)
P
run salvage broken.zip --password-file right
expect_status 1
expect_has err '75 lost'
expect_lacks err 'not every way'
rm -r many many.zip
finish
