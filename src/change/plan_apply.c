#include <stdlib.h>
#include <string.h>

#include "cxbak/mem.h"

#include "planpriv.h"

/* What a field comes to: the last change that was made to it. */
struct slot {
    const struct plan_change *change; /* NULL: as it is in the backup */
    const struct plan *by;
};

static void
add_conflict(struct plan_match *m, enum conflict_reason reason,
             const struct plan *p, const struct plan_change *x,
             const struct user *u, const char *found, const struct plan *by)
{
    m->conflicts = mem_grow(m->conflicts, &m->conflict_cap, m->conflict_count,
                            sizeof(*m->conflicts));
    m->conflicts[m->conflict_count++] =
        (struct conflict){reason, p, x, u, found, by};
}

/* Make one change, if it fits what is there. */
static void
make(struct plan_match *m, struct slot *slots, const struct plan *p,
     const struct plan_change *x, const struct database *d)
{
    size_t count, user = database_find(d, x->number, &count);
    struct slot *s;
    const char *found;

    if (count != 1) {
        add_conflict(m, count == 0 ? CONFLICT_GONE : CONFLICT_REPEATED, p, x,
                     NULL, NULL, NULL);
        return;
    }
    s = &slots[user * FIELD_COUNT + (size_t)x->field];
    found = s->change != NULL ? s->change->to
                              : user_text(&d->users[user], x->field);
    if (strcmp(found, x->to) == 0) {
        m->already++;
    } else if (strcmp(found, x->from) == 0) {
        s->change = x;
        s->by = p;
    } else {
        add_conflict(m, CONFLICT_VALUE, p, x, &d->users[user], found, s->by);
    }
}

/* The changes that are left when all plans are through. */
static void
collect(struct changes *c, const struct slot *slots, const struct database *d)
{
    size_t i;

    for (i = 0; i < d->user_count * FIELD_COUNT; i++) {
        const struct plan_change *x = slots[i].change;
        size_t user = i / FIELD_COUNT;
        struct change *to;

        if (x == NULL ||
            strcmp(user_text(&d->users[user], x->field), x->to) == 0)
            continue;
        to = change_add_exact(c, user, x->field, x->to);
        to->form = x->to_spelling.form;
        to->raw = mem_dup(x->to_spelling.raw);
        to->after = x->to_spelling.after;
    }
}

int
plan_apply(struct plan_match *m, struct changes *c, const struct plan *plans,
           size_t n, struct backup *b, struct err *e)
{
    const struct database *d = b->database;
    struct slot *slots =
        mem_calloc(d->user_count * FIELD_COUNT, sizeof(*slots));
    size_t i, k;

    memset(m, 0, sizeof(*m));
    for (i = 0; i < n; i++) {
        for (k = 0; k < plans[i].count; k++)
            make(m, slots, &plans[i], &plans[i].list[k], d);
    }
    collect(c, slots, d);
    free(slots);
    change_settle(c, b);
    return plan_place(c, b, e);
}

void
plan_match_free(struct plan_match *m)
{
    free(m->conflicts);
    memset(m, 0, sizeof(*m));
}
