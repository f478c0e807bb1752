# A large database and many members: time and memory stay small.

"$LIB/make_big.py" big.zip --users 4000 --recordings 2000 --size 150000000
# Below the size of the backup, and far below its database as a tree.
limit 150000
run list big.zip --json
expect_status 0
expect_json 'len(d) == 4016'
run set big.zip 200 --first-name Noelle -o new.zip
expect_status 0
run verify new.zip --against big.zip
expect_status 0
limit unlimited
judge big.zip new.zip --quick --edit 200:FirstName=Noelle
rm -f big.zip new.zip

# A small system with thousands of prompts, as real ones have.
"$LIB/make_big.py" big.zip --users 0 --recordings 1 --size 1000 --prompts 4000
run set big.zip 200 --first-name Noelle -o new.zip
expect_status 0
expect_has err "1 of 4,021 files in it rewritten"
run verify new.zip --against big.zip
expect_status 0
judge big.zip new.zip --quick --edit 200:FirstName=Noelle
