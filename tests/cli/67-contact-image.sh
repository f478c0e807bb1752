# Pictures whose users are told by ContactImage, in its three spellings; those
# of queues and phone books; what leads nowhere.

made() {
    check
    ask contact make "$@" || fail "cannot make $1"
}

# shows BACKUP USER PICTURE: the user's picture, found by ContactImage.
shows() {
    run avatar show "$1" "$2" --json
    expect_status 0
    expect_json "(d['Avatar'] == 'ProfilePictures/$3' and
        d['AvatarRule'] == 'ContactImage names it')"
}

begin "a path, a whole address, a bare name, encoded, in other letters"
for value in /ProfilePictures/a1.png ProfilePictures/a1.png a1.png \
    'https://pbx.example.com/ProfilePictures/a1.png?v=3#top' A1.PNG \
    'https://pbx.example.com:5001/any/where/A1.png' '/ProfilePictures/%611.png' \
    '//pbx.example.com/x/a1.png' 'a1.png?size=2'; do
    made pbx.zip user=200,ContactImage="$value" user=201 picture=a1.png \
        host=pbx.example.com
    shows pbx.zip 200 a1.png
    run check pbx.zip
    expect_lacks out avatar-
done
for name in 'Zo%C3%AB%20P.png=Zoë P.png' '50%25.png=50%.png' \
    '50%.png=50%.png' 'a#1.png=a#1.png' '/x/a%231.png=a#1.png' \
    'sub/b.png=sub/b.png' '/ProfilePictures/b.png=sub/b.png'; do
    made pbx.zip user=200,ContactImage="${name%%=*}" picture="${name#*=}"
    shows pbx.zip 200 "${name#*=}"
done
finish

begin "it comes before a property, and a property before the name"
made pbx.zip user=200,ContactImage=/ProfilePictures/a.png,@AVATAR=b.png \
    user=201,@AVATAR=c.png user=202 picture=a.png picture=b.png \
    picture=c.png picture=200.png picture=201.png picture=202_x.png
shows pbx.zip 200 a.png
run show pbx.zip 200
expect_has out "ContactImage names it"
run list pbx.zip --json -c number,avatar
expect_json '[u["Avatar"] for u in d] == ["ProfilePictures/a.png",
    "ProfilePictures/c.png", "ProfilePictures/202_x.png"]'
run show pbx.zip 201
expect_has out "property AVATAR names it"
run show pbx.zip 202
expect_has out "named by the extension"
finish

begin "pictures of queues, phone books and the like are no orphans"
made pbx.zip user=200,ContactImage=a.png Queue=801,/ProfilePictures/q.png \
    RingGroup=802,r.png IVR=803,i.png FaxExtension=804,f.png \
    RoutePoint=805,p.png Book=Shop,b.png picture=a.png picture=q.png \
    picture=r.png picture=i.png picture=f.png picture=p.png picture=b.png \
    picture=nobody.png
run check pbx.zip --json
expect_json '[f["Message"][:28] for f in d["Findings"]
    if f["Code"] == "avatar-orphan"] == ["\"ProfilePictures/nobody.png\""]'
made pbx.zip user=200 user=801 Queue=900,801.png picture=801.png
run list pbx.zip --json -c number,avatar
expect_json 'all(u["Avatar"] is None for u in d)'
finish

begin "a ContactImage that leads nowhere, or to another host"
made pbx.zip user=200,ContactImage=gone.png Queue=801,/ProfilePictures/q.png \
    user=201,ContactImage=https://photos.example.net/u/201.png \
    Book=Shop,b.png host=pbx.example.com
run check pbx.zip --json
expect_json 'sorted((f["Code"], f["Number"], f["Message"])
    for f in d["Findings"] if f["Code"].startswith("avatar-")
    and f["Number"]) == [
    ("avatar-elsewhere", "201", "ContactImage points to \"photos.example.net\", another host than the phone system"),
    ("avatar-missing", "200", "ContactImage names the picture \"gone.png\", which is not in the backup")]'
run check pbx.zip --all
expect_has out 'queue 801 "Thing": ContactImage names the picture "/ProfilePictures/q.png"'
expect_has out 'phone book entry "Book Shop": ContactImage names the picture "b.png"'
run show pbx.zip 201
expect_has out avatar-elsewhere
expect_lacks out avatar-missing
finish

begin "without a name of the system no host is another"
made pbx.zip user=200,ContactImage=https://photos.example.net/a.png picture=a.png
shows pbx.zip 200 a.png
run check pbx.zip --all
expect_lacks out avatar-
made pbx.zip user=200,ContactImage=https://a.png picture=a.png
run avatar show pbx.zip 200
expect_status 4
finish
