# What a write would refuse, its preview refuses, too; names in any order.

hostile
limit 800000
count=0
while IFS=$'\t' read -r name rule status text; do
    # list reads it, set does not write it; and not because of the whole
    # backup, whose changes may be looked at.
    [ "${status%/*}" = 0 ] && [ "${status#*/}" != 0 ] && [ "$rule" != R9 ] ||
        continue
    count=$((count + 1))
    begin "preview of $name: $text"
    run set "$HOSTILE/$name.zip" 200 --last-name Newman
    expect_status "${status#*/}"
    expect_message
    finish
done < "$HOSTILE/manifest"
check
[ "$count" -gt 3 ] || fail "only $count archives that just the write refuses"

begin "pictures of users who do not stand in the order of their numbers"
fixture plain v20
ok "$LIB/alter.py" pbx.zip mixed.zip --sub '>202<' '>1202<' --sub '>203<' '>103<'
convert -size 40x40 xc:red photo.png 2> "$RUN/other"
mkdir photos
for number in 200 201 1202 103 204; do
    cp photo.png "photos/$number.png"
done
run avatar import mixed.zip photos -o new.zip
expect_status 0
judge mixed.zip new.zip --changed ProfilePictures/200.png \
    --changed ProfilePictures/201.png --added ProfilePictures/1202.png \
    --added ProfilePictures/103.png --added ProfilePictures/204.png
run avatar clear new.zip 200,201,1202,103,204 -o less.zip
expect_status 0
judge new.zip less.zip --removed ProfilePictures/200.png \
    --removed ProfilePictures/201.png --removed ProfilePictures/1202.png \
    --removed ProfilePictures/103.png --removed ProfilePictures/204.png
finish
