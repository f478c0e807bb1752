# What is salvaged stays in the folder that it is unpacked to, whatever names
# the damaged archive had, and opens.
fixture plain v20

# hostile NAME...: the sample, cut before its end record, with files so named.
hostile() {
    python3 - "$@" <<'P'
import sys, zipfile
with zipfile.ZipFile("pbx.zip") as a, zipfile.ZipFile("out.zip", "w") as b:
    for m in a.infolist():
        b.writestr(m, a.read(m))
    for name in sys.argv[1:]:
        b.writestr(name, "the content of it")
with open("out.zip", "rb+") as f:
    f.truncate(f.seek(0, 2) - 10)
P
}

# comes NAME AS: a file of that name comes out under the other one.
comes() {
    rm -f saved.zip
    hostile "$1"
    run salvage out.zip -o saved.zip
    expect_status 1
    expect_line out "repaired   $2 (17 B): its name led out of the folder it is unpacked to"
    expect_has err 'the database, "2120859096Db.xml", is whole'
    expect_has err "has 16 users"
    expect_lacks err "cannot be opened"
    check
    [ "$(python3 -c 'import sys, zipfile
print(zipfile.ZipFile("saved.zip").read(sys.argv[1]).decode())' "$2")" = \
        "the content of it" ] || fail "its content is another"
    run list saved.zip 200
    expect_status 0
    expect_has out Martin
}

begin "names that lead out of the archive"
comes ../../etc/x __/__/etc/x
comes recordings/../../x recordings/__/__/x
comes recordings/.. recordings/__
comes /etc/x _etc/x
comes //server/x __server/x
comes '..\x' '__\x'
comes 'C:x' C_x
comes 'a/.. /x' 'a/__ /x'
finish

begin "names with dots that do not"
rm -f saved.zip
hostile ..x 'a/...b' .hidden 'a/x..' 'recordings/[C:D].wav'
run salvage out.zip -o saved.zip --all
for name in ..x 'a/...b' .hidden 'a/x..' 'recordings/[C:D].wav'; do
    expect_line out "whole      $name (17 B)"
done
expect_lacks out "led out"
finish
