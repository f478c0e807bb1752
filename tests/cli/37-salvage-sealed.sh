# One flipped bit in an encrypted archive costs no other file, and status 0 is
# said only where nothing is lost: of some bits, and with THOROUGH=1 of many.

begin "one flipped bit, and a password"
count=8
[ -z "${THOROUGH:-}" ] || count=2000
check
"$LIB/salvage_sealed.py" "$CXBAK" $count > "$RUN/other" ||
    fail "$(cat "$RUN/other")"
finish
