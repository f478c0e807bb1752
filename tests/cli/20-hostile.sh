# Broken and lying archives are refused, odd ones are not; nothing is left.

hostile
# Well below what any of them claims to unpack to.
limit 800000

while IFS=$'\t' read -r name rule status text; do
    begin "$rule $name: $text"
    commands=(list set)
    # What one reader of a database takes, all of them take.
    [ "$rule" != R10 ] || commands+=(check)
    [[ $name != fine-xml-large* ]] || commands+=(check)
    for command in "${commands[@]}"; do
        want=${status%/*}
        words=("$command" "$HOSTILE/$name.zip")
        if [ "$command" = set ]; then
            want=${status#*/}
            words=(set "$HOSTILE/$name.zip" 200 --last-name Newman -o new.zip)
        fi
        run "${words[@]}"
        expect_status "$want"
        if [ "$want" != 0 ]; then
            expect_empty out
            expect_message
            expect_absent new.zip
        elif [ "$command" = set ]; then
            judge "$HOSTILE/$name.zip" new.zip --edit 200:LastName=Newman
        fi
        rm -f new.zip
    done
    expect_files
    finish
done < "$HOSTILE/manifest"
