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

/* Has the new backup what was planned? */
static bool
is_done(const struct change *x, const struct difference *d, struct backup *new)
{
    const char *wanted = x->edit.text;
    struct err e = ERR_INIT;
    uint32_t crc = 0;
    bool same;

    if (x->picture != NULL && x->picture->entry.text != NULL &&
        strcmp(
            user_text(&new->database->users[d->new_user], FIELD_CONTACT_IMAGE),
            x->picture->entry.text) != 0)
        return false;
    if (x->picture == NULL)
        return strcmp(user_text(&new->database->users[d->new_user], d->field),
                      wanted) == 0;
    if (*wanted == '\0' || d->new_member == SIZE_MAX)
        return *wanted == '\0' && d->new_member == SIZE_MAX;
    same = avatar_crc(new, d->new_member, &crc, &e) == ST_OK &&
           crc == x->picture->crc &&
           zdir_member(new->zip, d->new_member)->usize == x->picture->image.len;
    err_free(&e);
    return same;
}

/* The place of a user's field among all. */
static size_t
slot(size_t user, enum field f)
{
    return user * FIELD_ROWS + (size_t)f;
}

void
plan_check(struct plan_check *k, const struct comparison *d,
           const struct changes *planned, struct backup *old,
           struct backup *new)
{
    size_t *differs = mem_calloc(slot(old->database->user_count, 0),
                                 sizeof(*differs)); /* index + 1 */
    size_t i;

    memset(k, 0, sizeof(*k));
    for (i = 0; i < d->count; i++)
        differs[slot(d->list[i].old_user, d->list[i].field)] = i + 1;

    /* A change that was made explains its difference. */
    for (i = 0; i < planned->count; i++) {
        const struct change *x = &planned->list[i];
        size_t *at = &differs[slot(x->edit.user, x->edit.field)];

        if (*at > 0 && is_done(x, &d->list[*at - 1], new))
            *at = 0;
        else
            add(&k->missing, &k->missing_count, &k->missing_cap, i);
    }
    for (i = 0; i < d->count; i++) {
        if (differs[slot(d->list[i].old_user, d->list[i].field)] != 0)
            add(&k->unplanned, &k->unplanned_count, &k->unplanned_cap, i);
    }
    free(differs);
}

bool
plan_check_good(const struct plan_check *k)
{
    return k->unplanned_count == 0 && k->missing_count == 0;
}

void
plan_check_free(struct plan_check *k)
{
    free(k->unplanned);
    free(k->missing);
    memset(k, 0, sizeof(*k));
}
