# The library without the command line: what any other front end can do.

fixture plain v20
programs=$TOP/build/$FLAVOUR/core

begin "the README's first story through the public headers"
check
LAST="the story"
"$programs/story" pbx.zip new.zip > "$RUN/out" 2> "$RUN/err" ||
    fail "story: $(cat "$RUN/err")"
expect_line out "user 200 Martin Alder"
expect_line out "user 200 Noelle Newman"
expect_line out "finding leftover-person"
expect_line out "sha256 $(sha256sum < new.zip | cut -d ' ' -f 1)"
judge pbx.zip new.zip --edit 200:FirstName=Noelle --edit 200:LastName=Newman \
    --edit 200:EmailAddress=noelle@example.com
run set pbx.zip 200 --first-name Noelle --last-name Newman \
    --email noelle@example.com -o same.zip
expect_status 0
check
cmp new.zip same.zip || fail "the command line writes other bytes"
expect_files pbx.zip new.zip same.zip
rm new.zip same.zip
finish

begin "two backups in two threads"
cp pbx.zip two.zip
check
"$programs/two_threads" pbx.zip two.zip > "$RUN/out" 2> "$RUN/err" ||
    fail "two_threads: $(cat "$RUN/err")"
judge pbx.zip pbx.zip.out --edit 200:FirstName=Noelle
judge two.zip two.zip.out --edit 200:FirstName=Miriam
expect_files pbx.zip two.zip pbx.zip.out two.zip.out
rm two.zip pbx.zip.out two.zip.out
finish

begin "the core ends no process, prints nothing, and asks no environment"
check
nm -u "$TOP/build/$FLAVOUR/libcxbak.a" | awk '
    /^[^ ].*:$/ { object = $1 }
    $1 == "U" { sub(/@.*/, "", $2); print $2, object }' > symbols
for name in exit _exit quick_exit atexit signal sigaction sigprocmask \
    getenv secure_getenv setenv isatty printf puts putchar \
    __printf_chk perror setlocale json_set_alloc_funcs; do
    if grep "^$name " symbols; then fail "$name is called"; fi
done
# Only what ends with the memory, and what writes to a stream that is given.
# Threads of ours keep the caller's signals away, and nothing else does.
if grep '^pthread_sigmask ' symbols | grep -v ' thread.o:$' ||
    grep '^pthread_create ' symbols | grep -v ' thread.o:$'; then
    fail "a thread begins elsewhere"
fi
if grep '^abort ' symbols | grep -v ' mem.o:$'; then fail "abort is called"; fi
if grep -E '^(stdout|stderr|stdin) ' symbols; then fail "a stream is named"; fi
rm symbols
finish
