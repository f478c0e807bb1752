/*
 * Excel workbooks (.xlsx, ECMA-376) as tables.  The bytes that a function
 * takes are borrowed during the call; the caller frees what it is given.
 */
#ifndef CXBAK_TABLE_XLSX_H
#define CXBAK_TABLE_XLSX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/table/csv.h"
#include "cxbak/util/err.h"

/* Do the bytes begin as a ZIP file does, which a workbook is? */
bool xlsx_is(const uint8_t *data, size_t len);

/*
 * Read the `len` bytes of the workbook `name` (for messages) as csv_read()
 * reads a CSV file: the sheet of that name (case does not count, where no
 * other fits), or the first one that is not hidden for NULL.  A cell's line
 * is its row, its column the sheet's.  Text is taken as it is; a number as
 * the cell shows it without decimals that are not there, separators or an
 * exponent; a date as 2026-12-31 or 2026-12-31 23:59; a truth value as TRUE
 * or FALSE; an error as #REF!; a formula by the result that is stored with
 * it.  What is worth telling (hidden rows, dates) is in the notes and
 * warnings of the table.
 *
 * ST_REFUSED if it is no workbook (what it is instead is said), damaged, made
 * to be too large, without such a sheet (HINT_SHEET), or has a DOCTYPE.  The
 * caller frees `*c` with csv_free().
 */
int xlsx_read(struct csv **c, const char *name, const uint8_t *data, size_t len,
              const char *sheet, struct err *e);

#endif
