# diff and verify: which setting of whom, by folder what came; one user alone.

fixture plain v20

begin "settings that were changed at random are all told, and nothing else"
for seed in 1 2 3 660 "$RANDOM"; do
    python3 "$LIB/other_settings.py" "$seed" other.zip > want.json
    run diff pbx.zip other.zip --json
    expect_status 1
    expect_schema diff
    python3 - "$RUN/out" want.json <<'P' || fail "seed $seed: see above"
import collections, json, sys
got, want = (json.load(open(p)) for p in sys.argv[1:])
x = collections.Counter()
for s in got["Settings"]:
    owner = s["Number"] if s["Thing"].startswith("extension ") else None
    x[(owner, (s["Setting"] or "").split(" ")[-1])] += 1
    assert s["Change"] == "changed", s
    assert (s["Old"] is None) == (s["New"] is None), s
y = collections.Counter((a, b) for a, b in want["Settings"])
if x != y:
    sys.exit(f"not told: {y - x}; told for nothing: {x - y}")
assert got["Users"] == [] and got["SettingsUntold"] == 0
P
    cp "$RUN/out" all
    run diff pbx.zip other.zip --all --html page.html -f
    cat "$RUN/out" page.html >> all
    run verify other.zip --against pbx.zip --all
    expect_status 1
    cat "$RUN/out" >> all
    python3 - all want.json <<'P' || fail "seed $seed: a secret is shown"
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
# A PIN of four digits stands by chance in other numbers.
sys.exit(any(s in text for s in json.load(open(sys.argv[2]))["Secrets"]
             if len(s) > 4 or f"{s} " in text or f'"{s}"' in text))
P
done
finish

python3 - "$LIB" <<'P'
import re, sys
sys.path.insert(0, sys.argv[1])
import archive, tree

def of(number, old, new, data):
    at = data.index(b"<Number>%d</Number>" % number)
    start = data.rindex(b"<Extension>", 0, at)
    end = data.index(b"</Extension>", at)
    part = data[start:end]
    assert old in part, old
    return data[:start] + part.replace(old, new, 1) + data[end:]

def pack(name, change, more=()):
    members = [(n, change(d) if n.endswith("Db.xml") else d)
               for n, d in tree.members("v20")]
    archive.pack("plain", members + list(more), name)

def one(d):
    d = of(200, b"<QueueStatus>LoggedIn<", b"<QueueStatus>LoggedOut<", d)
    d = of(200, b"<VMPIN>6129<", b"<VMPIN>7245<", d)
    d = of(201, b"<RecordCalls>False<", b"<RecordCalls>True<", d)
    d = re.sub(rb'\s*<Member DN="200" />', b"", d, count=1)
    return d.replace(b"Example Telecom", b"Sample Telecom")
pack("one.zip", one,
     [("recordings/%d/call%d.wav" % (200 + i % 3, i), b"x" * i)
      for i in range(12)] + [("voicemails/201/one.wav", b"v")])
pack("many.zip", lambda d: d.replace(b"<VMEnabled>True<", b"<VMEnabled>False<"))
pack("form.zip", lambda d: d.replace(b"<header>", b"<header><!-- 1 -->"))
P

begin "what differs is told in words that fit"
run diff pbx.zip one.zip
expect_status 1
expect_has out '  extension 200 "Martin Alder"'
expect_has out "    QueueStatus: LoggedIn -> LoggedOut"
expect_has out "    VMPIN: changed (not shown)"
expect_has out "    RecordCalls: False -> True"
expect_has out '  ring group 800 "Front desk"'
expect_has out "    Member: 200 removed"
expect_has out '  trunk "Sample Telecom": added'
expect_has out '  trunk "Example Telecom": removed'
expect_has out "files added: 12 in recordings/ (3 folders)"
expect_has out "file added: voicemails/201/one.wav"
expect_lacks out "6129"
expect_lacks out "7245"
[ "$(awk 'length > 80' "$RUN/out")" = "" ] || fail "lines are too long"
run diff pbx.zip one.zip --all
expect_has out "file added: recordings/200/call0.wav"
expect_has out "file added: recordings/202/call11.wav"
run diff pbx.zip one.zip --json
expect_json 'sum(f["Added"] for f in d["Folders"]) == 13'
expect_json '{"Folder": "recordings/200/", "Changed": 0, "Added": 4, "Removed": 0} in d["Folders"]'
expect_json '{"Thing": "extension 200 \"Martin Alder\"", "Number": "200", "Within": None, "Setting": "QueueStatus", "Change": "changed", "Old": "LoggedIn", "New": "LoggedOut"} in d["Settings"]'
finish

begin "one user alone"
run diff pbx.zip one.zip 201
expect_status 1
expect_has out "    RecordCalls: False -> True"
expect_has out "file added: voicemails/201/one.wav"
expect_has out "files added: 4 in recordings/201/"
expect_lacks out "200"
expect_lacks out "Telecom"
expect_has err "only what concerns 201 is shown"
run diff pbx.zip one.zip 200 --json
expect_json '{(s["Thing"], s["Change"]) for s in d["Settings"]} == {("extension 200 \"Martin Alder\"", "changed"), ("ring group 800 \"Front desk\"", "removed")}'
run diff pbx.zip one.zip 203
expect_status 0
expect_empty out
run diff pbx.zip one.zip 299
expect_status 4
expect_has err "299"
run set one.zip 203 --first-name Nora -o two.zip
run verify two.zip --against pbx.zip 203
expect_status 1
expect_has out "-> Nora"
expect_lacks out "QueueStatus"
expect_has out "1 value of 1 user differs, and other things, too"
run set pbx.zip 203 204 --first-name Nora -o good.zip
run verify good.zip --against pbx.zip 204
expect_status 0
expect_has out "-> Nora"
expect_lacks out "203  "
expect_has out "2 values of 2 users differ and nothing else"
run verify good.zip --against pbx.zip 204 --json
expect_json 'd["Explained"] and [u["Number"] for u in d["Users"]] == ["204"]'
finish

begin "many alike are one line; what is no value is told as that"
run diff pbx.zip many.zip
expect_has out " extensions: VMEnabled: True -> False"
[ "$(grep -c VMEnabled "$RUN/out")" = 1 ] || fail "told more than once"
run diff pbx.zip many.zip --all
[ "$(grep -c "    VMEnabled: True -> False" "$RUN/out")" -ge 10 ] ||
    fail "--all does not tell each"
run diff pbx.zip form.zip
expect_status 1
expect_has out "no setting has another value: order, blanks, comments or"
expect_has out "differs outside of users' fields"
finish
