#!/bin/bash
# static.sh [SUITE...]: build/cxbak-static does the main job in fresh roots of
# Debian 10 to 13, and in one in which there is nothing else at all; all of
# them without /proc and /dev.  As root, with debootstrap; roots are kept in
# build/roots.  Debian 10 is in the archive of old releases only: where that
# cannot be reached, it says so.
set -eu
cd "$(dirname "$0")/.."
current=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
former=${DEBIAN_ARCHIVE:-http://archive.debian.org/debian}
work=$(mktemp -d)
PYTHONDONTWRITEBYTECODE=1 python3 tests/lib/make_fixture.py plain v20 \
    "$work/pbx.zip"
status=0

# job NAME ROOT: a change, proved there, and looked at from outside.
job() {
    local at=$2/job
    rm -rf "$at"
    mkdir -p "$at"
    cp build/cxbak-static "$at/cxbak"
    cp "$work/pbx.zip" "$at"
    chroot "$2" /job/cxbak set /job/pbx.zip 200 --first-name Noelle -q \
        -o /job/new.zip > /dev/null &&
        chroot "$2" /job/cxbak verify /job/new.zip --against /job/pbx.zip |
            grep -q "1 value of 1 user differs and nothing else" &&
        unzip -tqq "$at/new.zip" && echo "$1: good" ||
        { echo "$1: FAILED"; status=1; }
}

mkdir -p "$work/nothing" build/roots
job "an empty root" "$work/nothing"
for suite in "${@:-buster bullseye bookworm trixie}"; do
    for one in $suite; do
        root=build/roots/$one
        mirror=$current
        [ "$one" != buster ] || mirror=$former
        if [ ! -e "$root/made" ]; then
            debootstrap --variant=minbase "$one" "$root" "$mirror" \
                > /dev/null || { echo "$one: not to be had"; continue; }
            touch "$root/made"
        fi
        job "$one ($(cat "$root/etc/debian_version"))" "$root"
    done
done
rm -rf "$work"
exit "$status"
