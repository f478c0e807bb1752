# show: every field of a user, and no secret.

fixture plain v20
run show pbx.zip 200
expect_status 0
for word in Martin Alder martin.alder@example.com +15550100200 15550100200 \
    ProfilePictures/200.png; do
    expect_has out "$word"
done

# The secrets of this user, as the sample has them.
secrets=$(python3 - "$SAMPLE/2120859096Db.xml" <<'P'
import sys, xml.etree.ElementTree as ET
for e in ET.parse(sys.argv[1]).iterfind("Tenants/Tenant/DN/Extension"):
    if e.findtext("Number") == "200":
        print(e.findtext("AuthPassword"), e.findtext("VMPIN"))
        for p in e.iterfind("Properties/DNProperty"):
            if "PASSWORD" in p.findtext("Name"):
                print(p.findtext("Value"))
P
)
check
[ "$(echo "$secrets" | wc -w)" = 3 ] || fail "the sample's secrets: $secrets"
run show pbx.zip 200 --json
expect_status 0
expect_json 'd'
for form in "" --json; do
    # shellcheck disable=SC2086
    run show pbx.zip 200 201 $form
    expect_status 0
    for secret in $secrets; do
        expect_lacks out "$secret"
        expect_lacks err "$secret"
    done
done

run show pbx.zip 299
expect_status 4
expect_has err 299
run show pbx.zip
expect_status 2
