# Pictures whose users are told by a property: it is kept, changed, put in,
# taken out with the picture, and explained by verify.

convert -size 600x600 gradient:red-blue photo.jpg

# tied OLD NEW WORD...: the judge of properties; members are judged beside.
tied() {
    check
    "$LIB/tied.py" check "$@" > "$RUN/judge" || fail "$(cat "$RUN/judge")"
}

# explained NEW OLD: verify finds pictures, and nothing else.
explained() {
    run verify "$1" --against "$2"
    expect_status 0
    expect_has out "and nothing else"
}

names() {
    check
    [ "$(unzip -Z1 "$1" | grep Profile | sort | tr '\n' ' ')" = "$2" ] ||
        fail "$1 has $(unzip -Z1 "$1" | grep Profile | sort | tr '\n' ' ')"
}
all="ProfilePictures/a1b2.png ProfilePictures/c3d4.jpg ProfilePictures/e5f6.png "

for shape in plain dotnet; do
    begin "found in $shape"
    "$LIB/tied.py" make "$shape" pbx.zip
    run list pbx.zip --json
    expect_json 'sum(u["Avatar"] is not None for u in d) == 5'
    run show pbx.zip 200
    expect_has out "property AVATAR names it"
    run avatar show pbx.zip 206
    expect_has out "property AVATAR names it"
    run check pbx.zip --all
    expect_has out "avatar-missing"
    expect_lacks out "logo"
    finish
done
"$LIB/tied.py" make plain pbx.zip

begin "replaced under its own name, in its own format"
run avatar set pbx.zip 200 photo.jpg -o new.zip
expect_status 0
judge pbx.zip new.zip --changed ProfilePictures/a1b2.png
run avatar set pbx.zip 201 photo.jpg -o new.zip --force
judge pbx.zip new.zip --changed ProfilePictures/c3d4.jpg
run avatar get new.zip 201 -o out.jpg
check
[ "$(identify -format %m out.jpg)" = JPEG ] || fail "$(identify out.jpg)"
explained new.zip pbx.zip
finish

begin "a picture that was promised comes under that name"
run avatar set pbx.zip 207 photo.jpg -o new.zip --force
expect_status 0
judge pbx.zip new.zip --added ProfilePictures/missing.png
run avatar show new.zip 207
expect_has out "property AVATAR names it"
explained new.zip pbx.zip
finish

begin "a new one gets the property that the others have"
run avatar set pbx.zip 202 photo.jpg -o new.zip --force
expect_status 0
tied pbx.zip new.zip 202=ProfilePictures/202.png
explained new.zip pbx.zip
expect_has out "ProfilePictures/202.png"
run show new.zip 202 --json
expect_json 'd[0]["AvatarRule"] == "property AVATAR names it"'
expect_json '{"Name": "AVATAR", "Value": "ProfilePictures/202.png"} in d[0]["Properties"]'
finish

begin "an empty property is filled"
run avatar set pbx.zip 212 photo.jpg -o new.zip --force
tied pbx.zip new.zip 212=ProfilePictures/212.png
explained new.zip pbx.zip
finish

begin "one for several users stays the others'"
run avatar set pbx.zip 206 photo.jpg -o new.zip --force
tied pbx.zip new.zip 206=ProfilePictures/206.png
names new.zip "ProfilePictures/206.png ${all}ProfilePictures/shared.png "
explained new.zip pbx.zip
expect_lacks out "210"
run avatar clear pbx.zip 206 -o new.zip --force
tied pbx.zip new.zip 206=
names new.zip "${all}ProfilePictures/shared.png "
explained new.zip pbx.zip
run avatar clear pbx.zip 206,210 -o new.zip --force
tied pbx.zip new.zip 206= 210=
names new.zip "$all"
explained new.zip pbx.zip
run avatar import pbx.zip . -o none.zip
expect_status 4
cp photo.jpg 206.jpg
cp photo.jpg 210.jpg
run avatar import pbx.zip . -o new.zip --force
tied pbx.zip new.zip 206=ProfilePictures/206.png 210=ProfilePictures/210.png
finish

begin "cleared with what names it, also where it is missing"
run avatar clear pbx.zip 200,207 -o new.zip --force
expect_status 0
tied pbx.zip new.zip 200= 207=
names new.zip "ProfilePictures/c3d4.jpg ProfilePictures/e5f6.png ProfilePictures/shared.png "
explained new.zip pbx.zip
run avatar clear pbx.zip 212,220 -o same.zip
expect_same same.zip pbx.zip
finish

begin "together with the mobile number, in and out"
run set pbx.zip 202 --mobile 15550100202 --avatar photo.jpg -o new.zip --force
expect_status 0
explained new.zip pbx.zip
expect_line out "1 value and 1 picture of 1 user differ and nothing else"
run set new.zip 202 --clear mobile --clear avatar -o back.zip
expect_status 0
explained back.zip new.zip
run verify back.zip --against pbx.zip
expect_status 0
run list back.zip 202 --json
expect_json 'd[0]["MobileNumber"] == "" and d[0]["Avatar"] is None'
ok xmllint --noout <(unzip -p back.zip 2120859096Db.xml)
ok xmllint --noout <(unzip -p new.zip 2120859096Db.xml)
finish

begin "another property or picture is not explained"
python3 - "$LIB" <<'P'
import sys, zipfile
with zipfile.ZipFile("pbx.zip") as old, zipfile.ZipFile("bad.zip", "w") as new:
    for i in old.infolist():
        data = old.read(i)
        if i.filename.endswith("Db.xml"):
            data = data.replace(b"logo.png", b"loga.png")
        new.writestr(i, data)
P
run verify bad.zip --against pbx.zip
expect_status 1
expect_has out "differs outside of users' fields"
finish

begin "cleared where the names stand in another order than the users"
fixture infozip v20 plain.zip
"$LIB/alter.py" plain.zip crossed.zip \
    --sub ProfilePictures/200.png PICTURE \
    --sub ProfilePictures/205.png ProfilePictures/200.png \
    --sub PICTURE ProfilePictures/205.png
run avatar clear crossed.zip 200,201,205 -o none.zip --force
expect_status 0
check
[ "$(unzip -Z1 none.zip 'ProfilePictures/20*')" = "" ] || fail "still there"
explained none.zip crossed.zip
finish

begin "an entry for a folder that comes with the picture counts as no file"
fixture infozip v18
zip -qd pbx.zip 'ProfilePictures/*'
run avatar set pbx.zip 200 photo.jpg -o other.zip --force -v
expect_status 0
check
unzip -Z1 other.zip | grep -qx ProfilePictures/ || fail "it made no such entry"
expect_has err "of $(unzip -Z1 other.zip | grep -vc '/$') files in it rewritten, 1 added"
finish
