# Standard streams that are closed: no message lands in a file of ours.

fixture plain v20
cp pbx.zip before.zip

# without STREAMS WORDS...: runs with these streams closed.  What cannot be
# said may make a status of its own, but never another file.
without() {
    local streams=$1
    shift
    check
    bash -c '"$@" '"$streams" - "$CXBAK" "$@" > "$RUN/out" 2> "$RUN/err" \
        < /dev/null
    LAST="cxbak $* with $streams"
    expect_same pbx.zip before.zip
}

begin "a new backup"
for streams in '<&-' '>&-' '2>&-' '<&- >&-' '>&- 2>&-' '<&- >&- 2>&-'; do
    rm -f new.zip
    without "$streams" set pbx.zip 200 --last-name Newman \
        --email gone@example.com -v -o new.zip
    judge pbx.zip new.zip --edit 200:LastName=Newman \
        --edit 200:EmailAddress=gone@example.com
done
finish

begin "a plan"
for streams in '>&-' '2>&-' '<&- >&- 2>&-'; do
    rm -f plan.json
    without "$streams" set pbx.zip 200 --last-name Newman -v --plan plan.json
    ok python3 -m json.tool plan.json
done
finish

begin "a spreadsheet"
for streams in '>&-' '2>&-' '<&- >&- 2>&-'; do
    rm -f users.csv
    without "$streams" export pbx.zip -v -o users.csv
    ok python3 -c 'import csv; rows = list(csv.reader(open("users.csv",
        encoding="utf-8-sig"))); assert len({len(r) for r in rows}) == 1 and \
        len(rows) > 5, rows'
done
finish
