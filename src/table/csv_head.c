/*
 * Where the header of a table is: lists have titles and dates above it.  The
 * rows at the start are cut by each delimiter, and the one wins of which most
 * texts are names of columns.
 */
#include <stdlib.h>
#include <string.h>

#include "table/csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* No header is longer. */
#define LOOKED_AT 65536

/* The rows from the start whose texts are looked at. */
struct line {
    const char *start;
    size_t len;
};

/* The rows at the start of the text; line ends within quotes do not end
 * one. */
static size_t
find_lines(const char *text, struct line lines[CSV_HEADER_ROWS])
{
    size_t n = 0, limit = strlen(text);
    const char *p = text;

    if (limit > LOOKED_AT)
        limit = LOOKED_AT;
    while (n < CSV_HEADER_ROWS && p < text + limit) {
        bool quoted = false;

        lines[n].start = p;
        for (; p < text + limit && (quoted || strchr("\r\n", *p) == NULL); p++)
            quoted ^= *p == '"';
        lines[n].len = (size_t)(p - lines[n].start);
        n++;
        if (p < text + limit && *p == '\r' && p[1] == '\n')
            p++;
        p++;
    }
    return n;
}

/* The text of a cell, without blanks and quotes around it. */
static char *
cell_text(const char *s, size_t n)
{
    char *raw = mem_ndup(s, n), *text = text_trim(raw);

    n = strlen(text);
    if (n >= 2 && text[0] == '"' && text[n - 1] == '"') {
        text[n - 1] = '\0';
        memmove(text, text + 1, n - 1);
    }
    free(raw);
    return text;
}

/* How many texts of the row are names of columns. */
static size_t
score(const struct csv_options *o, const struct line *line, char delimiter)
{
    char *texts[CSV_HEADER_CELLS];
    size_t n = 0, i, from = 0, names;
    bool quoted = false;

    for (i = 0; i <= line->len && n < CSV_HEADER_CELLS; i++) {
        bool end = i == line->len || (!quoted && line->start[i] == delimiter);

        if (end) {
            texts[n++] = cell_text(line->start + from, i - from);
            from = i + 1;
        } else {
            quoted ^= line->start[i] == '"';
        }
    }
    names = o->names(o->arg, (const char *const *)texts, n);
    for (i = 0; i < n; i++)
        free(texts[i]);
    return names;
}

size_t
csv_find_header(const struct csv_options *o, const char *text, char *delimiter)
{
    static const char delimiters[] = {',', ';', '\t'};
    struct line lines[CSV_HEADER_ROWS];
    size_t best = 1, found = SIZE_MAX, n, i, k;
    char by = *delimiter;

    if (o == NULL || o->names == NULL)
        return SIZE_MAX;
    n = find_lines(text, lines);
    for (i = 0; i < n; i++) {
        for (k = 0; k < sizeof(delimiters); k++) {
            char d = *delimiter != '\0' ? *delimiter : delimiters[k];
            size_t names = o->header_row > 0 && i + 1 != o->header_row
                               ? 0
                               : score(o, &lines[i], d);

            if (names > best) {
                best = names;
                found = i;
                by = d;
            }
        }
    }
    if (found != SIZE_MAX)
        *delimiter = by;
    return o->header_row > 0 ? o->header_row - 1 : found;
}

/* ---- Of a table whose rows are as wide as the header ---- */

/* Which of the rows names the columns: a row of the table, or the first. */
static size_t
choose_header(const struct csv *c, const struct csv_options *o)
{
    const char *texts[CSV_HEADER_CELLS];
    size_t best = 1, found = 0, i, k;

    if (o == NULL || (o->names == NULL && o->header_row == 0))
        return 0;
    for (i = 0; i <= c->count; i++) {
        const struct csv_row *row = i == 0 ? &c->header : &c->rows[i - 1];
        size_t line = row->cells[0].line, n = row->count, names;

        if (o->header_row > 0 && line >= o->header_row)
            return i;
        if (o->header_row > 0 || line > CSV_HEADER_ROWS)
            continue;
        if (n > CSV_HEADER_CELLS)
            n = CSV_HEADER_CELLS;
        for (k = 0; k < n; k++)
            texts[k] = row->cells[k].text;
        if ((names = o->names(o->arg, texts, n)) > best) {
            best = names;
            found = i;
        }
    }
    return found;
}

void
csv_take_header(struct csv *c, const struct csv_options *o)
{
    size_t row = choose_header(c, o);

    if (row == 0)
        return;
    c->header = c->rows[row - 1];
    c->count -= row;
    memmove(c->rows, c->rows + row, c->count * sizeof(*c->rows));
    notes_drop_above(&c->notes, c->header.cells[0].line);
    notes_add_at(&c->notes, c->header.cells[0].line, 1,
                 "this row names the columns; what stands above it is not "
                 "used");
}
