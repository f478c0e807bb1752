# Which of several is meant, and where a limit lies: the nearest cases.

fixture plain mixed

begin "a range takes extensions of as many digits as it has"
run list pbx.zip 0200-0299
expect_status 4
ok "$LIB/alter.py" pbx.zip long.zip --sub '>212<' '>0212<'
run list long.zip 0200-0299 --columns number --json
expect_status 0
expect_json '[u["Number"] for u in d] == ["0212"]'
run list long.zip 200-299 --columns number --json
expect_status 0
expect_json '"0212" not in [u["Number"] for u in d] and len(d) > 5'
finish

begin "a bad value does not replace one that is as bad"
ok "$LIB/alter.py" pbx.zip bad.zip \
    --sub '>martin.alder@example' '>martin.alder@@example'
run set bad.zip 200 --last-name Newman
expect_status 0
run set bad.zip 200 --email new@@example.com -o new.zip
expect_status 4
expect_has err email-syntax
expect_absent new.zip
run set bad.zip 200 --email new@example.com -o new.zip
expect_status 0
judge bad.zip new.zip --edit 200:EmailAddress=new@example.com
rm new.zip
finish

begin "a name that somebody else has the other way round is not left over"
ok "$LIB/alter.py" pbx.zip base.zip --sub '>Sales &amp; Service<' '>Alder Martin<'
run set base.zip 200 --first-name Noelle --last-name Newman
expect_has err 'the group "Alder Martin"'
ok "$LIB/alter.py" pbx.zip twin.zip --sub '>Sales &amp; Service<' '>Alder Martin<' \
    --sub '<LastName>Adeyemi<' '<LastName>Martin<' \
    --sub '<FirstName>Olu<' '<FirstName>Alder<'
run set twin.zip 200 --first-name Noelle --last-name Newman
expect_lacks err 'the group "Alder Martin"'
finish
