/*
 * Tables in plain text.  The caller owns the table, which owns the cells
 * that it copied; borrowed cells must live as long as the table.
 *
 * Columns are padded by display width, control characters escaped, and no
 * line ends in padding.  A table is filled row by row, cell by cell.
 */
#ifndef CXBAK_REPORT_TEXT_TABLE_H
#define CXBAK_REPORT_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct text_table;

enum text_table_align { TEXT_TABLE_LEFT, TEXT_TABLE_RIGHT };

struct text_table *text_table_new(void);

/* Add a column; all columns come before the first cell.  `heading` is
 * borrowed. */
void text_table_column(struct text_table *t, const char *heading,
                       enum text_table_align align);

/* The column added last is never cut nor left out. */
void text_table_keep(struct text_table *t);

/* The column added last holds names of files, which are cut in their middle:
 * the beginning and the end of them tell them apart. */
void text_table_files(struct text_table *t);

/* The column added last, and those like it before it, are the last ones, and
 * are never cut nor left out: what is too wide goes on below itself, or stands
 * below the columns that do not wrap. */
void text_table_wrap(struct text_table *t);

/* Add the next cell of the current row, from left to right; the first cell
 * after a full row begins a new one.  NULL is an empty cell. */
void text_table_add(struct text_table *t, const char *borrowed);
void text_table_copy(struct text_table *t, const char *s);
void text_table_printf(struct text_table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Fit the table into `width` columns of a terminal (0: as wide as it is).  What
 * is too wide is cut, with an ellipsis; of the last columns some are left out,
 * never the first, which is cut only if it holds names of files; columns that
 * wrap are whole instead.  On less than TEXT_TABLE_STACK columns, or where that
 * is not enough, each row becomes a few lines.
 */
void text_table_fit(struct text_table *t, size_t width);
#define TEXT_TABLE_STACK 60

/* What was printed only in part, in words: "column Email is cut; columns Phones
 * and Avatar are left out"; newly made, NULL if nothing was. */
char *text_table_lost(const struct text_table *t);

/* Print the headings again at the top of each page of so many lines, unless a
 * column wraps; 0: no. */
void text_table_page(struct text_table *t, size_t lines);

/* Print no headings. */
void text_table_no_headings(struct text_table *t);

/* Full or begun rows so far. */
size_t text_table_rows(const struct text_table *t);

/*
 * Print headings and rows, each line behind `indent` blanks; headings are
 * bold with `colour`, and absent if all are "".  A table of no rows prints
 * its headings only.  Errors stay in the stream's error flag.
 */
void text_table_print(struct text_table *t, FILE *out, size_t indent,
                      bool colour);

/* Release the table; NULL is allowed. */
void text_table_free(struct text_table *t);

#endif
