"""openpyxl_look.py FILE PICTURES ROW...: a workbook as another program sees it.

Each ROW is cells divided by `|`, and must be there.  Exits 1, with what is
wrong, unless all is as people need it."""

import re
import sys
import zipfile

import openpyxl


def wrong(path, pictures, rows):
    book = openpyxl.load_workbook(path)
    sheet = book.active
    cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    if book.sheetnames != ["Users"]:
        yield f"sheets {book.sheetnames}"
    if any(c.data_type != "s" or c.number_format != "@" for c in cells):
        yield "a cell that is no text"
    if sheet.freeze_panes != "A2":
        yield f"frozen at {sheet.freeze_panes}"
    if sheet.auto_filter.ref != f"A1:F{sheet.max_row}":
        yield f"filter {sheet.auto_filter.ref}"
    widths = [sheet.column_dimensions[c].width for c in "ABCDEF"]
    if min(widths) < 8 or max(widths) > 60 or len(set(widths)) < 3:
        yield f"widths {widths}"
    if not all(c.font.b for c in sheet[1] if c.value):
        yield "a header that does not stand out"
    found = {"|".join(str(c.value or "") for c in row[:6])
             for row in sheet.iter_rows()}
    for row in rows:
        if row not in found:
            yield f"no row {row}; there are {sorted(found)[:3]}..."
    with zipfile.ZipFile(path) as z:
        drawing = [n for n in z.namelist() if n.endswith("drawing1.xml")]
        seen = len(re.findall(b"<xdr:pic>", z.read(drawing[0]))) \
            if drawing else 0
        if {i.date_time[:3] for i in z.infolist()} != {(1980, 1, 1)}:
            yield "a time of today"
    if seen != pictures:
        yield f"{seen} pictures, not {pictures}"


def main(path, pictures, *rows):
    found = list(wrong(path, int(pictures), rows))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
