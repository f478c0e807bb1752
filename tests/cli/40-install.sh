# make install and uninstall with DESTDIR and PREFIX.

ok make -C "$TOP" -s install FLAVOUR="$FLAVOUR" DESTDIR="$PWD/root" PREFIX=/usr
ok test -x root/usr/bin/cxbak
ok test -s root/usr/share/man/man1/cxbak.1
check
root/usr/bin/cxbak --version > "$RUN/out" 2> "$RUN/err"
STATUS=$? LAST="the installed program"
expect_status 0
ok make -C "$TOP" -s uninstall FLAVOUR="$FLAVOUR" DESTDIR="$PWD/root" \
    PREFIX=/usr
check
[ -z "$(find root -type f)" ] || fail "files left: $(find root -type f)"
