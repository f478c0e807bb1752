# make install and uninstall with DESTDIR and PREFIX; the library, too.

# The build is here already, whatever flags it was made with.
built=(-o "build/$FLAVOUR/cxbak" -o "build/$FLAVOUR/libcxbak.a")

ok make -C "$TOP" -s install FLAVOUR="$FLAVOUR" DESTDIR="$PWD/root" \
    PREFIX=/usr "${built[@]}"
ok test -x root/usr/bin/cxbak
for page in man1/cxbak.1 man1/cxbak-set.1 man1/cxbak-avatar-set.1 \
    man5/cxbak-plan.5 man5/cxbak-csv.5 man7/cxbak-policy.7; do
    ok test -s "root/usr/share/man/$page"
done
check
[ -z "$(find root -name '*.py' -o -name made)" ] || fail "more is installed"
check
root/usr/bin/cxbak --version > "$RUN/out" 2> "$RUN/err"
STATUS=$? LAST="the installed program"
expect_status 0

# The shells find their completion there by the program's name.
for pair in bash:bash-completion/completions/cxbak \
    zsh:zsh/site-functions/_cxbak fish:fish/vendor_completions.d/cxbak.fish; do
    run completion "${pair%%:*}"
    expect_same "$RUN/out" "root/usr/share/${pair#*:}"
done

ok make -C "$TOP" -s uninstall FLAVOUR="$FLAVOUR" DESTDIR="$PWD/root" \
    PREFIX=/usr
check
[ -z "$(find root -type f)" ] || fail "files left: $(find root -type f)"

# A program of somebody else, which knows of us what pkg-config tells it.
cat > other.c <<'C'
#include <stdio.h>
#include <cxbak/backup/backup.h>
int main(int argc, char **argv)
{
    struct backup_options o = {0};
    struct backup *b;
    struct err e = ERR_INIT;

    if (argc != 2 || backup_open(&b, argv[1], &o, &e) != 0)
        return 1;
    printf("%zu users\n", b->database->user_count);
    backup_free(b);
    return 0;
}
C
begin "the library in a program of somebody else"
fixture plain v20
ok make -C "$TOP" -s install-lib FLAVOUR="$FLAVOUR" PREFIX="$PWD/lib" \
    "${built[@]}"
export PKG_CONFIG_PATH=$PWD/lib/lib/pkgconfig
read -ra flags <<< "$(pkg-config --cflags --libs cxbak)"
case $FLAVOUR in
asan) flags+=(-fsanitize=address -fsanitize=undefined) ;;
coverage) flags+=(--coverage) ;;
esac
ok gcc -o other other.c "${flags[@]}"
run list pbx.zip --json
users=$(grep -c '"Number"' "$RUN/out")
check
[ "$(./other pbx.zip)" = "$users users" ] || fail "not $users: $(./other pbx.zip)"
finish

# Each header stands alone, without the tree that it came from.
begin "the library's headers"
check
for header in lib/include/cxbak/*/*.h; do
    gcc -std=c17 -Ilib/include -fsyntax-only "$header" || fail "$header"
done
ok make -C "$TOP" -s uninstall-lib FLAVOUR="$FLAVOUR" PREFIX="$PWD/lib"
check
[ -z "$(find lib -type f)" ] || fail "files left: $(find lib -type f)"
finish
