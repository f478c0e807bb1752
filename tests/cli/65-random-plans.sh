# Any change set, saved as a plan, applied and undone, gives back the file.

for shape in v20 v14 v16 v18 odd mini; do
    begin "random plans for $shape"
    fixture plain "$shape"
    check
    # This shape is deflated as the program does it, so that the whole archive
    # comes back, not just the database in it.
    WHOLE=1 "$LIB/random_plans.py" pbx.zip 12 > "$RUN/random" 2>&1 ||
        fail "$(cat "$RUN/random")"
    finish
done
for shape in bsdtar stream dotnet; do
    begin "random plans in an archive of $shape"
    fixture "$shape" odd
    check
    "$LIB/random_plans.py" pbx.zip 4 > "$RUN/random" 2>&1 ||
        fail "$(cat "$RUN/random")"
    finish
done
check
