/*
 * The header of a CSV file of users: which column is which field.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Longer names of columns are cut in messages. */
#define NAME_SHOWN 40

/* Can a column be that field: one that changes, or the key? */
static bool
may_be_read(enum field f)
{
    return f == FIELD_NUMBER || field_importable(f);
}

/* The same for the field of that name. */
static bool
is_read(const char *name, enum field *f)
{
    return field_parse(name, f) && may_be_read(*f);
}

int
users_csv_map_parse(struct users_csv_map *map, const char *text, struct err *e)
{
    const char *eq = strrchr(text, '=');
    char *column;

    if (eq == NULL || eq == text)
        return err_set(e, ST_USAGE,
                       "%s: write COLUMN=FIELD, as in \"Work phone=mobile\"",
                       text);
    if (!is_read(eq + 1, &map->field)) {
        char *all = field_names(may_be_read, NAMED_BY_OPTION, "");

        err_set(e, ST_USAGE, "%s: there is no field \"%s\": %s", text, eq + 1,
                all);
        free(all);
        return e->status;
    }
    column = mem_ndup(text, (size_t)(eq - text));
    map->column = text_trim(column);
    free(column);
    return ST_OK;
}

/* The name of a column, as short as a message needs it; the caller frees
 * it. */
static char *
column_name(const struct csv *csv, size_t i)
{
    char *name = text_trim(csv->header.cells[i].text);
    size_t n = text_clusters(name, NAME_SHOWN);

    if (name[n] != '\0') {
        char *cut = mem_printf("%.*s...", (int)n, name);

        free(name);
        return cut;
    }
    return name;
}

/* Is that the name of the column, case ignored? */
static bool
is_named(const struct csv *csv, size_t i, const char *name)
{
    char *a = text_trim(csv->header.cells[i].text);
    char *x = text_fold(a), *y = text_fold(name);
    bool same = strcmp(x, y) == 0;

    free(a);
    free(x);
    free(y);
    return same;
}

/* Two columns are the same field. */
static int
clash(const struct users_csv *u, const struct csv *csv, const char *file,
      size_t i, enum field f, struct err *e)
{
    const struct csv_cell *at = &csv->header.cells[i];
    char *name = column_name(csv, i);
    char *other = column_name(csv, u->column[f]);
    char *place = notes_place(&csv->errors, file, at->line, at->column);

    err_set(e, ST_REFUSED,
            "%s: the columns \"%s\" and \"%s\" (the %zu%s) both are the "
            "%s; remove one, or say which one counts",
            place, name, other, u->column[f] + 1,
            u->column[f] == 0   ? "st"
            : u->column[f] == 1 ? "nd"
            : u->column[f] == 2 ? "rd"
                                : "th",
            field_info(f)->label);
    free(place);
    free(name);
    free(other);
    return err_hint(e, HINT_MAP_ONE, field_info(f)->word);
}

/* Give the columns that the user named their fields. */
static int
apply_maps(struct users_csv *u, const struct csv *csv, const char *file,
           const struct users_csv_options *o, bool *used, struct err *e)
{
    size_t i, k;

    for (k = 0; k < o->map_count; k++) {
        const struct users_csv_map *map = &o->maps[k];

        for (i = 0; i < csv->header.count; i++) {
            if (is_named(csv, i, map->column))
                break;
        }
        if (i == csv->header.count) {
            err_set(e, ST_REFUSED, "%s: there is no column \"%s\"", file,
                    map->column);
            return err_hint(e, HINT_MAPPING_NAMES, NULL);
        }
        if (used[i] || u->column[map->field] != SIZE_MAX) {
            err_set(e, ST_USAGE, "the column \"%s\" or the %s is named twice",
                    map->column, field_info(map->field)->label);
            return err_hint(e, HINT_MAPPING_TWICE, NULL);
        }
        u->column[map->field] = i;
        used[i] = true;
    }
    return ST_OK;
}

/* Is any cell of the column filled? */
static bool
has_content(const struct csv *csv, size_t i)
{
    size_t r;

    for (r = 0; r < csv->count; r++) {
        const char *text = csv->rows[r].cells[i].text;

        if (text[strspn(text, " \t")] != '\0')
            return true;
    }
    return false;
}

/* Add the column to the list of those that are not used; one without name
 * only if it holds anything, for spreadsheets leave empty ones behind. */
static void
ignore(struct buf *ignored, const struct csv *csv, size_t i)
{
    char *name = column_name(csv, i), letters[NOTES_LETTERS];

    if (*name != '\0' || has_content(csv, i))
        buf_printf(ignored, "%s%s", ignored->len > 0 ? ", " : "", name);
    if (*name == '\0' && has_content(csv, i) && csv->sheet != NULL)
        buf_printf(ignored, "column %s", notes_letters(letters, i + 1));
    else if (*name == '\0' && has_content(csv, i))
        buf_printf(ignored, "the unnamed %zu. one", i + 1);
    free(name);
}

/* Give the other columns the fields that they are named after. */
static int
apply_names(struct users_csv *u, const struct csv *csv, const char *file,
            const struct users_csv_options *o, const bool *used,
            struct buf *ignored, struct err *e)
{
    size_t i, k;

    for (i = 0; i < csv->header.count; i++) {
        bool mapped = false;
        enum field f;

        if (used[i])
            continue;
        if (u->avatar == SIZE_MAX && is_named(csv, i, USERCSV_AVATAR)) {
            u->avatar = i;
            continue;
        }
        if (!is_read(csv->header.cells[i].text, &f)) {
            ignore(ignored, csv, i);
            continue;
        }
        for (k = 0; k < o->map_count; k++)
            mapped |= o->maps[k].field == f;
        if (mapped)
            ignore(ignored, csv, i);
        else if (u->column[f] != SIZE_MAX)
            return clash(u, csv, file, i, f, e);
        else
            u->column[f] = i;
    }
    return ST_OK;
}

/* No column holds the field that says whom a row means. */
static int
no_key(const char *file, enum field by, struct err *e)
{
    char *names = field_called(by);

    err_set(e, ST_REFUSED,
            by == FIELD_NUMBER
                ? "%s: no column names the extension (%s)"
                : "%s: no column holds the address by which users are to be "
                  "found (%s)",
            file, names);
    free(names);
    return err_hint(e, by == FIELD_NUMBER ? HINT_MAP_NUMBER : HINT_MAP_EMAIL,
                    NULL);
}

/* Is there a column that says whom a row means, and one to change? */
static int
check_columns(const struct users_csv *u, const char *file,
              enum users_csv_key key, struct err *e)
{
    enum field by = key == USERCSV_BY_EMAIL ? FIELD_EMAIL : FIELD_NUMBER;
    size_t fields = 0, i;

    if (u->column[by] == SIZE_MAX)
        return no_key(file, by, e);
    for (i = FIELD_FIRST; i < FIELD_COUNT; i++)
        fields += u->column[i] != SIZE_MAX &&
                  (i != FIELD_EMAIL || key != USERCSV_BY_EMAIL);
    if (fields == 0 && u->avatar == SIZE_MAX) {
        char *all = field_names(field_importable, NAMED_BY_KEY, "");

        err_set(e, ST_REFUSED, "%s: no column holds anything to change (%s)",
                file, all);
        free(all);
        return err_hint(e, HINT_MAP_ANY, NULL);
    }
    return ST_OK;
}

int
users_csv_header(struct users_csv *u, const struct csv *csv, const char *file,
                 const struct users_csv_options *o, struct err *e)
{
    bool *used = mem_calloc(csv->header.count, sizeof(*used));
    struct buf ignored = BUF_INIT;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++)
        u->column[i] = SIZE_MAX;
    u->avatar = SIZE_MAX;
    if (apply_maps(u, csv, file, o, used, e) == ST_OK &&
        apply_names(u, csv, file, o, used, &ignored, e) == ST_OK)
        check_columns(u, file, o->key, e);
    if (ignored.len > 0)
        u->ignored = buf_steal(&ignored);
    buf_free(&ignored);
    free(used);
    return e->status;
}
