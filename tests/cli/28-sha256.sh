# The SHA-256 of what is written: said with --sha256, and not taken otherwise.

fixture plain v20
printf 'Number,LastName\n200,Newman\n' > users.csv

# sum FILE: its SHA-256, by another program.
sum() {
    sha256sum < "$1" | cut -d ' ' -f 1
}

begin "writing says it with --sha256 only"
run set pbx.zip 200 --last-name Newman -o plain.zip
expect_status 0
expect_lacks err SHA-256
run set pbx.zip 200 --last-name Newman --sha256 -o new.zip
expect_status 0
expect_has err "read back by a second program library, SHA-256 $(sum new.zip)"
check
cmp plain.zip new.zip || fail "--sha256 changes what is written"
run import pbx.zip users.csv --sha256 -o import.zip
expect_has err ", SHA-256 $(sum import.zip)"
run avatar clear pbx.zip 200 --sha256 -o clear.zip
expect_has err ", SHA-256 $(sum clear.zip)"
finish

begin "the document of a write has it, even of a quiet one"
run set pbx.zip 200 --last-name Newman --sha256 --json -q -o json.zip
expect_status 0
expect_json "d['Sha256'] == '$(sum json.zip)'"
run set pbx.zip 200 --last-name Newman --json -o json.zip --force
expect_json "'Sha256' not in d"
run set pbx.zip 200 --last-name Newman --sha256 --json
expect_json "'Sha256' not in d"
finish

begin "also of a backup that is longer than what is copied at once"
"$LIB/make_big.py" big.zip --users 1 --recordings 40 --size 40000000
run set big.zip 200 --last-name Newman --sha256 -o big-new.zip
expect_status 0
expect_has err ", SHA-256 $(sum big-new.zip)"
finish

begin "a preview takes the option, for the command that it shows"
run set pbx.zip 200 --last-name Newman --sha256
expect_status 0
expect_has err "--sha256 -o NEW.zip"
expect_lacks err SHA-256
finish

begin "verify says it of the new backup"
run verify new.zip --against pbx.zip
expect_lacks out SHA-256
run verify new.zip --against pbx.zip --sha256
expect_status 0
expect_line out "new.zip: SHA-256 $(sum new.zip)"
run verify new.zip --against pbx.zip --sha256 --json
expect_status 0
expect_json "d['Sha256'] == '$(sum new.zip)'"
run verify new.zip --against pbx.zip --json
expect_json "'Sha256' not in d"
refuse 2 list pbx.zip --sha256 -- --sha256
finish
rm ./*.zip users.csv
