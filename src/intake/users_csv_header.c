/*
 * The header of a CSV file of users: which column is which field.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/header_alias_impl.h"
#include "intake/users_csv_impl.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Longer names of columns are cut in messages. */
#define NAME_SHOWN 40

/* Columns that a message names. */
#define COLUMNS_SHOWN 20

char *
users_csv_heading(const struct csv *csv, size_t i)
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

void
users_csv_place(struct notes *n, const struct csv *csv, size_t row,
                const struct csv_cell *at)
{
    const struct csv_row *x = &csv->rows[row];
    size_t column = (size_t)(at - x->cells);
    char *heading = users_csv_heading(csv, column);

    notes_cell(n, x->row, column + 1, heading);
    free(heading);
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
    char *name = users_csv_heading(csv, i);
    char *other = users_csv_heading(csv, u->column[f]);
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

/* The columns that the header has, for a message. */
static char *
list_columns(const struct csv *csv)
{
    struct human_list list = {.max = COLUMNS_SHOWN};
    size_t i;

    for (i = 0; i < csv->header.count; i++) {
        char *name = users_csv_heading(csv, i);

        if (*name != '\0')
            human_list_add(&list, name);
        free(name);
    }
    return human_list_end(&list);
}

size_t
users_csv_find_column(const struct csv *csv, const char *name)
{
    char letters[NOTES_LETTERS];
    size_t i;

    for (i = 0; i < csv->header.count; i++) {
        if (is_named(csv, i, name))
            return i;
    }
    for (i = 0; i < csv->header.count; i++) {
        if (strcmp(notes_letters(letters, i + 1), name) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Where the column of a map goes; NULL if nowhere. */
static size_t *
place_of(struct users_csv *u, const struct users_csv_map *map)
{
    if (map->sense == USERCSV_UNUSED)
        return NULL;
    return map->sense == USERCSV_NAME ? &u->name : &u->column[map->field];
}

/* Give the columns that the user named their fields. */
static int
apply_maps(struct users_csv *u, const struct csv *csv, const char *file,
           const struct users_csv_options *o, bool *used, struct err *e)
{
    size_t k;

    for (k = 0; k < o->map_count; k++) {
        const struct users_csv_map *map = &o->maps[k];
        size_t i = users_csv_find_column(csv, map->column);
        size_t *to = place_of(u, map);

        if (i == SIZE_MAX) {
            char *list = list_columns(csv);

            err_set(e, ST_REFUSED,
                    "%s: there is no column \"%s\" (row %u has %s)", file,
                    map->column, (unsigned)csv->header.cells[0].line, list);
            free(list);
            return err_hint(e, HINT_MAPPING_NAMES, NULL);
        }
        if (used[i] || (to != NULL && *to != SIZE_MAX)) {
            err_set(e, ST_USAGE, "the column \"%s\" or the %s is named twice",
                    map->column,
                    map->sense == USERCSV_FIELD ? field_info(map->field)->label
                                                : "name");
            return err_hint(e, HINT_MAPPING_TWICE, NULL);
        }
        if (to != NULL)
            *to = i;
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
    char *name = users_csv_heading(csv, i), letters[NOTES_LETTERS];

    if (*name != '\0' || has_content(csv, i))
        buf_printf(ignored, "%s%s", ignored->len > 0 ? ", " : "", name);
    if (*name == '\0' && has_content(csv, i) && csv->sheet != NULL)
        buf_printf(ignored, "column %s", notes_letters(letters, i + 1));
    else if (*name == '\0' && has_content(csv, i))
        buf_printf(ignored, "the unnamed %zu. one", i + 1);
    free(name);
}

/* What the names of the columns say. */
struct named {
    enum header_sense sense;
    enum field field;
};

/* A name that may be a part of the name or the whole is the part where only the
 * other part surely has its own column. */
static void
settle_parts(const struct users_csv *u, struct named *n, size_t count)
{
    bool sure[FIELD_COUNT];
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++)
        sure[i] = u->column[i] != SIZE_MAX;
    for (i = 0; i < count; i++) {
        if (n[i].sense == HEADER_FIELD)
            sure[n[i].field] = true;
    }
    for (i = 0; i < count; i++) {
        enum field other = n[i].field == FIELD_FIRST ? FIELD_LAST : FIELD_FIRST;

        if (n[i].sense == HEADER_PART)
            n[i].sense =
                sure[other] && !sure[n[i].field] ? HEADER_FIELD : HEADER_WHOLE;
    }
}

/* A name that nobody knows, but which is hardly another one. */
static int
refuse_near(const struct users_csv *u, const struct csv *csv, const char *file,
            const struct header_names *names, size_t i, struct err *e)
{
    const struct csv_cell *at = &csv->header.cells[i];
    enum field f = FIELD_NUMBER;
    const char *near = header_near(names, at->text, &f);
    char *name, *place;

    if (near == NULL || u->column[f] != SIZE_MAX)
        return ST_OK;
    name = users_csv_heading(csv, i);
    place = notes_place(&csv->errors, file, at->line, at->column);
    err_set(e, ST_REFUSED,
            "%s: the column \"%s\" is not known; did you mean \"%s\"? Correct "
            "its name, or say what it is",
            place, name, near);
    free(place);
    free(name);
    return err_hint(e, HINT_MAP_OR_NOT, NULL);
}

/* Give a column what its name says; the first error counts. */
static void
apply_name(struct users_csv *u, const struct csv *csv, const char *file,
           const struct named *n, size_t i, bool by_name, struct buf *ignored,
           struct err *e)
{
    bool mapped = n->sense == HEADER_FIELD && u->mapped[n->field];

    if (n->sense == HEADER_WHOLE && u->witness == SIZE_MAX)
        u->witness = i;

    if (n->sense == HEADER_PICTURE && u->avatar == SIZE_MAX)
        u->avatar = i;
    else if (n->sense == HEADER_WHOLE && by_name && u->name == SIZE_MAX)
        u->name = i;
    else if (n->sense != HEADER_FIELD || mapped)
        ignore(ignored, csv, i);
    else if (u->column[n->field] == SIZE_MAX)
        u->column[n->field] = i;
    else if (e->status == ST_OK)
        clash(u, csv, file, i, n->field, e);
}

/* Give the other columns the fields that they are named after. */
static int
apply_names(struct users_csv *u, const struct csv *csv, const char *file,
            const struct users_csv_options *o, const bool *used,
            struct buf *ignored, struct err *e)
{
    size_t count = csv->header.count, i;
    struct named *named = mem_calloc(count, sizeof(*named));
    struct header_names *names = header_names_new();
    bool by_name = false;

    for (i = 0; i < o->key_count; i++)
        by_name = by_name || o->keys[i] == USERCSV_BY_NAME;
    for (i = 0; i < FIELD_COUNT; i++)
        u->mapped[i] = u->column[i] != SIZE_MAX;
    for (i = 0; i < count; i++) {
        if (!used[i])
            named[i].sense =
                header_sense(names, csv->header.cells[i].text, &named[i].field);
    }
    settle_parts(u, named, count);
    for (i = 0; i < count; i++) {
        if (!used[i])
            apply_name(u, csv, file, &named[i], i, by_name, ignored, e);
    }
    for (i = 0; i < count && i < CSV_HEADER_CELLS && e->status == ST_OK; i++) {
        if (!used[i] && named[i].sense == HEADER_UNKNOWN)
            refuse_near(u, csv, file, names, i, e);
    }
    header_names_free(names);
    free(named);
    return e->status;
}

size_t
users_csv_names(const void *options, const char *const *texts, size_t n)
{
    const struct users_csv_options *o = options;
    struct header_names *names = header_names_new();
    size_t i, k, known = 0;
    enum field f;

    for (i = 0; i < n; i++) {
        bool is = header_sense(names, texts[i], &f) != HEADER_UNKNOWN;

        for (k = 0; k < o->map_count && !is; k++) {
            char *x = text_fold(o->maps[k].column), *y = text_fold(texts[i]);

            is = strcmp(x, y) == 0;
            free(x);
            free(y);
        }
        known += is;
    }
    header_names_free(names);
    return known;
}

/* Columns that a message names. */
#define COLUMNS_NAMED 12

/* What columns there are; one alone may be several that were not told apart.
 * The caller frees it. */
static char *
columns_words(const struct csv *csv)
{
    struct human_list l = {.max = COLUMNS_NAMED};
    char *list, *words;
    size_t i;

    for (i = 0; i < csv->header.count; i++)
        human_list_add(&l, csv->header.cells[i].text);
    list = human_list_end(&l);
    words =
        csv->header.count == 1
            ? mem_printf("there is one column only, \"%s\": columns are told "
                         "apart by a comma, a semicolon or a tab",
                         list)
            : mem_printf("the columns are %s", list);
    free(list);
    return words;
}

/* No column holds what says whom a row means. */
static int
no_key(const char *file, const struct csv *csv, enum users_csv_key key,
       struct err *e)
{
    char *names, *columns;

    if (key == USERCSV_BY_NAME) {
        err_set(e, ST_REFUSED,
                "%s: no column holds the names by which users are to be found",
                file);
        return err_hint(e, HINT_MAP_ANY, NULL);
    }
    names = field_called(key == USERCSV_BY_EMAIL ? FIELD_EMAIL : FIELD_NUMBER);
    columns = columns_words(csv);
    err_set(e, ST_REFUSED,
            key == USERCSV_BY_NUMBER
                ? "%s: no column names the extension (%s); %s"
                : "%s: no column holds the address by which users are to be "
                  "found (%s); %s",
            file, names, columns);
    free(columns);
    free(names);
    return err_hint(
        e, key == USERCSV_BY_NUMBER ? HINT_MAP_NUMBER : HINT_MAP_EMAIL, NULL);
}

/* Is there a column for that key? */
static bool
has_key(const struct users_csv *u, enum users_csv_key key)
{
    if (key == USERCSV_BY_NAME)
        return u->name != SIZE_MAX || u->column[FIELD_LAST] != SIZE_MAX ||
               u->column[FIELD_FIRST] != SIZE_MAX;
    return u->column[key == USERCSV_BY_EMAIL ? FIELD_EMAIL : FIELD_NUMBER] !=
           SIZE_MAX;
}

/* Is there a column that says whom a row means, and one to change? */
static int
check_columns(const struct users_csv *u, const char *file,
              const struct csv *csv, const struct users_csv_options *o,
              struct err *e)
{
    enum users_csv_key first =
        o->key_count > 0 ? o->keys[0] : USERCSV_BY_NUMBER;
    bool only_email = first == USERCSV_BY_EMAIL && o->key_count == 1;
    size_t fields = 0, i = 0;

    while (i < o->key_count && !has_key(u, o->keys[i]))
        i++;
    if (i == o->key_count && !(o->key_count == 0 && has_key(u, first)))
        return no_key(file, csv, first, e);
    for (i = FIELD_FIRST; i < FIELD_COUNT; i++)
        fields += u->column[i] != SIZE_MAX && (i != FIELD_EMAIL || !only_email);
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
    u->avatar = u->name = u->witness = SIZE_MAX;
    if (apply_maps(u, csv, file, o, used, e) == ST_OK &&
        apply_names(u, csv, file, o, used, &ignored, e) == ST_OK)
        check_columns(u, file, csv, o, e);
    if (ignored.len > 0)
        u->ignored = buf_steal(&ignored);
    buf_free(&ignored);
    free(used);
    return e->status;
}
