/*
 * Addresses that several users would have.  Up to version 18 it is legal to
 * share one, and real systems do; but that an edit makes two people share one
 * is far more often a slip.  So those who shared an address before, and still
 * share one, are told of, and nobody else may come to share one.
 */
#include <stdlib.h>
#include <string.h>

#include "change/change_impl.h"
#include "cxbak/rules/rules.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/util/mem.h"

/* Had all of them one and the same address before? */
static bool
shared_before(const struct database *d, const struct user_key *who, size_t n)
{
    char *first =
        rules_email_key(user_text(&d->users[who[0].user], FIELD_EMAIL));
    bool same = first != NULL;
    size_t i;

    for (i = 1; i < n && same; i++) {
        char *other =
            rules_email_key(user_text(&d->users[who[i].user], FIELD_EMAIL));

        same = other != NULL && strcmp(first, other) == 0;
        free(other);
    }
    free(first);
    return same;
}

bool *
sharing_new(const struct ruled_users *after, const struct database *d)
{
    bool *fresh = mem_calloc(after->count, sizeof(*fresh));
    struct user_keys keys = {NULL, 0, 0};
    size_t i, k, run;

    for (i = 0; i < after->count; i++)
        user_keys_add(&keys, rules_email_key(after->list[i].value[FIELD_EMAIL]),
                      i);
    user_keys_sort(&keys);
    for (i = 0; i < keys.count; i += run) {
        run = user_keys_run(&keys, i);
        if (run < 2 || shared_before(d, keys.list + i, run))
            continue;
        for (k = i; k < i + run; k++)
            fresh[keys.list[k].user] = true;
    }
    user_keys_free(&keys);
    return fresh;
}
