/*
 * What came of the rows of a CSV file of users: in numbers, as the rows that
 * were left out, and row by row.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* ---- Numbers ---- */

/* Where each user's settled changes begin, in the list that is sorted by
 * user; SIZE_MAX: there are none.  The caller frees it. */
static size_t *
index_changes(const struct changes *c, size_t users)
{
    size_t *first = mem_array(NULL, users, sizeof(*first)), i;

    for (i = 0; i < users; i++)
        first[i] = SIZE_MAX;
    for (i = c->count; i-- > 0;)
        first[c->list[i].edit.user] = i;
    return first;
}

/* Does a row ask for this change?  Others are those of other steps of a
 * batch. */
static bool
is_asked_for(const struct users_csv *u, const struct change *x)
{
    size_t row = u->row_of[x->edit.user];

    if (row == SIZE_MAX || u->rows[row].fate != USERCSV_READ)
        return false;
    return (u->rows[row].fields >> x->edit.field & 1) != 0;
}

void
users_csv_count(const struct users_csv *u, const struct changes *c,
                struct users_csv_counts *n)
{
    size_t i, counted = SIZE_MAX;

    memset(n, 0, sizeof(*n));
    n->read = u->row_count;
    for (i = 0; i < u->row_count; i++) {
        n->skipped += u->rows[i].fate == USERCSV_SKIPPED;
        n->refused += u->rows[i].fate == USERCSV_REFUSED;
    }

    /* A row is one user's, and no user has two. */
    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];

        if (x->edit.user == counted || !is_asked_for(u, x))
            continue;
        counted = x->edit.user;
        n->changed++;
    }
    n->unchanged = n->read - n->changed - n->skipped - n->refused;
}

char *
users_csv_group_text(const struct users_csv *u, const struct csv *csv,
                     const struct users_csv_group *g)
{
    char *name = text_trim(csv->header.cells[u->column[g->field]].text);
    struct buf b = BUF_INIT;
    size_t i;

    if (g->count == 1)
        buf_printf(&b, "1 cell of %s: %s (row ", name,
                   csv_damage_text(g->damage));
    else
        buf_printf(&b, "%zu cells of %s %s (rows ", g->count, name,
                   g->odd != NULL ? g->odd : csv_damage_plural(g->damage));
    for (i = 0; i < g->count && i < USERCSV_SHOWN; i++)
        buf_printf(&b, "%s%zu", i > 0 ? ", " : "", g->rows[i]);
    buf_printf(&b, "%s)", g->count > USERCSV_SHOWN ? ", ..." : "");
    free(name);
    return buf_steal(&b);
}

/* All rows in the order of the file, those that do not fit the table among
 * the others; the caller frees it. */
static size_t *
order_rows(const struct csv *csv)
{
    size_t n = csv->count + csv->bad_count, good = 0, bad = 0, i;
    size_t *order = mem_array(NULL, n, sizeof(*order));

    for (i = 0; i < n; i++) {
        bool is_good = bad == csv->bad_count ||
                       (good < csv->count &&
                        csv->rows[good].cells[0].line < csv->bad[bad].line);

        order[i] = is_good ? good++ : csv->count + bad++;
    }
    return order;
}

/* ---- Rows that are left out ---- */

/* The widest of the rows, for one that is too long keeps its last cells. */
static size_t
width_of(const struct csv *csv)
{
    size_t width = csv->header.count, i;

    for (i = 0; i < csv->bad_count; i++) {
        if (csv->bad[i].count > width)
            width = csv->bad[i].count;
    }
    return width;
}

/* Is the last column the one that an earlier import added? */
static bool
has_error_column(const struct csv *csv)
{
    const struct csv_row *h = &csv->header;

    return h->count > 0 &&
           strcasecmp(h->cells[h->count - 1].text, USERCSV_ERROR) == 0;
}

/* Append `n` cells, brought to the width, and the last one. */
static void
add_reject(struct buf *b, const struct csv_style *style,
           const struct csv_cell *cells, size_t n, size_t width,
           const char *last)
{
    struct csv_cell *row = mem_calloc(width, sizeof(*row));
    size_t i;

    for (i = 0; i < width; i++) {
        if (i < n)
            row[i] = cells[i];
        else
            row[i].text = "";
    }
    csv_write_cells(b, style, row, width, last);
    free(row);
}

void
users_csv_rejects(const struct users_csv *u, const struct csv *csv,
                  struct buf *b)
{
    struct csv_style style = {.delimiter =
                                  csv->delimiter != '\0' ? csv->delimiter : ',',
                              .bom = true};
    size_t width = width_of(csv), drop = has_error_column(csv), i;
    size_t *order = order_rows(csv);

    if (width == csv->header.count)
        width -= drop;
    csv_write_start(b, &style);
    add_reject(b, &style, csv->header.cells, csv->header.count - drop, width,
               USERCSV_ERROR);
    for (i = 0; i < u->row_count; i++) {
        size_t row = order[i];
        const struct csv_cell *cells = row < csv->count
                                           ? csv->rows[row].cells
                                           : csv->bad[row - csv->count].cells;
        size_t n = row < csv->count ? csv->rows[row].count
                                    : csv->bad[row - csv->count].count;

        if (u->rows[row].fate == USERCSV_SKIPPED)
            add_reject(b, &style, cells, n, width, u->rows[row].why);
    }
    free(order);
}

/* ---- Row by row ---- */

struct results {
    const struct users_csv *u;
    const struct csv *csv;
    const struct changes *c;
    const struct backup *b;
    const struct findings *f;
    struct buf *to;
    struct user_keys found;
};

static void
add_line(const struct results *r, size_t line, const char *number,
         const char *field, const char *old, const char *new,
         const char *result, const char *code)
{
    static const struct csv_style style = {.delimiter = ','};
    char *where = mem_printf("%zu", line);
    const char *texts[] = {where, number, field, old, new, result, code};

    csv_write_row(r->to, &style, texts, sizeof(texts) / sizeof(texts[0]));
    free(where);
}

/* The findings that this edit introduced, by user and field. */
static void
index_findings(struct results *r)
{
    size_t i;

    for (i = 0; i < r->f->count; i++) {
        const struct finding *x = &r->f->list[i];

        if (x->introduced && x->number != NULL && x->field != NULL)
            user_keys_add(&r->found, mem_printf("%s %s", x->number, x->field),
                          i);
    }
    user_keys_sort(&r->found);
}

/* Is the code one of these, with blanks between? */
static bool
is_word(const char *codes, const char *code)
{
    size_t n = strlen(code);
    const char *at = codes;

    while ((at = strstr(at, code)) != NULL) {
        if ((at == codes || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
        at += n;
    }
    return false;
}

/* The codes of what the rules find on the new value, each once. */
static char *
codes_of(const struct results *r, const char *number, const char *key)
{
    char *text = mem_printf("%s %s", number, key);
    struct buf b = BUF_INIT;
    size_t first = 0, n = user_keys_find(&r->found, text, &first), i;

    for (i = 0; i < n; i++) {
        const char *code = r->f->list[r->found.list[first + i].user].rule->code;

        if (b.len == 0 || !is_word(buf_str(&b), code))
            buf_printf(&b, "%s%s", b.len > 0 ? " " : "", code);
    }
    free(text);
    return n > 0 ? buf_steal(&b) : mem_dup("");
}

/* The line of the row, and the extension that it means, or that it names. */
static size_t
line_of(const struct results *r, size_t row, const char **number)
{
    const struct users_csv_row *x = &r->u->rows[row];
    size_t column = r->u->column[FIELD_NUMBER];

    *number = "";
    if (x->user != SIZE_MAX)
        *number = user_text(&r->b->database->users[x->user], FIELD_NUMBER);
    else if (row < r->csv->count && column != SIZE_MAX)
        *number = r->csv->rows[row].cells[column].text;
    return row < r->csv->count ? r->csv->rows[row].cells[0].line
                               : r->csv->bad[row - r->csv->count].line;
}

/* Add the changes of the row's user.  Returns whether there are any. */
static bool
add_changes(const struct results *r, size_t row, size_t first)
{
    size_t user = r->u->rows[row].user, i;
    const char *number;
    size_t line = line_of(r, row, &number);
    bool any = false;

    for (i = first; i < r->c->count && r->c->list[i].edit.user == user; i++) {
        const struct change *x = &r->c->list[i];
        const char *key = field_info(x->edit.field)->key;
        char *old = change_old(x, r->b), *new = change_new(x);
        char *codes = codes_of(r, number, key);

        if (is_asked_for(r->u, x)) {
            add_line(r, line, number, key, old, new, "change", codes);
            any = true;
        }
        free(codes);
        free(new);
        free(old);
    }
    return any;
}

static void
add_event(const struct results *r, const struct users_csv_event *x)
{
    const struct users_csv_row *row = &r->u->rows[x->row];
    const char *number, *old = "";
    size_t line = line_of(r, x->row, &number);

    if (row->user != SIZE_MAX && x->field < FIELD_COUNT)
        old = user_text(&r->b->database->users[row->user], x->field);
    add_line(r, line, number,
             x->field < FIELD_ROWS ? field_info(x->field)->key : "", old,
             x->at != NULL && x->field < FIELD_ROWS ? x->at->text : "",
             x->kept                        ? "kept"
             : row->fate == USERCSV_SKIPPED ? "skipped"
                                            : "refused",
             x->code);
}

/* Where each row's events begin, one after the other, in `list`; the caller
 * frees both. */
static size_t *
index_events(const struct users_csv *u, const struct users_csv_event ***list)
{
    size_t *first = mem_calloc(u->row_count + 1, sizeof(*first)), i;
    size_t *next = mem_calloc(u->row_count + 1, sizeof(*next));

    *list = mem_array(NULL, u->event_count, sizeof(**list));
    for (i = 0; i < u->event_count; i++)
        first[u->events[i].row + 1]++;
    for (i = 0; i < u->row_count; i++)
        next[i + 1] = first[i + 1] += first[i];
    for (i = 0; i < u->event_count; i++)
        (*list)[next[u->events[i].row]++] = &u->events[i];
    free(next);
    return first;
}

/* One row: what changes, and what else became of its cells. */
static void
add_row(const struct results *r, size_t row, size_t change,
        const struct users_csv_event *const *events, size_t n)
{
    bool any = change != SIZE_MAX && add_changes(r, row, change);
    const char *number;
    size_t line = line_of(r, row, &number), i;

    for (i = 0; i < n; i++)
        add_event(r, events[i]);
    if (!any && n == 0)
        add_line(r, line, number, "", "", "", "unchanged", "");
}

static void
add_rows(const struct results *r)
{
    size_t *change = index_changes(r->c, r->b->database->user_count);
    size_t *order = order_rows(r->csv), i;
    const struct users_csv_event **events;
    size_t *first = index_events(r->u, &events);

    for (i = 0; i < r->u->row_count; i++) {
        size_t row = order[i];
        const struct users_csv_row *x = &r->u->rows[row];

        add_row(r, row, x->fate == USERCSV_READ ? change[x->user] : SIZE_MAX,
                events + first[row], first[row + 1] - first[row]);
    }
    free(first);
    free(events);
    free(order);
    free(change);
}

void
users_csv_results(const struct users_csv *u, const struct csv *csv,
                  const struct changes *c, const struct backup *b,
                  const struct findings *f, struct buf *to)
{
    static const char *const names[] = {"Line", "Number", "Field", "Old",
                                        "New",  "Result", "Code"};
    static const struct csv_style style = {.delimiter = ','};
    struct results r = {.u = u, .csv = csv, .c = c, .b = b, .f = f, .to = to};

    csv_write_row(to, &style, names, sizeof(names) / sizeof(names[0]));
    index_findings(&r);
    add_rows(&r);
    user_keys_free(&r.found);
}
