/*
 * The parts of tables in plain text; private to them.
 */
#ifndef CXBAK_REPORT_TEXT_TABLE_IMPL_H
#define CXBAK_REPORT_TEXT_TABLE_IMPL_H

#include "cxbak/report/text_table.h"
#include "cxbak/util/arena.h"

/* Blanks between two columns, and before a column that stands below. */
#define GAP   2
#define BELOW 4

struct column {
    const char *heading;
    enum text_table_align align;
    size_t natural; /* the width of its widest text */
    size_t width;   /* and what it gets */
    bool dropped;   /* it is left out */
    bool kept;      /* it is never cut nor left out */
    bool files;     /* its texts are names of files */
    bool wraps;     /* it is whole, but may take more lines */
};

struct text_table {
    struct column *columns;
    size_t ncolumns, columns_cap;
    const char **cells; /* row after row */
    size_t ncells, cells_cap;
    struct arena texts; /* that the table owns */
    size_t width;       /* to fit into; 0: any */
    size_t below;       /* so many of the last columns stand below the others */
    size_t page;        /* headings come again after so many lines; 0: never */
    bool headless;
};

/* The text of a cell; cells that the last row lacks are empty. */
const char *text_table_at(const struct text_table *t, size_t row,
                          size_t column);

/* How many of the last columns wrap? */
size_t text_table_wrapping(const struct text_table *t);

/* Give the measured columns widths that fit.  False if rows are better
 * stacked. */
bool text_table_adjust(struct text_table *t, size_t indent);

/* The beginning of a text in so many columns, with an ellipsis; newly made. */
char *text_table_cut(const char *text, size_t width);

/* Its beginning and its end, with an ellipsis between them; newly made. */
char *text_table_cut_middle(const char *text, size_t width);

/* The first words of `*text` in so many columns, newly made; `*text` becomes
 * what is left, or NULL. */
char *text_table_part(const char **text, size_t width);

#endif
