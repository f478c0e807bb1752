#!/bin/bash
# reproducible.sh MAKE: builds the tree in two folders whose names differ in
# letters and in length, and compares what came out.  Says which file differs.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$top/build/reproducible
rm -rf "$work"
for name in one another/and-deeper; do
    mkdir -p "$work/$name"
    cp -r "$top/Makefile" "$top/src" "$top/include" "$work/$name"
    $1 -C "$work/$name" -s build/release/cxbak build/release/libcxbak.a
done
cd "$work"
for file in cxbak libcxbak.a; do
    cmp "one/build/release/$file" "another/and-deeper/build/release/$file" ||
        { echo "reproducible: $file differs"; exit 1; }
done
echo "reproducible: cxbak and libcxbak.a have the same bytes"
