# The same input and edit give the same bytes; no change gives the same file.

fixture infozip v16
run set pbx.zip 200 --first-name Noelle -o one.zip
expect_status 0
sleep 1.1
touch -d 2001-02-03 pbx.zip
run set pbx.zip 200 --first-name Noelle -o two.zip
expect_status 0
expect_same one.zip two.zip

SOURCE_DATE_EPOCH=1000000000 run set pbx.zip 200 --first-name Noelle -o old.zip
expect_status 0
expect_differ one.zip old.zip
judge pbx.zip old.zip --edit 200:FirstName=Noelle

run set pbx.zip 200 --first-name Martin -o same.zip
expect_status 0
expect_same pbx.zip same.zip

# There and back again: the values, though the member was packed anew.
run set one.zip 200 --first-name Martin -o back.zip
expect_status 0
run diff pbx.zip back.zip
unzip -p pbx.zip 1709011200Db.xml > before.xml
unzip -p back.zip 1709011200Db.xml > after.xml
expect_same before.xml after.xml
