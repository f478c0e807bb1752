# A backup that was unpacked and packed again with its folder: told once; all
# in it is found, the pictures too; and no command writes one of it.

fixture plain v20 right.zip
for sign in / '\'; do
    begin "packed with its folder, $sign"
    ask alter right.zip pbx.zip --folder backup
    [ "$sign" = / ] || python3 - << 'EOF'
import zipfile
old = zipfile.ZipFile("pbx.zip")
with zipfile.ZipFile("back.zip", "w") as new:
    for m in old.infolist():
        i = zipfile.ZipInfo(m.filename.replace("/", "\\"))
        i.create_system = 0
        new.writestr(i, old.read(m))
EOF
    [ "$sign" = / ] || mv back.zip pbx.zip
    run check pbx.zip --json
    expect_status 1
    expect_json '[f["Code"] for f in d["Findings"] if f["Severity"] != "note"] == ["archive-nested"]'
    run list pbx.zip --columns number,avatar -q
    cp "$RUN/out" nested
    run list right.zip --columns number,avatar -q
    expect_same nested "$RUN/out"
    run list pbx.zip --where avatar=200.png --columns number -q
    expect_line out 200
    run info pbx.zip --json
    expect_json 'd["Pictures"] == 5'
    run avatar get pbx.zip 200 -o a.png --force
    expect_status 0
    run avatar get right.zip 200 -o b.png --force
    expect_same a.png b.png
    finish

    begin "nothing is written of it, and that is told before, $sign"
    run set pbx.zip 200 --first-name Ann
    expect_status 0
    expect_has err "no backup can be written of this one"
    expect_lacks err "-o NEW.zip"
    mkdir -p photos
    cp a.png photos/202.png
    cp a.png photos/203.png
    for command in "set pbx.zip 200 --first-name Ann -o new.zip" \
        "set pbx.zip 202 --avatar a.png" "avatar import pbx.zip photos" \
        "avatar clear pbx.zip 200 -o new.zip"; do
        # shellcheck disable=SC2086
        run $command
        expect_status 3
        expect_has err "pack the archive again without the folder"
        expect_absent new.zip
    done
    run avatar import pbx.zip photos
    check
    [ "$(grep -c 'pack the archive again' "$RUN/err")" = 1 ] ||
        fail "told for each picture"
    finish

    begin "a redacted copy has pictures in the place of all, $sign"
    run redact pbx.zip -o shown.zip --force
    expect_status 0
    expect_has out "5  files      ProfilePictures/"
    run list shown.zip --columns number,avatar -q
    expect_same nested "$RUN/out"
    run check shown.zip --json
    expect_json '"avatar-missing" not in [f["Code"] for f in d["Findings"]]'
    run set shown.zip 202 --avatar a.png
    expect_status 3
    expect_has err "edit the backup that it was made from"
    finish
done

begin "a folder of that name elsewhere is no folder of pictures"
fixture plain v20
ask alter pbx.zip other.zip --move ProfilePictures/200.png provisioning/ProfilePictures/200.png
run check other.zip --json
expect_json '"avatar-missing" in [f["Code"] for f in d["Findings"]]'
finish
