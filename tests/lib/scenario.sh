# shellcheck shell=bash
# Helpers of the scenarios in tests/cli.  The runner sources this file, then
# the scenario, in a fresh folder, with CXBAK (the program), LIB, FIXTURES,
# SAMPLE, TOP, CASES and SCENARIO set.
#
# An expectation that fails says so and the scenario goes on.  It passes if no
# expectation outside a case failed and there was at least one of them.
# Between `begin NAME` and `finish`, failures count for that case instead.
set -u
shopt -s nullglob

# A shell finds it as cxbak, so that messages call it so.
PATH=${CXBAK%/*}:$PATH
FAILED=0
CHECKS=0
CASE=
CASE_FAILED=0
STATUS=
RUN=${PWD%/*}
# Documents whose schemas are asked at the end, by one process for all.
DOCUMENTS=$RUN/documents
# The golden files stand beside the scenario: 01-list.sh, 01-list.table ...
GOLDEN=${SCENARIO%.sh}
# The statuses that we may exit with; a crash or a memory error has another.
OURS='0|1|2|3|4|5|6|7|130'

fail() {
    printf '%s%s\n' "${CASE:+$CASE: }" "$*"
    if [ -n "$CASE" ]; then CASE_FAILED=1; else FAILED=1; fi
}

check() {
    CHECKS=$((CHECKS + 1))
}

at_end() {
    local status=$? fd
    # The helper ends, and what it used counts for this scenario.
    if [ -n "${HELPER_PID-}" ]; then
        fd=${HELPER[1]}
        exec {fd}>&-
        wait "$HELPER_PID"
    fi
    [ -z "$CASE" ] || { CASE_FAILED=1; finish; fail "ended inside a case"; }
    [ "$status" = 0 ] || fail "the script ended with status $status"
    [ ! -d "$DOCUMENTS" ] || schemas_hold "$DOCUMENTS" ||
        fail "a document does not keep its schema: $(cat "$RUN/other")"
    [ "$CHECKS" -gt 0 ] || fail "nothing was checked"
    exit "$FAILED"
}
trap at_end EXIT

begin() {
    CASE=$1
    CASE_FAILED=0
    CASE_START=${EPOCHREALTIME/./}
}

# What it took goes into the line, in hundredths of a second.
finish() {
    local word=ok took=$(((${EPOCHREALTIME/./} - CASE_START) / 10000))
    [ "$CASE_FAILED" = 0 ] || word="not ok"
    printf '%s - %s # %d.%02d s\n' "$word" "$CASE" $((took / 100)) \
        $((took % 100)) >> "$CASES"
    CASE=
}

# ask MODULE WORD...: as "$LIB/MODULE.py" WORD..., but in the one Python
# process of the scenario, see helper.py.  What it says is in $RUN/asked.
ask() {
    local status=1
    if [ "$BASHPID" != $$ ]; then
        "$LIB/$1.py" "${@:2}" > "$RUN/asked" 2>&1
        return
    fi
    [ -n "${HELPER_PID-}" ] || coproc HELPER { exec "$LIB/helper.py"; }
    printf '%s\0' $(($# + 2)) "$PWD" "$RUN/asked" "$@" >&"${HELPER[1]}"
    IFS= read -r -u "${HELPER[0]}" status || fail "helper.py ended"
    return "$status"
}

# --- input ---

# fixture ARCHIVE XML [FILE]: the sample in these shapes, as FILE (pbx.zip).
fixture() {
    local made=$FIXTURES/$1-$2.zip
    [ -e "$made" ] || ask make_fixture "$1" "$2" "$made" ||
        fail "no fixture $1 $2"
    cp "$made" "${3:-pbx.zip}"
}

# hostile: sets HOSTILE to the folder of broken archives and their manifest.
hostile() {
    HOSTILE=$FIXTURES/hostile
    [ -e "$HOSTILE/manifest" ] || "$LIB/hostile.py" "$HOSTILE" ||
        fail "no hostile archives"
}

# python_with MODULE WORD...: runs the Python that has it.  Debian's does;
# another that comes first in PATH may not.
python_with() {
    local python
    for python in /usr/bin/python3 python3; do
        # To look for a module is much quicker than to import it.
        "$python" -c "import importlib.util, sys
sys.exit(not importlib.util.find_spec('$1'))" 2> /dev/null || continue
        "$python" "${@:2}"
        return
    done
    fail "no Python has $1 (Debian: python3-$1)"
    return 1
}
openpyxl() { python_with openpyxl "$@"; }

# --- running ---

# run WORD...: runs the program; its status is in STATUS, what it said in
# $RUN/out and $RUN/err.  A crash or a memory error always fails.
run() {
    STATUS=0
    "$CXBAK" "$@" > "$RUN/out" 2> "$RUN/err" < /dev/null || STATUS=$?
    check
    [[ $STATUS =~ ^($OURS)$ ]] ||
        { fail "status $STATUS from: cxbak $*"; said; }
    LAST="cxbak $*"
}

said() {
    cut -c 1-300 "$RUN/out" | head -n 40 | sed -e 's/^/    out: /'
    cut -c 1-300 "$RUN/err" | head -n 40 | sed -e 's/^/    err: /'
}

expect_status() {
    check
    [ "$STATUS" = "$1" ] || { fail "status $STATUS, not $1, from: $LAST"; said; }
}

# expect_any STATUS...: one of these.
expect_any() {
    local want
    check
    for want in "$@"; do [ "$STATUS" != "$want" ] || return 0; done
    fail "status $STATUS, not one of $*, from: $LAST"
    said
}

# limit KIB: the program gets no more address space than this.  Not under a
# memory checker or node, which reserve far more for themselves.
limit() {
    [[ $FLAVOUR = @(asan|page) ]] || [ -n "$VALGRIND" ] || ulimit -S -v "$1"
}

# refuse STATUS WORDS... -- TEXT...: runs, expects the status, nothing on
# standard output, and each text on standard error.
refuse() {
    local want=$1 words=()
    shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do words+=("$1"); shift; done
    shift
    run "${words[@]}"
    expect_status "$want"
    expect_empty out
    for text in "$@"; do expect_has err "$text"; done
    expect_message
}

# --- what it said: WHERE is out or err ---

# To start grep costs more than to look, so short texts are looked at here.
# found_in HOW TEXT WHERE: is TEXT in it, as part or as line?  Parts are found
# whatever the case of letters.
found_in() {
    local said
    if [[ -z $2 || $2 = *$'\n'* ]] || IFS= read -r -d '' said < "$RUN/$3" ||
        [ ${#said} -gt 10000 ]; then
        case $1 in
        part) grep -qiF -e "$2" "$RUN/$3" ;;
        line) grep -qxF -e "$2" "$RUN/$3" ;;
        esac
        return
    fi
    case $1 in
    part)
        shopt -s nocasematch
        [[ $said = *"$2"* ]]
        set -- $?
        shopt -u nocasematch
        return "$1"
        ;;
    line) [[ $'\n'$said$'\n' = *$'\n'"$2"$'\n'* ]] ;;
    esac
}

expect_has() {
    check
    found_in part "$2" "$1" ||
        { fail "standard $1 lacks \"$2\" after: $LAST"; said; }
}

expect_lacks() {
    check
    ! found_in part "$2" "$1" ||
        { fail "standard $1 has \"$2\" after: $LAST"; said; }
}

expect_line() {
    check
    found_in line "$2" "$1" ||
        { fail "standard $1 has no line \"$2\" after: $LAST"; said; }
}

expect_empty() {
    check
    [ ! -s "$RUN/$1" ] ||
        { fail "standard $1 is not empty after: $LAST"; said; }
}

# A refusal speaks in the house style: the program's name first, no full stop
# at the end of the message, nothing that a terminal would obey.  Findings may
# stand around it.
expect_message() {
    local line ours=0 stop=0 control=0
    while IFS= read -r line || [ -n "$line" ]; do
        if [[ $line = 'cxbak: '* ]]; then
            [ "$line" = 'cxbak: ' ] || ours=1
            [[ $line != *. || $line = *... ]] || stop=1
        fi
        [[ ${line//$'\t'/} != *[$'\001'-$'\037'$'\177']* ]] || control=1
    done < "$RUN/err"
    check
    [ $ours$stop = 10 ] ||
        { fail "not a message in the house style after: $LAST"; said; }
    check
    [ $control = 0 ] ||
        { fail "control characters on standard error after: $LAST"; said; }
}

# expect_golden WHERE SUFFIX: what it said is the golden file's text.
expect_golden() {
    check
    [ -z "$UPDATE" ] || cp "$RUN/$1" "$GOLDEN.$2"
    diff -u "$GOLDEN.$2" "$RUN/$1" || fail "not as in ${GOLDEN##*/}.$2: $LAST"
}

# expect_json EXPRESSION: it holds of `d`, the document on standard output.
expect_json() {
    check
    ask check_json "$RUN/out" "$1" ||
        { fail "JSON of: $LAST: $1"; cat "$RUN/asked"; said; }
}

# expect_schema NAME [FILE]: FILE, or standard output, keeps the schema of that
# document.  What does not is told at the end of the scenario.
expect_schema() {
    local there
    check
    [ -d "$DOCUMENTS" ] || mkdir "$DOCUMENTS"
    there=("$DOCUMENTS"/*.json)
    cp "${2:-$RUN/out}" "$DOCUMENTS/${#there[@]}.$1.json"
    echo "${LAST-}" > "$DOCUMENTS/${#there[@]}.words"
}

# schemas_hold FOLDER: what expect_schema put there does.
schemas_hold() {
    python_with jsonschema "$LIB/schema.py" "$TOP/testdata/schema" "$1" \
        > "$RUN/other" 2>&1
}

# --- files ---

expect_same() {
    check
    cmp "$1" "$2" || fail "$1 and $2 differ after: ${LAST:-}"
}

expect_differ() {
    check
    ! cmp -s "$1" "$2" || fail "$1 and $2 are the same after: ${LAST:-}"
}

expect_absent() {
    check
    { [ ! -e "$1" ] && [ ! -L "$1" ]; } || fail "$1 is there after: ${LAST:-}"
}

expect_mode() {
    check
    [ "$(stat -c %a "$1")" = "$2" ] ||
        fail "mode of $1 is $(stat -c %a "$1"), not $2"
}

# expect_files NAME...: these and no others are in the folder.
expect_files() {
    check
    [ "$(find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort)" = \
        "$(printf '%s\n' "$@" | LC_ALL=C sort)" ] ||
        { fail "unexpected files after: ${LAST:-}"; find . -mindepth 1; }
}

# judge OLD NEW OPTION...: the independent judge passes.
judge() {
    check
    ask judge "$@" || fail "$(cat "$RUN/asked")"
}

# ok WORD...: any other command succeeds.
ok() {
    check
    "$@" > "$RUN/other" 2>&1 ||
        { fail "status $? from: $*"; sed 's/^/    /' "$RUN/other"; }
}
