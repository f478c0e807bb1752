# Names of pictures: which are refused, and formats that the name hides.

fixture plain v20
convert -size 40x40 xc:red face.png 2> "$RUN/other" ||
    fail "convert: $(cat "$RUN/other")"

# no WHY TEMPLATE: 202 has no picture, and cannot have one of that name.
no() {
    begin "no: $1"
    refuse 4 avatar set pbx.zip 202 face.png --avatar-path "$2" -o new.zip -- \
        "cannot be the name of a picture: $1"
    expect_lacks err "give a name with"
    expect_absent new.zip
    finish
}

long=$(printf '%0252d' 7)
no "a part of it is empty" 'ProfilePictures//{number}.png'
no "a part of it is longer than 255 bytes" "ProfilePictures/{number}$long.png"
no "a part of it begins or ends with a blank or a dot" \
    'ProfilePictures/{number}./a.png'
no "a part of it begins or ends with a blank or a dot" \
    'ProfilePictures/{number}/ a.png'
no "it holds a character" 'ProfilePictures/{number}:a.png'
no "it holds a character" 'ProfilePictures/{number}?.png'
no "it holds a character" 'ProfilePictures/{number}_<{first}>.png'
no "it holds a character" $'ProfilePictures/{number}\t.png'
no "it does not lie in the folder ProfilePictures" 'Pictures/{number}.png'
no "it does not lie in the folder ProfilePictures" '{number}.png'
no "it does not end in .png" 'ProfilePictures/{number}.gif'
# Where no ContactImage tells whose a picture is, its name has to.
ok ask contact make pbx.zip user=200 user=202 picture=200.png
no "it would not be found again" 'ProfilePictures/a{number}.png'
no "it would not be found again" 'ProfilePictures/1{number}.png'
fixture plain v20

begin "255 bytes are enough"
run avatar set pbx.zip 202 face.png -o new.zip --avatar-path \
    "ProfilePictures/{number}_${long:5}.png"
expect_status 0
judge pbx.zip new.zip --added "ProfilePictures/202_${long:5}.png"
rm new.zip
finish

begin "the content tells the format where the name does not"
convert -size 50x50 xc:blue old.jpg
ok "$LIB/alter.py" pbx.zip jpeg.zip --drop ProfilePictures/201.png \
    --put ProfilePictures/201_face "@old.jpg"
run avatar set jpeg.zip 201 face.png -o new.zip
expect_status 0
judge jpeg.zip new.zip --changed ProfilePictures/201_face
ok bsdtar -xf new.zip ProfilePictures/201_face
check
[ "$(od -An -tx1 -N3 ProfilePictures/201_face)" = ' ff d8 ff' ] ||
    fail "not a JPEG file"
finish

begin "where no name can be made, the way out is told"
rm -f new.zip
ok "$LIB/alter.py" pbx.zip star.zip --sub '>202<' '>2*2<'
refuse 4 avatar set star.zip '2*2' face.png -o new.zip -- \
    "cannot be the name of a picture" "; give a name with --avatar-path"
finish
