/*
 * A table from the text of a CSV file.
 *
 * The text is cut where it lies: a cell's quotes are taken out in place and
 * its delimiter becomes the NUL behind it, so that a table costs its text and
 * one small struct per cell.  A cell is
 *
 *     quoted    = '"' { any character but '"' | '""' } '"'
 *     plain     = any characters but delimiter, CR and LF
 *
 * and either may hold the formula ="text", which stands for that text.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "table/csv_impl.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Delimiters that are looked for; of two equally often the first. */
static const char delimiters[] = {'\t', ';', ','};

struct reader {
    struct csv *c;
    char *p;                     /* what is next */
    char *end;                   /* here is a NUL */
    size_t line, column;         /* of what is next */
    size_t end_line, end_column; /* behind the last cell */
    size_t row; /* as spreadsheets count them: of the last one */
    size_t cells, cells_cap;
    size_t rows_cap;
    size_t first;     /* cell that starts the row */
    bool broken;      /* the row has an error ... */
    const char *why;  /* ... this one first */
    size_t bad_cells; /* of bad rows, which count like others */
};

/* Step over one character, or over a line end. */
static void
step(struct reader *r)
{
    char ch = *r->p++;

    if (ch == '\n' || (ch == '\r' && *r->p != '\n')) {
        r->line++;
        r->column = 1;
    } else if (ch != '\r') {
        while (((unsigned char)*r->p & 0xC0) == 0x80)
            r->p++;
        r->column++;
    }
}

static bool
at_line_end(const struct reader *r)
{
    return r->p == r->end || *r->p == '\n' || *r->p == '\r';
}

static bool
at_cell_end(const struct reader *r)
{
    return at_line_end(r) || *r->p == r->c->delimiter;
}

/* The delimiter or line end that follows a cell: step over it and put the
 * cell's NUL there.  Returns whether another cell of the row follows. */
static bool
end_cell(struct reader *r)
{
    char *at = r->p, ch = *at;
    bool more = at != r->end && ch == r->c->delimiter;

    if (at == r->end)
        return false;
    step(r);
    if (ch == '\r' && *r->p == '\n')
        step(r);
    *at = '\0';
    return more;
}

static void
report(struct reader *r, size_t line, size_t column, const char *what)
{
    size_t i = r->cells - r->first;

    notes_add_at(&r->c->errors, line, column, "%s", what);
    notes_cell(&r->c->errors, r->row, i,
               i <= r->c->header.count ? r->c->cells[i - 1].text : NULL);
    r->broken = true;
    if (r->why == NULL)
        r->why = what;
}

/* Move the text between the quotes, which are next, to where the opening one
 * was.  Returns the length of the text. */
static size_t
take_quoted(struct reader *r, const struct csv_cell *cell)
{
    char *from = r->p, *to = r->p;

    step(r);
    while (r->p != r->end) {
        const char *at = r->p;

        step(r);
        if (*at == '"') {
            if (*r->p != '"')
                return (size_t)(to - from);
            step(r);
            *to++ = '"';
            continue;
        }
        while (at < r->p)
            *to++ = *at++;
    }
    report(r, cell->line, cell->column,
           "this quote is never closed; close it, or double every quote "
           "inside the cell");
    return (size_t)(to - from);
}

static void
read_quoted(struct reader *r, struct csv_cell *cell)
{
    char *text = r->p;
    const char *from;

    cell->quoted = true;
    cell->text = text;
    cell->len = (uint32_t)take_quoted(r, cell);
    if (at_cell_end(r))
        return;
    from = r->p;
    report(r, r->line, r->column,
           "text after the closing quote; quotes inside a quoted cell must be "
           "doubled");
    while (!at_cell_end(r))
        step(r);

    /* What a spreadsheet makes of it. */
    memmove(text + cell->len, from, (size_t)(r->p - from));
    cell->len += (uint32_t)(r->p - from);
}

static void
read_plain(struct reader *r, struct csv_cell *cell)
{
    const char *from = r->p;

    while (!at_cell_end(r) && (*r->p == ' ' || *r->p == '\t'))
        step(r);
    if (*r->p == '"' && r->p != from)
        report(r, cell->line, cell->column,
               "blank before the opening quote; remove it");
    while (!at_cell_end(r))
        step(r);
    cell->text = from;
    cell->len = (uint32_t)(r->p - from);
}

/* Take the text out of ="text". */
static void
unwrap(struct csv_cell *cell, char *text)
{
    size_t n;

    if (csv_unwrap(text, cell->len, text, &n)) {
        cell->wrapped = true;
        cell->len = (uint32_t)n;
        text[n] = '\0';
    }
}

/* The cell that is next.  Returns whether another of the row follows. */
static bool
read_cell(struct reader *r)
{
    struct csv_cell *cell;
    char *start = r->p;
    bool more;

    r->c->cells = mem_grow(r->c->cells, &r->cells_cap, r->cells, sizeof(*cell));
    cell = &r->c->cells[r->cells++];
    *cell = (struct csv_cell){.line = (uint32_t)r->line,
                              .column = (uint32_t)r->column};
    if (*r->p == '"')
        read_quoted(r, cell);
    else
        read_plain(r, cell);
    r->end_line = r->line;
    r->end_column = r->column;
    more = end_cell(r);
    start[cell->len] = '\0';
    unwrap(cell, start);
    return more;
}

/* The cells of the row that is next go behind those of the rows before. */
static int
read_row(struct reader *r, const char *name, struct err *e)
{
    bool more = true;

    r->row++;
    r->first = r->cells;
    r->broken = false;
    r->why = NULL;
    while (more) {
        if (r->cells - r->first == CSV_MAX_COLUMNS)
            return err_set(e, ST_REFUSED,
                           "%s:%zu:%zu: more than %d cells in a row; is this "
                           "the table that you mean",
                           name, r->line, r->column, CSV_MAX_COLUMNS);
        if (r->cells + r->bad_cells >= CSV_MAX_CELLS)
            return err_set(e, ST_REFUSED,
                           "%s:%zu:%zu: more than %d cells; split the file "
                           "into smaller ones",
                           name, r->line, r->column, CSV_MAX_CELLS);
        more = read_cell(r);
    }
    return ST_OK;
}

/* Does the row hold nothing but blanks and delimiters, as spreadsheets leave
 * rows behind that were once in use? */
static bool
is_blank_row(const struct reader *r)
{
    size_t i;

    for (i = r->first; i < r->cells; i++) {
        const struct csv_cell *cell = &r->c->cells[i];

        if (cell->quoted || cell->wrapped ||
            cell->text[strspn(cell->text, " \t,;")] != '\0')
            return false;
    }
    return true;
}

void
csv_set_aside(struct csv *c, const struct csv_cell *cells, size_t n, char *why)
{
    struct csv_bad *bad;

    c->bad = mem_grow(c->bad, &c->bad_cap, c->bad_count, sizeof(*c->bad));
    bad = &c->bad[c->bad_count++];
    bad->line = cells[0].line;
    bad->cells = mem_array(NULL, n, sizeof(*bad->cells));
    memcpy(bad->cells, cells, n * sizeof(*bad->cells));
    bad->count = n;
    bad->why = why;
}

/* The same with the row that was read. */
static void
set_aside(struct reader *r, char *why)
{
    size_t n = r->cells - r->first;

    csv_set_aside(r->c, &r->c->cells[r->first], n, why);
    r->bad_cells += n;
    r->cells = r->first;
}

/* Keep the row that was read if it fits the header. */
static void
keep_row(struct reader *r)
{
    char words[HUMAN_ROOM];
    struct csv *c = r->c;
    size_t n = r->cells - r->first, want = c->header.count;
    const struct csv_cell *cells = &c->cells[r->first];

    if (r->broken) {
        set_aside(r, mem_dup(r->why));
        return;
    }
    if (is_blank_row(r)) {
        r->cells = r->first;
        return;
    }
    if (n != want) {
        char *why = mem_printf("%s where the header has %zu; a quote or a "
                               "delimiter is missing or too many",
                               human_things(words, n, "cell"), want);

        notes_add_at(&c->errors, n > want ? cells[want].line : r->end_line,
                     n > want ? cells[want].column : r->end_column, "%s", why);
        notes_cell(&c->errors, r->row, 0, NULL);
        set_aside(r, why);
        return;
    }
    c->rows = mem_grow(c->rows, &r->rows_cap, c->count, sizeof(*c->rows));
    c->rows[c->count].row = r->row;
    c->rows[c->count++].count = n;
}

/* The first row that is not blank names the columns. */
static int
read_header(struct reader *r, const char *name, struct err *e)
{
    int rc;

    do {
        if (r->p == r->end)
            return err_set(e, ST_REFUSED,
                           "%s: no header row; the first row must name the "
                           "columns",
                           name);
        r->cells = 0;
        if ((rc = read_row(r, name, e)) != ST_OK)
            return rc;
    } while (!r->broken && is_blank_row(r));
    if (r->broken) {
        char *text = notes_words(&r->c->errors, 0, name);

        rc = err_set(e, ST_REFUSED, "%s", text);
        free(text);
        return rc;
    }
    r->c->header.count = r->cells;
    r->c->header.row = r->row;
    return ST_OK;
}

/* Step over the rows above the `row`th.  Says whether they hold anything. */
static int
skip_rows(struct reader *r, size_t row, bool *skipped, const char *name,
          struct err *e)
{
    size_t i;
    int rc;

    *skipped = false;
    for (i = 0; row != SIZE_MAX && i < row && r->p != r->end; i++) {
        r->cells = 0;
        if ((rc = read_row(r, name, e)) != ST_OK)
            return rc;
        *skipped = *skipped || r->broken || !is_blank_row(r);
        notes_free(&r->c->errors);
    }
    return ST_OK;
}

/* A first line `sep=X` names the delimiter. */
static bool
read_separator(struct reader *r)
{
    const char *p = r->p;

    if (strncasecmp(p, "sep=", 4) != 0 || strchr("\"\r\n", p[4]) != NULL ||
        (p[4] != '\t' && !ispunct((unsigned char)p[4])) ||
        strchr("\r\n", p[5]) == NULL)
        return false;
    r->c->delimiter = p[4];
    while (!at_line_end(r))
        step(r);
    (void)end_cell(r);
    return true;
}

/* The delimiter that occurs most outside quotes in the first line that holds
 * anything else; a comma if there is none. */
static char
guess_delimiter(const char *p)
{
    size_t counts[sizeof(delimiters)] = {0}, i, best = sizeof(delimiters) - 1;
    bool quoted = false, content = false;

    for (; *p != '\0' && (quoted || !content || strchr("\r\n", *p) == NULL);
         p++) {
        const char *d = memchr(delimiters, *p, sizeof(delimiters));

        if (*p == '"')
            quoted = !quoted;
        if (!quoted && d != NULL)
            counts[d - delimiters]++;
        if (!content && strchr("\r\n", *p) != NULL)
            memset(counts, 0, sizeof(counts));
        else if (d == NULL && *p != ' ')
            content = true;
    }
    for (i = 0; i < sizeof(delimiters); i++) {
        if ((i < best && counts[i] > 0 && counts[i] == counts[best]) ||
            counts[i] > counts[best])
            best = i;
    }
    return delimiters[best];
}

static int
read_table(struct reader *r, const char *name, const struct csv_options *o,
           struct err *e)
{
    struct csv *c = r->c;
    size_t i, row;
    bool skipped, told;
    int rc;

    (void)read_separator(r);
    row = csv_find_header(o, r->p, &c->delimiter);
    told = c->delimiter != '\0';
    if ((rc = skip_rows(r, row, &skipped, name, e)) != ST_OK)
        return rc;
    if (!told)
        c->delimiter = guess_delimiter(r->p);
    if ((rc = read_header(r, name, e)) != ST_OK)
        return rc;
    if (skipped)
        notes_add_at(&c->notes, c->cells[0].line, c->cells[0].column,
                     "this row names the columns; what stands above it is not "
                     "used");
    while (r->p != r->end) {
        if ((rc = read_row(r, name, e)) != ST_OK)
            return rc;
        keep_row(r);
    }

    /* The cells stay where they are from now on, row behind row. */
    c->header.cells = c->cells;
    for (i = 0; i < c->count; i++)
        c->rows[i].cells = c->cells + (i + 1) * c->header.count;
    return ST_OK;
}

int
csv_read(struct csv **cp, const char *name, const uint8_t *data, size_t len,
         const struct csv_options *o, struct err *e)
{
    const char *encoding = o != NULL ? o->encoding : NULL;
    struct csv *c = mem_calloc(1, sizeof(*c));
    struct buf text = BUF_INIT;
    struct reader r = {.c = c, .line = 1, .column = 1};
    size_t n;
    int rc;

    if ((rc = csv_decode(c, name, data, len, encoding, &text, e)) != ST_OK)
        goto err1;
    n = text.len;
    r.p = c->text = buf_steal(&text);
    r.end = r.p + n;
    if ((rc = read_table(&r, name, o, e)) != ST_OK)
        goto err1;

    /* Success! */
    *cp = c;
    return ST_OK;

err1:
    buf_free(&text);
    csv_free(c);
    return rc;
}

void
csv_free(struct csv *c)
{
    size_t i;

    if (c == NULL)
        return;
    notes_free(&c->errors);
    notes_free(&c->notes);
    notes_free(&c->warnings);
    free(c->sheet);
    for (i = 0; i < c->bad_count; i++) {
        free(c->bad[i].cells);
        free(c->bad[i].why);
    }
    free(c->bad);
    free(c->rows);
    free(c->cells);
    free(c->text);
    free(c);
}
