# Extension 200 changes hands: list, preview, write, verify; others agree.

fixture plain v20
cp pbx.zip before.zip

run list pbx.zip
expect_status 0
expect_has out "Martin"

run set pbx.zip 200 --first-name Noelle --last-name Newman \
    --email noelle@example.com -o new.zip
expect_status 0
# The summary goes to standard error: what was proven, without a digest.
expect_line err "new.zip: 15.4 kB, read back by a second program library"
expect_lacks err SHA-256
expect_mode new.zip 600
expect_same pbx.zip before.zip
expect_files pbx.zip before.zip new.zip

judge pbx.zip new.zip --edit 200:FirstName=Noelle --edit 200:LastName=Newman \
    --edit 200:EmailAddress=noelle@example.com
for reader in "unzip -tqq" "7z t -bd" "bsdtar -tf"; do
    # shellcheck disable=SC2086
    ok $reader new.zip
done

run verify new.zip --against pbx.zip
expect_status 0
cat "$RUN/out" "$RUN/err" > "$RUN/both"
expect_has both 200
expect_has both Noelle

run list new.zip 200 --json
expect_status 0
expect_json 'd[0]["FirstName"] == "Noelle" and d[0]["LastName"] == "Newman"'
expect_json 'd[0]["EmailAddress"] == "noelle@example.com"'
expect_json 'd[0]["MobileNumber"] == "+15550100200"'
