/*
 * What the user says of the columns of a CSV file of users.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/users_csv_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#define NAME_WORD   "name"
#define UNUSED_WORD "-"

bool
users_csv_may_be(enum field f)
{
    return f == FIELD_NUMBER || field_importable(f);
}

/* Understand the FIELD of one assignment. */
static int
parse_field(struct users_csv_map *map, const char *text, const char *word,
            struct err *e)
{
    char *all;

    if (strcmp(word, UNUSED_WORD) == 0)
        map->sense = USERCSV_UNUSED;
    else if (strcmp(word, NAME_WORD) == 0)
        map->sense = USERCSV_NAME;
    else if (field_parse(word, &map->field) && users_csv_may_be(map->field))
        map->sense = USERCSV_FIELD;
    else {
        all = field_names(users_csv_may_be, NAMED_BY_OPTION, "");
        err_set(e, ST_USAGE,
                "%s: there is no field \"%s\": %s, name for both names, or - "
                "for none",
                text, word, all);
        free(all);
    }
    return e->status;
}

/* Understand one assignment. */
static int
parse_one(struct users_csv_maps *maps, const char *text, struct err *e)
{
    const char *eq = strrchr(text, '=');
    struct users_csv_map map = {.column = NULL};
    char *column, *word;

    if (eq == NULL || eq == text)
        return err_set(e, ST_USAGE,
                       "%s: write COLUMN=FIELD, as in \"Work phone=mobile\"",
                       text);
    word = text_trim(eq + 1);
    if (parse_field(&map, text, word, e) == ST_OK) {
        column = mem_ndup(text, (size_t)(eq - text));
        map.column = text_trim(column);
        free(column);
        maps->list =
            mem_grow(maps->list, &maps->cap, maps->count, sizeof(*maps->list));
        maps->list[maps->count++] = map;
    }
    free(word);
    return e->status;
}

/* A comma divides assignments, unless what stands before it is none: it may
 * be in the name of a column. */
int
users_csv_map_parse(struct users_csv_maps *maps, const char *text,
                    struct err *e)
{
    const char *end;

    do {
        char *one;

        for (end = text; *end != '\0' && *end != '='; end++)
            continue;
        end += strcspn(end, ",");
        one = mem_ndup(text, (size_t)(end - text));
        parse_one(maps, one, e);
        free(one);
        text = end + (*end != '\0');
    } while (*end != '\0' && e->status == ST_OK);
    return e->status;
}

int
users_csv_map_file(struct users_csv_maps *maps, const char *text,
                   const char *name, struct err *e)
{
    size_t line = 1;

    for (; *text != '\0' && e->status == ST_OK; line++) {
        size_t n = strcspn(text, "\n");
        char *raw = mem_ndup(text, n), *one = text_trim(raw);

        if (*one != '\0' && *one != '#' && parse_one(maps, one, e) != ST_OK)
            err_prefix(e, "%s:%zu: ", name, line);
        free(one);
        free(raw);
        text += n + (text[n] != '\0');
    }
    return e->status;
}

void
users_csv_maps_free(struct users_csv_maps *maps)
{
    size_t i;

    for (i = 0; i < maps->count; i++)
        free(maps->list[i].column);
    free(maps->list);
    memset(maps, 0, sizeof(*maps));
}

int
users_csv_keys_parse(struct users_csv_options *o, const char *text,
                     struct err *e)
{
    static const char *const words[USERCSV_KEYS] = {"number", "email", "name"};
    char *copy = mem_dup(text), *save = NULL, *word;
    bool given[USERCSV_KEYS] = {false};
    size_t i;

    o->key_count = 0;
    for (word = strtok_r(copy, ", ", &save); word != NULL;
         word = strtok_r(NULL, ", ", &save)) {
        for (i = 0; i < USERCSV_KEYS && strcmp(words[i], word) != 0; i++)
            continue;
        if (i == USERCSV_KEYS || given[i]) {
            err_set(e, ST_USAGE,
                    i == USERCSV_KEYS
                        ? "\"%s\" is no key: number, email, name, or several "
                          "with commas between"
                        : "\"%s\" is given twice",
                    word);
            break;
        }
        given[i] = true;
        o->keys[o->key_count++] = (enum users_csv_key)i;
    }
    free(copy);
    if (e->status == ST_OK && o->key_count == 0)
        err_set(e, ST_USAGE, "say by what: number, email, name");
    return e->status;
}
