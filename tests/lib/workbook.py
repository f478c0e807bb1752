#!/usr/bin/env python3
"""workbook.py OUTDIR: Excel workbooks made by hand, part by part.

The odd ones, which are read like any other, are odd-NAME.xlsx: each makes the
same changes to the sample as odd-plain.xlsx.  The broken ones are
bad-NAME; OUTDIR/manifest has a line for each: file and message, separated by
a tab.
"""

import io
import os
import re
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"


def relations(*items, ns=DOC):
    return HEAD + f'<Relationships xmlns="{RELS}">' + "".join(
        f'<Relationship Id="{i}" Type="{ns}/{t}" Target="{to}"/>'
        for i, t, to in items) + "</Relationships>"


def sheet(rows, before="", behind=""):
    return (HEAD + f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}'
            f"</sheetData>{behind}</worksheet>")


def shared(*items):
    return HEAD + f'<sst xmlns="{MAIN}">' + "".join(
        f"<si>{i}</si>" for i in items) + "</sst>"


def book(sheets='<sheet name="Staff" sheetId="1" r:id="rId1"/>', pr=""):
    return (HEAD + f'<workbook xmlns="{MAIN}" xmlns:r="{DOC}">{pr}'
            f"<sheets>{sheets}</sheets></workbook>")


# Styles: 0 general, 1 a date, 2 five digits, 3 a plus and digits, 4 a date and
# a time of a format of its own, 5 a time of day, 6 text.
STYLES = HEAD + f'''<styleSheet xmlns="{MAIN}"><numFmts>
<numFmt numFmtId="164" formatCode="0000"/>
<numFmt numFmtId="165" formatCode="&quot;+&quot;0"/>
<numFmt numFmtId="166" formatCode="[$-407]TT\\.&quot;d&quot;yyyy-mm-dd hh:mm"/>
</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>
<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
<xf numFmtId="166"/><xf numFmtId="20"/><xf numFmtId="49"/></cellXfs>
</styleSheet>'''

TEXTS = ("<t>Number</t>", "<t>First Name</t>", "<t>Mobile</t>",
         "<t>Caller ID</t>", "<t>Noëlle</t>",
         '<r><rPr><b/></rPr><t xml:space="preserve">An </t></r><r><t>na</t></r>'
         '<rPh sb="0" eb="1"><t>aloud</t></rPh>', "<t>+15550100299</t>",
         "<t>0123</t>")

ROWS = ('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>'
        '<row r="2"><c r="A2"><v>200</v></c><c r="B2" t="s"><v>4</v></c>'
        '<c r="D2" t="s"><v>7</v></c></row>'
        '<row r="3"><c r="A3"><v>201</v></c><c r="B3" t="s"><v>5</v></c>'
        '<c r="C3" t="s"><v>6</v></c></row>')


def parts(rows=ROWS, **other):
    """The parts of a workbook, of which `other` replaces some or adds to."""
    made = {
        "[Content_Types].xml": HEAD + "<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", BOOK)),
        BOOK: book(),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml")),
        "xl/styles.xml": STYLES,
        SHARED: shared(*TEXTS),
        SHEET: sheet(rows),
    }
    made.update(other.pop("change", {}))
    return {k: v for k, v in made.items() if v is not None}


def pack(made, method=zipfile.ZIP_DEFLATED, out=None):
    out = out or io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in made.items():
            z.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue() if isinstance(out, io.BytesIO) else None


def changed(**change):
    """A workbook with some parts replaced, by short names."""
    names = {"sheet": SHEET, "shared": SHARED, "book": BOOK,
             "styles": "xl/styles.xml", "rels": "xl/_rels/workbook.xml.rels",
             "root": "_rels/.rels"}
    return pack(parts(change={names.get(k, k): v
                              for k, v in change.items()}))


def rows(*cells):
    """The usual header, and a second row of these cells."""
    return changed(sheet=sheet(ROWS[:ROWS.index('<row r="2">')] +
                               f'<row r="2">{"".join(cells)}</row>'))


# ---- Odd, but as good as any -------------------------------------------------

class Pipe(io.RawIOBase):
    """Cannot be sought in, so that sizes stand behind each part."""

    def __init__(self):
        super().__init__()
        self.data = b""

    def writable(self):
        return True

    def write(self, b):
        self.data += bytes(b)
        return len(b)


def streamed():
    out = Pipe()
    pack(parts(), out=out)
    return out.data


def prefixed(text):
    """All elements with a prefix, as some libraries write them."""
    text = text.replace("</", "\0").replace("<?", "\1").replace("<", "<x:")
    text = text.replace("\0", "</x:").replace("\1", "<?")
    return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def without_references(text):
    return re.sub(r' r="[A-Z]*[0-9]+"', "", text).replace(
        '<v>4</v></c><c t="s"><v>7', '<v>4</v></c><c/><c t="s"><v>7')


def inline(text):
    for i, item in enumerate(TEXTS):
        text = text.replace(f't="s"><v>{i}</v>',
                            f't="inlineStr"><is>{item}</is>')
    return text


def reversed_rows(text):
    found = text.split("</row>")[:-1]
    return "".join(r + "</row>" for r in reversed(found))


def reversed_cells(text):
    return text.replace(
        '<c r="A3"><v>201</v></c><c r="B3" t="s"><v>5</v></c>',
        '<c r="B3" t="s"><v>5</v></c><c r="A3"><v>201</v></c>')


FORMULAS = (ROWS.replace("<v>200</v>", "<f>100+100</f><v>200</v>")
            .replace('<c r="D2" t="s"><v>7</v>',
                     '<c r="D2" t="str"><f>"0123"</f><v>0123</v>'))

ODD = {
    "plain": lambda: pack(parts()),
    "stored": lambda: pack(parts(), zipfile.ZIP_STORED),
    "bzip2": lambda: pack(parts(), zipfile.ZIP_BZIP2),
    "streamed": streamed,
    "prefixed": lambda: changed(sheet=prefixed(sheet(ROWS)),
                                shared=prefixed(shared(*TEXTS)),
                                styles=prefixed(STYLES)),
    "mark": lambda: changed(sheet="\ufeff" + sheet(ROWS)),
    "utf-16": lambda: changed(
        sheet=sheet(ROWS).replace("UTF-8", "UTF-16").encode("utf-16")),
    "no-references": lambda: changed(sheet=sheet(without_references(ROWS))),
    "inline": lambda: changed(sheet=sheet(inline(ROWS)), shared=None),
    "rows-reversed": lambda: changed(sheet=sheet(reversed_rows(ROWS))),
    "cells-reversed": lambda: changed(sheet=sheet(reversed_cells(ROWS))),
    "formulas": lambda: changed(sheet=sheet(FORMULAS)),
    "padded": lambda: changed(sheet=sheet(
        ROWS.replace('<c r="D2" t="s"><v>7</v>', '<c r="D2" s="2"><v>123</v>')
        .replace('<c r="C3" t="s"><v>6</v>',
                 '<c r="C3" s="3"><v>1.5550100299E10</v>'))),
    "exponent": lambda: changed(sheet=sheet(
        ROWS.replace("<v>200</v>", "<v>2.0000000000000001E2</v>"))),
    "no-styles": lambda: changed(styles=None),
    "absolute": lambda: changed(rels=relations(
        ("rId1", "worksheet", "/xl/worksheets/sheet1.xml"),
        ("rId3", "sharedStrings", "worksheets/.././sharedStrings.xml"))),
    "strict": lambda: changed(
        root=relations(("a", "officeDocument", BOOK), ns=STRICT),
        book=book().replace(DOC, STRICT),
        rels=relations(("rId1", "worksheet", "worksheets/sheet1.xml"),
                       ("b", "sharedStrings", "sharedStrings.xml"),
                       ns=STRICT)),
    "backslashes": lambda: pack({k.replace("/", "\\"): v
                                 for k, v in parts().items()}),
    "capitals": lambda: pack({k.upper() if k == SHARED else k: v
                              for k, v in parts().items()}),
    "elsewhere": lambda: pack({
        k.replace("xl/", "other/").replace("workbook.xml", "b.xml"):
            v.replace("xl/workbook.xml", "other/b.xml")
        for k, v in parts().items()}),
    "hidden-first": lambda: changed(
        book=book('<sheet name="Old" sheetId="2" r:id="rId9" state="hidden"/>'
                  '<sheet name="Chart" sheetId="3" r:id="rId8"/>'
                  '<sheet name="Staff" sheetId="1" r:id="rId1"/>')),
}

# ---- Broken and hostile -----------------------------------------------------

ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12)) + "]>"


def doctype(text, what=ENTITY):
    return text.replace(HEAD, HEAD + what)


def flipped():
    """One bit of the sheet is wrong; it is stored, so that only its CRC
    tells."""
    data = bytearray(pack(parts(), zipfile.ZIP_STORED))
    data[data.index(b"<v>200</v>") + 3] ^= 1
    return bytes(data)


def twice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in list(parts().items()) + [(SHEET.upper(), "<x/>")]:
            z.writestr(name, data)
    return out.getvalue()


def encrypted():
    """The flag of encryption is set everywhere."""
    data = bytearray(pack(parts()))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        i = data.find(mark)
        while i >= 0:
            data[i + at] |= 1
            i = data.find(mark, i + 4)
    return bytes(data)


def bomb(size):
    return changed(sheet=sheet(ROWS + " " * size))


def many_cells():
    return changed(sheet=sheet(ROWS + "".join(
        f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>'
        for r in range(4, 1000)) +
        '<row r="1000"><c r="XFD1000"><v>1</v></c></row>'))


def cell(r="B2", t="", inside="<v>1</v>"):
    return f'<c r="{r}"{t}>{inside}</c>'


OTHER = "xl/workbook.bin content.xml Index/Document.iwa Index.zip " \
    "word/document.xml Db.xml".split()
WHAT = ["binary Excel workbook (.xlsb)", "OpenDocument file (.ods)",
        "document of Numbers", "document of Numbers", "a Word document",
        "a ZIP file, but no Excel workbook"]

BAD = {
    f"other-{i}": (what, lambda part=part: pack({part: "x"}))
    for i, (part, what) in enumerate(zip(OTHER, WHAT))}
BAD.update({
    "old": ("old Excel workbook (.xls), or one with a password",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
    "cut": ("cannot be read", lambda: pack(parts())[:-40]),
    "empty-zip": ("cannot be read", lambda: pack({})),
    "flipped": ("cannot be read", flipped),
    "twice": ("is there twice", twice),
    "encrypted": ("the workbook has a password", encrypted),
    "entity-sheet": ("there is a DOCTYPE",
                     lambda: changed(sheet=doctype(sheet(ROWS)))),
    "entity-shared": ("there is a DOCTYPE", lambda: changed(
        shared=doctype(shared(*TEXTS).replace("Noëlle", "&e;")))),
    "entity-book": ("there is a DOCTYPE",
                    lambda: changed(book=doctype(book()))),
    "entity-relations": ("there is a DOCTYPE", lambda: changed(
        root=doctype(relations(("a", "officeDocument", BOOK))))),
    "laughs": ("there is a DOCTYPE", lambda: changed(
        sheet=doctype(sheet(ROWS.replace("200", "&a11;")), LAUGHS))),
    "entity-unknown": ("malformed XML", lambda: changed(
        sheet=sheet(ROWS.replace("<v>200", "<v>&e;")))),
    "cut-sheet": ("malformed XML",
                  lambda: changed(sheet=sheet(ROWS)[:-30])),
    "empty-sheet-part": ("malformed XML", lambda: changed(sheet="")),
    "no-rows": ("no header row", lambda: changed(sheet=sheet(""))),
    "blank-rows": ("no header row", lambda: changed(sheet=sheet(
        '<row><c t="inlineStr"><is><t> </t></is></c></row>'))),
    "no-shared": ('sheet "Staff", cell A1: the text that this cell refers to '
                  "is not there", lambda: changed(shared=None)),
    "no-sheet": ("no sheet with cells that is not hidden", lambda: changed(
        book=book('<sheet name="Staff" sheetId="1" r:id="rId7"/>'))),
    "all-hidden": ("no sheet with cells that is not hidden", lambda: changed(
        book=book('<sheet name="S" sheetId="1" r:id="rId1" '
                  'state="veryHidden"/>'))),
    "only-bad": ('sheet "Staff", cell A1: the text that this cell', lambda:
                 changed(shared=None, sheet=sheet(
                     '<row><c t="s"><v>9</v></c></row>'))),
    "shared-number": ('sheet "Staff", cell B2: the text that this cell',
                      lambda: rows(cell(t=' t="s"', inside="<v>8</v>"))),
    "shared-minus": ("cell B2: the text that this cell",
                     lambda: rows(cell(t=' t="s"', inside="<v>-1</v>"))),
    "shared-huge": ("cell B2: the text that this cell", lambda: rows(
        cell(t=' t="s"', inside="<v>99999999999999999999999</v>"))),
    "type": ("cell B2: the kind of this cell is not known",
             lambda: rows(cell(t=' t="q"'))),
    "number": ("cell B2: the number in this cell is none",
               lambda: rows(cell(inside="<v>12x</v>"))),
    "number-nan": ("cell B2: the number", lambda: rows(
        cell(inside="<v>nan</v>"))),
    "number-hex": ("cell B2: the number", lambda: rows(
        cell(inside="<v>0x10</v>"))),
    "number-infinite": ("cell B2: the number", lambda: rows(
        cell(inside="<v>1e999</v>"))),
    "reference": ('the reference "2B"', lambda: rows(cell("2B"))),
    "reference-zero": ('the reference "B0"', lambda: rows(cell("B0"))),
    "reference-far": ('the reference "XFE2"', lambda: rows(cell("XFE2"))),
    "reference-long": ('the reference "AAAAAAAAAAAAAAAAAAAA"',
                       lambda: rows(cell("A" * 999))),
    "other-row": ('the reference "B3" of a cell in row 2',
                  lambda: rows(cell("B3"))),
    "cell-twice": ("near cell B2: the cell is there twice",
                   lambda: rows(cell(), cell())),
    "row-zero": ("a row has a wrong number", lambda: changed(
        sheet=sheet('<row r="0"/>'))),
    "row-far": ("a row has a wrong number", lambda: changed(
        sheet=sheet('<row r="1048577"/>'))),
    "long-text": ("longer than the 32,767 characters", lambda: rows(
        cell(t=' t="str"', inside=f"<v>{'x' * 200000}</v>"))),
    "long-rich": ("longer than the 32,767 characters", lambda: changed(
        shared=shared("<r><t>" + "x" * 60000 + "</t></r>" +
                      ("<r><t>" + "y" * 60000 + "</t></r>") * 3))),
    "bomb": ("200 times as large", lambda: bomb(200 << 20)),
    "cells": ("reach to column XFD", many_cells),
})


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def main(args):
    if len(args) != 1:
        print("usage: workbook.py OUTDIR", file=sys.stderr)
        return 2
    os.makedirs(args[0], exist_ok=True)
    for name, make in ODD.items():
        write(os.path.join(args[0], f"odd-{name}.xlsx"), make())
    with open(os.path.join(args[0], "manifest"), "w", encoding="utf-8") as f:
        for name, (message, make) in BAD.items():
            write(os.path.join(args[0], f"bad-{name}.xlsx"), make())
            f.write(f"bad-{name}.xlsx\t{message}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
