#!/bin/bash
# The page in the browsers of Debian; prints `N passed, N failed` at the end.
# ONLY=story runs the files whose name begins so.
set -u
cd "$(dirname "$0")" || exit 1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
node --test --test-concurrency=1 --test-reporter=tap "${ONLY-}"*.test.js |
    tee "$log" | grep -v '^ *\(---\|\.\.\.\|duration_ms\)'
status=${PIPESTATUS[0]}
passed=$(sed -n 's/^# pass //p' "$log")
failed=$(sed -n 's/^# fail //p' "$log")
echo "${passed:-0} passed, ${failed:-1} failed"
[ "$status" = 0 ] && [ "${passed:-0}" -gt 0 ]
