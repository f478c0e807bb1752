# Several encrypted backups in one call: a password is given once, and asked for
# again only where none that was given fits.

fixture plain v20
mkdir tree
(cd tree && unzip -q ../pbx.zip)
# seal NAME PASSWORD METHOD: the sample, encrypted.
seal() { (cd tree && 7z a -tzip -p"$2" -mem="$3" "../$1" .) > /dev/null; }
seal a.zip indigo AES256
seal b.zip indigo AES128
seal c.zip violet AES256
seal d.zip indigo ZipCrypto
(umask 077; echo indigo > indigo; echo violet > violet)
unset CXBAK_PASSWORD_FILE
mine="the password given before does not fit"

# typed "BACKUP=PASSWORD..." WORD...: run it on a terminal, and type these
# passwords at the prompts for these backups; there are no others.
typed() {
    local pairs=$1 answers=() pair
    shift
    for pair in $pairs; do
        answers+=(--answer "Password for ${pair%%=*}: " "${pair#*=}\\n")
    done
    STATUS=0
    LAST="$*, typing $pairs"
    ask pty_run --size 200x50 --env PAGER= --silent "${answers[@]}" -- \
        "$CXBAK" "$@" || STATUS=$?
    mv "$RUN/asked" "$RUN/out"
    : > "$RUN/err"
    check
    [ "$(grep -c 'Password for ' "$RUN/out")" = "$(wc -w <<< "$pairs")" ] ||
        { fail "asked more or less: $LAST"; said; }
    for pair in $pairs; do
        expect_lacks out "${pair#*=}"
    done
}

begin "what fits the first is not asked for again, whatever the command"
typed a.zip=indigo diff a.zip b.zip
expect_status 0
expect_has out "nothing differs"
cp a.zip same.zip
typed a.zip=indigo verify same.zip --against a.zip
expect_status 0
expect_has out "nothing differs"
expect_lacks out "$mine"
typed b.zip=indigo check b.zip --against a.zip
expect_status 0
typed a.zip=indigo fix a.zip --against d.zip
expect_status 0
for command in info list check groups; do
    typed a.zip=indigo $command a.zip b.zip pbx.zip d.zip
    expect_status 0
    expect_has out d.zip
    expect_lacks out "$mine"
done
printf 'fix --against b.zip\n' > steps
typed a.zip=indigo batch a.zip steps
expect_status 0
# One that is not encrypted needs none, nor does it count.
typed a.zip=indigo diff pbx.zip a.zip
expect_status 0
finish

begin "another one is asked for, and it is said for which file"
typed "a.zip=indigo c.zip=violet" diff a.zip c.zip
expect_status 0
expect_line out "cxbak: c.zip: $mine"
typed "c.zip=violet a.zip=indigo" verify a.zip --against c.zip
expect_any 0 1
expect_has out "no field or picture of a user differs"
expect_line out "cxbak: a.zip: $mine"
# Each of those that fitted is tried, not the last one only.
typed "a.zip=indigo c.zip=violet" info a.zip c.zip d.zip c.zip b.zip
expect_status 0
finish

begin "three tries for each of them"
typed "a.zip=ochre a.zip=indigo c.zip=olive c.zip=ochre c.zip=violet" \
    diff a.zip c.zip
expect_status 0
check
[ "$(grep -c "the password is wrong" "$RUN/out")" = 3 ] || fail "not told thrice"
expect_line out "cxbak: c.zip: $mine"
# What was wrong is forgotten, and is not tried on others.
typed "a.zip=violet a.zip=indigo c.zip=violet" diff a.zip c.zip
expect_status 0
typed "a.zip=indigo c.zip=ochre c.zip=olive c.zip=amber" diff a.zip c.zip
expect_status 6
typed "a.zip=ochre a.zip=olive a.zip=amber" diff a.zip c.zip
expect_status 6
# Each of many has its own.
typed "a.zip=ochre a.zip=olive a.zip=amber c.zip=violet" info a.zip c.zip
expect_status 6
expect_has out "c.zip   Example"
finish

begin "one that fits the one byte of the old scheme by chance is not taken for right"
word=$(python3 - d.zip <<'P'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    info = next(i for i in z.infolist() if i.filename.endswith("Db.xml"))
    for n in range(100000):
        try:
            z.open(info, pwd=f"wrong{n}".encode()).close()
        except RuntimeError:
            continue
        print(f"wrong{n}")
        break
P
)
check
[ -n "$word" ] || fail "no such password"
seal e.zip "$word" AES256
typed "e.zip=$word d.zip=indigo" diff e.zip d.zip
expect_status 0
expect_line out "cxbak: d.zip: $mine"
finish

begin "a file serves all of them"
run diff a.zip b.zip --password-file indigo
expect_status 0
run info a.zip b.zip d.zip --password-file indigo
expect_status 0
CXBAK_PASSWORD_FILE=indigo run diff a.zip d.zip
expect_status 0
refuse 6 diff a.zip c.zip --password-file indigo -- "c.zip: "
expect_has err "password is wrong"
expect_has err "--password-file -"
refuse 6 diff a.zip c.zip --password-file violet -- "a.zip: "
expect_lacks err "--password-file -"
# A way out is told as it holds.
STATUS=0
cat indigo violet | "$CXBAK" diff a.zip c.zip --password-file - 2> "$RUN/err" ||
    STATUS=$?
expect_status 0
finish

begin "and is read once"
run diff a.zip b.zip --password-file <(cat indigo)
expect_status 0
chmod 644 indigo
run diff a.zip b.zip --password-file indigo
check
[ "$(grep -c "other users can read" "$RUN/err")" = 1 ] || fail "not told once"
chmod 600 indigo
finish

# with_input LINES WORD...: the program, with the lines as its standard input.
with_input() {
    local lines=$1
    shift
    LAST="$*, with $lines"
    STATUS=0
    printf '%b' "$lines" | "$CXBAK" "$@" > "$RUN/out" 2> "$RUN/err" || STATUS=$?
}

begin "of standard input each takes a line, as long as there are lines"
with_input 'indigo\n' diff a.zip b.zip --password-file -
expect_status 0
with_input 'indigo' info a.zip b.zip d.zip --password-file -
expect_status 0
with_input 'indigo\nviolet\n' info a.zip c.zip b.zip c.zip --password-file -
expect_status 0
with_input 'indigo\nindigo\nviolet\n' info a.zip b.zip c.zip --password-file -
expect_status 0
with_input 'indigo\nwrong\n' diff a.zip b.zip --password-file -
expect_status 6
expect_has err "b.zip: "
with_input 'indigo\n\n' diff a.zip b.zip --password-file -
expect_status 6
expect_has err "the first line is empty"
with_input 'indigo\n' diff a.zip c.zip --password-file -
expect_status 6
expect_has err "no line for the password of c.zip"
with_input '' diff a.zip b.zip --password-file -
expect_status 6
expect_has err "no line for the password of a.zip"
# In any order, for which backup is opened first is not for everybody to know.
for lines in 'indigo\nviolet\n' 'violet\nindigo\n'; do
    with_input "$lines" diff a.zip c.zip --password-file -
    expect_status 0
    with_input "$lines" diff c.zip a.zip --password-file -
    expect_status 0
    with_input "$lines" verify c.zip --against a.zip --password-file -
    expect_any 0 1
    expect_has out "no field or picture of a user differs"
    with_input "$lines" check c.zip --against a.zip --password-file -
    expect_status 0
    with_input "$lines" info a.zip c.zip b.zip --password-file -
    expect_status 0
    with_input "${lines}200\n" diff c.zip a.zip @- --password-file -
    expect_status 0
    expect_has err "only what concerns @- is shown"
done
with_input 'ochre\nindigo\nviolet\n' info c.zip a.zip b.zip --password-file -
expect_status 0
# But not more lines than somebody has tries, for a table may follow.
with_input 'ochre\nolive\namber\nindigo\n' list a.zip --password-file -
expect_status 6
expect_has err "password is wrong"
with_input 'ochre\n\nindigo\n' list a.zip --password-file -
expect_status 6
expect_has err "password is wrong"
with_input 'ochre\n' diff a.zip b.zip --password-file -
expect_status 6
expect_has err "a.zip: "
# Names may follow on the same input.
with_input 'indigo\nindigo\n200\n' diff a.zip b.zip @- --password-file -
expect_status 0
finish
