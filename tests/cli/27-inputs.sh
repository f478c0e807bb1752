# No file that a command reads is ever written, by whatever path or link and
# whatever --force says.

fixture plain v20
python3 - <<'P'
import zlib, struct
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + \
        struct.pack(">I", zlib.crc32(kind + data))
with open("face.png", "wb") as f:
    f.write(b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress((b"\0" + b"\x40" * 24) * 8)) +
            chunk(b"IEND", b""))
P
mkdir photos
cp face.png photos/200.png
printf 'Number,FirstName\n200,Noelle\n' > users.csv
printf 'Number,Avatar\n200,face.png\n' > faces.csv
echo 200 > ./who
echo secret > word; chmod 600 word
"$CXBAK" set pbx.zip 200 --last-name Navarro -o new.zip 2> "$RUN/other"
"$CXBAK" set pbx.zip 200 --first-name Noelle --plan one.json 2> "$RUN/other"
"$CXBAK" set pbx.zip 201 --first-name Ada --plan two.json 2> "$RUN/other"
mkdir keep
cp -p pbx.zip face.png photos/200.png users.csv faces.csv who word new.zip \
    one.json two.json keep

# untouchable FILE WORD...: with OUT replaced by FILE, by a symbolic and by a
# hard link to it and by another path, the command refuses and FILE stays.
untouchable() {
    local file=$1 out words
    shift
    ln -s "$file" soft
    ln "$file" hard
    mkdir -p sub
    for out in "$file" "./$file" "sub/../$file" soft hard; do
        words=("${@//OUT/$out}")
        run "${words[@]}"
        expect_status 7
        expect_message
        expect_same "$file" "keep/${file##*/}"
    done
    rm -f soft hard
    rmdir sub
}

begin "set"
for how in -o --plan; do
    untouchable pbx.zip set pbx.zip 200 --first-name N $how OUT --force
    untouchable who set pbx.zip @who --first-name N $how OUT --force
    untouchable face.png set pbx.zip 200 --avatar face.png $how OUT --force
    # Also a password file that is not needed.
    untouchable word set pbx.zip 200 --first-name N $how OUT --force \
        --password-file word
done
export CXBAK_PASSWORD_FILE=word
untouchable word set pbx.zip 200 --first-name N -o OUT --force
unset CXBAK_PASSWORD_FILE
finish

begin "import"
for how in -o --plan; do
    untouchable pbx.zip import pbx.zip users.csv $how OUT --force
    untouchable users.csv import pbx.zip users.csv $how OUT --force
    untouchable faces.csv import pbx.zip faces.csv $how OUT --force
    untouchable face.png import pbx.zip faces.csv $how OUT --force
    check
    "$CXBAK" import pbx.zip - $how users.csv --force < users.csv \
        > "$RUN/out" 2> "$RUN/err"
    STATUS=$? LAST="import from standard input $how"
    expect_status 7
    expect_same users.csv keep/users.csv
done
finish

begin "apply"
for file in pbx.zip one.json two.json; do
    untouchable $file apply pbx.zip one.json two.json -o OUT --force
done
finish

begin "diff"
for file in pbx.zip new.zip; do
    untouchable $file diff pbx.zip new.zip --plan OUT --force
done
finish

begin "avatar"
untouchable pbx.zip avatar set pbx.zip 200 face.png -o OUT --force
untouchable face.png avatar set pbx.zip 200 face.png -o OUT --force
untouchable pbx.zip avatar clear pbx.zip 200 -o OUT --force
untouchable pbx.zip avatar import pbx.zip photos -o OUT --force
untouchable photos/200.png avatar import pbx.zip photos -o OUT --force
untouchable pbx.zip avatar get pbx.zip 200 -o OUT --force
untouchable pbx.zip avatar sheet pbx.zip -o OUT --force
untouchable who avatar sheet pbx.zip @who -o OUT --force
mkdir out
ln pbx.zip "out/200 Alder, Martin.png"
run avatar export pbx.zip out --force
expect_status 7
expect_same pbx.zip keep/pbx.zip
rm -r out
finish

begin "export"
untouchable pbx.zip export pbx.zip -o OUT --force
untouchable who export pbx.zip @who -o OUT --force
finish

begin "standard output and standard error"
for words in "list pbx.zip" "export pbx.zip" "check pbx.zip" \
    "set pbx.zip @who --first-name N" "diff new.zip pbx.zip" \
    "verify new.zip --against pbx.zip"; do
    for file in pbx.zip who; do
        [ $file = pbx.zip ] || [[ $words = *@who* ]] || continue
        check
        # shellcheck disable=SC2086
        "$CXBAK" $words >> $file 2> "$RUN/err"
        STATUS=$? LAST="$words >> $file"
        expect_status 7
        expect_has err "standard output goes to this very file"
        expect_same $file keep/$file
    done
done
# Not even to say so.
"$CXBAK" list pbx.zip > "$RUN/out" 2>> pbx.zip
STATUS=$? LAST="list 2>> pbx.zip"
expect_status 7
expect_same pbx.zip keep/pbx.zip
finish
