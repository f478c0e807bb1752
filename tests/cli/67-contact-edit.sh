# Pictures tied by ContactImage: set, cleared, undone; the element goes along.

convert -size 300x300 gradient:red-blue photo.jpg

made() {
    check
    ask contact make "$@" || fail "cannot make $1"
}

# image BACKUP NUMBER=VALUE...: the ContactImages of these users.
image() {
    local word has
    for word in "${@:2}"; do
        check
        ask contact image "$1" "${word%%=*}" || fail "$(cat "$RUN/asked")"
        IFS= read -r -d '' has < "$RUN/asked"
        [ "$has" = "$word"$'\n' ] || fail "$1 has $has, not $word"
    done
}

pictures() {
    check
    [ "$(unzip -Z1 "$1" | grep Profile | sort | tr '\n' ' ')" = "$2" ] ||
        fail "$1 has $(unzip -Z1 "$1" | grep Profile | sort | tr '\n' ' ')"
}

database() { unzip -p "$1" 458245234Db.xml; }

# there_and_back WORD...: the edit makes new.zip; verify finds nothing else; its
# plan makes the same of the backup; undoing that gives back every byte.
there_and_back() {
    rm -f p.json
    run "$1" "$2" pbx.zip "${@:3}" --plan p.json
    expect_status 0
    run "$1" "$2" pbx.zip "${@:3}" -o new.zip --force
    expect_status 0
    run verify new.zip --against pbx.zip
    expect_status 0
    expect_has out "and nothing else"
    run verify new.zip --against pbx.zip --plan p.json
    expect_status 0
    run apply pbx.zip p.json -o again.zip --force
    expect_status 0
    run diff new.zip again.zip
    expect_status 0
    check
    cmp <(database new.zip) <(database again.zip) || fail "applied otherwise"
    run apply new.zip p.json --reverse -o back.zip --force
    expect_status 0
    check
    cmp <(database pbx.zip) <(database back.zip) || fail "undone otherwise"
    run diff pbx.zip back.zip
    expect_status 0
    rm -f d.json
    run diff pbx.zip new.zip --plan d.json
    expect_status 1
    run apply pbx.zip d.json -o again.zip --force
    expect_status 0
    run diff new.zip again.zip
    expect_status 0
}

begin "replaced under its own name: the database stays as it is"
made pbx.zip 'user=200,ContactImage=https://pbx.example.com/x/A1.jpg?v=2' user=201 \
    picture=a1.jpg host=pbx.example.com
run avatar set pbx.zip 200 photo.jpg -o new.zip
expect_status 0
judge pbx.zip new.zip --changed ProfilePictures/a1.jpg
check
[ "$(unzip -p new.zip ProfilePictures/a1.jpg | identify -format %m -)" = JPEG ] ||
    fail "it is no JPEG"
there_and_back avatar set 200 photo.jpg
finish

begin "a new one gets the spelling of the others"
for form in '/ProfilePictures/%s' 'ProfilePictures/%s' '%s' \
    'https://pbx.example.com/ProfilePictures/%s' '//pbx.example.com:5001/img/%s'; do
    # shellcheck disable=SC2059 # the form is the format
    made pbx.zip "user=200,ContactImage=$(printf "$form" 200.png)" user=201 \
        "user=202,ContactImage=$(printf "$form" 202.png)" picture=200.png \
        picture=202.png host=pbx.example.com
    # shellcheck disable=SC2059
    there_and_back avatar set 201 photo.jpg
    # shellcheck disable=SC2059
    image new.zip "201=$(printf "$form" 201.png)"
    expect_lacks err avatar-entry-guess
    pictures new.zip "ProfilePictures/200.png ProfilePictures/201.png ProfilePictures/202.png "
done
check
database new.zip | grep -A1 '//pbx.*201.png' | grep -q '<Number>201</Number>' ||
    fail "the element is not right before Number"
finish

begin "also the spelling of a queue, and of one whose picture is missing"
made pbx.zip user=200 Queue=801,img/q.png picture=q.png
there_and_back avatar set 200 photo.jpg
image new.zip 200=img/200.png
made pbx.zip user=200 Book=Shop,/web/ProfilePictures/gone.png
there_and_back avatar set 200 photo.jpg
image new.zip 200=/web/ProfilePictures/200.png
made pbx.zip user=200 user=201,ContactImage=/ProfilePictures/promised.png
there_and_back avatar set 201 photo.jpg
image new.zip 201=/ProfilePictures/promised.png
pictures new.zip "ProfilePictures/promised.png "
finish

begin "tied by number alone, or by a property: as before"
made pbx.zip user=200 user=201 picture=200.png
there_and_back avatar set 201 photo.jpg
image new.zip 201=-
run avatar show new.zip 201
expect_has out "named by the extension"
made pbx.zip user=200,@AVATAR=x.png user=201 picture=x.png
there_and_back avatar set 201 photo.jpg
image new.zip 201=-
made pbx.zip user=200 user=201 version=15.0.0.1
there_and_back avatar set 201 photo.jpg
image new.zip 201=-
finish

begin "a guess is told, and another form can be asked for"
made pbx.zip user=200,FirstName=Ann user=201
there_and_back avatar set 200 photo.jpg
image new.zip 200=/ProfilePictures/200.png 201=-
run avatar set pbx.zip 200 photo.jpg
expect_has err 'ContactImage is written as "/ProfilePictures/200.png", which is a guess'
expect_has err '[avatar-entry-guess]'
run avatar set pbx.zip 200 photo.jpg --strict -o no.zip
expect_status 4
run explain avatar-entry-guess
expect_has out "--image-entry"
there_and_back avatar set 200 photo.jpg --image-entry \
    'https://pbx.example.com/p/{file}?u={number}'
image new.zip '200=https://pbx.example.com/p/200.png?u=200'
run avatar set pbx.zip 200 photo.jpg --image-entry '{file}'
expect_lacks err guess
run avatar set pbx.zip 200 photo.jpg --avatar-path 'ProfilePictures/{number} {first}#.png' \
    --image-entry '/{{x}}/{file}' -o new.zip --force
image new.zip '200=/{x}/200%20Ann%23.png'
refuse 2 avatar set pbx.zip 200 photo.jpg --image-entry '{nobody}' -- --image-entry
refuse 2 avatar set pbx.zip 200 photo.jpg --image-entry '{file}{n}' -- 'use {number}'
refuse 4 avatar set pbx.zip 200 photo.jpg --image-entry fixed.png --avatar-path \
    'ProfilePictures/{first}.png' -- 'would not be found again'
finish

begin "undone: a name that others have, too, with more behind it in ContactImage"
made pbx.zip user=200,ContactImage='/p/a.png?v=2' \
    user=201,ContactImage='/p/a.png?v=2' picture=a.png
there_and_back avatar set 200 photo.jpg
image back.zip '200=/p/a.png?v=2' '201=/p/a.png?v=2'
finish

begin "cleared: the element, and then the picture"
made pbx.zip user=200,ContactImage=a.png user=201,ContactImage=b.png \
    user=202,ContactImage=gone.png picture=a.png picture=b.png
there_and_back avatar clear 200
image new.zip 200=- 201=b.png
pictures new.zip "ProfilePictures/b.png "
there_and_back avatar clear 202
image new.zip 202=-
there_and_back avatar clear 200-202
image new.zip 200=- 201=- 202=-
pictures new.zip ""
finish

begin "but not a picture that others have, and that is said"
for other in Queue=801,q.png Book=Shop,/x/Q.png user=201,ContactImage=q.png; do
    made pbx.zip user=200,ContactImage=/y/q.png "$other" picture=q.png
    there_and_back avatar clear 200
    image new.zip 200=-
    pictures new.zip "ProfilePictures/q.png "
    run avatar clear pbx.zip 200
    expect_has err '"ProfilePictures/q.png" stays in the backup: it is the picture of'
    there_and_back avatar set 200 photo.jpg
    pictures new.zip "ProfilePictures/200.png ProfilePictures/q.png "
    run avatar show new.zip 200 --json
    expect_json '(d["Avatar"] == "ProfilePictures/200.png" and d["Others"] == 0)'
done
made pbx.zip user=200,ContactImage=q.png user=201,ContactImage=q.png picture=q.png
there_and_back avatar clear 200,201
pictures new.zip ""
run avatar clear pbx.zip 200,201
expect_lacks err stays
finish

begin "a new name is never another's"
made pbx.zip user=200,ContactImage=a.png user=201 Queue=9,201.png Queue=8,201-2.PNG \
    picture=a.png picture=201.png picture=201-2.PNG
there_and_back avatar set 201 photo.jpg
image new.zip 201=201-3.png
pictures new.zip "ProfilePictures/201-2.PNG ProfilePictures/201-3.png ProfilePictures/201.png ProfilePictures/a.png "
finish

begin "one that leads to another host comes home"
made pbx.zip user=200,ContactImage=https://photos.example.net/u/7.png user=201 \
    host=pbx.example.com picture=201.png
there_and_back avatar set 200 photo.jpg
image new.zip 200=/ProfilePictures/200.png
there_and_back avatar clear 200
image new.zip 200=-
finish

begin "those who are synchronised"
made pbx.zip user=200,ContactImage=a.png picture=a.png \
    sync='{"IsEnabled": true, "IsSyncPhoto": true}'
run avatar set pbx.zip 200 photo.jpg
expect_has err '[avatar-synced]'
made pbx.zip user=200,ContactImage=a.png picture=a.png \
    sync='{"IsEnabled": true, "IsSyncPhoto": false}'
run avatar set pbx.zip 200 photo.jpg
expect_lacks err avatar-synced
made pbx.zip user=200,ContactImage=a.png,IsSyncPhoto=True user=201 picture=a.png
run avatar clear pbx.zip 200
expect_has err '[avatar-synced]'
run avatar set pbx.zip 201 photo.jpg
expect_lacks err avatar-synced
finish

begin "import carries it, and the export comes back"
made pbx.zip user=200,ContactImage=/ProfilePictures/200.png user=201 picture=200.png
printf 'Number,FirstName,Avatar\n201,Ann,photo.jpg\n200,Bob,[clear]\n' > users.csv
run import pbx.zip users.csv -o new.zip --force
expect_status 0
image new.zip 201=/ProfilePictures/201.png 200=-
run verify new.zip --against pbx.zip
expect_status 0
run avatar export new.zip faces --force
expect_status 0
run avatar import pbx.zip faces -o again.zip --force
expect_status 0
image again.zip 200=/ProfilePictures/200.png 201=/ProfilePictures/201.png
finish

begin "a plan on a backup with another entry is a conflict"
made pbx.zip user=200,ContactImage=a.png picture=a.png
made other.zip user=200,ContactImage=b.png picture=b.png
rm -f p.json
run avatar clear pbx.zip 200 --plan p.json
expect_status 0
run apply other.zip p.json -o no.zip
expect_status 5
expect_has err 'ContactImage b.png'
sed 's/"NewEntry": "", //' p.json > half.json
run apply pbx.zip half.json -o no.zip
expect_status 4
expect_has err '"NewEntry" is missing'
sed 's/"Avatar"/"ContactImage"/' p.json > field.json
run apply pbx.zip field.json -o no.zip
expect_status 4
finish
