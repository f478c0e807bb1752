# Files that are marked as no backups say so wherever they are opened.

# marked TEXT FILE: the sample with that archive comment.
marked() {
    fixture plain v20 "$2"
    printf '%s\n' "$1" | zip -q -z "$2" || fail "zip -z"
}

marked 'Salvaged by cxbak from a damaged archive.' salvaged.zip
marked 'Redacted by cxbak to be shown to others.' redacted.zip
marked 'Salvaged by hand' plain.zip

begin "every command warns; info and check say it"
for word in salvaged redacted; do
    for command in list info check; do
        run "$command" $word.zip
        expect_has err "warning: $word.zip: this is "
    done
    run info $word.zip
    expect_has out 'No backup'
    run info $word.zip --json
    expect_json "d['Mark'] == '$word'"
    run check $word.zip --json
    expect_status 1
    expect_json "[f['Severity'] for f in d['Findings']
        if f['Code'] == 'archive-$word'] == ['error']"
done
run info salvaged.zip
expect_has out 'restoring it is at your own risk'
run info redacted.zip
expect_has out 'must never be restored'
finish

begin "info says before any work whether an edited copy would be written"
run info salvaged.zip --json
expect_json 'd["Writing"]["Anyway"] is True'
expect_json '"this is what was salvaged" in d["Writing"]["Message"]'
run info redacted.zip --json
expect_json 'd["Writing"]["Anyway"] is False'
expect_json '"must never be restored" in d["Writing"]["Message"]'
finish

begin "another comment is no mark"
run info plain.zip --json
expect_json 'd["Mark"] is None'
run check plain.zip
expect_status 0
expect_lacks err warning:
finish

begin "an edit is written only with --force, and keeps the mark"
refuse 3 set salvaged.zip 200 --last-name Newman -o new.zip -- \
    'this is what was salvaged' '--force writes all the same'
expect_absent new.zip
run set salvaged.zip 200 --last-name Newman
expect_has err 'nothing was written, and -o alone would be refused:'
expect_has err '--force writes all the same'
expect_lacks err 'no backup can be written'
run set salvaged.zip 200 --last-name Newman --force
expect_has err 'nothing was written. To write a new backup:'
run set redacted.zip 200 --last-name Newman --force
expect_has err 'no backup can be written of this one:'
expect_lacks err '--force'
run set salvaged.zip 200 --last-name Newman -o new.zip --force
expect_status 0
run info new.zip --json
expect_json 'd["Mark"] == "salvaged"'
finish
