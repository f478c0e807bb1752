# Of archives damaged at random salvage gets out at least what others do.

check
"$LIB/salvage_judge.py" "$CXBAK" 24 everyday || fail "see above"
