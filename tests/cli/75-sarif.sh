# check --format sarif: a log that tools for reviews can read.

fixture plain v20 'pbx of today.zip'
run check 'pbx of today.zip' --format sarif
expect_status 0
expect_empty err
expect_json 'd["version"] == "2.1.0" and d["$schema"].endswith(".json")'
expect_json 'len(d["runs"]) == 1'
expect_json 'd["runs"][0]["tool"]["driver"]["name"] == "cxbak"'
# Every result has its rule, in its place, and a place in the backup.
expect_json '(all(d["runs"][0]["tool"]["driver"]["rules"][r["ruleIndex"]]["id"]
    == r["ruleId"] for r in d["runs"][0]["results"]))'
expect_json 'len(d["runs"][0]["results"]) == 8'
expect_json '(all(r["level"] in ("none", "note", "warning", "error") and
    r["message"]["text"] for r in d["runs"][0]["results"]))'
expect_json '(d["runs"][0]["artifacts"][0]["location"]["uri"] ==
    "pbx%20of%20today.zip")'
expect_json 'd["runs"][0]["artifacts"][1]["parentIndex"] == 0'
expect_json '(len({r["partialFingerprints"]["finding/v1"]
    for r in d["runs"][0]["results"]}) == 8)'
# The line is that of the user.
line=$(awk '/<Extension>/ { at = NR } /<Number>222</ { print at; exit }' \
    "$SAMPLE/2120859096Db.xml")
expect_json '(['"$line"'] == [r["locations"][0]["physicalLocation"]["region"]
    ["startLine"] for r in d["runs"][0]["results"]
    if r["ruleId"] == "name-not-nfc"])'
run check 'pbx of today.zip' --format sarif --json
expect_status 2
expect_has err contradict
refuse 2 check 'pbx of today.zip' --format xml -- sarif
