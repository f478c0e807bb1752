# One picture: set, shown, taken out, cleared, in every shape of archive.

convert -size 900x600 gradient:red-blue photo.jpg
convert -size 300x400 gradient:green-white photo.png

# What each shape calls a picture.
member() {
    case $1 in
    dotnet) printf 'ProfilePictures\\%s.png' "$2" ;;
    *) printf 'ProfilePictures/%s.png' "$2" ;;
    esac
}

for shape in plain infozip pipe bsdtar stream sevenzip dotnet; do
    begin "set, add, clear in $shape"
    fixture "$shape" v18
    cp pbx.zip before.zip
    rm -f new.zip more.zip less.zip all.zip
    run avatar set pbx.zip 200 photo.jpg -o new.zip
    expect_status 0
    judge pbx.zip new.zip --changed "$(member "$shape" 200)"
    run verify new.zip --against pbx.zip
    expect_status 0
    expect_line out "1 picture of 1 user differs and nothing else"
    run avatar set pbx.zip 202 photo.jpg -o more.zip
    expect_status 0
    judge pbx.zip more.zip --added "$(member "$shape" 202)"
    run verify more.zip --against pbx.zip
    expect_status 0
    run avatar clear pbx.zip 201,205 -o less.zip
    expect_status 0
    judge pbx.zip less.zip --removed "$(member "$shape" 201)" \
        --removed "$(member "$shape" 205)"
    run verify less.zip --against pbx.zip
    expect_status 0
    # With values in the same go.
    run set pbx.zip 203 --avatar photo.png --first-name Noelle \
        --mobile 15550100203 -o all.zip
    expect_status 0
    judge pbx.zip all.zip --added "$(member "$shape" 203)" \
        --edit 203:FirstName=Noelle --edit 203:MobileNumber=15550100203
    # There and gone: the members are those of before.
    run avatar clear more.zip 202 -o gone.zip --force
    expect_status 0
    run diff gone.zip pbx.zip
    expect_status 0
    # All of them gone, and one comes.
    run avatar clear pbx.zip --all -o none.zip --force
    expect_status 0
    run avatar set none.zip 202 photo.png -o one.zip --force
    expect_status 0
    judge none.zip one.zip --added "$(member "$shape" 202)" \
        --edit 202:ContactImage=/ProfilePictures/202.png
    expect_same pbx.zip before.zip
    finish
done

fixture plain v20
cp pbx.zip before.zip

begin "the preview says what becomes of it, and writes nothing"
run avatar set pbx.zip 200 photo.jpg
expect_status 0
expect_has out "a picture of 194 B, PNG 48 x 48, ProfilePictures/200.png -> a picture of "
expect_has out ", PNG 256 x 256, ProfilePictures/200.png"
expect_line out "  Made from           JPEG 900 x 600, cropped -> PNG 256 x 256"
expect_has err "cxbak avatar set pbx.zip 200 photo.jpg -o NEW.zip"
run avatar set pbx.zip 200 photo.png --raw
expect_line out "  Made from           PNG 300 x 400, as it is"
run avatar set pbx.zip 200 photo.jpg --crop none --size 90
expect_line out "  Made from           JPEG 900 x 600 -> PNG 90 x 60"
expect_files before.zip pbx.zip photo.jpg photo.png new.zip more.zip less.zip \
    all.zip gone.zip none.zip one.zip
finish
rm -f ./*.zip
fixture plain v20
cp pbx.zip before.zip

begin "JSON of a picture that comes, changes, goes"
run set pbx.zip 202 --avatar photo.png --json
expect_status 0
expect_json 'd["Changes"][0]["Field"] == "Avatar"'
expect_json 'd["Changes"][0]["Old"] == "" and d["Output"] is None'
expect_json 'd["Changes"][0]["New"].startswith("ProfilePictures/202.png, CRC ")'
run set pbx.zip 200 --clear avatar --json
expect_json '[c["New"] for c in d["Changes"]] == [""]'
expect_json 'd["Changes"][0]["Old"].startswith("ProfilePictures/200.png, CRC 2589fad4")'
finish

begin "what is stored: a square, 256 pixels, in the format of its name"
run avatar set pbx.zip 200 photo.jpg -o new.zip
run avatar get new.zip 200 -o out.png
expect_status 0
expect_has err "ContactImage names it"
expect_mode out.png 600
check
[ "$(identify -format '%m %wx%h' out.png)" = "PNG 256x256" ] ||
    fail "$(identify out.png)"
run avatar set pbx.zip 200 photo.jpg --crop 10,20,300,150 --size 100 \
    -o new.zip --force
run avatar get new.zip 200 -o out.png --force
check
[ "$(identify -format '%m %wx%h' out.png)" = "PNG 100x50" ] ||
    fail "$(identify out.png)"
run avatar get new.zip 200
expect_same "$RUN/out" out.png
run avatar get new.zip 200 -o out.png
expect_status 7
expect_has err --force
finish

begin "the top of a portrait, as it is shown"
# Red above, blue below; the second one lies on its side and says so.
convert -size 60x40 xc:red -size 60x40 xc:blue -append tall.png
convert tall.png -rotate 90 plain.jpg
python3 - <<'P'
import struct
data = open("plain.jpg", "rb").read()
tiff = b"II*\0" + struct.pack("<IHHHIII", 8, 1, 0x112, 3, 1, 8, 0)
exif = b"Exif\0\0" + tiff
with open("lying.jpg", "wb") as f:
    f.write(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
P
for image in tall.png lying.jpg; do
    run avatar set pbx.zip 200 "$image" --crop top --size 60 -o top.zip --force
    expect_status 0
    case $image in
    *.jpg) said="JPEG 60 x 80, turned, cropped -> PNG 60 x 60" ;;
    *) said="PNG 60 x 80, cropped -> PNG 60 x 60" ;;
    esac
    run avatar set pbx.zip 200 "$image" --crop top --size 60 --json
    expect_json "d['Changes'][0]['Made'] == '$said'"
    run avatar get top.zip 200 -o top.png --force
    check
    [ "$(convert top.png -format '%wx%h %[fx:int(60*mean.r+0.5)]' info:)" = "60x60 40" ] ||
        fail "$image: $(convert top.png -format '%wx%h %[fx:60*mean.r]' info:)"
done
refuse 2 avatar set pbx.zip 200 tall.png --crop bottom -- "center, top, none"
finish

begin "the same picture again is no change"
run avatar get pbx.zip 200 -o same.png
run avatar set pbx.zip 200 same.png --raw -o same.zip
expect_status 0
expect_same same.zip pbx.zip
run avatar set new.zip 200 photo.jpg --crop 10,20,300,150 --size 100
expect_has err "nothing to change"
run avatar clear pbx.zip 221
expect_status 0
expect_has err "nothing to change"
finish

begin "show says what it is"
run avatar show pbx.zip 200
expect_status 0
expect_has out "ProfilePictures/200.png"
expect_has out "ContactImage names it"
expect_has out "PNG, 48 x 48 pixels, 8-bit RGB"
expect_lacks out $'\033'
run avatar show pbx.zip 200 --json
expect_json 'd["Width"] == 48 and d["Format"] == "PNG" and d["Size"] == 194'
expect_json 'd["CRC"] == "2589fad4" and d["Problem"] is None'
run avatar show pbx.zip 221
expect_status 4
expect_has err "extension 221 has no picture"
"$LIB/pty_run.py" --env COLORTERM=truecolor -- "$CXBAK" avatar show pbx.zip \
    200 > "$RUN/out" 2>&1
expect_has out "▀"
finish

begin "set, get and show are about one user"
for words in "avatar set pbx.zip 299 photo.jpg" "avatar get pbx.zip 299" \
    "avatar show pbx.zip 299"; do
    # shellcheck disable=SC2086
    refuse 4 $words -- "no extension 299"
done
refuse 2 avatar set pbx.zip 200 -- IMAGE
refuse 2 avatar clear pbx.zip -- whom
refuse 2 avatar set pbx.zip 200 photo.jpg --raw --size 64 -- "--raw" "--size"
refuse 2 avatar set pbx.zip 200 photo.jpg --crop 1,2 -- crop
refuse 2 avatar set pbx.zip 200 photo.jpg --size 0 -- size
refuse 2 set pbx.zip 200 --avatar photo.jpg --clear avatar -- contradict
refuse 2 avatar frobnicate pbx.zip -- "say what to do"
finish

begin "pictures that cannot be used"
printf 'GIF89a....................' > a.gif
head -c 2000 photo.jpg > cut.jpg
printf '\0\0\0\030ftypheic\0\0\0\0heicmif1' > phone.jpg
: > empty.png
echo text > text.png
refuse 4 avatar set pbx.zip 200 a.gif -o new2.zip -- a.gif GIF
refuse 4 avatar set pbx.zip 200 cut.jpg -o new2.zip -- cut.jpg
refuse 4 avatar set pbx.zip 200 phone.jpg -o new2.zip -- HEIC
refuse 4 avatar set pbx.zip 200 empty.png -o new2.zip -- empty.png
refuse 4 avatar set pbx.zip 200 text.png -o new2.zip -- text.png
refuse 4 avatar set pbx.zip 200 cut.jpg --raw -o new2.zip -- cut.jpg
refuse 4 avatar set pbx.zip 200 photo.jpg --raw -o new2.zip -- JPEG PNG
refuse 7 avatar set pbx.zip 200 missing.jpg -o new2.zip -- missing.jpg
expect_absent new2.zip
finish

begin "HEIC and WebP: read where the libraries are, else the command is named"
run --version
heic=$(grep -c "HEIC is read by libheif [0-9]" "$RUN/out")
webp=$(grep -c "WebP is read by libwebp [0-9]" "$RUN/out")
expect_has out "HEIC is "
convert -seed 3 -size 640x480 plasma: plain.png
for kind in "heic $heic heif-convert photo.heic photo.jpg" "webp $webp dwebp photo.webp -o photo.png"; do
    read -r ending there way <<< "$kind"
    convert plain.png -quality 95 "plain.$ending" 2> "$RUN/other" || continue
    if [ "$there" = 0 ]; then
        refuse 4 avatar set pbx.zip 200 "plain.$ending" -- "convert it: $way"
        continue
    fi
    run avatar set pbx.zip 200 "plain.$ending" -o other.zip --force
    expect_status 0
    run avatar get other.zip 200 -o other.png --force
    convert plain.png -gravity center -crop 480x480+0+0 +repage -resize 256x256 wanted.png
    check
    compare -metric PSNR other.png wanted.png null: 2> "$RUN/other"
    awk '{ exit !($1 > 30) }' "$RUN/other" || fail "$ending: $(cat "$RUN/other")"
    head -c 1500 "plain.$ending" > "cut.$ending"
    refuse 4 avatar set pbx.zip 200 "cut.$ending" -- damaged
    refuse 4 avatar set pbx.zip 200 "plain.$ending" --raw -- "convert it: $way"
done
if [ "$heic" = 1 ]; then
    refuse 4 avatar set pbx.zip 200 "$TOP/tests/fuzz/seeds/fuzz_heif/loop" \
        -- "made of itself"
    # Its parts are said to come to 29,285 x 26,112 pixels.
    refuse 4 avatar set pbx.zip 200 "$TOP/tests/fuzz/seeds/fuzz_heif/size" \
        -- "this HEIC is damaged"
fi
finish

begin "a name of one's own"
ok ask contact make alone.zip user=200 user=202 picture=200.png
refuse 4 avatar set alone.zip 202 photo.jpg --avatar-path 'ProfilePictures/x.png' \
    -- "{number}"
refuse 4 avatar set pbx.zip 202 photo.jpg --avatar-path 'Other/{number}.png' \
    -- ProfilePictures
refuse 4 avatar set pbx.zip 202 photo.jpg \
    --avatar-path 'ProfilePictures/../{number}.png' -- "cannot be the name"
refuse 4 avatar set pbx.zip 202 photo.jpg \
    --avatar-path 'ProfilePictures/{number}.gif' -- .jpeg
refuse 2 avatar set pbx.zip 202 photo.jpg --avatar-path 'ProfilePictures/{x}' \
    -- --avatar-path
run avatar set pbx.zip 202 photo.jpg \
    --avatar-path 'ProfilePictures/{number}_{last|ascii}.jpg' -o own.zip
expect_status 0
judge pbx.zip own.zip --added "ProfilePictures/202_O'Brien.jpg"
run avatar get own.zip 202 -o own.jpg
check
[ "$(identify -format %m own.jpg)" = JPEG ] || fail "$(identify own.jpg)"
run avatar set pbx.zip 202 photo.jpg --raw -o raw.zip
expect_status 0
judge pbx.zip raw.zip --added "ProfilePictures/202.jpg"
run avatar get raw.zip 202 -o raw.jpg
expect_same raw.jpg photo.jpg
finish

begin "no metadata survives, but --raw keeps the file as it is"
convert photo.jpg -set comment 'secret place' -profile /dev/null note.jpg \
    2> /dev/null || convert photo.jpg -set comment 'secret place' note.jpg
run avatar set pbx.zip 202 note.jpg --avatar-path 'ProfilePictures/{number}.jpg' \
    -o note.zip
expect_status 0
run avatar get note.zip 202 -o out.jpg
check
! grep -q secret out.jpg || fail "the comment is still there"
check
grep -q secret note.jpg || fail "the test has no comment"
finish

begin "a folder of its own for new pictures, where folders have entries"
fixture infozip v16 inf.zip
run avatar clear inf.zip --all -o none.zip --force
zip -q none.zip -d 'ProfilePictures/*'
run avatar set none.zip 202 photo.png -o one.zip --force
expect_status 0
judge none.zip one.zip --added ProfilePictures/ --added ProfilePictures/202.png \
    --edit 202:ContactImage=/ProfilePictures/202.png
run verify one.zip --against none.zip
expect_status 0
run avatar import none.zip . -o two.zip
expect_status 4
run avatar set inf.zip 202 photo.png -o two.zip \
    --avatar-path 'ProfilePictures/{number}/face.png'
expect_status 0
judge inf.zip two.zip --added ProfilePictures/202/ \
    --added ProfilePictures/202/face.png
run avatar show two.zip 202
expect_has out "ContactImage names it"
finish

begin "another time of the changed members is no difference of its own"
for shape in infozip stream sevenzip; do
    fixture "$shape" v18 old.zip
    SOURCE_DATE_EPOCH=1000000000 run set old.zip 200 --avatar photo.jpg \
        --first-name Noelle -o time.zip --force
    expect_status 0
    run verify time.zip --against old.zip
    expect_status 0
    expect_line out "1 value and 1 picture of 1 user differ and nothing else"
done
finish

begin "what is odd about a file that is stored as it is"
convert -size 1200x1200 xc:red large.png
run avatar set pbx.zip 200 photo.png --raw
expect_status 0
expect_has err "the new picture is 300x400 pixels [avatar-not-square]"
run avatar set pbx.zip 200 large.png --raw
expect_has err "warning: extension 200: the new picture is 1200x1200 pixels"
run avatar set pbx.zip 200 large.png --raw --strict -o strict.zip
expect_status 4
expect_absent strict.zip
run avatar set pbx.zip 200 large.png
expect_lacks err avatar-
finish

begin "a picture that is too small to see anybody is told"
convert -size 10x10 xc:red tiny.png
run avatar set pbx.zip 200 tiny.png
expect_status 0
expect_has err "the new picture is only 10x10 pixels: nobody can see who it is [avatar-small]"
run avatar set pbx.zip 200 tiny.png -o tiny.zip -q
run check tiny.zip --code avatar-small --all
expect_has out '"ProfilePictures/200.png" is 10x10 pixels'
# 48 pixels are what clients show in their lists.
convert -size 48x48 xc:red just.png
convert -size 47x48 xc:red below.png
run avatar set pbx.zip 200 just.png --crop none
expect_lacks err avatar-small
run avatar set pbx.zip 200 below.png --crop none
expect_has err avatar-small
rm -f tiny.* just.png below.png
finish

begin "the contact sheet"
run avatar sheet pbx.zip -o sheet.png
expect_status 0
expect_has err "16 users, 4 with a picture"
check
[ "$(identify -format %m sheet.png)" = PNG ] || fail "$(identify sheet.png)"
expect_line err "sheet.png: 2 names have letters that a sheet cannot draw; boxes stand in their place, and the extension tells who it is"

# Ink where the name stands, whatever its letters are.
for who in 200 201 204 205; do
    run avatar sheet pbx.zip "$who" -o one.png --force
    check
    [ "$(convert one.png -crop 98x7+8+127 -format '%[fx:minima<0.5]' info:)" = 1 ] ||
        fail "no name of $who"
done
run avatar sheet pbx.zip 200-203,207 -o one.png --force
expect_lacks err boxes
refuse 7 avatar sheet pbx.zip -o sheet.png -- --force
refuse 2 avatar sheet pbx.zip -- output
refuse 2 avatar sheet pbx.zip -o sheet.JPG -- 'let the name end in .png'
finish

expect_same pbx.zip before.zip

begin "a gamma of its own is applied"
cat > gamma.py <<'P'
import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + \
        struct.pack(">I", zlib.crc32(kind + data))
def write(path, *chunks):
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" +
                chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) +
                b"".join(chunks) +
                chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * 24) * 8)) +
                chunk(b"IEND", b""))
linear = chunk(b"gAMA", struct.pack(">I", 100000))
write("none.png")
write("linear.png", linear)
write("usual.png", chunk(b"gAMA", struct.pack(">I", 45455)))
write("srgb.png", linear, chunk(b"sRGB", b"\0"))
P
python3 gamma.py
for case in none:128 linear:187 usual:128 srgb:128; do
    run avatar set pbx.zip 200 "${case%:*}.png" -o new.zip --force
    expect_status 0
    "$CXBAK" avatar get new.zip 200 -o got.png --force 2> "$RUN/other"
    got=$(convert got.png -format '%[fx:int(255*p{3,3}.g+0.5)]' info:)
    check
    [ $((got - ${case#*:})) -ge -2 ] && [ $((got - ${case#*:})) -le 2 ] ||
        fail "$case came out as $got"
done
finish

begin "a fine pattern keeps its light"
convert -size 2048x2048 pattern:gray50 -quality 95 fine.jpg
run avatar set pbx.zip 200 fine.jpg -o new.zip --force
expect_status 0
run avatar get new.zip 200 -o got.png --force
got=$(convert got.png -format '%[fx:int(255*mean+0.5)]' info:)
check
[ "$got" -ge 186 ] && [ "$got" -le 190 ] || fail "it came out as $got"
finish

# A photograph of 5 megapixels, which the decoder of JPEG reduces, against the
# same pixels as PNG, which are averaged one by one.
begin "a large JPEG is what its pixels are, by four levels"
convert -size 500x375 -seed 3 plasma:fractal -resize '2603x2003!' \
    \( -size 2603x2003 xc:gray50 -seed 4 -attenuate 0.25 +noise Gaussian \) \
    -compose overlay -composite -quality 92 large.jpg
djpeg -dct int large.jpg | convert pnm:- -define png:exclude-chunk=all \
    -define png:compression-level=1 large.png
# At a half, a quarter, an eighth, and in full.
for how in "--size 500" "--crop 1,2,2599,2000" "--size 99 --crop top" \
    "--size 200 --crop 777,501,1031,433" "--size 1001"; do
    for kind in jpg png; do
        # shellcheck disable=SC2086
        run avatar set pbx.zip 200 large.$kind $how -q -o new.zip --force
        expect_status 0
        run avatar get new.zip 200 -q -o got.$kind.png --force
        expect_status 0
    done
    worst=$(compare -metric PAE got.jpg.png got.png.png null: 2>&1)
    check
    awk -v w="$worst" 'BEGIN { split(w, v, "[()]"); exit !(v[2] <= 4.01 / 255) }' ||
        fail "$how: $worst"
    mean=$(compare -metric MAE got.jpg.png got.png.png null: 2>&1)
    check
    awk -v w="$mean" 'BEGIN { split(w, v, "[()]"); exit !(v[2] <= 0.5 / 255) }' ||
        fail "$how: $mean on average"
done
finish

begin "a colour profile that is left out is told, but for that of sRGB"
convert -size 60x60 xc:teal plain.jpg
convert -size 60x60 xc:teal plain.png
python3 - << 'P'
import zlib

def jpeg(name, profile):
    data = open("plain.jpg", "rb").read()
    body = b"ICC_PROFILE\0\1\1" + profile
    open(name, "wb").write(data[:2] + b"\xff\xe2" +
                           (len(body) + 2).to_bytes(2, "big") + body + data[2:])

def png(name, label):
    data = open("plain.png", "rb").read()
    body = b"iCCP" + label + b"\0\0" + zlib.compress(b"profile")
    chunk = (len(body) - 4).to_bytes(4, "big") + body
    chunk += zlib.crc32(body).to_bytes(4, "big")
    open(name, "wb").write(data[:33] + chunk + data[33:])

def behind_thumbnail(name):
    data = open(name, "rb").read()
    small = b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0\xff\xd8\xff\xda\xff\xd9"
    open("far-" + name, "wb").write(
        data[:2] + b"\xff\xe1" + (len(small) + 2).to_bytes(2, "big") + small +
        data[2:])

jpeg("wide.jpg", b"mluc" + "Display P3".encode("utf-16-be"))
behind_thumbnail("wide.jpg")
jpeg("usual.jpg", b"mluc" + "sRGB IEC61966-2.1".encode("utf-16-be"))
jpeg("old.jpg", b"desc sRGB IEC61966-2.1")
png("wide.png", b"Display P3")
png("usual.png", b"sRGB")
P
for image in wide.jpg far-wide.jpg wide.png usual.jpg old.jpg usual.png plain.jpg; do
    run avatar set pbx.zip 200 "$image" --force
    expect_status 0
    check
    case $image in
    *wide.*) grep -q 'x 60, colour profile left out -> PNG' "$RUN/out" ;;
    *) ! grep -q 'colour profile' "$RUN/out" ;;
    esac || fail "$image"
done
finish

begin "the same however a large JPEG lies"
convert large.jpg -crop 2592x2000+0+0 +repage -quality 92 even.jpg
for turn in 1 3 5 6; do
    case $turn in
    1) way= ;; 3) way=-rotate\ 180 ;; 5) way=-transpose ;;
    6) way=-rotate\ 270 ;;
    esac
    # shellcheck disable=SC2086
    jpegtran -copy none ${way:--optimize} even.jpg > turned.jpg
    python3 - $turn << 'P'
import sys
data = open("turned.jpg", "rb").read()
tiff = (b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" +
        bytes([int(sys.argv[1])]) + b"\0\0\0\0\0\0")
body = b"Exif\0\0" + tiff
open("turned.jpg", "wb").write(
    data[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + data[2:])
P
    run avatar set pbx.zip 200 turned.jpg --crop 101,203,1502,1301 -q \
        -o new.zip --force
    expect_status 0
    run avatar get new.zip 200 -q -o got.$turn.png --force
    worst=$(compare -metric PAE got.1.png got.$turn.png null: 2>&1)
    check
    awk -v w="$worst" 'BEGIN { split(w, v, "[()]"); exit !(v[2] <= 4.01 / 255) }' ||
        fail "turned $turn: $worst"
done
finish
