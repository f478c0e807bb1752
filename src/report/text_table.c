#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/report/term_style.h"
#include "cxbak/util/text.h"
#include "cxbak/report/text_table.h"
#include "report/text_table_impl.h"

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
    t->columns[t->ncolumns++] =
        (struct column){.heading = heading, .align = align};
}

void
text_table_keep(struct text_table *t)
{
    t->columns[t->ncolumns - 1].kept = true;
}

void
text_table_files(struct text_table *t)
{
    t->columns[t->ncolumns - 1].files = true;
}

void
text_table_wrap(struct text_table *t)
{
    t->columns[t->ncolumns - 1].wraps = true;
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

const char *
text_table_at(const struct text_table *t, size_t row, size_t column)
{
    size_t i = row * t->ncolumns + column;

    return i < t->ncells ? t->cells[i] : "";
}

/* Set the width of each column: that of its widest text. */
static void
measure(struct text_table *t)
{
    size_t rows = text_table_rows(t), row, c, w;

    t->below = 0;
    for (c = 0; c < t->ncolumns; c++) {
        struct column *x = &t->columns[c];

        x->width = t->headless ? 0 : text_width(x->heading);
        for (row = 0; row < rows; row++) {
            w = text_width(text_table_at(t, row, c));
            if (w > x->width)
                x->width = w;
        }
        x->natural = x->width;
        x->dropped = false;
    }
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

    for (c = 0; c < t->ncolumns && !t->headless; c++) {
        if (*t->columns[c].heading != '\0')
            return true;
    }
    return false;
}

/* Put a cell that may be too wide for its column. */
static void
put_cell(struct line *l, const struct column *x, const char *text)
{
    size_t width = text_width(text);
    char *cut;

    if (width <= x->width) {
        put(l, text, width, x->width, x->align);
        return;
    }
    cut = x->files ? text_table_cut_middle(text, x->width)
                   : text_table_cut(text, x->width);
    put(l, cut, text_width(cut), x->width, x->align);
    free(cut);
}

/* Put a text that goes on below itself. */
static void
put_wrapped(struct line *l, FILE *out, const char *rest, size_t width)
{
    size_t at = l->owed + text_width(buf_str(&l->text));

    for (;;) {
        char *part = text_table_part(&rest, width);
        size_t n = text_width(part);

        put(l, part, n, n, TEXT_TABLE_LEFT);
        free(part);
        if (rest == NULL)
            return;
        finish(l, out, false);
        l->owed = at;
    }
}

static void
print_row(const struct text_table *t, struct line *l, FILE *out, size_t indent,
          size_t row)
{
    size_t c, beside = t->ncolumns - t->below;

    l->owed = indent;
    for (c = 0; c < beside; c++) {
        const struct column *x = &t->columns[c];

        if (x->wraps && c + 1 == beside)
            put_wrapped(l, out, text_table_at(t, row, c), x->width);
        else if (!x->dropped)
            put_cell(l, x, text_table_at(t, row, c));
    }
    finish(l, out, false);
    for (; c < t->ncolumns; c++) {
        if (*text_table_at(t, row, c) == '\0')
            continue;
        l->owed = indent + BELOW;
        put_wrapped(l, out, text_table_at(t, row, c), t->width - l->owed);
        finish(l, out, false);
    }
}

/* The headings, if there are any; those of columns below the others, too. */
static void
print_headings(const struct text_table *t, struct line *l, FILE *out,
               size_t indent, bool colour)
{
    size_t c;

    if (!has_headings(t))
        return;
    l->owed = indent;
    for (c = 0; c < t->ncolumns; c++) {
        if (c >= t->ncolumns - t->below) {
            finish(l, out, colour);
            l->owed = indent + BELOW;
        }
        if (!t->columns[c].dropped)
            put_cell(l, &t->columns[c], t->columns[c].heading);
    }
    finish(l, out, colour);
}

/* Each row as lines of a heading and a value. */
static void
print_stacked(const struct text_table *t, FILE *out, bool colour)
{
    size_t rows = text_table_rows(t), row, c, label = 0;
    struct line l = {BUF_INIT, 0};

    for (c = 0; c < t->ncolumns; c++) {
        size_t w = text_width(t->columns[c].heading);

        label = w > label ? w : label;
    }
    for (row = 0; row < rows; row++) {
        for (c = 0; c < t->ncolumns; c++) {
            const struct column *x = &t->columns[c];
            const char *text = text_table_at(t, row, c);

            if (*text == '\0' && c > 0)
                continue;
            l.owed = c > 0 ? GAP : 0;
            put(&l, x->heading, text_width(x->heading),
                label + (c > 0 ? 0 : GAP), TEXT_TABLE_LEFT);
            put(&l, text, text_width(text), 0, TEXT_TABLE_LEFT);
            finish(&l, out, colour && c == 0);
        }
    }
    buf_free(&l.text);
}

void
text_table_print(struct text_table *t, FILE *out, size_t indent, bool colour)
{
    struct line line = {BUF_INIT, 0};
    size_t rows = text_table_rows(t), row;
    size_t page = text_table_wrapping(t) == 0 ? t->page : 0;

    measure(t);
    if (!text_table_adjust(t, indent) && has_headings(t)) {
        print_stacked(t, out, colour);
        return;
    }
    for (row = 0; row < rows || row == 0; row++) {
        if (row == 0 || (page > 1 && row % (page - 1) == 0))
            print_headings(t, &line, out, indent, colour);
        if (row < rows)
            print_row(t, &line, out, indent, row);
    }
    buf_free(&line.text);
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
