#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/text.h"
#include "cxbak/report/text_table.h"

/* Blanks between two columns. */
#define GAP 2

struct column {
    const char *heading;
    enum text_table_align align;
};

struct text_table {
    struct column *columns;
    size_t ncolumns, columns_cap;
    const char **cells; /* row after row */
    size_t ncells, cells_cap;
    struct arena texts; /* that the table owns */
};

struct text_table *
text_table_new(void)
{
    return mem_calloc(1, sizeof(struct text_table));
}

void
text_table_column(struct text_table *t, const char *heading,
                  enum text_table_align align)
{
    assert(t->ncells == 0);
    t->columns =
        mem_grow(t->columns, &t->columns_cap, t->ncolumns, sizeof(*t->columns));
    t->columns[t->ncolumns++] = (struct column){heading, align};
}

static void
add(struct text_table *t, const char *text)
{
    assert(t->ncolumns > 0);
    t->cells = mem_grow(t->cells, &t->cells_cap, t->ncells, sizeof(*t->cells));
    t->cells[t->ncells++] = text != NULL ? text : "";
}

void
text_table_add(struct text_table *t, const char *borrowed)
{
    add(t, borrowed);
}

void
text_table_copy(struct text_table *t, const char *s)
{
    add(t, arena_dup(&t->texts, s));
}

void
text_table_printf(struct text_table *t, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = mem_vprintf(fmt, ap);
    va_end(ap);
    text_table_copy(t, s);
    free(s);
}

size_t
text_table_rows(const struct text_table *t)
{
    return t->ncolumns == 0 ? 0 : (t->ncells + t->ncolumns - 1) / t->ncolumns;
}

/* The text of a cell; cells that the last row lacks are empty. */
static const char *
text_at(const struct text_table *t, size_t row, size_t column)
{
    size_t i = row * t->ncolumns + column;

    return i < t->ncells ? t->cells[i] : "";
}

/* The width of each column, newly made: that of its widest text. */
static size_t *
measure(const struct text_table *t)
{
    size_t *widths = mem_calloc(t->ncolumns, sizeof(*widths));
    size_t rows = text_table_rows(t), row, c, w;

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
    enum text_table_align align)
{
    size_t pad = column_width - width;

    if (align == TEXT_TABLE_RIGHT)
        l->owed += pad;
    if (*s != '\0') {
        for (; l->owed > 0; l->owed--)
            buf_addc(&l->text, ' ');
        text_escape(&l->text, s);
    } else {
        l->owed += width;
    }
    if (align == TEXT_TABLE_LEFT)
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
has_headings(const struct text_table *t)
{
    size_t c;

    for (c = 0; c < t->ncolumns; c++) {
        if (*t->columns[c].heading != '\0')
            return true;
    }
    return false;
}

void
text_table_print(const struct text_table *t, FILE *out, size_t indent,
                 bool colour)
{
    struct line line = {BUF_INIT, 0};
    size_t *widths = measure(t);
    size_t rows = text_table_rows(t), row, c;

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
text_table_free(struct text_table *t)
{
    if (t == NULL)
        return;
    arena_free(&t->texts);
    free(t->cells);
    free(t->columns);
    free(t);
}
