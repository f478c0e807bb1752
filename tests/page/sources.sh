#!/bin/bash
# get.sh with a mirror of Debian that fails it: a version that is gone, a file
# that is not there, files and lists that were changed.  Needs the network; a
# server on this machine hands on what Debian's mirror says, but for that.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$top/build/page/sources-test
rm -rf "$work"
mkdir -p "$work/libs"
cd "$work" || exit 1
cp "$top/src/page/libs/get.sh" libs
passed=0 failed=0

node "$top/tests/page/mirror.js" "$work" > port &
mirror=$!
trap 'kill $mirror' EXIT
for _ in $(seq 100); do [ -s port ] || sleep 0.1; done
DEBIAN_MIRROR=http://127.0.0.1:$(cat port)/debian
DEBIAN_SECURITY=http://127.0.0.1:$(cat port)/debian-security
export DEBIAN_MIRROR DEBIAN_SECURITY

# of NAME...: these packages alone are noted, as they are in the tree.
of() {
    local name
    for name; do
        sed -n "/^$name /,/^[a-z]/p" "$top/src/page/libs/sources.txt" |
            sed '1p;/^[a-z]/d'
    done > libs/sources.txt
}

# try WHAT STATUS TEXT: get.sh ends so, and says so.
try() {
    local status=0
    libs/get.sh got > said 2>&1 || status=$?
    if { [ "$status" = 0 ] && [ "$2" = 0 ] || [ "$status$2" = 11 ]; } &&
        grep -qF -e "$3" said; then
        echo "ok     $1"
        passed=$((passed + 1))
    else
        echo "FAILED $1: status $status"
        sed 's/^/    | /' said
        failed=$((failed + 1))
    fi
}

# is WHAT COMMAND...: that holds, too.
is() {
    if "${@:2}"; then passed=$((passed + 1)); else
        echo "FAILED $1"
        failed=$((failed + 1))
    fi
}

of jansson utf8proc
: > faults
try "what is noted is taken" 0 "source packages"
is "as it is noted" grep -qx "jansson 2.14-2" got/taken
is "and unpacked" test -f got/jansson/src/load.c

sed -i 's/^jansson .*/jansson 2.14-99/' libs/sources.txt
try "a version that is gone: the one that is there" 0 \
    "jansson 2.14-99 is gone from Debian; 2.14-2 is taken"
is "which is written down" grep -qx "jansson 2.14-2" got/taken

of jansson
echo '404 jansson_2.14-2.debian.tar.xz' > faults
try "no version is there: nothing is taken" 1 "jansson: not to be had"
is "and nothing is said to be" test ! -e got/taken

echo 'other jansson_2.14-2.debian.tar.xz' > faults
try "a file that the mirror has changed" 1 \
    "the mirror has other files than Debian has signed"
is "is not taken" test ! -e got/taken

# Debian's own signature is good, but it is not what we have seen.
: > faults
sed -i 's/  e89fe4fd/  e89fe4fe/' libs/sources.txt
try "another file than the one that was noted" 1 \
    "the files are not those that were noted"
is "is not taken either" test ! -e got/taken

of jansson
rm -rf got
echo 'other InRelease' > faults
try "lists that nobody signed" 1 "Debian's lists cannot be had"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
