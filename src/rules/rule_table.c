/*
 * The catalogue of findings, sorted by code.  `explain`, the README and the
 * reports print these texts, so they are written for the person who runs a
 * phone system, not for us.  They name nothing of a front end, which may say
 * in its own words what to do.
 *
 * A code says first what it is about (archive, avatar, email, group,
 * leftover, name, number, password, phone, pin, profiles, reference, sync,
 * table, target, value), and rule_table_*.c have what is about one, or some
 * that follow each other.  Severity: an error is what a phone system or a
 * restore cannot use; a warning is what is likely to be wrong or to surprise; a
 * note is good to know.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/rules_impl.h"

/* Sorted: all codes of a group come before all of the next. */
static const struct rule_group *const groups[] = {
    &rules_of_archive, &rules_of_avatar, &rules_of_email, &rules_of_user};

#define GROUP_COUNT (sizeof(groups) / sizeof(groups[0]))

size_t
rule_count(void)
{
    size_t n = 0, i;

    for (i = 0; i < GROUP_COUNT; i++)
        n += groups[i]->count;
    return n;
}

const struct rule *
rule_at(size_t place)
{
    size_t i;

    for (i = 0; i < GROUP_COUNT; i++) {
        if (place < groups[i]->count)
            return &groups[i]->list[place];
        place -= groups[i]->count;
    }
    return NULL;
}

size_t
rule_place(const struct rule *r)
{
    size_t i, k, before = 0;

    for (i = 0; i < GROUP_COUNT; i++) {
        for (k = 0; k < groups[i]->count; k++) {
            if (&groups[i]->list[k] == r)
                return before + k;
        }
        before += groups[i]->count;
    }
    return before;
}

static int
compare_code(const void *key, const void *element)
{
    const struct rule *r = element;

    return strcmp(key, r->code);
}

const struct rule *
rule_find(const char *code)
{
    const struct rule *found = NULL;
    size_t i;

    for (i = 0; i < GROUP_COUNT && found == NULL; i++)
        found = bsearch(code, groups[i]->list, groups[i]->count, sizeof(*found),
                        compare_code);
    return found;
}
