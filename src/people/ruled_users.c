#include <stdlib.h>

#include "cxbak/people/ruled_users.h"
#include "cxbak/util/mem.h"

void
ruled_users_make(struct ruled_users *r, const struct database *d)
{
    const char *length = pairs_find(&d->parameters, "ENL");
    size_t i, k;

    r->system.number_length = length != NULL ? strtoul(length, NULL, 10) : 0;
    r->count = d->user_count;
    r->list = mem_calloc(r->count, sizeof(*r->list));
    for (i = 0; i < r->count; i++) {
        r->list[i].enabled = !d->users[i].disabled;
        for (k = 0; k < FIELD_COUNT; k++)
            r->list[i].value[k] = user_text(&d->users[i], (enum field)k);
    }
}

void
ruled_users_free(struct ruled_users *r)
{
    free(r->list);
    r->list = NULL;
    r->count = 0;
}
