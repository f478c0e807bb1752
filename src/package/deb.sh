#!/bin/bash
# deb.sh VERSION [PAGE]
#
# Builds build/deb/cxbak_VERSION_ARCH.deb out of a copy of the tree.  With PAGE
# in it, if it is given, go the terms of the libraries that PAGE is linked with,
# as their source packages have them.  The time in it is SOURCE_DATE_EPOCH, or that of the
# last commit: two builds are the same bytes.
set -eu
cd "$(dirname "$0")/../.."
version=$1 page=${2:-}
tree=build/deb/cxbak-$version
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null ||
    stat -c %Y Makefile)}

rm -rf build/deb
mkdir -p "$tree"
cp -r Makefile README.md src include testdata tests "$tree"
rm -rf "$tree/tests/page/node_modules"
find "$tree" -name __pycache__ -prune -exec rm -rf {} +
cp -r src/package/debian "$tree/debian"
if [ -n "$page" ]; then
    cp "$page" "$tree/cxbak.html"
    mkdir "$tree/terms"
    for terms in build/page/src/*/debian/copyright; do
        library=${terms%/debian/copyright}
        cp "$terms" "$tree/terms/${library##*/}"
    done
fi
{
    echo "cxbak ($version) unstable; urgency=medium"
    printf '\n  * Built from the sources of this version.\n\n'
    echo " -- The cxbak authors <cxbak@example.com>  $(LC_ALL=C date -u -R \
        -d "@$epoch")"
} > "$tree/debian/changelog"
PYTHONDONTWRITEBYTECODE=1 python3 tests/lib/make_fixture.py plain v20 \
    "$tree/debian/tests/pbx.zip"

export SOURCE_DATE_EPOCH=$epoch LC_ALL=C.UTF-8
export DEB_BUILD_OPTIONS="parallel=2 noautodbgsym ${DEB_BUILD_OPTIONS:-}"
unset MAKEFLAGS MAKEOVERRIDES MAKELEVEL
(cd "$tree" && dpkg-buildpackage -b -us -uc > ../build.log 2>&1) ||
    { tail -n 30 build/deb/build.log; exit 1; }
ls build/deb/*.deb
