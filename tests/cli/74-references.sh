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
