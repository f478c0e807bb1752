# Broken and lying archives are refused, odd ones are not; nothing is left.

hostile
# Well below what any of them claims to unpack to.
limit 800000
check
"$LIB/try_hostile.py" "$CXBAK" "$HOSTILE" "$CASES" || fail "see above"
