# import: where the header is, what its columns are, whom the rows mean.

fixture plain v20
cp pbx.zip before.zip
change='[(c["Number"], c["Field"], c["New"]) for c in d["Changes"]] == [
    ("200", "LastName", "Neu"), ("200", "MobileNumber", "+4915550100299")]'

begin "a title, a date and blank lines above the header"
cat > title.csv <<'F'
Mitarbeiterliste, Stand 01.11.2026
;;;

Personalnr;Durchwahl;Nachname;Handy
4711;200;Neu;+4915550100299
F
run import pbx.zip title.csv --json
expect_status 0
expect_json "$change"
expect_has err "title.csv:4:1: this row names the columns; what stands above"
expect_has err "not used: Personalnr"
run import pbx.zip title.csv --header-row 4 --json
expect_json "$change"
refuse 4 import pbx.zip title.csv --header-row 1 -- "title.csv"
refuse 2 import pbx.zip title.csv --header-row 0 -- --header-row
# The eleventh row is too far.
{ seq -f 'line %g' 10; printf 'Ext;Nachname\n200;Neu\n'; } > far.csv
run import pbx.zip far.csv
expect_status 4
run import pbx.zip far.csv --header-row 11
expect_status 0
finish

begin "columns as people call them"
for header in 'Durchwahl,Nachname,Mobiltelefon' 'Poste,Nom,Téléphone portable,Prénom' \
    'Extensión,Apellidos,Móvil' 'Interno,Cognome,Cellulare' \
    'Toestelnummer,Achternaam,Mobiel nummer' 'Ramal,Sobrenome,Telemóvel' \
    'Numer wewnętrzny,Nazwisko,Telefon komórkowy' \
    'Extension No.,Surname,Cell Phone'; do
    rest=${header//[!,]/}
    printf '%s\n200,Neu,+4915550100299%s\n' "$header" "${rest:2}" > alias.csv
    run import pbx.zip alias.csv --json
    expect_status 0
    expect_json "$change"
done
printf 'Ext,Moblie\n200,+4915550100299\n' > slip.csv
refuse 4 import pbx.zip slip.csv -- \
    'slip.csv:1:5: the column "Moblie" is not known; did you mean "Mobile"?' --map
run import pbx.zip slip.csv --map Moblie=mobile
expect_status 0
finish

begin "--map by letters, several, and from a file"
printf 'Nr,Wer,Tel\n200,Neu,+4915550100299\n' > odd.csv
run import pbx.zip odd.csv --map A=number,B=last,Tel=mobile --json
expect_status 0
expect_json "$change"
printf '# HR\nNr=number\nWer = last\n\nC=mobile\n' > hr.map
run import pbx.zip odd.csv --map-file hr.map --json
expect_status 0
expect_json "$change"
refuse 4 import pbx.zip odd.csv --map Nr=number,Mail=email -- \
    'no column "Mail" (row 1 has Nr, Wer and Tel)'
printf 'Nr=nmber\n' > bad.map
refuse 2 import pbx.zip odd.csv --map-file bad.map -- bad.map:1: nmber
finish

begin "--columns says what each column is read as, and how --map calls it"
printf 'Nr,Vorname,E-Mail,"a,b",Vorname,D\n200,Noelle,n@example.com,1,2,3\n201,,,,,\n' > told.csv
told='[(c["Letters"], c["Map"], c["Field"], c["Word"]) for c in d["Columns"]]'
run import pbx.zip told.csv --columns --json
expect_status 4
expect_json 'd["Error"]["Message"].startswith("told.csv:1:25: the columns")'
expect_json "$told"' == [("A", "Nr", None, None),
    ("B", "Vorname", "FirstName", "first"), ("C", "E-Mail", "EmailAddress", "email"),
    ("D", None, None, None), ("E", "E", None, None), ("F", "D", None, None)]'
run import pbx.zip told.csv --columns --json --map Nr=number,E=mobile
expect_status 0
expect_json "$told"'[0::4] == [("A", "Nr", "Number", "number"),
    ("E", "E", "MobileNumber", "mobile")]'
expect_json '(d["HeaderRow"], d["Rows"], d["Sheet"]) == (1, 2, None)'
expect_json '[c["Samples"] for c in d["Columns"]][:2] == [["200", "201"], ["Noelle", ""]]'
run import pbx.zip told.csv --columns --map Nr=number,E=-
expect_status 0
expect_has out 'B       Vorname  First Name     Noelle'
expect_has out 'D       a,b      -'
refuse 2 import pbx.zip told.csv --columns -o new.zip -- --columns
printf 'import told.csv --columns\n' > steps.txt
refuse 4 batch pbx.zip steps.txt -- 'steps.txt:1' 'no step'
# Each column by what it is called there, and not another one.
printf 'B,A,Ext\n200,x,y\n' > crossed.csv
run import pbx.zip crossed.csv --columns --json
expect_json '[c["Map"] for c in d["Columns"]] == ["B", "A", "Ext"]'
printf 'Name;Pic;Avatar\nAlder;x;y\n' > kinds.csv
run import pbx.zip kinds.csv --columns --json --key name
expect_json "$told"' == [("A", "Name", "Name", "name"), ("B", "Pic", None, None),
    ("C", "Avatar", "Avatar", "avatar")]'
finish

begin "people by name, and by several keys"
printf 'Name;Handy\n"GROSSMANN, Juergen";+4915550100299\nPriya Raman;1\n' > names.csv
refuse 4 import pbx.zip names.csv --key name -- 'names.csv:3:1: cell A3 (Name): several people have the name "Priya Raman"' \
    "210 and 211"
run import pbx.zip names.csv --key name --skip-bad --json
expect_status 0
expect_json '[(c["Number"], c["New"]) for c in d["Changes"]] == [
    ("201", "+4915550100299")]'
printf '%s\n' 'Ext,Email,First,Last,Mobile' '200,,,,0155501' \
    ',siobhan.obrien@example.com,,,0155502' ',,Łukasz,Zolkiewski,0155503' > keys.csv
run import pbx.zip keys.csv --key number,email,name --json
expect_status 0
expect_json '[(c["Number"], c["New"]) for c in d["Changes"]] == [
    ("200", "0155501"), ("202", "0155502"), ("206", "0155503")]'
refuse 2 import pbx.zip keys.csv --key number,shoe -- shoe "number, email, name"
finish

begin "blanks around cells"
printf 'Ext,First Name,Mobile\n200, Noelle , +4915550100299\n201,Jürgen ,\n' > blanks.csv
run import pbx.zip blanks.csv --json
expect_status 0
expect_json '[c["New"] for c in d["Changes"]] == ["Noelle", "+4915550100299"]'
expect_has err "3 cells had blanks around them"
run import pbx.zip blanks.csv --no-trim --json
expect_json '[c["New"] for c in d["Changes"]] == [
    " Noelle ", " +4915550100299", "Jürgen "]'
finish

expect_same pbx.zip before.zip
