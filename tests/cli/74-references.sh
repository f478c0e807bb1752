# check: references to extensions that do not exist.

fixture plain mixed
alter() { "$LIB/alter.py" pbx.zip bad.zip "$@" || fail "alter.py $*"; }

begin "groups, queues, ring groups, forwarding, the mapping table"
alter --sub '<QueueAgent DN="210" />' '<QueueAgent DN="298" />' \
    --sub '<Member DN="205" />
                    </Members>' '<Member DN="297" />
                    </Members>' \
    --sub '<Member DN="100" />
                        <Member DN="200" />
                    </Members>' '<Member DN="100" />
                        <Member DN="296" />
                    </Members>' \
    --sub '<Internal DN="212" />' '<Internal DN="295" />' \
    --sub '<To>Extension</To>
                                <Internal DN="100" />' '<To>Extension</To>
                                <Internal DN="294" />' \
    --map '"230"' '"293"'
run check bad.zip --all
expect_status 0
expect_golden out all
finish

begin "queues, trunks and menus are targets as good as users"
alter --sub '<Internal DN="212" />' '<Internal DN="801" />' \
    --sub '<QueueAgent DN="210" />' '<QueueAgent DN="800" />' \
    --sub '<Member DN="230" />' '<Member DN="HOL" />'
run check bad.zip --json
expect_status 0
expect_json 'not [f for f in d["Findings"] if "reference" in f["Code"]]'
finish

begin "show tells them, too"
alter --sub '<Internal DN="212" />' '<Internal DN="295" />'
run show bad.zip 212 --json
expect_json '"reference-forward" in [f["Code"] for f in d[0]["Findings"]]'
finish

begin "a thousand of one group are told, the rest is counted"
python3 - <<'P'
import zipfile
for count in 1001, 1234:
    members = "".join(f'<Member DN="{5000 + i}"/>' for i in range(count))
    with zipfile.ZipFile(f"{count}.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("1Db.xml", "<PhoneSystem><header><version>20.0.8.1</version>"
                   "</header><Tenants><Tenant><Groups><Group><Name>Sales</Name>"
                   f"<Members><Member/>{members}</Members></Group></Groups><DN>"
                   "<Extension><Number>200</Number></Extension></DN></Tenant>"
                   "</Tenants></PhoneSystem>")
P
run check 1001.zip --all
check
[ "$(grep -c 'has the member' "$RUN/out")" = 1001 ] || fail "not all are told"
expect_has out 'group "Sales": has the member "6000", which does not exist'
run check 1234.zip --all
check
[ "$(grep -c 'has the member' "$RUN/out")" = 1001 ] || fail "not the first"
expect_has out 'group "Sales": has the member "6000" and 233 more, which do not exist'
# A Member that names nobody is none.
run groups 1234.zip --json
expect_json 'len(d[0]["Members"]) == 1234'
finish
