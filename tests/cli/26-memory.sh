# Whatever a database is made of: at most eight times its size in memory.

# Sanitizers, valgrind and node take far more for themselves.
[ "$FLAVOUR" = release ] && [ -z "$VALGRIND" ] || { check; exit; }

# Those that come near; THOROUGH=1 tries all.
shapes=(members "pictures and names")
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
# within MIB WORDS...: the command takes less.
within() {
    ok python3 -c '
import resource, subprocess, sys
done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
assert done.returncode in (0, 1, 4) and used < int(sys.argv[1]) << 10, (
    done, used)
' "$1" "$CXBAK" "${@:2}"
}
begin "10,000 users of nothing: less than 48 MiB"
"$LIB/odd_database.py" small 10000 odd.zip || fail "odd_database.py"
within 48 list odd.zip --json
within 48 check odd.zip --all
within 48 set odd.zip --all --last-name N -o new.zip --force
finish

begin "10,000 users of hardly more than fields: less than 64 MiB"
"$LIB/odd_database.py" short 10000 odd.zip || fail "odd_database.py"
every=(--first-name A2 --last-name N --clear email --caller-id 2 --mobile 2)
within 64 set odd.zip --all "${every[@]}" --plan plan.json --force
within 64 apply odd.zip plan.json -o new.zip --force
within 64 diff odd.zip new.zip --plan again.json
finish
