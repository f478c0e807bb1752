# Secrets do not outlast their use: neither in memory nor in any file or
# message.  The probe searches its own memory when all its work is done.

fixture plain v20
probe=$TOP/build/$FLAVOUR/probe/cxbak

hex() {
    printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
    echo
}

# What the password, the database and its encoded forms are told by.
password=Tr0ub4dor-and-3
mkdir tree out tmp
(cd tree && unzip -q ../pbx.zip)
sip=$(sed -n 's:.*<AuthPassword>\(........*\)</AuthPassword>.*:\1:p' tree/*Db.xml |
    head -n 1)
check
[ -n "$sip" ] || fail "the sample has no password"
(cd tree && 7z a -tzip -p$password -mem=AES256 ../aes.zip . &&
    zip -q -r -P $password ../classic.zip .) > /dev/null
(umask 077; echo $password > password)
printf 'Number,FirstName\n200,Noelle\n' > users.csv
"$CXBAK" set pbx.zip 200 --first-name Noelle --plan plan.json 2> "$RUN/err" ||
    fail "no plan: $(cat "$RUN/err")"
{
    hex $password
    hex "$sip"
    hex "<AuthPassword>"
    hex "nothing was written. To write a new backup"
} > secrets
mkdir inputs
mv tree pbx.zip aes.zip classic.zip password users.csv plan.json secrets inputs

# leaves_nothing WORD...: run it, and nothing secret is left anywhere.
leaves_nothing() {
    TMPDIR=$PWD/tmp PROBE_IMAGE=inputs/secrets EDITOR='sed -i s/Martin/Noelle/' \
        "$probe" "$@" > "$RUN/out" 2> "$RUN/err"
    STATUS=$?
    LAST="the probe's $*"
    expect_status 0
    expect_has err " bytes were searched"
    # A text of the program itself shows that it does find things.
    expect_has err "image: secret 4 is in "
    if [ -n "$wipes" ]; then
        expect_lacks err "image: secret 1 is"
        expect_lacks err "image: secret 2 is"
        expect_lacks err "image: secret 3 is"
    fi
    check
    if grep -rlF -e $password -e "$sip" out tmp "$RUN/out"; then
        fail "in a file or a message, after: $LAST"
    fi
    check
    [ -z "$(ls -A tmp)" ] || fail "files are left: $(ls tmp)"
}

# What a memory checker runs has another memory, of which most is the checker's,
# and the rest has an allocator of its own.
[ -z "$VALGRIND" ] || { check; exit; }
case $FLAVOUR in
asan|tsan)
    check
    exit
    ;;
coverage|fuzz) wipes= ;;
*) wipes=1 ;;
esac

begin "what the system allows is told"
run version -v
expect_status 0
check
grep -qxE "memory: (wiped when it is given back|passwords are wiped), (locked for encrypted backups|passwords are locked .*)" \
    "$RUN/out" || { fail "not told"; said; }
finish

for kind in aes classic; do
    begin "$kind: reading"
    for command in info list "show 200" groups "check --archive" "refs 200" \
        export; do
        # shellcheck disable=SC2086
        set -- $command
        name=$1
        shift
        leaves_nothing "$name" inputs/$kind.zip "$@" \
            --password-file inputs/password
    done
    finish

    begin "$kind: writing"
    leaves_nothing set inputs/$kind.zip 200 --first-name Noelle \
        --password-file inputs/password -o out/set.zip
    leaves_nothing set inputs/$kind.zip 201 --avatar \
        inputs/tree/ProfilePictures/200.png --password-file inputs/password \
        -o out/avatar.zip
    leaves_nothing import inputs/$kind.zip inputs/users.csv \
        --password-file inputs/password -o out/import.zip
    leaves_nothing apply inputs/$kind.zip inputs/plan.json \
        --password-file inputs/password -o out/apply.zip
    leaves_nothing edit inputs/$kind.zip --password-file inputs/password \
        -o out/edit.zip
    leaves_nothing verify out/set.zip --against inputs/$kind.zip \
        --password-file inputs/password
    rm -f out/*
    finish
done

begin "what is not encrypted is wiped, too"
leaves_nothing list inputs/pbx.zip
leaves_nothing set inputs/pbx.zip 200 --first-name Noelle --plan out/plan.json
leaves_nothing export inputs/pbx.zip --for excel -o out/users.xlsx
finish

begin "a wrong password is no exception"
(umask 077; echo wrong-$password > wrong)
{ hex wrong-$password; hex wrong-$password; hex wrong-$password
  hex "nothing was written. To write a new backup"; } > inputs/secrets
PROBE_IMAGE=inputs/secrets "$probe" list inputs/aes.zip --password-file wrong \
    > "$RUN/out" 2> "$RUN/err"
STATUS=$?
LAST="a wrong password"
expect_status 6
expect_has err "image: secret 4 is in "
[ -z "$wipes" ] || expect_lacks err "image: secret 1 is"
finish
