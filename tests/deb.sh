#!/bin/bash
# deb.sh [SUITE]: the package build/deb/cxbak_*.deb in a fresh root of Debian.
#
# lintian finds nothing; autopkgtest installs it there and plays the story of
# the README; removed, it leaves nothing.  As root, with debootstrap, lintian
# and autopkgtest; roots are kept in build/roots.
set -eu
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
deb=$(realpath build/deb/cxbak_*.deb)
tree=$(realpath build/deb/cxbak-*/)
root=$(pwd)/build/roots/$suite

fail() {
    echo "deb: $1"
    exit 1
}

# Everything there is but what dpkg and apt write of their own.
list() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev \
        -o -path ./tmp -o -path ./var/lib/dpkg -o -path ./var/log \
        -o -path ./var/cache -o -path ./var/lib/apt \) -prune -o -print |
        LC_ALL=C sort)
}

lintian --fail-on error,warning "$deb" || fail "lintian found something"
if [ ! -e "$root/made" ]; then
    mkdir -p build/roots
    debootstrap --variant=minbase "$suite" "$root" \
        "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" > /dev/null
    touch "$root/made"
fi

# What it depends on stays; the package goes.
depends=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/ *(.*//; s/^ *//')
# shellcheck disable=SC2086
chroot "$root" sh -c 'apt-get -qq update && apt-get -qq install -y \
    --no-install-recommends unzip '"$(echo $depends)" > /dev/null 2>&1 ||
    fail "what it depends on cannot be installed in $suite"
# An earlier run may have ended with it installed.
chroot "$root" dpkg -P cxbak > /dev/null 2>&1
list > build/deb/before
cp "$deb" "$root/tmp/cxbak.deb"
chroot "$root" dpkg -i /tmp/cxbak.deb > /dev/null
chroot "$root" dpkg -P cxbak > /dev/null
list > build/deb/after
cmp build/deb/before build/deb/after || fail "dpkg -P leaves something"

# As a system has it, which a chroot has not.
mount -t proc proc "$root/proc"
trap 'umount "$root/proc"' EXIT
autopkgtest -B "$deb" "$tree" -- chroot "$root" > build/deb/autopkgtest.log \
    2>&1 || { tail -n 20 build/deb/autopkgtest.log; fail "the story fails"; }
grep -E "^story +PASS" build/deb/autopkgtest.log
echo "deb: $(basename "$deb") is clean in $suite"
