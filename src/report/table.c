#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "cxbak/buf.h"
#include "cxbak/mem.h"
#include "cxbak/term.h"
#include "cxbak/text.h"
#include "cxbak/table.h"

/* Blanks between two columns. */
#define GAP 2

struct column {
    const char *heading;
    enum table_align align;
};

struct cell {
    const char *text;
    char *owned; /* the same text if the table must free it, or NULL */
};

struct table {
    struct column *columns;
    size_t ncolumns, columns_cap;
    struct cell *cells; /* row after row */
    size_t ncells, cells_cap;
};

struct table *
table_new(void)
{
    return mem_calloc(1, sizeof(struct table));
}

void
table_column(struct table *t, const char *heading, enum table_align align)
{
    assert(t->ncells == 0);
    t->columns =
        mem_grow(t->columns, &t->columns_cap, t->ncolumns, sizeof(*t->columns));
    t->columns[t->ncolumns++] = (struct column){heading, align};
}

static void
add(struct table *t, const char *text, char *owned)
{
    assert(t->ncolumns > 0);
    t->cells = mem_grow(t->cells, &t->cells_cap, t->ncells, sizeof(*t->cells));
    t->cells[t->ncells++] = (struct cell){text != NULL ? text : "", owned};
}

void
table_add(struct table *t, const char *borrowed)
{
    add(t, borrowed, NULL);
}

void
table_copy(struct table *t, const char *s)
{
    char *copy = mem_dup(s);

    add(t, copy, copy);
}

void
table_printf(struct table *t, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = mem_vprintf(fmt, ap);
    va_end(ap);
    add(t, s, s);
}

size_t
table_rows(const struct table *t)
{
    return t->ncolumns == 0 ? 0 : (t->ncells + t->ncolumns - 1) / t->ncolumns;
}

/* The text of a cell; cells that the last row lacks are empty. */
static const char *
text_at(const struct table *t, size_t row, size_t column)
{
    size_t i = row * t->ncolumns + column;

    return i < t->ncells ? t->cells[i].text : "";
}

/* The width of each column, newly made: that of its widest text. */
static size_t *
measure(const struct table *t)
{
    size_t *widths = mem_calloc(t->ncolumns, sizeof(*widths));
    size_t rows = table_rows(t), row, c, w;

    for (c = 0; c < t->ncolumns; c++)
        widths[c] = text_width(t->columns[c].heading);
    for (row = 0; row < rows; row++) {
        for (c = 0; c < t->ncolumns; c++) {
            w = text_width(text_at(t, row, c));
            if (w > widths[c])
                widths[c] = w;
        }
    }
    return widths;
}

/* A line being made: blanks are owed, and paid only before more text. */
struct line {
    struct buf text;
    size_t owed;
};

static void
put(struct line *l, const char *s, size_t width, size_t column_width,
    enum table_align align)
{
    size_t pad = column_width - width;

    if (align == TABLE_RIGHT)
        l->owed += pad;
    if (*s != '\0') {
        for (; l->owed > 0; l->owed--)
            buf_addc(&l->text, ' ');
        text_escape(&l->text, s);
    } else {
        l->owed += width;
    }
    if (align == TABLE_LEFT)
        l->owed += pad;
    l->owed += GAP;
}

/* Write the line, in bold if asked, and start the next. */
static void
finish(struct line *l, FILE *out, bool bold)
{
    fprintf(out, "%s%s%s\n", term_style(bold, TERM_BOLD), buf_str(&l->text),
            term_style(bold, TERM_PLAIN));
    l->text.len = 0;
}

static bool
has_headings(const struct table *t)
{
    size_t c;

    for (c = 0; c < t->ncolumns; c++) {
        if (*t->columns[c].heading != '\0')
            return true;
    }
    return false;
}

void
table_print(const struct table *t, FILE *out, size_t indent, bool colour)
{
    struct line line = {BUF_INIT, 0};
    size_t *widths = measure(t);
    size_t rows = table_rows(t), row, c;

    if (has_headings(t)) {
        line.owed = indent;
        for (c = 0; c < t->ncolumns; c++)
            put(&line, t->columns[c].heading, text_width(t->columns[c].heading),
                widths[c], t->columns[c].align);
        finish(&line, out, colour);
    }
    for (row = 0; row < rows; row++) {
        line.owed = indent;
        for (c = 0; c < t->ncolumns; c++)
            put(&line, text_at(t, row, c), text_width(text_at(t, row, c)),
                widths[c], t->columns[c].align);
        finish(&line, out, false);
    }
    buf_free(&line.text);
    free(widths);
}

void
table_free(struct table *t)
{
    size_t i;

    if (t == NULL)
        return;
    for (i = 0; i < t->ncells; i++)
        free(t->cells[i].owned);
    free(t->cells);
    free(t->columns);
    free(t);
}
