# Any change set, saved as a plan, applied and undone, gives back the file.

# Each call of the page's program starts node.
rounds=4 few=1 some=2
[ -z "${THOROUGH:-}" ] || rounds=24 few=8 some=12
[ "$FLAVOUR" != page ] || rounds=2 few=1 some=1

for shape in v20 v14 v16 v18 odd mini; do
    begin "random plans for $shape"
    fixture plain "$shape"
    check
    # This shape is deflated as the program does it, so that the whole archive
    # comes back, not just the database in it.
    WHOLE=1 "$LIB/random_plans.py" pbx.zip $rounds > "$RUN/random" 2>&1 ||
        fail "$(cat "$RUN/random")"
    finish
done
for shape in bsdtar stream dotnet; do
    begin "random plans in an archive of $shape"
    fixture "$shape" odd
    check
    "$LIB/random_plans.py" pbx.zip $few > "$RUN/random" 2>&1 ||
        fail "$(cat "$RUN/random")"
    finish
done
# Comments and instructions between the elements stay where they are.
cat > sprinkle.py <<'P'
import random, re, sys, zipfile
rng = random.Random(int(sys.argv[3]))
notes = ["<!-- note -->", "<?note 1?>", "<!--<FirstName>-->", "<!-- a --><?b?>"]
def put(m):
    return m[0] if rng.random() < 0.6 else m[1] + rng.choice(notes) + m[0]
with zipfile.ZipFile(sys.argv[1]) as z:
    members = {i.filename: z.read(i) for i in z.infolist()}
name = next(n for n in members if n.endswith("Db.xml"))
text = members[name].decode()
start = text.index("<Extension>")
end = text.rindex("</Extension>")
inside = re.sub(r"(\s*)<[A-Z]\w*", put, text[start + 11:end])
members[name] = (text[:start + 11] + inside + text[end:]).encode()
with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as z:
    for n, data in members.items():
        z.writestr(n, data)
P
for shape in v20 v14 mini; do
    begin "random plans for $shape with comments"
    fixture plain "$shape"
    for seed in 1 2 3; do
        check
        { python3 sprinkle.py pbx.zip notes.zip $seed &&
            "$LIB/random_plans.py" notes.zip $some; } > "$RUN/random" 2>&1 ||
            fail "$(cat "$RUN/random")"
    done
    finish
done
check
