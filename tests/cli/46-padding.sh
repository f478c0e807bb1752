# What is rewritten is padded, so that what stays behind it moves by whole
# blocks of 4,096 bytes: read by every program, no part of the content, gone
# with the next edit, and nowhere else.

# big SHAPE: makes big.zip, a backup with 300 kB of recordings behind the
# database.
big() {
    local how=() name
    rm -rf tree big.zip
    mkdir tree
    (cd tree && unzip -q ../pbx.zip && mkdir -p recordings/zz &&
        head -c 200000 /dev/urandom > recordings/zz/a.wav &&
        head -c 100000 /dev/urandom > recordings/zz/b.wav)
    case $1 in
    stored) how=(zip -q -0 -X) ;;
    deflated) how=(zip -q -X) ;;
    extras) how=(zip -q) ;;
    piped) how=(zip -q -fd) ;;
    classic) how=(zip -q -P secret) ;;
    aes) how=(7z a -tzip -psecret -mem=AES256) ;;
    esac
    (cd tree && name=$(ls ./*Db.xml) &&
        find . -type f ! -name '*Db.xml' ! -path '*/zz/*' | sort > ../names &&
        { echo "$name"; cat ../names; echo ./recordings/zz/a.wav
          echo ./recordings/zz/b.wav; } | sed 's/^..//' > ../all &&
        "${how[@]}" ../big.zip "$(head -n 1 ../all)" > ../made &&
        tail -n +2 ../all | tr '\n' '\0' |
        xargs -0 "${how[@]}" ../big.zip > ../made) || fail "cannot make $1"
}

# moved OLD NEW: every member that stays has moved by whole blocks.
moved() {
    check
    python3 - "$LIB" "$1" "$2" << 'P' || fail "$2: not moved by whole blocks"
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
old, new = ({e.name: e.offset for e in
             rawzip.Archive(open(p, "rb").read()).entries}
            for p in sys.argv[2:])
shifts = {new[n] - old[n] for n in old if n in new}
print(shifts)
sys.exit(any(s % 4096 for s in shifts) or len(shifts) < 2)
P
}

# readers FILE SHAPE: each finds the members of the folder `expected`.  Two of
# them know no AES.
readers() {
    local p programs=(7z bsdtar unzip python)
    [ "$2" != aes ] || programs=(7z bsdtar)
    for p in "${programs[@]}"; do
        rm -rf found
        mkdir found
        check
        case $p in
        unzip) unzip -q -P secret "$1" -d found ;;
        7z) 7z x -psecret -ofound "$1" ;;
        bsdtar) bsdtar --passphrase secret -xf "$1" -C found ;;
        python) python3 -c 'import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
z.extractall("found", pwd=b"secret")
for i in z.infolist():
    # What is not said to be UTF-8 it takes for code page 437.
    if not i.flag_bits & 0x800:
        import os
        to = i.filename.encode("cp437").decode()
        os.renames("found/" + i.filename, "found/" + to)' "$1" ;;
        esac > made 2>&1 || fail "$p cannot read $1: $(tail -n 1 made)"
        diff -r expected found > made || fail "$p: $(head -n 3 made)"
    done
    ok 7z t -psecret "$1"
}

umask 077
echo secret > right
export CXBAK_PASSWORD_FILE=right
fixture plain v20
for shape in stored deflated extras piped classic aes; do
    begin "$shape: padded, read by all, and not twice"
    big $shape
    run set big.zip 200 --last-name Newman-Longer -o new.zip
    expect_status 0
    moved big.zip new.zip
    rm -rf expected
    cp -r tree expected
    sed -i '/<Extension>/,$s,<LastName>Alder<,<LastName>Newman-Longer<,' \
        expected/2120859096Db.xml
    readers new.zip $shape
    run verify new.zip --against big.zip
    expect_status 0
    expect_line out "1 value of 1 user differs and nothing else"

    # More edits: never more than two blocks beyond what it needs.
    for i in 1 2 3; do
        run set new.zip 200 --last-name "Newman-$i$i$i" -q -o "new$i.zip"
        expect_status 0
        moved big.zip "new$i.zip"
        check
        [ "$(stat -c %s "new$i.zip")" -lt $(($(stat -c %s big.zip) + 9000)) ] ||
            fail "new$i.zip grows"
        mv "new$i.zip" new.zip
    done
    run verify new.zip --against big.zip
    expect_status 0
    run set new.zip 200 --last-name Alder -o back.zip
    expect_status 0
    run verify back.zip --against big.zip
    expect_status 0
    expect_lacks out "200  Martin"
    rm -f new.zip back.zip
    finish
done

begin "the size of a stored database is known when everybody changes"
big stored
run list big.zip --json
expect_json 'len(d) == 16'
run set big.zip 100,200-230 --last-name Newman-Longer -o new.zip --force
expect_status 0
expect_has err "16 values of 16 users changed"
moved big.zip new.zip
run verify new.zip --against big.zip
expect_status 0
rm new.zip
finish

# A PNG picture of so many bytes beyond its pixels.
picture() {
    convert -size "$2" xc:"$3" png24:"$1"
}

begin "pictures changed, removed and new ones"
big deflated
picture blue.png 99x99 blue
picture red.png 77x77 red
run avatar set big.zip 200 blue.png -o one.zip
expect_status 0
moved big.zip one.zip
run avatar clear one.zip 201 -o two.zip
expect_status 0
run avatar set two.zip 203 red.png -o three.zip
expect_status 0
last=big
for f in one two three; do
    ok 7z t $f.zip
    ok unzip -tq $f.zip
    run verify $f.zip --against $last.zip
    expect_status 0
    last=$f
done
# What lies behind the last member that was rewritten or removed is shared.
check
python3 - "$LIB" << 'P' || fail "the recordings have not moved by whole blocks"
import sys
sys.path.insert(0, sys.argv[1])
import rawzip
a, b, c = ({e.name: e.offset for e in
            rawzip.Archive(open(p, "rb").read()).entries}
           for p in ("one.zip", "two.zip", "three.zip"))
big = b"recordings/zz/a.wav"
sys.exit((b[big] - a[big]) % 4096 + (c[big] - b[big]) % 4096 > 0)
P
finish

fixture plain v20
begin "nothing is padded where nothing worth it lies behind"
run set pbx.zip 200 --last-name Newman -o new.zip
expect_status 0
check
python3 - "$LIB" << 'P' || fail "new.zip is padded"
import sys, zlib
sys.path.insert(0, sys.argv[1])
import rawzip
for e in rawzip.Archive(open("new.zip", "rb").read()).entries:
    assert not e.local_extra
    if e.method == 8 and e.name.endswith(b"Db.xml"):
        assert bytes(e.packed) == rawzip.deflate(rawzip.unpack(e))
P
finish

# padded FIELD: pbx.zip with that extra field in the database's local header.
padded() {
    python3 - "$LIB" "$1" << 'P' || fail "cannot pad"
import sys, zipfile
sys.path.insert(0, sys.argv[1])
import rawzip
made = []
with zipfile.ZipFile("pbx.zip") as z:
    for i in z.infolist():
        field = bytes.fromhex(sys.argv[2])
        made.append(rawzip.Member(
            i.filename, z.read(i), flags=i.flag_bits & rawzip.FLAG_UTF8,
            extra_local=field if i.filename.endswith("Db.xml") else b""))
open(f"padded.zip", "wb").write(rawzip.build(made))
P
}

while read -r name field; do
    begin "verify and odd padding: $name"
    padded ""
    mv padded.zip old.zip
    run set old.zip 200 --last-name Newman -o edited.zip
    expect_status 0
    mv pbx.zip kept.zip
    mv edited.zip pbx.zip
    padded "$field"
    mv kept.zip pbx.zip
    run verify padded.zip --against old.zip
    case $name in
    ours*) expect_status 0 ;;
    *)
        expect_status 1
        expect_has out "the header before its data"
        ;;
    esac
    rm -f padded.zip old.zip edited.zip
    finish
done << 'F'
ours 35d90600001000000000
ours-empty 35d902000010
another-alignment 35d90600040000000000
not-zeros 35d90600001000000001
another-id 36d90600001000000000
F
