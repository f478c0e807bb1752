#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/plan/plan.h"

static void
add(size_t **list, size_t *count, size_t *cap, size_t i)
{
    *list = mem_grow(*list, cap, *count, sizeof(**list));
    (*list)[(*count)++] = i;
}

/* Is the member the picture that was planned? */
static bool
is_planned(const struct picture_change *x, struct backup *new, size_t member)
{
    struct err e = ERR_INIT;
    uint32_t crc = 0;
    bool same;

    if (x->name == NULL || member == SIZE_MAX)
        return x->name == NULL && member == SIZE_MAX;
    same = avatar_crc(new, member, &crc, &e) == ST_OK && crc == x->crc &&
           zdir_member(new->zip, member)->usize == x->image.len;
    err_free(&e);
    return same;
}

/* The same for pictures. */
static void
check_pictures(struct plan_check *k, const struct comparison *d,
               const struct changes *planned, const struct backup *old,
               struct backup *new)
{
    const struct picture_changes *p = &planned->pictures;
    size_t *differs =
        mem_calloc(old->database->user_count, sizeof(*differs)); /* index + 1 */
    size_t i;

    for (i = 0; i < d->picture_count; i++)
        differs[d->pictures[i].old_user] = i + 1;
    for (i = 0; i < p->count; i++) {
        size_t *at = &differs[p->list[i].user];

        if (*at > 0 &&
            is_planned(&p->list[i], new, d->pictures[*at - 1].new_member))
            *at = 0;
        else
            add(&k->missing_pictures, &k->missing_picture_count,
                &k->missing_picture_cap, i);
    }
    for (i = 0; i < d->picture_count; i++) {
        if (differs[d->pictures[i].old_user] != 0)
            add(&k->unplanned_pictures, &k->unplanned_picture_count,
                &k->unplanned_picture_cap, i);
    }
    free(differs);
}

void
plan_check(struct plan_check *k, const struct comparison *d,
           const struct changes *planned, struct backup *old,
           struct backup *new)
{
    size_t slots = old->database->user_count * FIELD_COUNT, i;
    size_t *differs = mem_calloc(slots, sizeof(*differs)); /* index + 1 */

    memset(k, 0, sizeof(*k));
    for (i = 0; i < d->field_count; i++) {
        const struct field_difference *f = &d->fields[i];

        differs[f->old_user * FIELD_COUNT + (size_t)f->field] = i + 1;
    }

    /* A change that was made explains its difference. */
    for (i = 0; i < planned->count; i++) {
        const struct change *x = &planned->list[i];
        size_t *at = &differs[x->user * FIELD_COUNT + (size_t)x->field];
        const struct field_difference *f = *at > 0 ? &d->fields[*at - 1] : NULL;

        if (f != NULL &&
            strcmp(user_text(&new->database->users[f->new_user], f->field),
                   x->text) == 0)
            *at = 0;
        else
            add(&k->missing, &k->missing_count, &k->missing_cap, i);
    }
    for (i = 0; i < d->field_count; i++) {
        const struct field_difference *f = &d->fields[i];

        if (differs[f->old_user * FIELD_COUNT + (size_t)f->field] != 0)
            add(&k->unplanned, &k->unplanned_count, &k->unplanned_cap, i);
    }
    free(differs);
    check_pictures(k, d, planned, old, new);
}

bool
plan_check_good(const struct plan_check *k)
{
    return k->unplanned_count == 0 && k->missing_count == 0 &&
           k->unplanned_picture_count == 0 && k->missing_picture_count == 0;
}

void
plan_check_free(struct plan_check *k)
{
    free(k->unplanned);
    free(k->missing);
    free(k->unplanned_pictures);
    free(k->missing_pictures);
    memset(k, 0, sizeof(*k));
}
