# Groups, roles and forwarding profiles: shown, and what is odd about them.

fixture plain mixed
alter() { "$LIB/alter.py" pbx.zip more.zip "$@" || fail "alter.py $*"; }

begin "a user's groups; favourites are none"
run show pbx.zip 201
expect_line out 'Group               __DEFAULT__'
expect_line out 'Group               Sales & Service'
expect_lacks out FAVORITES
alter --sub '<Member DN="202" />' \
    '<Member IsPrimary="True" DN="202"><role name="users" /></Member>' \
    --sub '<Member DN="210" />
                    </Members>' '<Member DN="210" />
                        <Member DN="202" IsPrimary="False">
                            <role name="managers" /><role name="R &amp; D" />
                        </Member>
                    </Members>'
run show more.zip 202
expect_line out 'Group               __DEFAULT__ (primary): users'
expect_line out 'Group               Sales & Service: managers, R & D'
run show more.zip 202 --json
expect_json 'd[0]["Groups"] == [
    {"Name": "__DEFAULT__", "Primary": True, "Roles": ["users"]},
    {"Name": "Sales & Service", "Primary": False,
     "Roles": ["managers", "R & D"]}]'
run check more.zip --all
expect_lacks out group-
finish

begin "in no group; with two primary ones; favourites do not count"
alter --sub '                        <Member DN="205" />
                        <Member DN="206" />' \
    '                        <Member DN="206" />' \
    --sub '<Member DN="200" />' '<Member DN="200" IsPrimary="True" />'
run check more.zip --all
expect_has out 'extension 205 (美咲 佐藤): is in no group [group-missing]'
expect_has out 'extension 200 (Martin Alder): has 2 primary groups, among them "__DEFAULT__" and "Sales & Service" [group-primary]'
run check more.zip --json
expect_json '[(f["Code"], f["Number"]) for f in d["Findings"]
    if f["Code"].startswith("group")] == [
    ("group-missing", "205"), ("group-primary", "200")]'
run show more.zip 205
expect_has out 'is in no group'
finish

begin "where nobody is in a group nothing is said"
alter --sub '<Member DN=' '<Member Number='
run check more.zip --all
expect_lacks out group-
finish

begin "not five profiles, where others have five"
run check pbx.zip --all
expect_lacks out profiles-count
# Three more for everybody, then one too few, and one too many.
three='<FwdProfile><Name>A</Name></FwdProfile><FwdProfile /><FwdProfile />'
alter --sub '</FwdProfiles>' "$three</FwdProfiles>"
run check more.zip --all
expect_lacks out profiles-count
cp more.zip pbx.zip
alter --sub "<Internal DN=\"212\" />
                                    </Destination>
                                </ExtensionRule>
                            </ForwardingRules>
                        </FwdProfile>
                    $three" "<Internal DN=\"212\" />
                                    </Destination>
                                </ExtensionRule>
                            </ForwardingRules>
                        </FwdProfile>"
run check more.zip --all
expect_has out 'extension 212 (Olu Adeyemi): has 2 forwarding profiles, not five [profiles-count]'
run check more.zip --json
expect_json 'len([f for f in d["Findings"] if f["Code"] == "profiles-count"]) == 1'
finish
