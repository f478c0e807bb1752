# explain: one code, all codes, and codes that are none.

run explain email-shared
expect_status 0
expect_golden out text
run explain email-shared --json
expect_json 'list(d) == ["Code", "Severity", "Title", "Why", "Fix", "Source",
    "FormatVersion"]'
run explain --all
expect_status 0
codes=$(awk 'NR > 1 { print $1 }' "$RUN/out")
run explain --all --json
expect_status 0
expect_json 'len(d) == '"$(echo "$codes" | wc -l)"
expect_json '[r["Code"] for r in d] == sorted(r["Code"] for r in d)'
# Where a command or an option helps, it is named.
expect_json '([r["Code"] for r in d if "cxbak " in r["Fix"] or " --" in r["Fix"]]
    == ["archive-hidden", "archive-metadata-encrypted", "archive-version",
        "avatar-elsewhere", "avatar-entry-guess", "avatar-missing",
        "avatar-not-square", "avatar-orphan", "avatar-several",
        "avatar-too-large", "avatar-type", "avatar-unreadable",
        "leftover-values", "name-not-nfc", "target-v20-email-shared"])'
run explain avatar-missing
expect_has out "cxbak avatar set"
for code in $codes; do
    run explain "$code"
    expect_status 0
    expect_has out "What to do"
done
refuse 2 explain email-shard -- "did you mean email-shared?"
refuse 2 explain xyzzy -- "explain --all"
refuse 2 explain -- "--all"
refuse 2 explain email-shared --all -- contradict
