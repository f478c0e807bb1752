# Whatever a database is made of: at most eight times its size in memory.

# Sanitizers, valgrind and node take far more for themselves.
[ "$FLAVOUR" = release ] && [ -z "$VALGRIND" ] || { check; exit; }

# Those that come near; THOROUGH=1 tries all.
shapes=(members "pictures and findings")
[ -z "${THOROUGH:-}" ] || shapes=()
"$LIB/odd_memory.py" "$CXBAK" "${shapes[@]}" > "$RUN/other" 2>&1
status=$?
while read -r line; do
    case $line in
    *": x "*)
        begin "$line"
        check
        ! grep -F "${line%%:*}: " "$RUN/other" | grep -v ": x " ||
            fail "${line%%:*}"
        finish
        ;;
    esac
done < "$RUN/other"
check
[ "$status" = 0 ] || { fail "odd_memory.py: status $status"; cat "$RUN/other"; }

# Up to so many users may be as small as they like: that is bounded.
begin "10,000 users of nothing: less than 48 MiB"
"$LIB/odd_database.py" small 10000 odd.zip || fail "odd_database.py"
for command in "list odd.zip --json" "check odd.zip --all" \
    "set odd.zip --all --last-name N -o new.zip --force"; do
    # shellcheck disable=SC2086
    ok python3 -c '
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
assert done.returncode in (0, 1, 4) and used < 48 << 10, (done, used)
' "$CXBAK" $command
done
finish
