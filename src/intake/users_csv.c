/*
 * The rows of a CSV file of users.
 *
 * Each row finds its user, then each of its cells is compared with what the
 * backup has.  The changes of a row are made when all of it is known to be
 * good, so that one that is left out leaves nothing behind.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"

void
users_csv_note(struct users_csv *u, size_t row, const struct csv_cell *at,
               enum field f, const char *code, bool kept)
{
    u->events =
        mem_grow(u->events, &u->event_cap, u->event_count, sizeof(*u->events));
    u->events[u->event_count++] = (struct users_csv_event){
        .row = row, .at = at, .field = f, .code = code, .kept = kept};
}

/* May a row be left out for this? */
static bool
may_skip(const struct rows *r, const char *code)
{
    return r->o->skip_bad ||
           (r->o->skip_unknown && strcmp(code, ROW_UNKNOWN) == 0);
}

void
users_csv_refuse(struct rows *r, const struct csv_cell *at, enum field f,
                 const char *code, const char *fmt, ...)
{
    bool skip = may_skip(r, code);
    struct notes *list = skip ? &r->u->skipped : &r->csv->errors;
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    notes_add_at(list, at->line, at->column, "%s", text);
    users_csv_place(list, r->csv, r->row, at);
    buf_printf(&r->why, "%s%s", r->why.len > 0 ? "; " : "", text);
    r->refused = r->refused || !skip;
    users_csv_note(r->u, r->row, at, f, code, false);
    free(text);
}

void
users_csv_refuse_hint(struct rows *r, enum hint hint)
{
    if (r->refused)
        notes_hint(&r->csv->errors, hint, NULL);
}

/* ---- Rows ---- */

/* Make the changes of the row that was read, or say that it is left out. */
static void
end_row(struct rows *r, size_t user)
{
    struct users_csv_row *row = &r->u->rows[r->row];
    size_t f;

    row->user = user;
    if (r->why.len > 0) {
        row->fate = r->refused ? USERCSV_REFUSED : USERCSV_SKIPPED;
        row->why = buf_steal(&r->why);
    }
    for (f = 0; f < FIELD_COUNT; f++) {
        if (r->value[f] != NULL && row->fate == USERCSV_READ) {
            change_add(r->c, user, (enum field)f, r->value[f]);
            row->fields |= 1u << f;
        }
        free(r->value[f]);
        r->value[f] = NULL;
    }
    if (user != SIZE_MAX && row->fate == USERCSV_READ)
        change_ask(r->c, r->b, user);
}

/* Did the field tell whom the row means, so that it is no change? */
static bool
is_key(const struct rows *r, enum field f)
{
    if (r->by == USERCSV_BY_NAME)
        return f == FIELD_FIRST || f == FIELD_LAST;
    return r->by == USERCSV_BY_EMAIL && f == FIELD_EMAIL;
}

static void
read_row(struct rows *r, const struct csv_row *row)
{
    size_t user, f;

    r->row = (size_t)(row - r->csv->rows);
    r->refused = false;
    user = users_csv_whom(r, row);
    for (f = FIELD_FIRST; f < FIELD_COUNT && user != SIZE_MAX; f++) {
        if (r->u->column[f] != SIZE_MAX && !is_key(r, (enum field)f))
            users_csv_cell(r, row, user, (enum field)f);
    }
    if (user != SIZE_MAX && r->why.len == 0)
        users_csv_names_look(r, row, user);
    end_row(r, user);
}

/* Rows that do not fit the table. */
static void
take_bad(struct rows *r)
{
    struct users_csv *u = r->u;
    size_t i;

    if (r->o->skip_bad) {
        u->skipped = r->csv->errors;
        r->csv->errors = (struct notes){.sheet = r->csv->sheet};
    }
    for (i = 0; i < r->csv->bad_count; i++) {
        size_t row = r->csv->count + i;

        u->rows[row].fate = r->o->skip_bad ? USERCSV_SKIPPED : USERCSV_REFUSED;
        u->rows[row].user = SIZE_MAX;
        u->rows[row].why = mem_dup(r->csv->bad[i].why);
        users_csv_note(u, row, r->csv->bad[i].cells, FIELD_ROWS, ROW_SHAPE,
                       false);
    }
}

int
users_csv_read(struct users_csv *u, struct changes *c, struct csv *csv,
               const char *name, const struct backup *b,
               const struct users_csv_options *o, struct err *e)
{
    struct rows r = {.u = u, .c = c, .csv = csv, .b = b, .o = o};
    size_t i;

    memset(u, 0, sizeof(*u));
    u->first = c->count;
    u->oddities.sheet = u->skipped.sheet = csv->sheet;
    if (users_csv_header(u, csv, name, o, e) != ST_OK)
        return e->status;
    u->row_of = mem_array(NULL, b->database->user_count, sizeof(*u->row_of));
    for (i = 0; i < b->database->user_count; i++)
        u->row_of[i] = SIZE_MAX;
    u->row_count = csv->count + csv->bad_count;
    u->rows = mem_calloc(u->row_count, sizeof(*u->rows));
    take_bad(&r);
    users_csv_whom_begin(&r);
    users_csv_names_begin(&r);
    users_csv_usual(&r);
    for (i = 0; i < csv->count; i++)
        read_row(&r, &csv->rows[i]);
    users_csv_distrust(&r);
    notes_sort(&csv->errors);
    notes_sort(&u->skipped);
    notes_sort(&u->oddities);
    users_csv_names_end(&r);
    users_csv_whom_end(&r);
    return ST_OK;
}

const struct csv_cell *
users_csv_picture(const struct users_csv *u, const struct csv *csv, size_t row,
                  bool *clear)
{
    const struct csv_cell *at;

    if (u->avatar == SIZE_MAX)
        return NULL;
    at = &csv->rows[row].cells[u->avatar];
    *clear = users_csv_clear(at->text);
    return users_csv_blank(at->text) ? NULL : at;
}

void
users_csv_free(struct users_csv *u)
{
    size_t i;

    for (i = 0; i < u->row_count; i++)
        free(u->rows[i].why);
    free(u->rows);
    users_csv_doubts_free(u);
    notes_free(&u->skipped);
    notes_free(&u->oddities);
    free(u->groups);
    free(u->events);
    free(u->ignored);
    free(u->row_of);
    memset(u, 0, sizeof(*u));
}
