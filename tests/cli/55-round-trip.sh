# export, then import of the same file: no change, whatever the backup.

for shape in "plain v14" "plain v16" "plain v18" "plain odd" "plain mini" \
    "plain v20" "infozip v20" "pipe v16" "bsdtar odd" "stream v18" \
    "sevenzip mini" "dotnet v14"; do
    begin "$shape"
    # shellcheck disable=SC2086
    fixture $shape
    for form in "plain comma" "plain tab" "excel comma" "excel semicolon" \
        "3cx comma"; do
        read -r reader delimiter <<< "$form"
        run export pbx.zip --for "$reader" --delimiter "$delimiter" \
            -o users.csv --force
        expect_status 0
        run import pbx.zip users.csv --json
        expect_status 0
        expect_json 'd["Changes"] == [] and d["Findings"] == []'
    done
    run import pbx.zip users.csv -o same.zip
    expect_status 0
    expect_same same.zip pbx.zip
    rm -f same.zip users.csv
    finish
done

begin "values that are hard to write down"
fixture plain v20
python3 - pbx.zip <<'P'
import sys, zipfile
from xml.sax.saxutils import escape
values = ["=1+1", "+49", "-3", "@x", "0123", "1.8E+10", "3-4", "TRUE", '="x"',
          '"', ",", ";", "[clear]", " lead", "trail ", "a\nb", "a\tb", "'q",
          "sep=;", "\u200bzero"]
with zipfile.ZipFile(sys.argv[1]) as z:
    members = [(i, z.read(i)) for i in z.infolist()]
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for i, data in members:
        if i.filename.endswith("Db.xml"):
            parts = data.decode("utf-8-sig").split("<FirstName>")
            for k, part in enumerate(parts[1:]):
                value = escape(values[k % len(values)])
                parts[k + 1] = value + part[part.index("</FirstName>"):]
            parts = "<FirstName>".join(parts).split("<LastName>")
            for k, part in enumerate(parts[1:]):
                value = escape(values[-1 - k % len(values)])
                parts[k + 1] = value + part[part.index("</LastName>"):]
            data = "<LastName>".join(parts).encode("utf-8-sig")
        z.writestr(i, data)
P
for form in plain excel 3cx; do
    run export pbx.zip --for "$form" -o "$form.csv"
    expect_status 0
    run import pbx.zip "$form.csv" --json
    expect_status 0
    expect_json 'd["Changes"] == []'
done
finish
