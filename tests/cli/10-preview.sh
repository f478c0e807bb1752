# set without -o: shows the change and writes nothing.

fixture plain v20
cp pbx.zip before.zip
run set pbx.zip 200 --first-name Noelle --last-name Newman \
    --email noelle@example.com
expect_status 0
for word in Martin Noelle Alder Newman martin.alder@example.com \
    noelle@example.com; do
    expect_has out "$word"
done
# It says how to write.
cat "$RUN/out" "$RUN/err" > "$RUN/both"
expect_has both "-o"
expect_same pbx.zip before.zip
expect_files pbx.zip before.zip

run set pbx.zip 200 --first-name Noelle --email noelle@example.com --json
expect_status 0
expect_json 'd["Output"] is None and len(d["Changes"]) == 2'
expect_json '{"Number": "200", "Field": "FirstName", "Old": "Martin",
    "New": "Noelle"} in d["Changes"]'

# A value that is there already is no change.
run set pbx.zip 200 --first-name Martin --json
expect_status 0
expect_json 'd["Changes"] == []'
expect_same pbx.zip before.zip
expect_files pbx.zip before.zip

# What the eye would not see is told.
run set pbx.zip 200 --first-name 'Martin '
expect_line out '  First Name          "Martin" -> "Martin "'
run set pbx.zip 220 --last-name ' Room'
expect_line out '  Last Name           (empty) -> " Room"'
run set pbx.zip 222 --first-name $'Chlo\u00e9'
expect_has out 'Chloé (the same letters in another Unicode form)'
