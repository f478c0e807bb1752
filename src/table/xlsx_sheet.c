/*
 * The cells of a sheet (ECMA-376, part 1, 18.3):
 *
 *     <row r="5" hidden="1">
 *       <c r="D5" s="STYLE" t="TYPE"><f>FORMULA</f><v>VALUE</v></c>
 *
 * TYPE is n (a number, also where none is given), s (VALUE is the number of a
 * shared text), str (text that a formula gave), inlineStr (<is> in place of
 * <v>), b (0 or 1), e (an error such as #REF!) or d (a date).  Formulas are
 * not worked out: what the program that saved the file made of them counts.
 * Programs may leave `r` out, and some do not keep the order.
 */
#include <stdlib.h>
#include <string.h>

#include "table/xlsx_impl.h"
#include "cxbak/util/mem.h"

enum type { NUMBER, SHARED, STRING, INLINE, BOOLEAN, ERROR, DATE, UNKNOWN };

static const char *const type_names[UNKNOWN] = {
    [NUMBER] = "n",  [SHARED] = "s", [STRING] = "str", [INLINE] = "inlineStr",
    [BOOLEAN] = "b", [ERROR] = "e",  [DATE] = "d"};

struct sheet {
    struct xlsx_grid *g;
    struct notes *errors;
    struct xlsx_book *b;
    bool in_data; /* in <sheetData> */
    bool row_hidden;
    size_t row_cells; /* cells that there were before the row */
    size_t row, column;
    /* The cell at hand. */
    bool in_cell, formula;
    size_t style, phonetic;
    enum type type;
    struct buf value;
};

static int refuse(const struct sheet *s, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Refuse the workbook at the cell at hand. */
static int
refuse(const struct sheet *s, struct err *e, const char *fmt, ...)
{
    char letters[NOTES_LETTERS], *text;
    va_list ap;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    err_set(e, ST_REFUSED, "%s: near cell %s%zu: %s", s->b->parts.name,
            notes_letters(letters, s->column > 0 ? s->column : 1), s->row,
            text);
    free(text);
    return e->status;
}

static void
see(struct xlsx_seen *seen, size_t row, size_t column)
{
    if (seen->count++ == 0) {
        seen->row = (uint32_t)row;
        seen->column = (uint32_t)column;
    }
}

/* ---- References ---- */

/* Read a reference such as D60; the bytes it takes, or 0. */
static size_t
parse_reference(const char *p, size_t n, size_t *row, size_t *column)
{
    size_t i = 0, letters;

    *row = *column = 0;
    for (; i < n && ((p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'z'); i++) {
        *column = *column * 26 + (size_t)((p[i] | 0x20) - 'a') + 1;
        if (*column > XLSX_MAX_COLUMNS)
            return 0;
    }
    letters = i;
    for (; i < n && p[i] >= '0' && p[i] <= '9'; i++) {
        *row = *row * 10 + (size_t)(p[i] - '0');
        if (*row > XLSX_MAX_ROWS)
            return 0;
    }
    return letters > 0 && i > letters && *row > 0 ? i : 0;
}

/* <mergeCell ref="B1:C1"/> */
static void
take_merged(struct sheet *s, const struct xlsx_tag *tag)
{
    struct xlsx_value v = xlsx_attr(tag, "ref");
    struct xlsx_range *r;
    size_t row, column, last_row, last_column;
    size_t n = parse_reference(v.p, v.n, &row, &column);

    if (n == 0 || n >= v.n || v.p[n] != ':' ||
        parse_reference(v.p + n + 1, v.n - n - 1, &last_row, &last_column) !=
            v.n - n - 1)
        return;
    if (s->g->merged_count < XLSX_MAX_MERGED) {
        r = &s->g->merged[s->g->merged_count];
        *r = (struct xlsx_range){(uint32_t)row, (uint32_t)column,
                                 (uint32_t)last_row, (uint32_t)last_column};
    }
    s->g->merged_count++;
}

/* <col min="3" max="4" hidden="1"/> */
static void
take_columns(struct sheet *s, const struct xlsx_tag *tag)
{
    struct buf *hidden = &s->g->hidden_columns;
    size_t min, max;

    if (!xlsx_attr_true(tag, "hidden") ||
        !xlsx_attr_number(tag, "min", XLSX_MAX_COLUMNS, &min) ||
        !xlsx_attr_number(tag, "max", XLSX_MAX_COLUMNS, &max) || min == 0)
        return;
    while (hidden->len < max)
        buf_addc(hidden, '\0');
    for (; min <= max; min++)
        hidden->data[min - 1] = 1;
}

/* ---- Cells ---- */

static int
start_row(struct sheet *s, const struct xlsx_tag *tag, struct err *e)
{
    s->row++;
    s->column = 0;
    if (xlsx_attr(tag, "r").p != NULL &&
        (!xlsx_attr_number(tag, "r", XLSX_MAX_ROWS, &s->row) || s->row == 0))
        return refuse(s, e,
                      "a row has a wrong number; the workbook is damaged");
    if (s->row > XLSX_MAX_ROWS)
        return refuse(s, e, "more than %d rows", XLSX_MAX_ROWS);
    s->row_hidden = xlsx_attr_true(tag, "hidden");
    s->row_cells = s->g->count;
    return ST_OK;
}

static int
start_cell(struct sheet *s, const struct xlsx_tag *tag, struct err *e)
{
    struct xlsx_value ref = xlsx_attr(tag, "r");
    size_t row = s->row, column = s->column + 1;
    int type = NUMBER;

    if ((ref.p != NULL &&
         parse_reference(ref.p, ref.n, &row, &column) != ref.n) ||
        row != s->row || column > XLSX_MAX_COLUMNS)
        return refuse(s, e,
                      "the reference \"%.*s\" of a cell in row %zu is wrong; "
                      "the workbook is damaged",
                      ref.n < 20 ? (int)ref.n : 20, ref.p != NULL ? ref.p : "",
                      s->row);
    s->column = column;
    s->in_cell = true;
    s->formula = false;
    s->phonetic = 0;
    s->value.len = 0;
    s->style = 0;
    (void)xlsx_attr_number(tag, "s", XLSX_MAX_STYLES, &s->style);
    if (xlsx_attr(tag, "t").p != NULL) {
        while (type < UNKNOWN && !xlsx_attr_is(tag, "t", type_names[type]))
            type++;
    }
    s->type = (enum type)type;
    return ST_OK;
}

static int
on_start(void *arg, const struct xlsx_tag *tag, bool *collect, struct err *e)
{
    struct sheet *s = arg;
    const char *name = tag->name;

    if (tag->depth == 2)
        s->in_data = strcmp(name, "sheetData") == 0;
    if (!s->in_data) {
        if (tag->depth == 3 && strcmp(name, "mergeCell") == 0)
            take_merged(s, tag);
        else if (tag->depth == 3 && strcmp(name, "col") == 0)
            take_columns(s, tag);
    } else if (tag->depth == 3 && strcmp(name, "row") == 0) {
        return start_row(s, tag, e);
    } else if (tag->depth == 4 && strcmp(name, "c") == 0) {
        return start_cell(s, tag, e);
    } else if (s->in_cell && tag->depth == 5) {
        s->formula |= strcmp(name, "f") == 0;
        *collect = s->type != INLINE && strcmp(name, "v") == 0;
    } else if (s->in_cell && s->type == INLINE) {
        if (strcmp(name, "rPh") == 0)
            s->phonetic = tag->depth;
        *collect = s->phonetic == 0 && strcmp(name, "t") == 0;
    }
    return ST_OK;
}

/* What is wrong with the cell at hand is an error of its row. */
static void
spoil(struct sheet *s, struct xlsx_cell *cell, const char *what)
{
    notes_add_at(s->errors, s->row, s->column,
                 "%s; the workbook is damaged: open it in a spreadsheet "
                 "program and save it again",
                 what);
    cell->bad = true;
}

/* The shared text that the value numbers. */
static void
take_shared(struct sheet *s, struct xlsx_cell *cell, const char *value)
{
    const struct xlsx_book *b = s->b;
    size_t n = strspn(value, "0123456789");
    unsigned long long i = strtoull(value, NULL, 10);

    if (n == 0 || value[n] != '\0' || i >= b->shared_count) {
        spoil(s, cell, "the text that this cell refers to is not there");
        return;
    }
    cell->at = b->shared[i];
    cell->len = (uint32_t)strlen((const char *)b->text.data + cell->at);
    cell->typed = true;
}

static void
take_number(struct sheet *s, struct xlsx_cell *cell, const char *value)
{
    static const struct xlsx_style plain = {XLSX_PLAIN, 0, false};
    struct xlsx_book *b = s->b;
    const struct xlsx_style *style =
        s->style < b->style_count ? &b->styles[s->style] : &plain;
    bool dated;

    if (!xlsx_number_put(&b->text, value, style, b->date1904, &dated))
        spoil(s, cell, "the number in this cell is none");
    else if (dated)
        see(&s->g->dates, s->row, s->column);
}

/* 2026-04-03T00:00:00Z is 2026-04-03. */
static void
take_date(struct sheet *s, const char *value)
{
    size_t n = strcspn(value, "T"), time = strcspn(value, "Z.");

    buf_add(&s->b->text, value, n);
    if (value[n] == 'T' && strncmp(value + n, "T00:00:00", 9) != 0 && time > n)
        buf_printf(&s->b->text, " %.*s", (int)(time - n - 1), value + n + 1);
    see(&s->g->dates, s->row, s->column);
}

/* Put the value of the cell at hand into the texts. */
static void
take_value(struct sheet *s, struct xlsx_cell *cell)
{
    struct buf *text = &s->b->text;
    const char *value = buf_str(&s->value);

    switch (s->type) {
    case NUMBER:
        take_number(s, cell, value);
        break;
    case SHARED:
        take_shared(s, cell, value);
        return;
    case STRING:
    case INLINE:
        xlsx_text_put(text, value, s->value.len);
        cell->typed = true;
        break;
    case BOOLEAN:
        buf_adds(text, strcmp(value, "1") == 0   ? "TRUE"
                       : strcmp(value, "0") == 0 ? "FALSE"
                                                 : value);
        break;
    case ERROR:
        buf_adds(text, value);
        break;
    case DATE:
        take_date(s, value);
        break;
    case UNKNOWN:
        spoil(s, cell, "the kind of this cell is not known");
        break;
    }
    cell->len = (uint32_t)(text->len - cell->at);
    buf_addc(text, '\0');
}

static int
end_cell(struct sheet *s, struct err *e)
{
    struct xlsx_grid *g = s->g;
    struct xlsx_cell cell = {.row = (uint32_t)s->row,
                             .column = (uint32_t)s->column,
                             .at = s->b->text.len};

    s->in_cell = false;
    if (s->value.len == 0) {
        if (s->formula && s->type != STRING)
            see(&g->empty_formulas, s->row, s->column);
        return ST_OK;
    }
    if (g->count == CSV_MAX_CELLS)
        return refuse(s, e, "more than %d cells; split the table",
                      CSV_MAX_CELLS);
    if (s->b->text.len > 2 * CSV_MAX_BYTES)
        return refuse(s, e, "more than %zu MiB of text", CSV_MAX_BYTES >> 19);
    take_value(s, &cell);
    if (cell.len > 0 || cell.bad) {
        g->cells = mem_grow(g->cells, &g->cap, g->count, sizeof(*g->cells));
        g->cells[g->count++] = cell;
    }
    return ST_OK;
}

static int
on_end(void *arg, const char *name, size_t depth, struct buf *text,
       struct err *e)
{
    struct sheet *s = arg;

    (void)name;
    if (text != NULL && s->in_cell) {
        buf_add(&s->value, text->data, text->len);
        if (s->value.len > XLSX_MAX_CELL)
            return refuse(s, e, "more than the 32,767 characters of a cell");
    }
    if (depth == s->phonetic)
        s->phonetic = 0;
    if (depth == 4 && s->in_cell)
        return end_cell(s, e);
    if (depth == 3 && s->in_data && s->row_hidden && s->g->count > s->row_cells)
        see(&s->g->hidden_rows, s->row, 1);
    return ST_OK;
}

/* ---- Order ---- */

static int
compare_cells(const void *a, const void *b)
{
    const struct xlsx_cell *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* Put the cells in order, and see that none is there twice. */
static int
sort_cells(struct sheet *s, struct err *e)
{
    struct xlsx_grid *g = s->g;
    bool sorted = true;
    size_t i;

    for (i = 1; i < g->count && sorted; i++)
        sorted = compare_cells(&g->cells[i - 1], &g->cells[i]) < 0;
    if (sorted)
        return ST_OK;
    qsort(g->cells, g->count, sizeof(*g->cells), compare_cells);
    for (i = 1; i < g->count; i++) {
        if (compare_cells(&g->cells[i - 1], &g->cells[i]) < 0)
            continue;
        s->row = g->cells[i].row;
        s->column = g->cells[i].column;
        return refuse(s, e, "the cell is there twice; the workbook is damaged");
    }
    return ST_OK;
}

int
xlsx_sheet_read(struct xlsx_grid *g, struct notes *errors, struct xlsx_book *b,
                const char *part, struct err *e)
{
    static const struct xlsx_handler h = {on_start, on_end};
    struct sheet s = {.g = g, .errors = errors, .b = b};

    memset(g, 0, sizeof(*g));
    if (xlsx_xml_read(&b->parts, part, &h, &s, e) == ST_OK)
        sort_cells(&s, e);
    buf_free(&s.value);
    return e->status;
}

void
xlsx_grid_free(struct xlsx_grid *g)
{
    free(g->cells);
    buf_free(&g->hidden_columns);
}
