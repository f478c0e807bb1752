/*
 * What the csv_* files share: the form of wrapped cells and the bytes of a
 * file as text.
 */
#ifndef CXBAK_TABLE_CSV_IMPL_H
#define CXBAK_TABLE_CSV_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/table/csv.h"

#define CSV_BOM "\xEF\xBB\xBF"

/* Decode the file into `out`, without byte order mark and surely without
 * NUL, and note the encoding in `c`. */
int csv_decode(struct csv *c, const char *name, const uint8_t *data, size_t len,
               struct buf *out, struct err *e);

/* Is the text of `len` bytes a formula that is nothing but strings joined,
 * ="a"&"b"?  If `to` is not NULL, their text goes there (it may be `s`, and
 * is never longer) and its length to `*n`. */
bool csv_unwrap(const char *s, size_t len, char *to, size_t *n);

/* The month (1 to 12) whose name, in the usual languages, begins with these
 * letters (lower case, in ASCII); 0 if there is none. */
unsigned csv_month(const char *s);

/* Is `cell` the date, or the number of the day, that a spreadsheet makes of
 * `old`, such as 3-4? */
bool csv_is_dated(const char *old, const char *cell);

#endif
