# Encryption that is not known is told as such: nothing is guessed, no password
# is asked for, nothing is written.

fixture plain v20
mkdir tree
(cd tree && unzip -q ../pbx.zip)
(cd tree && 7z a -tzip -psecret -mem=AES256 ../aes.zip . > /dev/null)
(umask 077; echo secret > password)
export CXBAK_PASSWORD_FILE=password

cat > alter.py <<'P'
import struct, sys, zipfile
kind, source, target = sys.argv[1:]
data = bytearray(open(source, "rb").read())
z = zipfile.ZipFile(source)
info = next(i for i in z.infolist() if i.filename.endswith("Db.xml"))

def both(change):
    """Apply to the local and the central record of the database."""
    change(info.header_offset, 6, 8, 30, 26, 28)
    at = 0
    while True:
        at = data.index(b"PK\1\2", at)
        n = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46:at + 46 + n].decode() == info.filename:
            break
        at += 4
    change(at, 8, 10, 46, 28, 30)

def method(at, flags, where, head, name, extra):
    struct.pack_into("<H", data, at + where, 97)

def strong(at, flags, where, head, name, extra):
    old = struct.unpack_from("<H", data, at + flags)[0]
    struct.pack_into("<H", data, at + flags, old | 0x40)

def field(change):
    def one(at, flags, where, head, name, extra):
        n = struct.unpack_from("<H", data, at + name)[0]
        length = struct.unpack_from("<H", data, at + extra)[0]
        start = at + head + n
        change(data.index(b"\x01\x99", start, start + length) + 4)
    return one

def vendor(at): data[at + 2:at + 4] = b"XY"
def strength(at): data[at + 4] = 9
def inner(at): data[at + 5] = 98

both({"method": method, "strong": strong, "vendor": field(vendor),
      "strength": field(strength), "inner": field(inner)}[kind])
open(target, "wb").write(data)
P

for kind in method strong vendor strength inner; do
    begin "a member: $kind"
    ok python3 alter.py $kind aes.zip odd.zip
    words="encrypted in a way that is not known"
    [ $kind != strong ] || words="strong encryption"
    refuse 3 list odd.zip -- "$words"
    refuse 3 info odd.zip -- "$words"
    refuse 3 set odd.zip 200 --first-name Noelle -o new.zip -- "$words"
    expect_absent new.zip
    # Whether there is a password does not matter.
    CXBAK_PASSWORD_FILE='' refuse 3 list odd.zip -- "$words"
    finish
done

begin "a file that begins like a backup and is no ZIP file"
{ head -c 96 tree/metadata; head -c 5000 /dev/urandom; } > sealed.zip
for command in "list sealed.zip" "info sealed.zip" \
    "set sealed.zip 200 --first-name Noelle -o new.zip"; do
    # shellcheck disable=SC2086
    refuse 3 $command -- "in a way that is not known"
done
expect_absent new.zip
finish

begin "a whole file that another program has encrypted"
for kind in 'OpenSSL Salted__' 'age age-encryption.org/v1' \
    'GnuPG -----BEGIN\040PGP\040MESSAGE-----' 'GnuPG \x8c\x0d\x04\x09'; do
    # shellcheck disable=SC2059
    { printf -- "${kind#* }"; head -c 3000 /dev/zero; } > sealed.zip
    refuse 3 info sealed.zip -- "${kind%% *}" "encrypted"
done
finish

begin "metadata that is not plain, and no database"
mkdir sealed
cp tree/metadata sealed
printf 'secret bytes of 28 in length' |
    dd of=sealed/metadata bs=1 seek=68 conv=notrunc 2> /dev/null
head -c 3000 /dev/urandom > sealed/payload
(cd sealed && zip -q -0 ../sealed.zip.new metadata payload)
mv sealed.zip.new sealed.zip
refuse 3 list sealed.zip -- "probably encrypted in a way that is not known"
refuse 3 info sealed.zip -- "probably encrypted in a way that is not known"
finish

begin "metadata that is not plain, beside a plain database"
(cd tree && zip -q -r ../mixed.zip . && cd ../sealed && zip -q -0 ../mixed.zip metadata)
run info mixed.zip
expect_status 0
expect_has out "in a way that is not known"
refuse 3 set mixed.zip 200 --first-name Noelle -o new.zip -- \
    "probably encrypted in a way that is not known"
expect_absent new.zip
finish
