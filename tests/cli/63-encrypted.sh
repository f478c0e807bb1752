# Encrypted backups are compared by their content: AES of the second kind has
# no check sum; and what is packed by another program is told as such.

fixture plain v20
mkdir t && (cd t && unzip -qo ../pbx.zip)
echo g > pw; echo other > pw2; chmod 600 pw pw2
# pack NAME OPTION...: the folder as it is.
pack() {
    ok sh -c 'name=$1; shift; cd t && 7z a -tzip -bso0 "$@" "../$name" .' - "$@"
}
pack a.zip -pg -mem=AES256
pack z.zip -pg -mem=ZipCrypto
pack p.zip
(cd t && ok bsdtar --format zip --options zip:encryption=aes256 \
    --passphrase g -cf ../bt.zip -- *)
key=(--password-file pw)

begin "the same content, packed and encrypted in every way"
for x in pbx.zip a.zip z.zip p.zip bt.zip; do
    for y in pbx.zip a.zip z.zip p.zip bt.zip; do
        run diff $x $y "${key[@]}"
        expect_status 0
        expect_line err "$x and $y: nothing differs"
        expect_empty out
    done
done
finish

begin "another picture, of another length, is seen in all of them"
cp t/ProfilePictures/205.png t/ProfilePictures/201.png
pack b.zip -pg -mem=AES256
for x in pbx.zip a.zip z.zip bt.zip; do
    run diff $x b.zip "${key[@]}"
    expect_status 1
    expect_line out "201  Jürgen Großmann"
    expect_line out "picture changed: ProfilePictures/201.png: content"
    expect_lacks out "same letters"
    expect_line err "1 picture of 1 user differs"
done
run diff a.zip b.zip "${key[@]}" --plan p.json
expect_status 1
run apply a.zip p.json "${key[@]}" -o c.zip
expect_status 0
run diff c.zip b.zip "${key[@]}"
expect_status 0
finish

begin "a file of the same length, and no CRC, is seen"
for file in ProfilePictures/201.png vmailprompts/200/greeting.wav; do
    (cd t && unzip -qo ../pbx.zip)
    python3 - t/$file <<'P'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[-20] ^= 1
open(sys.argv[1], "wb").write(data)
P
    rm -f b.zip
    pack b.zip -pg -mem=AES256
    for x in pbx.zip a.zip z.zip bt.zip; do
        run diff $x b.zip "${key[@]}"
        expect_status 1
        expect_has out "changed: $file: content"
        run verify b.zip --against $x "${key[@]}" --all
        expect_status 1
        expect_has out "changed: $file: "
    done
    run diff a.zip b.zip "${key[@]}" --json
    expect_status 1
    expect_json "d['Members']['Changed'] == ['$file']"
done
# What differs in the last one is no picture; the files packed anew are told.
run verify b.zip --against a.zip "${key[@]}"
expect_has out "no field or picture of a user differs, but"
expect_has out "metadata: encrypted anew, with the same content"
expect_has out "greeting.wav: content"
(cd t && unzip -qo ../pbx.zip)
finish

begin "what cannot be decoded is never equal"
cp pbx.zip m.zip
cp pbx.zip n.zip
echo hidden > other.bin
ok 7z a -tzip -bso0 -pelse -mem=AES256 m.zip other.bin
ok 7z a -tzip -bso0 -pelse -mem=AES256 n.zip other.bin
for how in "diff m.zip n.zip" "verify n.zip --against m.zip"; do
    # shellcheck disable=SC2086
    run $how
    expect_status 1
    expect_has out "file not compared: other.bin: it is encrypted with a \
password that is not known, or damaged"
    expect_lacks err "nothing differs"
    expect_lacks out "nothing differs"
done
# The same bytes need no password.
cp m.zip n.zip
run diff m.zip n.zip
expect_status 0
rm m.zip n.zip
finish

begin "a value, or a picture, that came back: packed anew, and no difference"
run set p.zip 200 --caller-id 1 -q -o one.zip
run set one.zip 200 --caller-id 15550100200 -q -o two.zip
run verify two.zip --against p.zip
expect_status 0
expect_has out "file packed anew: "
expect_has out "Db.xml: with the same content"
expect_has out "two.zip and p.zip: no content differs"
run verify two.zip --against p.zip --json
expect_json "d['Explained'] is True"
run set a.zip 200 --caller-id 1 -q -o three.zip "${key[@]}"
run set three.zip 200 --caller-id 15550100200 -q -o four.zip "${key[@]}"
run verify four.zip --against a.zip "${key[@]}"
expect_status 0
expect_has out "no content differs"
run avatar get p.zip 201 -o was.png -q
run avatar get p.zip 205 -o face.png -q
run avatar set p.zip 201 face.png -q -o five.zip
run avatar set five.zip 201 was.png --raw -q -o six.zip
run verify six.zip --against p.zip
expect_status 0
expect_has out "differs"
# Another date of the database is no more than an edit makes; attributes are.
python3 - <<'P'
import struct
data = bytearray(open("two.zip", "rb").read())
at = data.index(b"PK\1\2", data.rindex(b"PK\3\4"))
while b"Db.xml" not in data[at + 46:at + 46 + data[at + 28]]:
    at = data.index(b"PK\1\2", at + 4)
data[at + 38] ^= 1
open("seven.zip", "wb").write(data)
P
run verify seven.zip --against p.zip
expect_status 1
expect_has out "Db.xml: data about it (attributes)"
finish

begin "a whole archive packed by another program: what differs of each file"
run verify p.zip --against pbx.zip
expect_status 1
expect_has out "metadata: data about it (program, method, packed \
size, attributes, extra fields), with the same content"
expect_line out "folder added: ProfilePictures/"
expect_lacks out "picture added"
run diff pbx.zip p.zip
expect_status 0
# An empty folder is none that others show.
mkdir t/empty
pack e.zip
run diff pbx.zip e.zip
expect_status 1
expect_line out "folder added: empty/"
expect_lacks out "ProfilePictures"
finish
