#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "plan/plan_impl.h"

/* What a field comes to: the last change that was made to it. */
struct slot {
    const struct plan_change *change; /* NULL: as it is in the backup */
    const struct plan *by;
};

static void
add_conflict(struct plan_outcome *m, enum conflict_reason reason,
             const struct plan *p, const struct plan_change *x,
             const struct user *u, const char *found, const struct plan *by)
{
    m->conflicts = mem_grow(m->conflicts, &m->conflict_cap, m->conflict_count,
                            sizeof(*m->conflicts));
    m->conflicts[m->conflict_count++] =
        (struct conflict){reason, p, x, u, found, by};
}

/* A slot for each field of a user, and one for the picture. */
#define SLOTS ((size_t)FIELD_COUNT + 1)

/* Applying plans to a backup. */
struct applier {
    struct plan_outcome *m;
    struct changes *c;
    struct backup *b;
    const struct avatars *a;
    struct slot *slots;
};

/* What the backup has there. */
static const char *
value_there(struct applier *p, size_t user, enum field f, struct err *e)
{
    struct plan_outcome *m = p->m;
    char *crc;

    if (f != PLAN_AVATAR)
        return user_text(&p->b->database->users[user], f);
    if (p->a == NULL)
        return "";
    crc = plan_picture_crc(p->b, p->a->of_user[user].member, e);
    m->found =
        mem_grow(m->found, &m->found_cap, m->found_count, sizeof(*m->found));
    m->found[m->found_count++] = crc;
    return crc;
}

/* Make one change, if it fits what is there. */
static int
make(struct applier *a, const struct plan *p, const struct plan_change *x,
     struct err *e)
{
    const struct database *d = a->b->database;
    size_t count, user = database_find(d, x->number, &count);
    struct plan_outcome *m = a->m;
    struct slot *s;
    const char *found;

    if (count != 1) {
        add_conflict(m, count == 0 ? CONFLICT_GONE : CONFLICT_REPEATED, p, x,
                     NULL, NULL, NULL);
        return ST_OK;
    }
    s = &a->slots[user * SLOTS + (size_t)x->field];
    found =
        s->change != NULL ? s->change->to : value_there(a, user, x->field, e);
    if (found == NULL)
        return e->status;
    if (strcmp(found, x->to) == 0) {
        m->already++;
    } else if (strcmp(found, x->from) == 0) {
        s->change = x;
        s->by = p;
    } else {
        add_conflict(m, CONFLICT_VALUE, p, x, &d->users[user], found, s->by);
    }
    return ST_OK;
}

/* Set or clear a picture. */
static int
collect_picture(struct applier *a, size_t user, const struct slot *s,
                struct err *e)
{
    const struct plan_image *image = &s->change->to_image;
    struct picture_changes *p = &a->c->pictures;
    struct picture_wish wish = {.name = image->member};
    struct buf copy = BUF_INIT;
    struct picture_target t;

    if (*s->change->to == '\0') {
        pictures_clear(p, user);
        return ST_OK;
    }
    if (image->data.len == 0)
        return err_set(e, ST_REFUSED,
                       "%s: extension %s: the plan does not hold the picture "
                       "that was there, which could not be read",
                       s->by->path, s->change->number);
    wish.format = image_sniff(image->data.data, image->data.len, NULL);
    if (wish.format != IMAGE_PNG && wish.format != IMAGE_JPEG)
        wish.format = IMAGE_UNKNOWN;
    if (pictures_target(p, a->b, a->a, user, &wish, &t, e) != ST_OK)
        return err_prefix(e, "%s: ", s->by->path);
    buf_add(&copy, image->data.data, image->data.len);
    pictures_set(p, user, t.name, &copy);
    return ST_OK;
}

/* The changes that are left when all plans are through. */
static int
collect(struct applier *a, struct err *e)
{
    const struct database *d = a->b->database;
    size_t i;

    for (i = 0; i < d->user_count * SLOTS && e->status == ST_OK; i++) {
        const struct plan_change *x = a->slots[i].change;
        size_t user = i / SLOTS;
        struct change *to;

        if (x != NULL && x->field == PLAN_AVATAR) {
            collect_picture(a, user, &a->slots[i], e);
            continue;
        }
        if (x == NULL ||
            strcmp(user_text(&d->users[user], x->field), x->to) == 0)
            continue;
        to = change_add_exact(a->c, user, x->field, x->to);
        to->form = x->to_spelling.form;
        to->raw = mem_dup(x->to_spelling.raw);
        to->after = x->to_spelling.after;
        to->past = x->to_spelling.past;
    }
    return e->status;
}

int
plan_apply(struct plan_outcome *m, struct changes *c, const struct plan *plans,
           size_t n, struct backup *b, const struct avatars *avatars,
           struct err *e)
{
    struct applier a = {.m = m, .c = c, .b = b, .a = avatars};
    size_t i, k;

    memset(m, 0, sizeof(*m));
    a.slots = mem_calloc(b->database->user_count * SLOTS, sizeof(*a.slots));
    for (i = 0; i < n; i++) {
        for (k = 0; k < plans[i].count && e->status == ST_OK; k++)
            make(&a, &plans[i], &plans[i].list[k], e);
    }
    if (e->status == ST_OK)
        collect(&a, e);
    free(a.slots);
    if (e->status != ST_OK)
        return e->status;
    change_settle(c, b);
    return plan_place(c, b, e);
}

void
plan_match_free(struct plan_outcome *m)
{
    size_t i;

    for (i = 0; i < m->found_count; i++)
        free(m->found[i]);
    free(m->found);
    free(m->conflicts);
    memset(m, 0, sizeof(*m));
}
