# What is no backup at all: each its own message, status 3.

hostile
refuse 3 list "$HOSTILE/not-tar.zip" -- tar
refuse 3 list "$HOSTILE/not-gzip.zip" -- gzip
refuse 3 list "$HOSTILE/not-xml.zip" -- XML
refuse 3 list "$HOSTILE/not-empty.zip" -- empty
refuse 3 list "$HOSTILE/not-7z.zip" -- 7z
refuse 3 list "$HOSTILE/not-text.zip" -- ZIP
refuse 3 list "$HOSTILE/no-database.zip" -- Db.xml
refuse 3 list "$HOSTILE/two-databases.zip" -- 2120859096Db.xml 161205083840Db.xml
refuse 3 list "$HOSTILE/xml-doctype.zip" -- DOCTYPE
refuse 3 list "$HOSTILE/xml-utf16le.zip" -- UTF-16
refuse 3 list "$HOSTILE/xml-other-root.zip" -- PhoneSystem PhoneBook

# Malformed XML: the line and the column.
refuse 3 list "$HOSTILE/xml-crossed.zip" -- 2120859096Db.xml "line 4"

run set "$HOSTILE/database-in-folder.zip" 200 --last-name Newman -o new.zip
expect_status 3
expect_has err backup/2120859096Db.xml
expect_absent new.zip

mkdir folder
refuse 3 list folder -- folder
run list missing.zip
expect_any 3 7
expect_has err missing.zip
mkfifo pipe
run list pipe
expect_status 3

# A version that nobody knows is read, and written only with --force.
python3 - "$LIB" <<'P'
import sys
sys.path.insert(0, sys.argv[1])
import archive, tree
members = [(n, d.replace(b"20.0.8.1109", b"31.0.0.1")) for n, d in
           tree.members()]
archive.pack("plain", members, "future.zip")
P
run list future.zip
expect_status 0
run set future.zip 200 --last-name Newman -o new.zip
expect_status 3
expect_has err 31
expect_absent new.zip
run set future.zip 200 --last-name Newman -o new.zip --force
expect_status 0
judge future.zip new.zip --edit 200:LastName=Newman
