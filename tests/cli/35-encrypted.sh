# Encrypted backups: the password, and the new member in the old scheme.

fixture plain v20
mkdir tree
(cd tree && unzip -q ../pbx.zip)
(cd tree && 7z a -tzip -psecret -mem=AES256 ../aes256.zip . &&
    7z a -tzip -psecret -mem=AES128 ../aes128.zip . &&
    7z a -tzip -psecret -mem=ZipCrypto ../classic7z.zip . &&
    zip -q -r -P secret ../classic.zip .) > /dev/null
(umask 077; echo secret > right; echo wrong > wrong; : > blank)

begin "some files only"
cp pbx.zip some.zip
7z a -tzip -psecret -mem=AES256 some.zip right > /dev/null
run info some.zip
expect_status 0
expect_has out "other files, but not the database"
run check some.zip --all
expect_has out "1 of $(($(find tree -type f | wc -l) + 1)) files in it is encrypted"
run info pbx.zip
expect_lacks out "other files"
finish

for kind in aes256 aes128 classic7z classic; do
    begin "$kind: no password, wrong password"
    refuse 6 list $kind.zip -- password
    refuse 6 list $kind.zip --password-file wrong -- password
    refuse 6 list $kind.zip --password-file blank -- password
    refuse 6 set $kind.zip 200 --email noelle@example.com -o new.zip \
        --password-file wrong -- password
    expect_absent new.zip
    finish

    begin "$kind: read and written"
    export CXBAK_PASSWORD_FILE=right
    run info $kind.zip --json
    expect_status 0
    expect_json 'd["Encrypted"] is True and d["Users"] == 16'
    run check $kind.zip --json
    files=$(find tree -type f | wc -l)
    expect_json "[f['Message'] for f in d['Findings']
        if f['Code'] == 'archive-encrypted'] == [
        '$files of $files files in it are encrypted']"
    run set $kind.zip 200 --email noelle@example.com -o new.zip
    expect_status 0
    run verify new.zip --against $kind.zip
    expect_status 0
    unset CXBAK_PASSWORD_FILE
    expect_lacks out secret
    ok 7z t -psecret new.zip
    ok bsdtar -tf new.zip
    case $kind in classic*) ok unzip -tqq -P secret new.zip ;; esac
    check
    ! 7z t -pwrong new.zip > /dev/null 2>&1 ||
        fail "the new member takes any password"
    for reader in 7z bsdtar; do
        rm -rf after
        mkdir after
        case $reader in
        7z) 7z x -psecret -oafter new.zip > /dev/null || fail "7z x" ;;
        bsdtar) bsdtar --passphrase secret -xf new.zip -C after ||
            fail "bsdtar -x" ;;
        esac
        cp -r tree expected
        sed -i '/<Extension>/,/<\/Extension>/s/martin.alder@/noelle@/' \
            expected/2120859096Db.xml
        check
        diff -r expected after || fail "$reader finds other content"
        rm -rf expected after
    done
    rm -f new.zip
    finish

    begin "$kind: no change is the same file"
    run set $kind.zip 200 --first-name Martin -o new.zip --password-file right
    expect_status 0
    expect_same $kind.zip new.zip
    rm -f new.zip
    finish
done

# The traditional scheme tells a wrong password by one byte: one in 256 comes
# through, and is still a wrong password.
for kind in classic7z classic; do
    begin "$kind: wrong passwords that fit its one byte"
    words=$(python3 - $kind.zip <<'P'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    info = next(i for i in z.infolist() if i.filename.endswith("Db.xml"))
    found = []
    for n in range(100000):
        word = f"wrong{n}"
        try:
            z.open(info, pwd=word.encode()).close()
        except RuntimeError:
            continue
        found.append(word)
        if len(found) == 6:
            break
print(*found)
P
)
    check
    [ "$(echo "$words" | wc -w)" = 6 ] || fail "no such passwords: $words"
    for word in $words; do
        echo "$word" > fits
        chmod 600 fits
        refuse 6 list $kind.zip --password-file fits -- password
        refuse 6 set $kind.zip 200 --first-name Noelle -o new.zip \
            --password-file fits -- password
        expect_absent new.zip
    done
    finish
done

begin "the right password, and what is encrypted is no database"
mkdir other
echo "<PhoneSystem>&hunter2;</PhoneSystem>" > other/1Db.xml
(cd other && zip -q -P secret ../bad.zip 1Db.xml)
refuse 3 list bad.zip --password-file right -- "malformed XML"
finish

begin "password files of Windows, and letters beyond ASCII"
printf '\xef\xbb\xbfsecret\r\n' > marked
chmod 600 marked
run list aes256.zip --password-file marked
expect_status 0
ok bsdtar -cf green.zip --format zip --options zip:encryption=aes256 \
    --passphrase grün -C tree 2120859096Db.xml
printf 'gr\374n\n' > latin
printf 'grün\n' > utf8
printf 'gelb\n' > ascii
chmod 600 latin utf8 ascii
run list green.zip --password-file utf8
expect_status 0
refuse 6 list green.zip --password-file latin -- "another encoding"
refuse 6 list green.zip --password-file ascii -- "password is wrong"
expect_lacks err encoding
finish

begin "a password from standard input; two backups with a password each"
# with_input LINES WORD...: the program, with the lines as its standard input.
with_input() {
    local lines=$1
    shift
    LAST="cxbak $*"
    STATUS=0
    printf '%b' "$lines" | "$CXBAK" "$@" > "$RUN/out" 2> "$RUN/err" || STATUS=$?
}
with_input 'wrong\n' list aes256.zip --password-file -
expect_status 6
with_input 'secret\n' list aes256.zip --password-file -
expect_status 0
# A table may follow on the same input.
with_input 'secret\nExt.,Mobile\n200,+15550100299\n' import aes256.zip - --password-file -
expect_status 0
expect_has out "+15550100299"
with_input 'secret\ngrün\n' diff aes256.zip green.zip --password-file -
expect_any 0 1
expect_lacks err password
with_input 'grün\nsecret\n' diff aes256.zip green.zip --password-file -
expect_any 0 1
expect_lacks err password
finish

begin "AES-192 is read, and becomes AES-256 only if that is allowed"
(cd tree && 7z a -tzip -psecret -mem=AES192 ../aes192.zip .) > /dev/null
export CXBAK_PASSWORD_FILE=right
run list aes192.zip
expect_status 0
for how in "" "-o new.zip" "--plan p.json"; do
    # shellcheck disable=SC2086
    run set aes192.zip 200 --first-name Noelle $how
    expect_status 3
    expect_message
    expect_has err AES-192
    expect_has err --force
    expect_absent new.zip
done
run set aes192.zip 200 --first-name Martin -o same.zip
expect_status 0
expect_same same.zip aes192.zip
run set aes192.zip 200 --first-name Noelle -o new.zip --force
expect_status 0
run verify new.zip --against aes192.zip
expect_status 0
unset CXBAK_PASSWORD_FILE
ok 7z t -psecret new.zip
check
[ "$(7z l -slt -psecret new.zip 2120859096Db.xml | grep '^Method')" = \
    "Method = AES-256 Deflate" ] || fail "the database is not in AES-256"
check
[ "$(7z l -slt -psecret new.zip | grep -c 'AES-192')" -gt 10 ] ||
    fail "members that were copied are not in AES-192 any more"
# The same for a picture alone.
convert -size 40x40 xc:red red.png
export CXBAK_PASSWORD_FILE=right
run avatar set aes192.zip 200 red.png -o other.zip
expect_status 3
expect_has err AES-192
expect_absent other.zip
run avatar set aes192.zip 200 red.png -o other.zip --force
expect_status 0
unset CXBAK_PASSWORD_FILE
ok 7z t -psecret other.zip
finish

# sealed ARCHIVE: of each file flags, CRC and how it is encrypted, as the
# directory and the header before it have them.
sealed() {
    python3 - "$1" <<'P'
import struct, sys, zipfile
data = open(sys.argv[1], "rb").read()
for i in sorted(zipfile.ZipFile(sys.argv[1]).infolist(), key=lambda i: i.filename):
    at = i.header_offset
    flags, method, crc = struct.unpack("<2H4xL", data[at + 6:at + 18])
    name, extra = struct.unpack("<2H", data[at + 26:at + 30])
    field = data[at + 30 + name:at + 30 + name + extra]
    print(i.filename, i.flag_bits, flags, bool(i.CRC), bool(crc),
          i.extract_version, i.compress_type, method,
          i.extra[-7:].hex(), field[-7:].hex())
P
}

begin "AES without a check sum of the content stays so, and with one, too"
rm -f new.zip other.zip
bsdtar -cf first.zip --format zip --options zip:encryption=aes256 \
    --passphrase secret -C tree 2120859096Db.xml metadata
(cd tree && 7z a -tzip -psecret -mem=AES256 -mx=0 ../stored.zip .) > /dev/null
ok convert -size 40x40 xc:red red.png
export CXBAK_PASSWORD_FILE=right
for kind in aes256 aes128 stored; do
    run set $kind.zip 200 --first-name Noelle -q -o new.zip
    expect_status 0
    # Headers and extra fields are the same; 7z gives no check sum.
    check
    [ "$(sealed $kind.zip)" = "$(sealed new.zip)" ] ||
        fail "$kind: other headers"
    run verify new.zip --against $kind.zip
    expect_status 0
    expect_lacks out "packed anew"
    # A picture that is replaced, and one that is added.
    run avatar set $kind.zip 201 red.png -q -o one.zip
    expect_status 0
    run avatar clear $kind.zip 201 -q -o none.zip
    run avatar set none.zip 201 red.png -q -o other.zip
    expect_status 0
    for file in one other; do
        sealed $file.zip | grep 201.png > "$RUN/out"
        expect_has out "ProfilePictures/201.png"
        expect_has out " False False 51 99 99 0200"
        ok 7z t -psecret $file.zip
        ok bsdtar --passphrase secret -xOf $file.zip
        run verify $file.zip --against $kind.zip
        run check --archive -q $file.zip
        expect_lacks out damaged
    done
    rm -f new.zip one.zip none.zip other.zip
done
run set first.zip 200 --first-name Noelle -q -o new.zip
expect_status 0
sealed new.zip | grep Db.xml > "$RUN/out"
expect_has out " True "
expect_has out "0100414503"
# Both headers must say the same of it.
python3 - <<'P'
data = bytearray(open("aes256.zip", "rb").read())
data[data.index(b"\x01\x99\x07\0\2\0AE") + 4] = 1
open("two.zip", "wb").write(data)
P
refuse 3 set two.zip 200 --first-name Noelle -o new2.zip -- "AES field"
unset CXBAK_PASSWORD_FILE
rm -f new.zip
finish

# typed WORD...: type these passwords for `list`, one after the other.
typed() {
    local words=() word
    for word in "$@"; do
        words+=(--answer "Password for aes256.zip: " "$word\\n")
    done
    STATUS=0
    LAST="list, typing $*"
    "$LIB/pty_run.py" --size 200x50 --silent "${words[@]}" -- "$CXBAK" list aes256.zip 200 \
        > "$RUN/out" 2> "$RUN/err" || STATUS=$?
}

begin "at the prompt there are three tries"
unset CXBAK_PASSWORD_FILE
typed secret
expect_status 0
expect_lacks out "password is wrong"
typed wrong secret
expect_status 0
expect_has out "the password is wrong"
expect_has out "martin.alder@example.com"
typed wrong worse secret
expect_status 0
expect_has out "martin.alder@example.com"
typed wrong worse worst
expect_status 6
check
[ "$(grep -c "password is wrong" "$RUN/out")" = 3 ] || fail "not told three times"
# A file is read once.
(umask 077; echo wrong > typo)
run list aes256.zip --password-file typo
expect_status 6
check
[ "$(grep -c "password is wrong" "$RUN/err")" = 1 ] || fail "told more than once"
finish
