#!/bin/bash
# One edit in 20 GB on file systems that share blocks: it takes no room, and
# gives the bytes that it gives elsewhere.  Needs root, to mount images of
# XFS and btrfs, xfsprogs and btrfs-progs; run by `make test-share`, and not
# with the other tests.  SHARE_SIZE is the size in bytes.
set -u
cd "$(dirname "$0")/.." || exit 1
CXBAK=$PWD/build/release/cxbak
LIB=$PWD/tests/lib
SIZE=${SHARE_SIZE:-20000000000}
FAILED=0
FOLDER=$(mktemp -d) || exit 1
at_end() {
    cd /
    umount "$FOLDER/disk" 2> /dev/null
    rm -rf "$FOLDER"
}
trap at_end EXIT
cd "$FOLDER" || exit 1
mkdir disk elsewhere

failed() {
    echo "FAILED $1"
    FAILED=1
}

# Bytes in use on the mounted disk.
used() {
    sync -f disk
    df -B1 --output=used disk | tail -n 1
}

# One edit of disk/$1.zip, and what it took.
edit() {
    local before after start end
    before=$(used)
    start=${EPOCHREALTIME/./}
    "$CXBAK" set "disk/$1.zip" 200 --last-name Newman -o disk/new.zip \
        > said 2>&1 || { failed "set: $(tail -n 1 said)"; return; }
    end=${EPOCHREALTIME/./}
    after=$(used)
    grep -q 'GB share their blocks' said || failed "$1: not said to be shared"
    echo "$kind, $1: $(((end - start) / 1000)) ms for $SIZE bytes," \
        "$(((after - before) / 1024)) KiB more in use"
    [ $(((after - before) * 100)) -lt "$SIZE" ] ||
        failed "$1: more than a hundredth is in use"
    "$CXBAK" diff "disk/$1.zip" disk/new.zip > said 2>&1
    grep -q '^1 value of 1 user differs' said || failed "$1: diff"
    rm -f disk/new.zip
}

# The same small backup here and elsewhere: the same bytes.
compare() {
    "$LIB/make_sparse.py" disk/small.zip --recordings 40 --size 4000000
    cp --sparse=always --reflink=never disk/small.zip elsewhere/small.zip
    for at in disk elsewhere; do
        "$CXBAK" set $at/small.zip 200 --last-name Newman -q -f \
            -o $at/small-new.zip > said 2>&1 || failed "set: $(cat said)"
    done
    cmp disk/small-new.zip elsewhere/small-new.zip ||
        failed "$kind: other bytes than elsewhere"
    "$CXBAK" verify disk/small-new.zip --against disk/small.zip \
        > said 2>&1 || failed "$kind: verify"
}

for kind in xfs btrfs; do
    truncate -s $((SIZE + SIZE / 2)) image
    mkfs.$kind -q image > said 2>&1 && mount -o loop image disk ||
        { failed "cannot make and mount $kind: $(tail -n 1 said)"; break; }
    compare
    "$LIB/make_sparse.py" disk/deflated.zip --size "$SIZE"
    "$LIB/make_sparse.py" disk/stored.zip --size "$SIZE" --stored
    edit deflated
    edit stored
    umount disk
    rm image
done
[ $FAILED = 0 ] && echo "blocks are shared"
exit $FAILED
