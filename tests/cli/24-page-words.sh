# What the page says (src/page) speaks to people who have no command line: no
# option, no command, no place of the program's own.

fixture plain v20
cp pbx.zip before.zip
mkdir -p .page/1/photos pics
convert -size 30x20 gradient:red-blue .page/1/photos/nobody.png
convert -size 30x20 gradient:red-blue .page/1/photos/201.gif
convert -size 30x20 gradient:red-blue .page/1/photos/200.png
"$CXBAK" avatar set pbx.zip 200 .page/1/photos/nobody.png -o shown.zip -q
"$CXBAK" set pbx.zip 202 --mobile +15550100298 -o other.zip -q
"$CXBAK" set other.zip 202 --mobile +15550100299 --plan .page/1/a.json -q
convert -size 40x40 xc:blue blue.png
"$CXBAK" avatar set pbx.zip 200 blue.png --plan .page/1/b.json -q
head -c 9000 pbx.zip > cut.zip
printf '{"FormatVersion": 99}\n' > .page/1/bad.json
table() { # table NAME TEXT
    printf "$2" > ".page/1/$1.csv"
}
table unknown 'Ext,First Name\n999,X\n200,Y\n'
table none 'Colour,Taste\nred,sweet\n'
table near 'Ext,Frist Name\n200,X\n'
table twice 'Ext,Email,E-mail\n200,a@example.com,b@example.com\n'
table zero 'Ext,Mobile\n200,15550100200\n201,1.555E+10\n'
table floats 'Ext,Mobile\n200,1.555E+10\n201,1.555E+10\n202,1.555E+10\n203,1.555E+10\n204,1.555E+10\n'
table blanks 'Ext,First Name\n200,  Noelle \n999,X\n'
table faces 'Ext,Avatar\n202,none.png\n203,../none.png\n204,/none.png\n'
table shared 'Ext,Email\n200,x@example.com\n201,x@example.com\n'
table empty ''
head -c 300 /dev/urandom > .page/1/random.csv
printf 'Ext\0,First Name\0\n' > .page/1/nul.csv
printf 'PK\003\004 no workbook' > .page/1/book.csv
iconv -f UTF-8 -t MACINTOSH <<< 'Ext,First Name
200,Zoë Ünal' > .page/1/mac.csv
printf 'E\0x\0t\0\n\0' > .page/1/utf16.csv
convert -size 30x20 gradient:red-blue .page/1/picture.csv.png
mv .page/1/picture.csv.png .page/1/picture.csv

# said WORD... : what the program says to the page has no words of a shell.
said() {
    run "$@" --json
    ask page_words "$RUN/out" "$RUN/err" "$STATUS" ||
        fail "$*: words of a shell: $(cat "$RUN/asked")"
}

# step STATUS WORD... : a step of the page, which ends so and says something.
step() {
    local status=$1
    shift
    printf '%s ' "${@@Q}" > .page/steps.txt
    said batch pbx.zip .page/steps.txt
    check
    [ "$STATUS" = "$status" ] || fail "$*: status $STATUS"
}

export CXBAK_PAGE=1

begin "forms"
step 4 set 999 --first-name X
step 4 set nobody --first-name X
step 4 set 'al*' --first-name X
step 4 set 200 --all --first-name X
step 4 set 200-x --first-name X
step 4 set 200 --email '{nothing}@example.com'
step 4 set 200 --email '{'
step 4 set 200-210 --email '{email.local}@example.com'
step 4 set 200,201 --email same@example.com
step 4 set 200 --email noelle
step 0 set 200 --first-name '  Noelle  Ann '
step 4 set 200 --where 'group==No such' --first-name X
step 4 handover 200 --first-name X
step 4 handover 200 --first-name X --last-name Y --email n@example.com --keep first
step 4 swap 200 999
finish

begin "tables"
step 4 import .page/1/shared.csv
for name in unknown none near twice zero floats blanks faces empty \
    random nul book utf16 picture; do
    step 4 import ".page/1/$name.csv"
    said import pbx.zip ".page/1/$name.csv" --columns
done
step 4 import .page/1/blanks.csv --header-row x
step 4 import .page/1/blanks.csv --header-row 99
step 0 import .page/1/blanks.csv --skip-unknown
step 0 import .page/1/mac.csv
finish

begin "pictures"
step 4 avatar set 200 .page/1/empty.csv
step 4 avatar set 200 .page/1/photos/201.gif
step 0 avatar import .page/1/photos
rm .page/1/photos/200.png
step 4 avatar import .page/1/photos
finish

begin "plans"
step 5 apply .page/1/a.json
step 4 apply .page/1/bad.json
printf 'apply .page/1/b.json\n' > .page/steps.txt
said batch shown.zip .page/steps.txt
expect_status 5
finish

begin "backups"
said list cut.zip
expect_status 3
said list .page/1/bad.json
expect_status 3
said list none.zip
said check pbx.zip
said diff pbx.zip cut.zip
said verify cut.zip --against pbx.zip
said verify other.zip --against pbx.zip
expect_status 0
expect_same pbx.zip before.zip
finish
