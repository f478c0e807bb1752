# Values and users that cannot be: status 4, named, nothing written.

fixture plain v20
nothing() {
    expect_files pbx.zip
    finish
}

begin "unknown extension"
refuse 4 set pbx.zip 299 --first-name Noelle -o new.zip -- 299
nothing

begin "nobody selected"
run set pbx.zip --where 'email=*@nowhere.example' --first-name A -o new.zip
expect_status 4
nothing

begin "a control character, with its position"
run set pbx.zip 200 --first-name $'No\001elle' -o new.zip
expect_status 4
expect_has err U+0001
expect_has err 3
nothing

begin "a character that XML cannot hold"
run set pbx.zip 200 --first-name $'No\xef\xbf\xbfelle' -o new.zip
expect_status 4
expect_has err U+FFFF
nothing

begin "not UTF-8"
run set pbx.zip 200 --first-name $'No\xffelle' -o new.zip
check
[[ $STATUS =~ ^[24]$ ]] || fail "status $STATUS"
nothing

begin "an address that is none"
run set pbx.zip 200 --email 'noelle at example.com' -o new.zip
expect_status 4
nothing
