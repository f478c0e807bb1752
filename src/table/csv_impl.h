/*
 * What the csv_* files share: the form of wrapped cells and the bytes of a
 * file as text.
 */
#ifndef CXBAK_TABLE_CSV_IMPL_H
#define CXBAK_TABLE_CSV_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/table/csv.h"

#define CSV_BOM "\xEF\xBB\xBF"

/* Decode the file into `out`, without byte order mark and surely without
 * NUL, and note the encoding in `c`; `encoding` is its name, or NULL. */
int csv_decode(struct csv *c, const char *name, const uint8_t *data, size_t len,
               const char *encoding, struct buf *out, struct err *e);

/* The same by the C library, from the encoding that is named. */
int csv_convert(const char *name, const uint8_t *data, size_t len,
                const char *encoding, struct buf *out, struct err *e);

/* Is the text of `len` bytes a formula that is nothing but strings joined,
 * ="a"&"b"?  If `to` is not NULL, their text goes there (it may be `s`, and
 * is never longer) and its length to `*n`. */
bool csv_unwrap(const char *s, size_t len, char *to, size_t *n);

/* The month (1 to 12) whose name, in the usual languages, begins with these
 * letters (lower case, in ASCII); 0 if there is none. */
unsigned csv_month(const char *s);

/* Which row of the text names the columns, from 0 and counting blank ones, or
 * SIZE_MAX for the first that is not blank; and, if `*delimiter` is NUL, the
 * delimiter, which stays NUL where the header does not tell it. */
size_t csv_find_header(const struct csv_options *o, const char *text,
                       char *delimiter);

/* Put a row aside that does not fit the table: a copy of its cells, and the
 * reason, which is taken over. */
void csv_set_aside(struct csv *c, const struct csv_cell *cells, size_t n,
                   char *why);

/* Was `cell` made by reading the bytes of `old` in another encoding?
 * CSV_MACINTOSH, CSV_MOJIBAKE or CSV_INTACT. */
enum csv_damage csv_misread(const char *old, const char *cell);

/* The character that a byte stands for in Windows-1252; 0: none. */
uint32_t csv_windows1252(uint8_t byte);

/* Is `cell` the date, or the number of the day, that a spreadsheet makes of
 * `old`, such as 3-4? */
bool csv_is_dated(const char *old, const char *cell);

#endif
