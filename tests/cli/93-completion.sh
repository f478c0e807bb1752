# Completion: what the program offers for the last word of a line.  What shells
# make of it is in 93-shells.sh.

fixture plain v20
cp pbx.zip 'my backup.zip'
mkdir photos
touch phone.txt

# offers KIND WORD... -- LINE...: the program offers just these words.
offers() {
    local kind=$1 want=()
    shift
    while [ "$1" != -- ]; do want+=("$1"); shift; done
    run completion bash "$@"
    expect_status 0
    expect_empty err
    check
    { echo "$kind"; [ ${#want[@]} = 0 ] || printf '%s\n' "${want[@]}"; } > want
    cut -f 1 "$RUN/out" | diff want - > said || fail "$LAST: $(cat said)"
}

begin "commands and their families"
offers words verify version -- ver
offers words show set sheet -- avatar s
offers words show set sheet -- help avatar s
offers words -- frobnicate x
finish

begin "options, also before the command, and their values"
offers words --version -- --versi
offers words --quiet -- version --qu
offers words --caller-id -- -q set pbx.zip 200 --cal
offers words auto always -- version --color a
offers words --color=never -- version --color=n
offers words verify version -- --color never ver
offers words v20 -- check pbx.zip --target ''
offers words -- set pbx.zip --first-name ''
offers files -- set pbx.zip 200 -o ''
offers folders -- import pbx.zip staff.csv --pictures ''
offers words first -- set pbx.zip 200 --replace fir
offers words -- set pbx.zip 200 --replace first fir
offers files 200 -- set pbx.zip --replace first a b 200
finish

begin "fields, lists with commas, codes and rules"
offers words callerid -- list pbx.zip --sort cal
offers words number,callerid -- list pbx.zip -c number,cal
offers words email,caller-id -- set pbx.zip --clear email,cal
offers words email-shared -- explain email-sh
offers words email-missing,email-shared -- check pbx.zip --code email-missing,email-sh
offers words R1 R10 R11 -- explain r1
offers words number,name -- import pbx.zip staff.csv --key number,na
finish

begin "extensions, names and values of the backup on the line"
offers words 200 201 202 203 204 205 206 207 -- show pbx.zip 20
offers files 200,210 200,211 200,212 -- list pbx.zip 200,21
offers files 'Alder, Martin' -- list pbx.zip al
offers words 'Großmann, Jürgen' -- refs pbx.zip GROSS
offers words 'Jürgen Großmann' -- refs pbx.zip "'Jü"
offers words 'Jürgen Großmann' -- refs pbx.zip jue
offers words 'Jürgen Großmann' -- refs 'my\ backup.zip' 'Jürgen\ Gr'
offers words martin.alder@example.com -- show pbx.zip martin.alder@
offers words groups= -- list pbx.zip --where grou
offers words 'group=Sales & Service' -- list pbx.zip --where group=
offers words '--where=finding=email-shared' -- list pbx.zip --where=finding=email-sh
offers words 201 -- avatar show pbx.zip 201
home='~'
HOME=$PWD offers words 201 -- avatar show "$home/pbx.zip" 201
offers files -- avatar show ''
finish

begin "it asks nothing and says nothing"
mkdir tree && (cd tree && unzip -q ../pbx.zip && 7z a -tzip -psecret \
    -mem=AES256 ../sealed.zip . > /dev/null)
offers words -- show sealed.zip 20
offers words -- show none.zip 20
offers words -- show phone.txt 20
offers files -- list photos 20
"$LIB/alter.py" pbx.zip odd.zip --sub '<FirstName>Martin<' '<FirstName>Mar&#9;tin<' ||
    fail "no odd name"
offers words 200 -- show odd.zip 200
expect_lacks out 'Mar'
finish

begin "the scripts are what the shells accept"
for shell in bash zsh fish; do
    run completion $shell
    expect_status 0
    command -v $shell > /dev/null || continue
    ok $shell -n "$RUN/out"
done
refuse 2 completion csh -- "bash, zsh and fish"
finish
