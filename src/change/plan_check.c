#include <stdlib.h>
#include <string.h>

#include "cxbak/mem.h"
#include "cxbak/plan.h"

static void
add(size_t **list, size_t *count, size_t *cap, size_t i)
{
    *list = mem_grow(*list, cap, *count, sizeof(**list));
    (*list)[(*count)++] = i;
}

void
plan_check(struct plan_check *k, const struct comparison *d,
           const struct changes *planned, const struct backup *old,
           const struct backup *new)
{
    size_t slots = old->database->user_count * FIELD_COUNT, i;
    size_t *differs = mem_calloc(slots, sizeof(*differs)); /* index + 1 */

    memset(k, 0, sizeof(*k));
    for (i = 0; i < d->field_count; i++) {
        const struct field_change *f = &d->fields[i];

        differs[f->old_user * FIELD_COUNT + (size_t)f->field] = i + 1;
    }

    /* A change that was made explains its difference. */
    for (i = 0; i < planned->count; i++) {
        const struct change *x = &planned->list[i];
        size_t *at = &differs[x->user * FIELD_COUNT + (size_t)x->field];
        const struct field_change *f = *at > 0 ? &d->fields[*at - 1] : NULL;

        if (f != NULL &&
            strcmp(user_text(&new->database->users[f->new_user], f->field),
                   x->text) == 0)
            *at = 0;
        else
            add(&k->missing, &k->missing_count, &k->missing_cap, i);
    }
    for (i = 0; i < d->field_count; i++) {
        const struct field_change *f = &d->fields[i];

        if (differs[f->old_user * FIELD_COUNT + (size_t)f->field] != 0)
            add(&k->unplanned, &k->unplanned_count, &k->unplanned_cap, i);
    }
    for (i = 0; i < d->member_count; i++)
        k->pictures += d->members[i].picture;
    free(differs);
}

void
plan_check_free(struct plan_check *k)
{
    free(k->unplanned);
    free(k->missing);
    memset(k, 0, sizeof(*k));
}
