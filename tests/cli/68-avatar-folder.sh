# Folders of pictures: in, matched by name and never guessed; and out.

fixture infozip v20
convert -size 80x80 gradient:red-blue one.jpg
convert -size 80x80 gradient:green-white two.png

# photos NAME...: a folder of pictures of these names.
photos() {
    rm -rf photos
    mkdir photos
    local name
    for name in "$@"; do
        case $name in
        *.png) cp two.png "photos/$name" ;;
        *) cp one.jpg "photos/$name" ;;
        esac
    done
}

# matched NUMBER NAME: this one file is this user's.
matched() {
    photos "$2"
    run avatar import pbx.zip photos --json
    expect_status 0
    expect_json "[c['Number'] for c in d['Changes']] == ['$1']"
}

# unmatched WORDS NAME...: none of them is anybody's for sure.
unmatched() {
    local words=$1
    shift
    photos "$@"
    run avatar import pbx.zip photos
    expect_status 4
    expect_has err "$words"
    expect_has err "no picture could be matched"
}

begin "by number"
matched 202 202.jpg
matched 202 "202.JPEG"
matched 202 "202_old face.png"
matched 202 "202 O’Brien, Siobhán.jpg"
matched 202 "202-x.jpg"
unmatched "fits nobody" 299.jpg 2020.jpg x202.jpg 0202.jpg
unmatched "ambiguous: 202 Siobhán O’Brien, 200 Martin Alder" "202 Martin Alder.jpg"
finish

begin "by e-mail address"
matched 200 martin.alder@example.com.jpg
matched 203 "Sean.ONeill+PBX@Example.COM.png"
unmatched "211 Priya Raman" priya.raman@example.com.jpg
finish

begin "by name, in either order and whatever stands between"
matched 200 "Martin Alder.jpg"
matched 200 "Alder, Martin.jpg"
matched 200 "alder_martin.png"
matched 200 "MARTIN-ALDER.jpg"
matched 230 "van der Berg, Ingrid.jpg"
matched 100 "Reception.png"
matched 221 "Teller.jpg"
matched 205 "佐藤 美咲.jpg"
matched 204 "דנה לוי.jpg"
unmatched "fits nobody" "Martin.jpg" "Alder.jpg" "Martin Alders.jpg"
unmatched "ambiguous: 210 Priya Raman, 211 Priya Raman" "Priya Raman.jpg"
finish

begin "umlauts and accents in all spellings"
matched 201 "Jürgen Großmann.jpg"
matched 201 "Großmann, Jürgen.jpg"
matched 201 "Juergen Grossmann.jpg"
matched 201 "grossmann_jurgen.jpg"
matched 201 "$(printf 'Ju\xcc\x88rgen Gro\xc3\x9fmann.jpg')"
matched 201 "JÜRGEN GROSSMANN.jpg"
matched 206 "Lukasz Zolkiewski.jpg"
matched 222 "Chloe Lefevre.png"
matched 202 "Siobhan O'Brien.jpg"
matched 202 "Siobhan O Brien.jpg"
finish

begin "two files for one user, and only the ways asked for"
unmatched "photos/200.jpg is for 200 Martin Alder too" 200.jpg "Martin Alder.jpg"
photos 200.jpg "Chloe Lefevre.png"
run avatar import pbx.zip photos --match name --json
expect_json "[c['Number'] for c in d['Changes']] == ['222']"
expect_has err "photos/200.jpg: fits nobody"
run avatar import pbx.zip photos --match number,email --json
expect_json "[c['Number'] for c in d['Changes']] == ['200']"
refuse 2 avatar import pbx.zip photos --match shoe -- shoe
refuse 2 avatar import pbx.zip photos --match name,name -- twice
refuse 2 avatar import pbx.zip photos --match , -- number
finish

begin "the report comes before anything, and the rest is done"
photos 200.jpg 202.png martin.alder@example.com.png "Priya Raman.jpg" \
    stranger.jpg "Lefèvre Chloé.jpg"
rm photos/martin*
echo text > photos/notes.txt
: > photos/Thumbs.db
: > photos/.hidden.jpg
mkdir photos/more
run avatar import pbx.zip photos -o new.zip
expect_status 0
expect_line err "photos: 5 pictures: 3 matched (2 by number, 0 by email, 1 by name), 1 ambiguous, 1 unmatched; 2 other files ignored"
expect_has err "photos/stranger.jpg: fits nobody"
expect_has err "column Avatar"
expect_has err "1 folder not looked into; --recursive does: photos/more"
judge pbx.zip new.zip --changed ProfilePictures/200.png \
    --added ProfilePictures/202.png --added ProfilePictures/222.png
run avatar import pbx.zip photos -v
expect_has out "photos/Lefèvre Chloé.jpg -> 222 "
expect_has err "photos/notes.txt: no picture; it is ignored"
run avatar import pbx.zip photos --strict -o strict.zip
expect_status 4
expect_has err "2 pictures would be left out"
expect_absent strict.zip
finish

begin "each file, its person and the rule: in text, as JSON, as CSV"
photos 200.jpg "Ext. 202.jpg" sean.oneill+pbx.png "Frau Dr. Chloe Lefevre 2023.jpg" \
    "Priya Raman.jpg" stranger.jpg "$(printf 'odd\033.jpg')"
: > photos/204.png
run avatar import pbx.zip photos --results results.csv
expect_status 0
expect_line out "photos/200.jpg -> 200 Martin Alder, by extension"
expect_line out "photos/Ext. 202.jpg -> 202 Siobhán O’Brien, by extension behind a word"
expect_line out "photos/sean.oneill+pbx.png -> 203 Sean O'Neill, by local part of the e-mail address"
expect_has out "photos/Frau Dr. Chloe Lefevre 2023.jpg -> 222 "
expect_has out ", by name among other words"
python3 - results.csv > rows <<'P'
import csv, sys
for r in csv.DictReader(open(sys.argv[1], newline="")):
    print(r["File"], r["Result"], r["Number"], r["Rule"], r["Message"], sep="|")
P
cat > wanted <<'ROWS'
photos/200.jpg|matched|200|extension|
photos/204.png|unusable|204|extension|photos/204.png: the file is empty; it needs a picture
photos/Ext. 202.jpg|matched|202|extension behind a word|
photos/Frau Dr. Chloe Lefevre 2023.jpg|matched|222|name among other words|
photos/Priya Raman.jpg|ambiguous||name|ambiguous: 210 Priya Raman, 211 Priya Raman; name the file by the extension
photos/odd\x1B.jpg|unmatched|||fits nobody
photos/sean.oneill+pbx.png|matched|203|local part of the e-mail address|
photos/stranger.jpg|unmatched|||fits nobody
ROWS
expect_same rows wanted
# The same file of results may be there when the backup is written.
rm -f new.zip
run avatar import pbx.zip photos --results results.csv -o new.zip --json
expect_status 0
expect_json '[f["Result"] for f in d["Files"]].count("matched") == 4'
expect_json '[u["Number"] for f in d["Files"] if f["Result"] == "ambiguous" for u in f["Users"]] == ["210", "211"]'
expect_json 'd["Files"][1]["Message"].startswith("photos/204.png: the file is empty")'
rm photos/stranger.jpg
run avatar import pbx.zip photos --results results.csv
expect_status 7
expect_has err "results.csv: the file exists"
finish

begin "folders in the folder"
photos 200.jpg
mkdir -p photos/a/b photos/c photos/.hidden
cp one.jpg photos/a/202.jpg
cp one.jpg photos/a/b/200.jpg
cp one.jpg photos/.hidden/203.jpg
ln -s ../../photos photos/c/again
run avatar import pbx.zip photos --json
expect_json '[c["Number"] for c in d["Changes"]] == ["200"]'
expect_has err "2 folders not looked into; --recursive does: photos/a, photos/c"
run avatar import pbx.zip photos --recursive --json
expect_json '[c["Number"] for c in d["Changes"]] == ["202"]'
expect_has err "photos/a/b/200.jpg: ambiguous: photos/200.jpg is for 200 Martin Alder too"
expect_has err "1 folder not looked into (links are not followed): photos/c/again"
finish

begin "an output that is there is told before pictures are made"
photos 200.jpg
: > photos/202.png
: > there.zip
for option in -o --plan; do
    run avatar import pbx.zip photos $option there.zip
    expect_status 7
    expect_has err "there.zip: the file exists"
    expect_lacks err "photos/202.png"
done
run avatar set pbx.zip 200 photos/202.png -o there.zip
expect_status 7
run avatar sheet pbx.zip -o there.zip
expect_status 7
finish

begin "a picture that cannot be used is named and left out"
photos 200.jpg 202.png
head -c 300 one.jpg > photos/203.jpg
printf '\0\0\0\030ftypheic\0\0\0\0heicmif1' > photos/205.heic
: > photos/206.png
rm -f new.zip
run avatar import pbx.zip photos -o new.zip
expect_status 0
for name in 203.jpg 205.heic 206.png; do
    expect_has err "photos/$name: "
done
expect_has err "HEIC"
expect_has err "it is left out"
judge pbx.zip new.zip --changed ProfilePictures/200.png \
    --added ProfilePictures/202.png
run avatar import pbx.zip photos --strict -o bad.zip
expect_status 4
expect_has err "3 pictures would be left out"
expect_absent bad.zip
rm photos/200.jpg photos/202.png
run avatar import pbx.zip photos -o bad.zip
expect_status 4
expect_has err "none of the pictures that match can be used"
expect_absent bad.zip
finish

begin "on all cores and on one the same pictures"
rm -rf photos
mkdir photos
for n in 200 201 202 203 204 205; do
    convert -seed "$n" -size 900x700 plasma: "photos/$n.jpg"
done
run avatar import pbx.zip photos --plan all.json
expect_status 0
check
taskset -c 0 "$CXBAK" avatar import pbx.zip photos --plan one.json \
    > "$RUN/out" 2> "$RUN/err" || fail "on one core"
expect_same one.json all.json
finish

begin "no folder, no pictures"
rm -rf photos
mkdir photos
run avatar import pbx.zip photos
expect_status 4
run avatar import pbx.zip one.jpg
expect_status 4
expect_has err "no folder"
run avatar import pbx.zip nowhere
expect_status 7
finish

begin "what is no picture stops nothing"
rm -f new.zip
photos 200.jpg
ln -s nowhere photos/notes.txt
ln -s nowhere photos/album
echo log > photos/log.txt
run avatar import pbx.zip photos -o new.zip
expect_status 0
expect_has err "photos/notes.txt: No such file or directory; it is left out"
expect_has err "photos/album"
expect_has err "3 other files ignored"
rm -f new.zip
# A log in the folder itself.
check
"$CXBAK" avatar import pbx.zip photos > photos/log.txt 2> "$RUN/err" ||
    fail "a log in the folder"
check
grep -q 200 photos/log.txt || fail "the log is empty"
# But a picture that cannot be read does.
ln -s nowhere photos/201.png
run avatar import pbx.zip photos -o new.zip
expect_status 7
expect_has err "photos/201.png"
expect_absent new.zip
finish

begin "out, and in again without any change"
rm -rf out
run avatar export pbx.zip out
expect_status 0
check
[ "$(LC_ALL=C ls out | tr '\n' '|')" = "200 Alder, Martin.png|201 Großmann, Jürgen.png|205 佐藤, 美咲.png|210 Raman, Priya.png|" ] ||
    fail "$(ls out)"
expect_mode out 700
expect_mode "out/200 Alder, Martin.png" 600
run avatar import pbx.zip out --raw -o same.zip
expect_status 0
expect_same same.zip pbx.zip
run avatar import pbx.zip out -o same.zip --force
expect_status 0
expect_has err "unchanged, because the backup has the same file: 4 pictures"
expect_same same.zip pbx.zip
# Another picture among them is made, those that are there stay.
cp one.jpg out/202.jpg
run avatar import pbx.zip out --json
expect_json '[c["Number"] for c in d["Changes"]] == ["202"]'
rm out/202.jpg
# Who asks for another size gets it of all.
run avatar import pbx.zip out --size 40 --json
expect_json 'len(d["Changes"]) == 4'
echo mine > "out/200 Alder, Martin.png"
run avatar export pbx.zip out
expect_status 7
expect_has err --force
expect_has err "200 Alder, Martin.png"
run avatar export pbx.zip out --force --json
expect_status 0
expect_json 'len(d) == 4 and d[0]["File"] == "out/200 Alder, Martin.png"'
run avatar import pbx.zip out --raw -o same.zip --force
expect_same same.zip pbx.zip
run avatar clear pbx.zip --all -o none.zip
run avatar export none.zip empty
expect_status 4
expect_absent empty
finish

begin "names that some system does not take"
run set pbx.zip 200 --first-name 'a/b\c:d*e?"<f>|' --last-name '..' \
    -o odd.zip --accept name-quote
if [ "$STATUS" != 0 ]; then said; fi
run avatar export odd.zip odd
expect_status 0
check
[ "$(LC_ALL=C ls odd | head -n 1)" = "200 .., a_b_c_d_e___f__.png" ] ||
    fail "$(LC_ALL=C ls odd)"
long=$(printf 'ä%.0s' $(seq 1 200))
run set pbx.zip 200 --last-name "$long" -o long.zip
expect_status 0
run avatar export long.zip long
expect_status 0
check
for file in long/200*; do
    file=${file#long/}
    [ "$(printf '%s' "$file" | wc -c)" -le 255 ] || fail "$file is too long"
    printf '%s' "$file" | iconv -f utf-8 -t utf-8 > /dev/null ||
        fail "$file is cut within a letter"
done
finish

begin "as many files as it says, whatever the users are called"
"$LIB/tied.py" make plain tied.zip
python3 - <<'P'
import re, zipfile
with zipfile.ZipFile("tied.zip") as z:
    members = {i.filename: z.read(i) for i in z.infolist()}
name = next(n for n in members if n.endswith("Db.xml"))
text = members[name].decode("utf-8-sig")
# Three users of one extension.
for number, last in ("200", "A"), ("201", "a"), ("205", "A (2)"):
    at = text.index(f"<Number>{number}</Number>")
    start = text.rindex("<Extension>", 0, at)
    end = text.index("</Extension>", at)
    one = re.sub("<FirstName>.*?</FirstName>", "", text[start:end])
    one = re.sub("<LastName>.*?</LastName>", f"<LastName>{last}</LastName>", one)
    one = one.replace(f"<Number>{number}<", "<Number>200<")
    text = text[:start] + one + text[end:]
members[name] = text.encode()
with zipfile.ZipFile("same.zip", "w") as z:
    for n, data in members.items():
        z.writestr(n, data)
P
for force in "" --force; do
    rm -rf out
    # shellcheck disable=SC2086
    run avatar export same.zip out $force --json
    expect_status 0
    said=$(grep -oE '[0-9]+ pictures' "$RUN/err")
    check
    [ "$said" = "$(ls out | wc -l) pictures" ] || { fail "not $said"; ls out; }
    expect_json 'len(set(x["File"] for x in d)) == len(d)'
    for file in "200 A" "200 a (3)" "200 A (2)"; do
        check
        [ -n "$(find out -name "$file.*")" ] || { fail "no $file"; ls out; }
    done
done
finish

begin "endings are cleaned"
python3 - <<'P'
import zipfile
with zipfile.ZipFile("pbx.zip") as z:
    members = {i.filename: z.read(i) for i in z.infolist()}
odd = {"200": ".p\u202e[31m", "201": ".x\u2028y", "205": "." + "p" * 230,
       "210": ".gif"}
with zipfile.ZipFile("odd.zip", "w") as z:
    for n, data in members.items():
        if n.startswith("ProfilePictures/") and n[16:19] in odd:
            n, data = n[:19] + odd[n[16:19]], b"no picture"
        z.writestr(n, data)
P
rm -rf out
run avatar export odd.zip out
expect_status 0
check
[ "$(LC_ALL=C ls out | tr '\n' '|')" = "200 Alder, Martin|201 Großmann, Jürgen|205 佐藤, 美咲|210 Raman, Priya.gif|" ] ||
    fail "$(ls out)"
finish

begin "500 photos at once"
"$LIB/make_big.py" big.zip --users 500 --recordings 20 --size 1000000
run list big.zip --json
python3 - "$RUN/out" <<'P'
import json, os, subprocess, sys
users = json.load(open(sys.argv[1]))
os.mkdir("crowd")
for n, u in enumerate(users[-500:]):
    kind = n % 3
    name = (u["Number"] if kind == 0 else f'{u["Number"]}_photo' if kind == 1
            else f'{u["Number"]} {u["LastName"]}')
    with open(f"crowd/{name}.ppm", "wb") as f:
        f.write(b"P6 60 40 255\n" + bytes((n * (i + 7)) % 256 for i in range(7200)))
P
mogrify -format jpg crowd/*.ppm
rm crowd/*.ppm
run avatar import big.zip crowd -o crowd.zip --size 32
expect_status 0
expect_has err "500 pictures: 500 matched (500 by number"
expect_has err "500 pictures of 500 users changed"
run verify crowd.zip --against big.zip
expect_status 0
expect_has out "500 pictures of 500 users differ and nothing else"
ok unzip -tqq crowd.zip
run list crowd.zip --where 'avatar=*' --json
run avatar sheet crowd.zip -o sheet.png
expect_status 0
finish

begin "pictures that nobody gets, to be imported once it is said whose they are"
mkdir rejected
run avatar get pbx.zip 201 -o face.png --force
cp face.png rejected/cat.png
cp face.png "rejected/Raman, Priya.png"
cp face.png rejected/203.png
run avatar import pbx.zip rejected --rejects left.csv --results said.csv -q
expect_status 0
ok python3 - "$PWD" <<'Q'
import csv, sys
rows = list(csv.reader(open("left.csv", encoding="utf-8-sig", newline="")))
assert rows[0] == ["Number", "Avatar", "Error"], rows
assert [r[1] for r in rows[1:]] == [sys.argv[1] + "/rejected/Raman, Priya.png",
                                    sys.argv[1] + "/rejected/cat.png"], rows
assert "ambiguous: 210 Priya Raman, 211 Priya Raman" in rows[1][2], rows
assert rows[2][2] == "fits nobody", rows
rows[1][0], rows[2][0] = "211", "202"
csv.writer(open("filled.csv", "w", encoding="utf-8", newline="")).writerows(rows)
said = list(csv.reader(open("said.csv", newline="")))
assert [(r[1], r[2]) for r in said[1:]] == [
    ("matched", "203"), ("ambiguous", ""), ("unmatched", "")], said
Q
run import pbx.zip filled.csv --json
expect_status 0
expect_json '[(c["Number"], c["Field"]) for c in d["Changes"]] == [
    ("202", "Avatar"), ("211", "Avatar")]'
finish
