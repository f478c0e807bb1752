#!/bin/bash
# get.sh FOLDER [LIST]
#
# Gets the source packages of LIST (sources.txt) from Debian, checked by apt against
# Debian's signature and by us against the checksums noted there, and unpacks
# them, with Debian's patches, into FOLDER/NAME.  FOLDER/taken says what was
# taken.  apt gets folders of its own: no root, and the system's lists stay as
# they are.  DEBIAN_MIRROR and DEBIAN_SECURITY name other mirrors.
#
# A version that the archive has no more, or that its mirror does not have
# (security updates come and go there), is replaced by the newest one that it
# has, which is said: that one is checked by Debian's signature alone.  A file
# that is there but is another one is never replaced: nothing is taken.
set -u
list=$(realpath "${2:-$(dirname "$0")/sources.txt}")
mkdir -p "$1" && cd "$1" || exit 1
top=$PWD
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
security=${DEBIAN_SECURITY:-http://deb.debian.org/debian-security}
keys=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
    echo "get.sh: $1" >&2
    exit 1
}

mkdir -p apt/lists/partial apt/cache/archives/partial files
printf 'deb-src [signed-by=%s] %s main\n' \
    "$keys" "$mirror bookworm" "$keys" "$security bookworm-security" \
    > apt/sources.list
APT=(-q -q -o Dir::Etc::sourcelist="$top/apt/sources.list"
    -o Dir::Etc::sourceparts=- -o Dir::State::lists="$top/apt/lists"
    -o Dir::Cache="$top/apt/cache" -o APT::Sandbox::User= -o
    Acquire::Retries=3)

# fetch NAME VERSION: its files into files/NAME, if they are to be had.
fetch() {
    rm -rf "files/$1"
    mkdir -p "files/$1"
    (cd "files/$1" && apt-get "${APT[@]}" source --download-only "$1=$2") \
        > fetch.log 2>&1 && return
    ! grep -qiE 'hash sum mismatch|unexpected size' fetch.log ||
        { cat fetch.log >&2
          fail "$1 $2: the mirror has other files than Debian has signed"; }
    return 1
}

# versions NAME: those that the archive lists, newest first.
versions() {
    apt-cache "${APT[@]}" showsrc "$1" | sed -n 's/^Version: //p' |
        sort -u | tac | sort -Vrs
}

# checked NAME: the files are those whose checksum is noted.
checked() {
    (cd "files/$1" && sha256sum -- *) | LC_ALL=C sort -k 2 > got
    sed -n "s/^  \([0-9a-f]\{64\}  $1_\)/\1/p" "$list" |
        LC_ALL=C sort -k 2 > wanted
    cmp -s got wanted
}

unpack() {
    local dsc
    rm -rf "$1" "$1.new"
    dsc=$(echo "files/$1"/*.dsc)
    dpkg-source --no-check -x "$dsc" "$1.new" > unpack.log 2>&1 ||
        { cat unpack.log >&2; fail "$dsc cannot be unpacked"; }
    mv "$1.new" "$1"
}

echo "  get   source packages of Debian"
apt-get "${APT[@]}" update || fail "Debian's lists cannot be had"
rm -f taken taken.new
while read -r name version; do
    got=
    if fetch "$name" "$version"; then
        checked "$name" ||
            fail "$name $version: the files are not those that were noted"
        got=$version
    else
        for other in $(versions "$name"); do
            fetch "$name" "$other" && got=$other && break
        done
        [ -n "$got" ] || { cat fetch.log >&2; fail "$name: not to be had"; }
        echo "  note  $name $version is gone from Debian; $got is taken"
    fi
    echo "$name $got" >> taken.new
    unpack "$name"
done < <(sed -n 's/^\([a-z].*\)/\1/p' "$list")
mv taken.new taken
