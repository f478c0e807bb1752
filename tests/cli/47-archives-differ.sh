# verify --against tells what of the archive differs, beside values.

fixture plain v20

# archive OUT CODE: the backup packed again, by zipfile, after CODE changed
# `members`, a list of [ZipInfo, data], or `z`, the archive that is written.
archive() {
    python3 - "$1" "$2" <<'P' || fail "cannot make $1"
import sys, zipfile
with zipfile.ZipFile("pbx.zip") as old:
    members = [[i, old.read(i)] for i in old.infolist()]
with zipfile.ZipFile(sys.argv[1], "w") as z:
    exec(sys.argv[2])
    for info, data in members:
        z.writestr(info, data)
P
}

# differs TEXT CODE: verify says so, and with the two swapped, too.
differs() {
    begin "$1"
    archive old.zip ''
    archive new.zip "$2"
    run verify new.zip --against old.zip
    expect_status 1
    cat "$RUN/out" "$RUN/err" > "$RUN/both"
    expect_has both "$1"
    run verify old.zip --against new.zip
    expect_status 1
    finish
}

begin "nothing"
archive old.zip ''
archive new.zip ''
run verify new.zip --against old.zip
expect_status 0
finish

database='[m for m in members if m[0].filename.endswith("Db.xml")][0]'

differs "archive comment" 'z.comment = b"made elsewhere"'
differs "another order" 'members.reverse()'
differs "another order" 'members.append(members.pop(1))'
differs "the database has another name" "d = $database
d[0].filename = '9' + d[0].filename"
differs "data about it (" "d = $database
d[0].external_attr ^= 0o200 << 16"
differs "data about it (" 'm = members[2][0]
m.date_time = (2001, 2, 3, 4, 5, 6)'
differs "data about it (" 'members[2][0].extra = b"\x99\x99\x02\x00ab"'
differs "content" 'members[2][1] += b"."'
differs "content" 'members[2][1] = b"?" + members[2][1][1:]'

begin "a database of another name is one that went and one that came"
archive old.zip ''
archive new.zip "d = $database
d[0].filename = '9' + d[0].filename"
run diff old.zip new.zip
expect_status 1
expect_has out "file removed"
expect_has out "file added"
finish

# no_picture WORDS CODE: the new content of a user's picture is told as such.
no_picture() {
    begin "a picture: $1"
    archive old.zip ''
    archive new.zip "m = [m for m in members
    if m[0].filename == 'ProfilePictures/200.png'][0]
m[1] = $2"
    run verify new.zip --against old.zip
    expect_status 1
    expect_has out "file changed"
    expect_has out "ProfilePictures/200.png"
    expect_has out "$1"
    finish
}
no_picture "its content is no PNG or JPEG picture" 'b"x" * 5000'
convert -size 20x20 xc:red red.jpg
no_picture "its content is not what its name says" 'open("red.jpg", "rb").read()'
rm red.jpg

begin "a picture that cannot be read"
archive old.zip ''
archive new.zip "info = zipfile.ZipInfo('ProfilePictures/203.png')
info.compress_type = zipfile.ZIP_BZIP2
members.append([info, b'.' * 500])"
run verify new.zip --against old.zip
expect_status 1
expect_has out "its content is no PNG or JPEG picture"
finish

begin "a picture of the same length"
archive old.zip ''
archive new.zip 'm = [m for m in members
    if m[0].filename == "ProfilePictures/200.png"][0]
m[1] = m[1][:-1] + b"?"'
run diff old.zip new.zip
expect_status 1
expect_line err "1 picture of 1 user differs"
run diff old.zip old.zip
expect_status 0
finish
