# Completion in bash, zsh and fish, typed at.

fixture plain v20
cp pbx.zip 'my backup.zip'
mkdir photos
touch phone.txt

cat > cases <<'C'
cxbak li<TAB> => list
cxbak avatar sho<TAB> => avatar | show
cxbak set pbx<TAB>200 => set | pbx.zip | 200
cxbak set my<TAB>200 => set | my backup.zip | 200
cxbak show pbx.zip 20<TAB>6 => show | pbx.zip | 206
cxbak show pbx.zip Siob<TAB> => show | pbx.zip | Siobhán O’Brien
cxbak show pbx.zip "Siob<TAB> => show | pbx.zip | Siobhán O’Brien
cxbak show pbx.zip Alder,<TAB> => show | pbx.zip | Alder, Martin
cxbak show my\ backup.zip Großm<TAB> => show | my backup.zip | Großmann, Jürgen
cxbak show pbx.zip Jür<TAB> => show | pbx.zip | Jürgen Großmann
cxbak show pbx.zip priya.raman@<TAB> => show | pbx.zip | priya.raman@example.com
cxbak set pbx.zip 203 --cal<TAB>1 => set | pbx.zip | 203 | --caller-id | 1
cxbak list pbx.zip --where gro<TAB>Sal<TAB> => list | pbx.zip | --where | groups=Sales & Service
cxbak list pbx.zip --where=finding=email-m<TAB>s<TAB> => list | pbx.zip | --where=finding=email-missing
cxbak list --color=al<TAB> => list | --color=always
cxbak explain email-sh<TAB> => explain | email-shared
cxbak check pbx.zip --code email-missing,email-sh<TAB> => check | pbx.zip | --code | email-missing,email-shared
cxbak set pbx.zip 200,20<TAB>1 --clear mob<TAB> => set | pbx.zip | 200,201 | --clear | mobile
cxbak avatar import pbx.zip pho<TAB> => avatar | import | pbx.zip | photos
cxbak diff pbx.zip my<TAB> => diff | pbx.zip | my backup.zip
C
for shell in bash zsh fish; do
    command -v $shell > /dev/null || continue
    begin "$shell, typed at"
    check
    "$LIB/shells.py" $shell "$CXBAK" < cases > "$RUN/out" 2>&1 ||
        fail "$(cat "$RUN/out")"
    finish
done
