# Pictures that a table names: where they are looked for, and how they are told.

fixture plain v20
cp pbx.zip before.zip
mkdir pics sheets
convert -size 60x60 xc:blue pics/202.png
convert -size 60x60 xc:red sheets/202.png
convert -size 60x60 xc:red sheets/203.png
printf 'Ext;Avatar\n202;202.png\n' > faces.csv

# expect_picture FILE COLOUR: the picture of 202 is of that colour.
expect_picture() {
    "$CXBAK" avatar get "$1" 202 -o out.png --force -q
    check
    [ "$(convert out.png -format '%[pixel:p{9,9}]' info:)" = "$2" ] ||
        fail "$1: $(convert out.png -format '%[pixel:p{9,9}]' info:), not $2"
}

begin "a name is looked for in the folder that --pictures names"
run import pbx.zip faces.csv --pictures pics -o new.zip
expect_status 0
expect_picture new.zip 'srgb(0,0,255)'
run import pbx.zip faces.csv --pictures "$PWD/pics/"
expect_status 0
finish

begin "that folder comes first, and then the table's"
printf 'Ext;Avatar\n202;202.png\n203;203.png\n' > sheets/two.csv
run import pbx.zip sheets/two.csv --pictures pics -o two.zip
expect_status 0
expect_picture two.zip 'srgb(0,0,255)'
rm -f new.zip two.zip
printf 'Ext;Avatar\n202;pics/202.png\n' > path.csv
run import pbx.zip path.csv --pictures pics
expect_status 0
printf 'Ext;Avatar\n202;%s/pics/202.png\n' "$PWD" > full.csv
run import pbx.zip full.csv --pictures pics
expect_status 0
finish

begin "what is in neither is told with both places"
printf 'Ext;Avatar\n202;none.png\n' > none.csv
run import pbx.zip none.csv --pictures pics
expect_status 4
expect_has err "none.csv:2:5: cell B2 (Avatar): pics/none.png: No such file or directory; none.png: No such file or directory"
printf 'no picture\n' > pics/203.png
printf 'Ext;Avatar\n203;203.png\n' > sheets/bad.csv
run import pbx.zip sheets/bad.csv --pictures pics
expect_status 4
expect_has err "pics/203.png: "
finish

begin "a conflict about a picture says what is seen of it, and no sums"
run avatar set pbx.zip 200 sheets/203.png --plan faces.json -q
run avatar set pbx.zip 200 pics/202.png -o other.zip -q
run avatar clear pbx.zip 200 -o none.zip -q
run apply other.zip faces.json
expect_status 5
expect_has err "Avatar: expected a picture of 194 B, PNG 48 x 48, ProfilePictures/200.png, found another picture, wanted a picture of "
run apply none.zip faces.json
expect_status 5
expect_has err "ProfilePictures/200.png, found none, wanted a picture of "
run plan show faces.json
expect_has out "a picture of 194 B, PNG 48 x 48, ProfilePictures/200.png -> a picture of "
for words in CRC 2589fad4 ContactImage; do
    expect_lacks out "$words"
done
expect_same pbx.zip before.zip
finish
