# What stands beside a mobile number stays when the number goes or comes, and
# when that is undone; what cannot be edited without loss is refused before
# anything is written.

# odd BEFORE AFTER: the sample with user 200's Properties in that form, and
# the database that it must have once the number is cleared.
number='<DNProperty><Name>MOBILENUMBER</Name><Value>15550100200</Value></DNProperty>'
odd() {
    rm -f ./*.zip ./*.xml ./*.json
    python3 - "$LIB" "$1" "$2" <<'P'
import re, sys
sys.path.insert(0, sys.argv[1])
import archive, tree
members = tree.members("v16")
i = next(i for i, m in enumerate(members) if m[0].endswith("Db.xml"))
name, data = members[i]
box = re.search(rb"<Properties>.*?</Properties>",
                data[data.index(b"<Number>200<"):], re.S)[0]
assert data.count(box) == 1
archive.pack("plain", members[:i] + [
    (name, data.replace(box, sys.argv[2].encode()))] + members[i + 1:],
    "pbx.zip")
with open("wanted.xml", "wb") as f:
    f.write(data.replace(box, sys.argv[3].encode()))
P
}

stays() {
    begin "stays: $1"
    odd "$2" "$3"
    unzip -p pbx.zip '*Db.xml' > before.xml
    run set pbx.zip 200 --clear mobile --plan plan.json
    expect_status 0
    run apply pbx.zip plan.json -o new.zip
    expect_status 0
    unzip -p new.zip '*Db.xml' > after.xml
    expect_same after.xml wanted.xml
    run verify new.zip --against pbx.zip
    expect_status 0
    run apply new.zip plan.json --reverse -o undone.zip
    expect_status 0
    unzip -p undone.zip '*Db.xml' > undone.xml
    expect_same undone.xml before.xml
    finish
}

stays "an element, a comment" \
    "<Properties><Other>1</Other>$number<!-- keep --></Properties>" \
    '<Properties><Other>1</Other><!-- keep --></Properties>'
stays "text" "<Properties>$number text </Properties>" \
    '<Properties> text </Properties>'
stays "an instruction" "<Properties>$number<?keep it?></Properties>" \
    '<Properties><?keep it?></Properties>'
stays "an element in the property" \
    "<Properties>${number/<Value>/<Other\/><Value>}</Properties>" \
    "<Properties>$(sed 's,>1[0-9]*<,><,; s,<Value>,<Other/><Value>,' \
        <<< "$number")</Properties>"
stays "attributes of the property" \
    "<Properties>${number/<DN/<DNProperty a=\"b\"><Description\/><\/DNProperty><DN}</Properties>" \
    '<Properties><DNProperty a="b"><Description/></DNProperty></Properties>'

refused() {
    begin "refused: $1"
    odd "$2" ""
    for words in "--clear mobile" "--mobile 15550100999"; do
        # shellcheck disable=SC2086
        run set pbx.zip 200 $words
        expect_status 4
        expect_has err "extension 200"
        expect_has err "$3"
        # shellcheck disable=SC2086
        refuse 4 set pbx.zip 200 $words -o new.zip -- "$3"
        expect_absent new.zip
    done
    run set pbx.zip 200 --last-name Birch -o new.zip
    expect_status 0
    finish
}

refused "two Properties" "<Properties>$number</Properties><Properties />" \
    "two Properties"
refused "two numbers" "<Properties>$number$number</Properties>" twice
refused "elements in a name" \
    "<Properties>${number/ENUM/E<b \/>NUM}</Properties>" "two names"
refused "two names" \
    "<Properties>${number/<Value>/<Name>X<\/Name><Value>}</Properties>" \
    "two names"
refused "a comment in the value" \
    "<Properties>${number/>1555/>1555<!-- -->}</Properties>" comments
