# Small archives that unpack to odd databases: the work stays in proportion.

# Seconds of processor time, many times what is needed; what grows with the
# square of these sizes takes a minute.
[ "$FLAVOUR" = asan ] || [ -n "$VALGRIND" ] || ulimit -S -t 12

make() { "$LIB/odd_database.py" "$1" "$2" odd.zip || fail "odd_database.py $1"; }

begin "every user is indented in a way of his own"
make indents 80000
run list odd.zip --columns number
expect_status 0
finish

begin "users with very many children, none of them in common"
make children 50000
run list odd.zip --columns number
expect_status 0
finish

begin "a user with very many properties that name pictures"
make pictures 50000
run set odd.zip 200 --last-name Newman -o new.zip
expect_status 0
judge odd.zip new.zip --edit 200:LastName=Newman
finish
