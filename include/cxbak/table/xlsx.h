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

/* ---- Writing ---- */

/* The sheet that is written, and its column of pictures. */
#define XLSX_SHEET    "Users"
#define XLSX_PICTURES "Avatar"

struct xlsx_writer;

/*
 * Begin a workbook of one sheet, whose first row names `n` columns and stays
 * in sight.  With a `side` that is not 0 there is one more column, for
 * pictures of at most so many pixels each way.  While it is made, parts of it
 * are in temporary files without names, which nobody else can open: in
 * `folder`, or in the system's own for NULL.  The caller frees `*w` with
 * xlsx_write_free().
 */
int xlsx_write_start(struct xlsx_writer **w, const char *const *names, size_t n,
                     uint32_t side, const char *folder, struct err *e);

/*
 * Write a row of texts (well-formed UTF-8; NULL is an empty one) and a
 * picture, a PNG or JPEG file, or NULL.  xlsx_read() gives back the same
 * texts.  ST_REFUSED if a sheet cannot hold it.
 */
int xlsx_write_row(struct xlsx_writer *w, const char *const *texts,
                   const struct buf *picture, struct err *e);

/* End the workbook and append the bytes of the file to `out`: the same for
 * the same rows, whenever and wherever it is made. */
int xlsx_write_finish(struct xlsx_writer *w, struct buf *out, struct err *e);

/* Release; NULL is allowed. */
void xlsx_write_free(struct xlsx_writer *w);

/* The library below with its version, "libxlsxwriter 1.1.4"; newly made. */
char *xlsx_library(void);

#endif
