/*
 * Values that stand in a user more than once, or are no plain values.  The
 * reader of users knows that of the fields; of all else in a user, elements
 * and properties, the walk over the database tells what is in it.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/util/buf.h"
#include "check/check_impl.h"

/* Names that a message lists; the others are counted. */
#define NAMES_MAX 3

/* What the item is the value of: an element of the user or a property, or
 * NULL.  Of a property that has no Value, its parts are items. */
static const char *
key_of(const struct pbx_text *item)
{
    if (item->reference)
        return NULL;
    if (strcmp(item->parent, "Extension") == 0)
        return item->element;
    if (strcmp(item->parent, "DNProperty") != 0)
        return NULL;
    if (item->within == NULL)
        return item->element;
    return strcmp(item->element, "Name") == 0 ? item->text : NULL;
}

static int
compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_field(const char *name)
{
    enum field f;

    return field_find(SOURCE_ELEMENT, name, &f) ||
           field_find(SOURCE_PROPERTY, name, &f);
}

/* The names that are there more than once, for a message; NULL: none.  The
 * caller frees it. */
static char *
list_repeated(const char **keys, size_t n)
{
    struct human_list l = {.max = NAMES_MAX};
    size_t i, run;

    for (i = 0; i < n; i += run) {
        for (run = 1; i + run < n && strcmp(keys[i], keys[i + run]) == 0;)
            run++;
        if (run > 1 && !is_field(keys[i])) {
            struct buf b = BUF_INIT;

            text_escape(&b, keys[i]);
            human_list_add(&l, buf_str(&b));
            buf_free(&b);
        }
    }
    return l.count > 0 ? human_list_end(&l) : NULL;
}

void
check_user_names(struct user_names *u, const struct pbx_object *t)
{
    const char *key;
    size_t i, n = 0;
    bool sorted = true;

    if (t->count > u->key_cap) {
        u->key_cap = t->count;
        u->keys = mem_array(u->keys, u->key_cap, sizeof(*u->keys));
    }
    for (i = 0; i < t->count; i++) {
        if ((key = key_of(&t->items[i])) == NULL)
            continue;
        sorted &= n == 0 || strcmp(u->keys[n - 1], key) < 0;
        u->keys[n++] = key;
    }
    if (sorted)
        return;
    qsort(u->keys, n, sizeof(*u->keys), compare_keys);
    u->repeated[t->user] = list_repeated(u->keys, n);
}

/* What of a user's fields stands there more than once. */
static void
check_repeated(const struct user *u, struct findings *f)
{
    const char *number = user_text(u, FIELD_NUMBER);
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        const struct field_info *fi = field_info((enum field)i);
        struct finding *found;

        if ((u->repeated & USER_BIT(i)) == 0)
            continue;
        found = findings_add(f, "value-repeated", number, fi->key,
                             "%s stands more than once in this user (line "
                             "%" PRIu32 " of the database), so nobody can "
                             "tell which one counts",
                             fi->label, u->line);
        if (i == FIELD_NUMBER)
            found->severity = SEVERITY_ERROR;
    }
}

/* What cannot be edited, as it is no plain value. */
static void
check_plain(const struct user *u, struct findings *f)
{
    const char *number = user_text(u, FIELD_NUMBER);
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        const struct field_info *fi = field_info((enum field)i);

        if ((u->markup & USER_BIT(i)) != 0)
            findings_add(f, "value-not-editable", number, fi->key,
                         "%s has elements or comments where a value belongs "
                         "(line %" PRIu32 " of the database)",
                         fi->label, u->line);
    }
    if (u->nested)
        findings_add(f, "user-nested", number, NULL,
                     "another Extension lies within this user (line %" PRIu32
                     " of the database); it is not listed here",
                     u->line);
    if (u->properties_repeated)
        findings_add(f, "value-not-editable", number, NULL,
                     "two Properties are in this user (line %" PRIu32
                     " of the database), "
                     "so none of them can be edited",
                     u->line);
    if (u->names_odd)
        findings_add(f, "value-not-editable", number, NULL,
                     "a DNProperty of this user has two names, or elements in "
                     "its name (line %" PRIu32
                     " of the database), so no property "
                     "can be edited",
                     u->line);
}

void
check_values(const struct check_request *q, const struct user_names *names,
             struct findings *f)
{
    const struct database *d = q->backup->database;
    size_t i;

    for (i = 0; i < d->user_count; i++) {
        const struct user *u = &d->users[i];

        check_repeated(u, f);
        check_plain(u, f);
        if (names->repeated[i] != NULL)
            findings_add(f, "value-repeated", user_text(u, FIELD_NUMBER), NULL,
                         "%s: there more than once in this user (line %" PRIu32
                         " of the database), so nobody can tell which one "
                         "counts",
                         names->repeated[i], u->line);
    }
}
