# What can be opened can be edited: links, padding behind extra fields, fields
# of odd lengths, any attributes.

ok "$LIB/honest.py" "$CXBAK" 1108 40
cat "$RUN/other" >> "$CASES"

# Links as three programs store them.
mkdir tree
fixture plain v20
(cd tree && unzip -q ../pbx.zip && ln -s recordings link &&
    ln -s ../metadata recordings/up)
(cd tree && zip -qry ../zip.zip . && 7z a -tzip -snl ../7z.zip . > "$RUN/7z" &&
    bsdtar --format zip -cf ../bsdtar.zip -- *)
for writer in zip 7z bsdtar; do
    begin "links by $writer"
    run set $writer.zip 200 --last-name Zeder
    expect_status 0
    run set $writer.zip 200 --last-name Zeder -o new.zip --force
    expect_status 0
    judge $writer.zip new.zip --edit 200:LastName=Zeder \
        --changed "$(unzip -Z1 $writer.zip '*Db.xml')"
    finish
done
