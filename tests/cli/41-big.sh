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

# Headers that lie far apart in a large file are read together, of every kind,
# and one that is wrong among them is found.
rm -f big.zip new.zip
"$LIB/make_sparse.py" sparse.zip --recordings 400 --size 600000000 --mixed
run set sparse.zip 200 --first-name Noelle -o new.zip
expect_status 0
expect_has err "1 of 520 files in it rewritten"
run verify new.zip --against sparse.zip
expect_status 0
judge sparse.zip new.zip --quick --edit 200:FirstName=Noelle
rm -f new.zip
# spoil WHAT BEFORE AFTER: in the headers of the recording 0000301.
spoil() {
    python3 - "$@" << 'P'
import sys, zipfile
from zipfile import ZipFile
what, before, after = sys.argv[1], *map(bytes.fromhex, sys.argv[2:])
with ZipFile("sparse.zip") as z:
    m = next(m for m in z.infolist() if "0000301.wav" in m.filename)
    following = min(x.header_offset for x in z.infolist()
                    if x.header_offset > m.header_offset)
with open("sparse.zip", "r+b") as f:
    f.seek(m.header_offset if what == "header" else following - 16)
    place, data = f.tell(), f.read(16)
    assert before in data
    f.seek(place)
    f.write(data.replace(before, after, 1))
P
}
for part in header descriptor; do
    case $part in
    header) spoil header 08000000 09000000
        words="disagree in the flags" ;;
    descriptor) spoil header 09000000 08000000
        spoil descriptor 504b0708 504b0709
        words="the data descriptor has no signature" ;;
    esac
    run set sparse.zip 200 --first-name Noelle -o new.zip
    expect_status 3
    expect_has err "0000301.wav\" at offset 4"
    expect_has err "$words"
    expect_absent new.zip
done
rm -f sparse.zip
