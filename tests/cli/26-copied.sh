# Members that are copied undecoded: told, and with --thorough decoded.

hostile

# set_thorough NAME STATUS: with --thorough, as a preview and as a write.
set_thorough() {
    run set "$HOSTILE/$1.zip" 200 --last-name Newman --thorough
    expect_status "$2"
    run set "$HOSTILE/$1.zip" 200 --last-name Newman --thorough -o new.zip
    expect_status "$2"
}

for name in stream-ends-early stream-ends-early-plain forged-descriptor; do
    begin "$name: kept, but not with --thorough"
    words="its compressed data end early, at byte 3:"
    [ "$name" != forged-descriptor ] ||
        words="a data descriptor stands inside its data, at byte 1:"
    run set "$HOSTILE/fine-$name.zip" 200 --last-name Newman -o new.zip
    expect_status 0
    expect_has err "1 file in it was copied, not unpacked"
    case $name in
    *-plain) expect_lacks err "data descriptor" ;;
    *) expect_has err "not unpacked, with a data descriptor; \`cxbak check" ;;
    esac
    rm new.zip
    set_thorough "fine-$name" 3
    expect_has err "file \"recordings/200/a.wav\" at offset "
    expect_has err "$words a program that reads from front to back would \
look for the next file there (rule R6)"
    expect_absent new.zip
    run check "$HOSTILE/fine-$name.zip" --archive --all
    expect_has out "file \"recordings/200/a.wav\": ${words%:}"
    expect_has out archive-hidden
    finish
done

begin "damage is kept as it is, but not with --thorough"
for name in damaged deflate-cut; do
    run set "$HOSTILE/fine-$name.zip" 200 --last-name Newman -o new.zip
    expect_status 0
    judge "$HOSTILE/fine-$name.zip" new.zip --edit 200:LastName=Newman
    rm new.zip
    set_thorough "fine-$name" 3
    expect_has err "it is damaged; without --thorough it is copied as it is"
    expect_absent new.zip
done
# Stored, with a check sum that is not that of its bytes.
fixture infozip v20
rm -rf t && mkdir t && (cd t && unzip -qo ../pbx.zip && zip -qr0 ../stored.zip .)
rm -r t
python3 - <<'P'
data = bytearray(open("stored.zip", "rb").read())
data[data.index(b"RIFF") + 30] ^= 1
open("bad.zip", "wb").write(data)
P
for more in "" --strict --force; do
    # shellcheck disable=SC2086
    run set bad.zip 202 --mobile +15550100299 -o new.zip --thorough $more
    expect_status 3
    expect_absent new.zip
    expect_has err "it is damaged"
done
run set bad.zip 202 --mobile +15550100299 --thorough
expect_status 3
run set stored.zip 202 --mobile +15550100299 -o new.zip --thorough
expect_status 0
rm -f ./*.zip
finish

begin "encrypted ones are decoded with the password"
fixture plain v20
rm -rf t && mkdir t && (cd t && unzip -qo ../pbx.zip)
rm -f t/metadata
echo g > pw; echo other > pw2; chmod 600 pw pw2
(cd t && 7z a -tzip -bso0 -pg -mem=AES256 ../aes.zip . &&
    7z a -tzip -bso0 -pg -mem=ZipCrypto ../old.zip .) > "$RUN/other"
count=$(($(find t -type f -size +0 | wc -l) - 1))
edit=(202 --mobile +15550100299 --password-file pw --thorough)
for file in aes.zip old.zip; do
    run set $file "${edit[@]}" -o new.zip
    expect_status 0
    expect_has err "new.zip: $count files in it that were copied were decoded \
on the way, and all are whole"
    expect_lacks err "not decoded"
    rm -f new.zip

    # A bit in the data of a voicemail greeting.
    python3 - $file <<'P'
import sys, struct, zipfile
data = bytearray(open(sys.argv[1], "rb").read())
info = max((i for i in zipfile.ZipFile(sys.argv[1]).infolist()
            if not i.filename.endswith("Db.xml")), key=lambda i: i.file_size)
at = info.header_offset
n, m = struct.unpack("<HH", data[at + 26:at + 30])
data[at + 30 + n + m + info.compress_size // 2] ^= 1
open("bad.zip", "wb").write(data)
P
    run set bad.zip "${edit[@]}" -o new.zip
    expect_status 3
    expect_has err "it is damaged"
    expect_absent new.zip
done

# One file with another password, and one not encrypted.
cp aes.zip mixed.zip
mkdir u && echo hidden > u/other.bin && echo plain > u/plain.bin
(cd u && 7z a -tzip -bso0 -pelse -mem=AES256 ../mixed.zip other.bin &&
    7z a -tzip -bso0 ../mixed.zip plain.bin) > "$RUN/other"
run set mixed.zip "${edit[@]}" -o new.zip
expect_status 0
expect_has err "new.zip: $((count + 1)) of $((count + 2)) files in it that \
were copied were decoded on the way, and are whole; 1 could not be decoded: \
encrypted with another password, or packed in a way that is not known here"

# The database is not encrypted, so no password is known.
fixture plain v20 part.zip
(cd u && 7z a -tzip -bso0 -pg -mem=AES256 ../part.zip other.bin) > "$RUN/other"
run set part.zip 202 --mobile +15550100299 --thorough -o three.zip
expect_status 0
expect_has err "1 could not be decoded: encrypted without a known password"
rm -rf t u ./*.zip pw pw2
finish

begin "sound ones are whole, also by other commands"
for shape in plain dotnet infozip; do
    fixture "$shape" v20
    run set pbx.zip 200 --last-name Newman -o new.zip
    expect_status 0
    # All with content but the database; folders have none.
    expect_has err \
        "$(($(unzip -lqq pbx.zip | awk '$1 > 0' | wc -l) - 1)) files in it were copied"
    [ "$shape" = dotnet ] || expect_lacks err "data descriptors"
    rm new.zip
    run set pbx.zip 200 --last-name Newman --thorough -o new.zip
    expect_status 0
    expect_has err "decoded on the way, and all are whole"
    expect_lacks err "not unpacked"
    rm new.zip
done
printf 'Number,LastName\n200,Newman\n' > users.csv
run import pbx.zip users.csv --thorough -o new.zip
expect_has err "decoded on the way, and all are whole"
run avatar clear pbx.zip 200 --thorough -o clear.zip
expect_has err "decoded on the way, and all are whole"
run set pbx.zip 200 --last-name Newman --plan plan.json
run apply pbx.zip plan.json --thorough -o apply.zip
expect_has err "decoded on the way, and all are whole"
refuse 2 list pbx.zip --thorough -- --thorough
rm -f ./*.zip plan.json users.csv
finish

begin "a forgery is found wherever it lies, and only a forgery"
python3 - "$LIB" <<'P'
import os, struct, sys, zlib
sys.path.insert(0, sys.argv[1])
import rawzip, tree
from rawzip import Member, STORED
database = Member(tree.DATABASE, tree.read(tree.DATABASE))
block = 256 << 10
noise = b"x" * (2 * block + 99)
def write(name, data):
    sound = Member("a.bin", data, STORED, descriptor="sig")
    with open(name, "wb") as f:
        f.write(rawzip.build([database, sound]))
def forge(at, kind):
    size = at if kind.startswith("size") else 7
    body = b"PK\7\x08" + struct.pack("<I", zlib.crc32(noise[:at]))
    body += struct.pack("<QQ" if kind.endswith("wide") else "<II", size, size)
    if kind.startswith("next"):
        body += b"PK\3\4"
    return noise[:at] + body + noise[at + len(body):]
def wrong(at, *more):
    """A descriptor that is right in nothing, and what stands where behind it:
    who passes over the file (`bsdtar -t` from a pipe) ends it there."""
    data = bytearray(noise)
    data[at:at + 16] = b"PK\7\x08" + b"\1" * 12
    for where, what in more:
        data[where:where + len(what)] = what
    return bytes(data)
for at in (5, block - 1, block - 3, block - 15, block - 24, block, block + 1,
           2 * block - 2, len(noise) - 24):
    for kind in ("size", "size-wide", "next", "next-wide"):
        if at + 28 <= len(noise) or kind == "size":
            write(f"bad-{at}-{kind}.zip", forge(at, kind))
for at, far in ((9, 30), (9, block - 2), (block - 7, block + 9),
                (block - 2, 2 * block + 90), (5, len(noise) - 4)):
    for record in (b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6"):
        write(f"bad-{at}-far-{far}-{record[2]}.zip", wrong(at, (far, record)))
    data = wrong(at, (far, b"PK\3\4"))
    for tag, flags, method in (("encrypted", 1, STORED), ("unknown", 0, 12)):
        sound = Member("a.bin", data, method, flags=flags, descriptor="sig",
                       packed=data)
        with open(f"bad-{at}-{tag}-{far}.zip", "wb") as f:
            f.write(rawzip.build([database, sound]))
    # The CRC alone is enough for libarchive, and nothing need follow.
    crc = struct.pack("<I", zlib.crc32(noise[:at]))
    write(f"bad-{at}-crc-{far}.zip", wrong(at, (at + 4, crc)))
# Without a signature it cannot be found: what is searched are the files behind.
for tag, method, flags, data in (
        ("stored", STORED, 0, noise), ("empty", STORED, 0, b""),
        ("encrypted", STORED, 1, noise), ("unknown", 12, 0, noise)):
    for kind in ("plain", "plain wide"):
        sound = Member("a.bin", data, method, flags=flags, packed=data,
                       descriptor=kind)
        with open(f"endless-{tag}-{kind[-4:]}.zip", "wb") as f:
            f.write(rawzip.build([sound, database]))
sound = Member("a.bin", noise)
stored = Member(tree.DATABASE, database.data, STORED, descriptor="plain")
with open("endless-database.zip", "wb") as f:
    f.write(rawzip.build([stored, sound]))
sound = Member("a.bin", noise, descriptor="plain")
with open("good-4.zip", "wb") as f:
    f.write(rawzip.build([sound, database]))
# What only looks like it: a record before it, a signature with other numbers behind it, and one
# that is cut off by the end.
write("good-1.zip", noise[:70] + b"PK\7\x08" + noise[70:])
write("good-2.zip", noise + b"PK\7\x08" + b"\1" * 9)
write("good-3.zip", wrong(block, (7, b"PK\3\4"), (block - 4, b"PK\3\4")))
P
for file in bad-*.zip; do
    at=${file#bad-}
    run set "$file" 200 --last-name Newman --thorough -o new.zip
    expect_status 3
    expect_absent new.zip
    expect_has err "stands inside its data, at byte ${at%%-*}:"
    run check "$file" --archive --all
    expect_has out "stands inside its data, at byte ${at%%-*}"
done
# Encrypted with the right password, a sound file with a descriptor is whole.
fixture plain v20
rm -rf t && mkdir t && (cd t && unzip -qo ../pbx.zip)
rm -f t/metadata
echo g > pw; chmod 600 pw
(cd t && zip -qr -P g ../old.zip .)
run set old.zip 202 --mobile +15550100299 --password-file pw --thorough \
    -o new.zip
expect_status 0
expect_has err "and all are whole"
rm -rf t pw new.zip
for file in endless-*.zip; do
    run set "$file" 200 --last-name Newman --thorough -o new.zip
    expect_status 3
    expect_absent new.zip
    expect_has err "its data descriptor has no signature to search for: a \
program that reads from front to back would search the files behind it"
    run check "$file" --archive --all
    expect_has out "its data descriptor has no signature to search for"
done
for file in good-*.zip; do
    run set "$file" 200 --last-name Newman --thorough -o new.zip
    expect_status 0
    rm -f new.zip
done
rm -f ./*.zip
finish

begin "a folder that has content"
run set "$HOSTILE/fine-folder-content.zip" 200 --last-name Newman -o new.zip
expect_status 0
expect_line err "cxbak: warning: the folder \"recordings/\" has content, \
which most programs drop"
judge "$HOSTILE/fine-folder-content.zip" new.zip --edit 200:LastName=Newman
run check new.zip --archive --all
expect_has out "the folder \"recordings/\" has content of 5 bytes"
expect_has out archive-folder-content
run set "$HOSTILE/fine-folders.zip" 200 --last-name Newman -o two.zip
expect_lacks err "most programs drop"
run check two.zip --archive --all
expect_lacks out archive-folder-content
rm -f ./*.zip
finish

begin "a file that its attributes call a folder or a link"
fixture plain v20
for attributes in 16 2717843456; do
    python3 - $attributes <<'P'
import sys, zipfile
with zipfile.ZipFile("pbx.zip") as old, zipfile.ZipFile("odd.zip", "w") as new:
    for i in old.infolist():
        if i.filename == "metadata":
            i.external_attr, i.create_system = int(sys.argv[1]), 3
        new.writestr(i, old.read(i.filename))
P
    run set odd.zip 200 --last-name Newman -q -o new.zip
    expect_status 0
    expect_line err "cxbak: warning: file \"metadata\" is a folder or a link by \
its attributes, so programs may not unpack it as a file"
    run check new.zip --archive --all
    expect_status 1
    expect_has out "this is a folder or a link"
    rm new.zip
done
rm -f ./*.zip
finish

begin "a database in small letters can be read, and says so"
run check "$HOSTILE/database-small-letters.zip" --all
expect_status 1
expect_has out archive-database-name
finish
