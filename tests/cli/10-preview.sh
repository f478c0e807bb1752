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

# Blanks that nobody means are taken away, which is told.
run set pbx.zip 200 --first-name $' Anna \u00a0Maria ' --mobile ' +15550100299 '
expect_line out '  First Name          Martin -> Anna Maria'
expect_line out '  Mobile Number       +15550100200 -> +15550100299'
expect_line err $'200 Martin Alder: First Name " Anna \u00a0Maria " is written as "Anna Maria"'
expect_line err '200 Martin Alder: Mobile Number " +15550100299 " is written as "+15550100299"'
expect_line err '--no-trim keeps blanks as they are given'
run set pbx.zip 200 --first-name '{first} ' --last-name ' {last}'
expect_has err 'nothing to change'
run set pbx.zip --all --first-name '{first} '
expect_line err '... and 13 more'
# The rest is for who asks for it.
run set pbx.zip 202 --mobile '+49 (0)170 1234567'
expect_line out '  Mobile Number       (empty) -> +49 (0)170 1234567'
expect_line err '--tidy would correct 1 value'
run set pbx.zip 202 --mobile '+49 (0)170 1234567' --tidy
expect_line out '  Mobile Number       (empty) -> +491701234567'
expect_lacks err 'phone-'
run handover pbx.zip 202 --first-name ' Ann' --last-name Lee --email a@example.com
expect_line out '  First Name          Siobhán -> Ann'
refuse 2 set pbx.zip 200 --tidy --no-trim --mobile 1 -- 'contradict each other'

# What the eye would not see is told.
run set pbx.zip 200 --first-name 'Martin ' --no-trim
expect_line out '  First Name          "Martin" -> "Martin "'
run set pbx.zip 220 --last-name ' Room' --no-trim
expect_line out '  Last Name           (empty) -> " Room"'
run set pbx.zip 222 --first-name $'Chlo\u00e9'
expect_has out 'Chloé (the same letters in another Unicode form)'
