#!/bin/bash
# The page in the browsers of Debian; prints `N passed, N failed` at the end.
# ONLY=story runs the files whose name begins so.
set -u
cd "$(dirname "$0")" || exit 1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for file in "${ONLY-}"*.test.js; do
    echo "# $file"
    node --test --test-reporter=tap "$file" | tee -a "$log" |
        grep --line-buffered -v '^ *\(---\|\.\.\.\|TAP version\|type:\|# Subtest\|[0-9.]*$\)'
done
passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^not ok ' "$log")
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" = 0 ]
