/*
 * Tables in plain text.  The caller owns the table, which owns the cells
 * that it copied; borrowed cells must live as long as the table.
 *
 * Columns are padded by display width, control characters escaped, and no
 * line ends in padding.  A table is filled row by row, cell by cell.
 */
#ifndef CXBAK_TABLE_H
#define CXBAK_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table;

enum table_align { TABLE_LEFT, TABLE_RIGHT };

struct table *table_new(void);

/* Add a column; all columns come before the first cell.  `heading` is
 * borrowed. */
void table_column(struct table *t, const char *heading, enum table_align align);

/* Add the next cell of the current row, from left to right; the first cell
 * after a full row begins a new one.  NULL is an empty cell. */
void table_add(struct table *t, const char *borrowed);
void table_copy(struct table *t, const char *s);
void table_printf(struct table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Full or begun rows so far. */
size_t table_rows(const struct table *t);

/*
 * Print headings and rows, each line behind `indent` blanks; headings are
 * bold with `colour`, and absent if all are "".  A table of no rows prints
 * its headings only.  Errors stay in the stream's error flag.
 */
void table_print(const struct table *t, FILE *out, size_t indent, bool colour);

/* Release the table; NULL is allowed. */
void table_free(struct table *t);

#endif
