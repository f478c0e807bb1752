"""openpyxl_books.py OUTDIR: workbooks as another program writes them.

Run it with a Python that has openpyxl (Debian: python3-openpyxl)."""

import datetime
import os
import sys

import openpyxl


def staff(path):
    """HR's list: all kinds of cells, and what is easily overlooked."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Liste 2026"
    for row in (
            ["Number", "First Name", "Mobile", "Caller ID", "Since", None],
            [200, "Noëlle", None, "0123", datetime.date(2026, 4, 3), True],
            ["201", "A&B <x>", "+15550100299", None,
             datetime.datetime(2026, 4, 3, 12, 30), "=A1+1"],
            [None] * 6,
            [202, "Zoë", None, None, datetime.time(8, 5), 1.5]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.merge_cells("E1:F1")
    sheet.merge_cells("B8:C9")
    book.create_sheet("Other").append(["Number", "Last Name"])
    book["Other"].append([203, "Nine"])
    book.create_sheet("Secret").sheet_state = "hidden"
    book.save(path)


def damaged(path):
    """What a spreadsheet did to numbers and dates, at three cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet"
    sheet.append(["Ext.", "Name", "Mobile"])
    for row in ([200, "x", 15550100200], ["200", "x", "15550100200"],
                [202, "x", "1.8E+10"], [777, "x", "#N/A"]):
        sheet.append(row)
    book.save(path)


def main(folder):
    staff(os.path.join(folder, "staff.xlsx"))
    damaged(os.path.join(folder, "damaged.xlsx"))


if __name__ == "__main__":
    main(sys.argv[1])
