# Wrong words: status 2, a hint, nothing written.

fixture plain v20
while read -r words; do
    begin "usage: $words"
    # shellcheck disable=SC2086
    run $words
    expect_status 2
    expect_empty out
    expect_message
    expect_files pbx.zip
    finish
done <<'W'
frobnicate pbx.zip
list
list pbx.zip --frobnicate
list pbx.zip --sort shoe
list pbx.zip --where email
list pbx.zip --where shoe=x
list pbx.zip 299-200
info
show pbx.zip
set pbx.zip
set pbx.zip 200
set pbx.zip --first-name Noelle
set pbx.zip 200 --first-name
set pbx.zip 200 --clear shoe
set pbx.zip 200 --clear number
set pbx.zip 200 --password x
set pbx.zip 200 --first-name A --clear first-name
verify pbx.zip
--color=sometimes list pbx.zip
W

begin "no command at all"
run
expect_status 2
finish

for word in --help help; do
    begin "$word"
    run "$word"
    expect_status 0
    expect_has out list
    expect_has out verify
    expect_empty err
    finish
done

begin "--version"
run --version
expect_status 0
expect_has out cxbak
finish
