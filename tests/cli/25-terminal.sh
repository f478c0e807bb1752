# Colour, output that cannot be written, and readers that leave.

on_terminal() {
    LAST="on a terminal: $*"
    STATUS=0
    "$LIB/pty_run.py" --env PAGER=cat "$@" > "$RUN/out" 2> "$RUN/err" || STATUS=$?
    expect_status 0
}

bold=$'\033[1mCommands:\033[0m'

begin "a terminal gets bold headings"
on_terminal -- "$CXBAK" help
expect_has out "$bold"
finish

begin "unless the user or the terminal objects"
for objection in NO_COLOR=1 TERM=dumb TERM; do
    on_terminal --env "$objection" -- "$CXBAK" help
    expect_lacks out $'\033'
done
on_terminal -- "$CXBAK" --color=never help
expect_lacks out $'\033'
on_terminal --env NO_COLOR=1 -- "$CXBAK" help --color always
expect_has out "$bold"
finish

begin "elsewhere colour must be asked for"
run help
expect_lacks out $'\033'
run help --color=always
expect_has out "$bold"
on_terminal --out help.txt -- "$CXBAK" help
check
! grep -q $'\033' help.txt || fail "escapes in a file"
check
grep -q '^Commands:$' help.txt || fail "no help in the file"
rm -f help.txt
finish

begin "a full disk is noticed"
STATUS=0 LAST="help on a full disk"
"$CXBAK" help > /dev/full 2> "$RUN/err" || STATUS=$?
expect_status 7
expect_has err "standard output: cannot write"
: > "$RUN/out"
expect_message
finish

begin "standard output that is closed is noticed"
STATUS=0 LAST="help with standard output closed"
"$CXBAK" help >&- 2> "$RUN/err" || STATUS=$?
expect_status 7
expect_message
finish

# without_reader WORD...: its reader leaves before it writes.
without_reader() {
    { sleep 0.2; "$CXBAK" "$@" 2> "$RUN/err"; echo $? > "$RUN/status"; } | true
    STATUS=$(cat "$RUN/status")
    LAST="$* without a reader"
    : > "$RUN/out"
}

begin "a reader that leaves ends it without a word"
fixture plain v20 read.zip
for words in help "list read.zip -q" "export read.zip -q" "list read.zip --json"
do
    # shellcheck disable=SC2086
    without_reader $words
    expect_status 141
    expect_empty err
done
finish

begin "where SIGPIPE is ignored, it is an error like others"
trap '' PIPE
for words in help "list read.zip -q" "export read.zip -q"; do
    # shellcheck disable=SC2086
    without_reader $words
    expect_status 7
    expect_has err "cannot write"
    expect_message
done
trap - PIPE
without_reader help
expect_status 141
rm read.zip
finish
