/*
 * The table in a sheet of a workbook.  The first row that holds anything
 * names the columns; rows that hold nothing are left out; the table reaches
 * to the last column that holds anything.
 */
#include <stdlib.h>
#include <string.h>

#include "table/csv_impl.h"
#include "table/xlsx_impl.h"
#include "cxbak/table/xlsx.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Hidden columns that a note names. */
#define NAMED_MAX 10

bool
xlsx_is(const uint8_t *data, size_t len)
{
    return len >= 4 && (memcmp(data, "PK\x03\x04", 4) == 0 ||
                        memcmp(data, "PK\x05\x06", 4) == 0);
}

/* ---- Rows ---- */

static bool
is_blank(const struct xlsx_book *b, const struct xlsx_cell *cell)
{
    const char *text = buf_str(&b->text) + cell->at;

    return !cell->bad && text[strspn(text, " \t")] == '\0';
}

/* The cells of the row that begins at `i`: where they end.  `*blank` and
 * `*bad` say what the row is. */
static size_t
scan_row(const struct xlsx_book *b, const struct xlsx_grid *g, size_t i,
         bool *blank, bool *bad)
{
    size_t k;

    *blank = true;
    *bad = false;
    for (k = i; k < g->count && g->cells[k].row == g->cells[i].row; k++) {
        *blank &= is_blank(b, &g->cells[k]);
        *bad |= g->cells[k].bad;
    }
    return k;
}

/* Fill the `width` cells of a row at `to`. */
static void
put_row(struct csv_cell *to, size_t width, const char *text,
        const struct xlsx_cell *from, const struct xlsx_cell *end)
{
    uint32_t row = from->row;
    size_t i;

    for (i = 0; i < width; i++)
        to[i] = (struct csv_cell){
            .text = "", .line = row, .column = (uint32_t)i + 1};
    for (; from != end; from++) {
        struct csv_cell *cell = &to[from->column - 1];

        if (from->bad)
            continue;
        cell->text = text + from->at;
        cell->len = from->len;
        cell->typed = from->typed;
    }
}

/* Put a row aside, of which some cell is an error that is told. */
static void
put_bad(struct csv *c, size_t width, const char *text,
        const struct xlsx_cell *from, const struct xlsx_cell *end)
{
    struct csv_cell *cells = mem_array(NULL, width, sizeof(*cells));
    const char *why = "a cell of the row cannot be read";
    size_t i;

    put_row(cells, width, text, from, end);
    for (i = 0; i < c->errors.listed; i++) {
        if (c->errors.list[i].line == from->row)
            why = c->errors.list[i].text;
    }
    csv_set_aside(c, cells, width, mem_dup(why));
    free(cells);
}

/* Rows and columns that hold anything; ST_REFUSED if they are too many. */
static int
measure(const struct xlsx_book *b, const struct xlsx_grid *g, const char *where,
        size_t *rows, size_t *width, struct err *e)
{
    char letters[NOTES_LETTERS];
    size_t i, k;
    bool blank, bad;

    *rows = *width = 0;
    for (i = 0; i < g->count; i = k) {
        k = scan_row(b, g, i, &blank, &bad);
        if (blank)
            continue;
        ++*rows;
        if (g->cells[k - 1].column > *width)
            *width = g->cells[k - 1].column;
    }
    if (*rows == 0)
        return err_set(e, ST_REFUSED,
                       "%s: no header row; the first row must name the "
                       "columns",
                       where);
    if (*rows > CSV_MAX_CELLS / *width)
        return err_set(e, ST_REFUSED,
                       "%s: its %zu rows reach to column %s, which are more "
                       "than %d cells; remove what stands beside the table",
                       where, *rows, notes_letters(letters, *width),
                       CSV_MAX_CELLS);
    return ST_OK;
}

/* Make rows of the cells. */
static int
put_rows(struct csv *c, const struct xlsx_book *b, const struct xlsx_grid *g,
         const char *name, const char *where, struct err *e)
{
    const char *text = buf_str(&b->text);
    size_t rows, width, i, k, n = 0;
    bool blank, bad;

    if (measure(b, g, where, &rows, &width, e) != ST_OK)
        return e->status;
    c->cells = mem_array(NULL, rows * width, sizeof(*c->cells));
    c->rows = mem_array(NULL, rows, sizeof(*c->rows));
    for (i = 0; i < g->count; i = k) {
        k = scan_row(b, g, i, &blank, &bad);
        if (bad && n == 0) {
            char *why = notes_words(&c->errors, 0, name);

            err_set(e, ST_REFUSED, "%s", why);
            free(why);
            return e->status;
        }
        if (blank)
            continue;
        if (bad) {
            put_bad(c, width, text, g->cells + i, g->cells + k);
            continue;
        }
        put_row(c->cells + n * width, width, text, g->cells + i, g->cells + k);
        if (n > 0)
            c->rows[c->count++] =
                (struct csv_row){c->cells + n * width, width, g->cells[i].row};
        n++;
    }
    c->header = (struct csv_row){c->cells, width, c->cells[0].line};
    return ST_OK;
}

/* ---- What is to be told ---- */

/* The columns that are hidden and hold anything. */
static void
tell_hidden_columns(struct csv *c, const struct xlsx_grid *g)
{
    char letters[NOTES_LETTERS];
    struct buf list = BUF_INIT;
    size_t i, count = 0;

    for (i = 0; i < g->hidden_columns.len && i < c->header.count; i++) {
        if (g->hidden_columns.data[i] && count++ < NAMED_MAX)
            buf_printf(&list, "%s%s", list.len > 0 ? ", " : "",
                       notes_letters(letters, i + 1));
    }
    if (count > 0)
        notes_add(&c->notes, "hidden columns are read like the others: %s%s",
                  buf_str(&list), count > NAMED_MAX ? " and more" : "");
    buf_free(&list);
}

/* Names of columns that stand over several, and merged cells below. */
static void
tell_merged(struct csv *c, const struct xlsx_grid *g)
{
    uint32_t header = c->header.cells[0].line;
    char from[NOTES_LETTERS], to[NOTES_LETTERS];
    size_t i, below = 0;

    for (i = 0; i < g->merged_count; i++) {
        const struct xlsx_range *r = &g->merged[i];

        if (i >= XLSX_MAX_MERGED || r->row > header) {
            below++;
            continue;
        }
        if (r->last_row < header || r->column > c->header.count ||
            r->last_column == r->column)
            continue;
        notes_letters(from, r->column);
        notes_letters(to, r->last_column);
        notes_add_at(&c->notes, r->row, r->column,
                     "this name stands over the merged columns %s to %s; it "
                     "is taken for column %s only",
                     from, to, from);
    }
    if (below > 0)
        notes_add(&c->notes,
                  "%zu merged group%s of cells: what stands in one counts "
                  "for its first cell only",
                  below, below == 1 ? "" : "s");
}

static void
tell(struct csv *c, const struct xlsx_grid *g)
{
    const struct xlsx_seen *dates = &g->dates, *hidden = &g->hidden_rows,
                           *formulas = &g->empty_formulas;
    char letters[NOTES_LETTERS];

    if (hidden->count > 0)
        notes_add(&c->notes,
                  "%zu hidden row%s read like the others; the first is row "
                  "%u",
                  hidden->count, hidden->count == 1 ? " is" : "s are",
                  (unsigned)hidden->row);
    tell_hidden_columns(c, g);
    tell_merged(c, g);
    if (dates->count > 0)
        notes_add(&c->notes,
                  "%zu cell%s a date or a time, which is read in the form "
                  "2026-12-31 or 23:59; the first is %s%u",
                  dates->count, dates->count == 1 ? " holds" : "s hold",
                  notes_letters(letters, dates->column), (unsigned)dates->row);
    if (formulas->count > 0)
        notes_add_at(&c->warnings, formulas->row, formulas->column,
                     "%zu formula%s no result in the file and %s blank, this "
                     "one first; open the workbook in a spreadsheet program "
                     "and save it again",
                     formulas->count, formulas->count == 1 ? " has" : "s have",
                     formulas->count == 1 ? "counts as" : "count as");
}

/* Say which sheet it is, where another might have been meant. */
static void
tell_sheet(struct csv *c, const struct xlsx_book *b,
           const struct xlsx_sheet *sheet)
{
    struct buf list = BUF_INIT;
    size_t i, count = 0;

    for (i = 0; i < b->sheet_count; i++) {
        if (&b->sheets[i] != sheet && !b->sheets[i].hidden &&
            count++ < NAMED_MAX)
            buf_printf(&list, "%s\"%s\"", list.len > 0 ? ", " : "",
                       b->sheets[i].name);
    }
    if (count > 0) {
        notes_add(&c->notes, "this sheet is read, and not %s%s", buf_str(&list),
                  count > NAMED_MAX ? " and more" : "");
        notes_hint(&c->notes, HINT_SHEET, NULL);
    }
    buf_free(&list);
}

/* ---- All of it ---- */

static int
read_sheet(struct csv *c, struct xlsx_book *b, const char *name,
           const char *wanted, struct err *e)
{
    const struct xlsx_sheet *sheet;
    struct xlsx_grid *g = mem_calloc(1, sizeof(*g));
    const char *part;
    char *where;

    if (xlsx_book_choose(b, wanted, &sheet, &part, e) != ST_OK ||
        xlsx_shared_read(b, e) != ST_OK ||
        xlsx_sheet_read(g, &c->errors, b, part, e) != ST_OK)
        goto done;
    c->sheet = mem_dup(sheet->name);
    c->errors.sheet = c->notes.sheet = c->warnings.sheet = c->sheet;
    where = notes_place(&c->errors, name, 0, 0);
    if (put_rows(c, b, g, name, where, e) == ST_OK) {
        if (wanted == NULL)
            tell_sheet(c, b, sheet);
        tell(c, g);
        notes_sort(&c->errors);
        c->text = buf_steal(&b->text);
    }
    free(where);
done:
    xlsx_grid_free(g);
    free(g);
    return e->status;
}

int
xlsx_read(struct csv **cp, const char *name, const uint8_t *data, size_t len,
          const char *sheet, struct err *e)
{
    struct csv *c = mem_calloc(1, sizeof(*c));
    struct xlsx_book b;

    c->encoding = CSV_UTF8;
    if (xlsx_book_open(&b, name, data, len, e) == ST_OK)
        read_sheet(c, &b, name, sheet, e);
    xlsx_book_free(&b);
    if (e->status == ST_OK)
        *cp = c;
    else
        csv_free(c);
    return e->status;
}
