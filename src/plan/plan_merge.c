/*
 * One plan of several.  Of each field the first plan says what is expected,
 * the last one what is wanted, and between them each goes on where the one
 * before it ended.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "plan/plan_impl.h"

/* A change of one of the plans. */
struct link {
    const struct plan *plan; /* they stand in one array, in their order */
    const struct plan_change *change;
};

/* By extension and field, then as the plans follow each other. */
static int
compare(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    int order = strcmp(x->change->number, y->change->number);

    if (order != 0)
        return order;
    if (x->change->field != y->change->field)
        return x->change->field < y->change->field ? -1 : 1;
    return (x->plan > y->plan) - (x->plan < y->plan);
}

static bool
same_field(const struct link *x, const struct link *y)
{
    return x->change->field == y->change->field &&
           strcmp(x->change->number, y->change->number) == 0;
}

static void
copy_original(struct plan *p, struct original *to, const struct original *from)
{
    *to = *from;
    to->raw = arena_dup(&p->texts, from->raw);
}

static void
copy_value(struct plan *p, enum field f, struct plan_value *to,
           const struct plan_value *from)
{
    const struct buf *image = &from->picture->image;
    struct plan_picture *picture;

    to->text = arena_dup(&p->texts, from->text);
    copy_original(p, &to->original, &from->original);
    if (f != FIELD_AVATAR)
        return;
    picture = plan_add_picture(to);
    picture->member = arena_dup(&p->texts, from->picture->member);
    picture->entry = arena_dup(&p->texts, from->picture->entry);
    buf_add(&picture->image, image->data, image->len);
}

/* Is it the same ContactImage, as far as both say it? */
static bool
same_entry(const struct plan_value *x, const struct plan_value *y)
{
    const char *one = x->picture->entry, *other = y->picture->entry;

    return one == NULL || other == NULL || strcmp(one, other) == 0;
}

/* Take the ContactImage over from the first and the last change that say
 * it, or rather from those that change it: only they know how it was spelt. */
static void
merge_entries(struct plan *p, struct plan_change *to, const struct link *list,
              size_t n)
{
    const struct plan_value *from = NULL, *last = NULL;
    bool changed = false;
    size_t i;

    for (i = 0; i < n; i++) {
        const struct plan_change *x = list[i].change;

        if (x->to.picture->entry == NULL ||
            (from != NULL && same_entry(&x->from, &x->to)))
            continue;
        if (!changed)
            from = &x->from;
        last = &x->to;
        changed = !same_entry(&x->from, &x->to);
    }
    if (from == NULL)
        return;
    to->from.picture->entry = arena_dup(&p->texts, from->picture->entry);
    copy_original(p, &to->from.original, &from->original);
    to->to.picture->entry = arena_dup(&p->texts, last->picture->entry);
    copy_original(p, &to->to.original, &last->original);
}

/* The changes `list` of one field, one after the other. */
static int
merge_field(struct plan *to, const struct link *list, size_t n, struct err *e)
{
    const struct plan_change *first = list[0].change, *last = first;
    struct plan_change *x;
    size_t i;

    for (i = 1; i < n; i++) {
        const struct plan_change *next = list[i].change;

        if (strcmp(next->to.text, last->to.text) == 0 &&
            (next->to.picture->entry == NULL ||
             same_entry(&next->to, &last->to)))
            continue;
        if (strcmp(next->from.text, last->to.text) != 0)
            return err_set(e, ST_CONFLICT,
                           "%s: extension %s: %s: expected \"%s\", but %s "
                           "makes it \"%s\"",
                           list[i].plan->path, next->number,
                           field_info(next->field)->label, next->from.text,
                           list[i - 1].plan->path, last->to.text);
        last = next;
    }
    if (strcmp(first->from.text, last->to.text) == 0 &&
        same_entry(&first->from, &last->to))
        return ST_OK;
    x = plan_add(to, first->number);
    x->field = first->field;
    copy_value(to, x->field, &x->from, &first->from);
    copy_value(to, x->field, &x->to, &last->to);
    merge_entries(to, x, list, n);
    return ST_OK;
}

static int
merge_changes(struct plan *to, const struct plan *plans, size_t n,
              struct err *e)
{
    struct link *links;
    size_t count = 0, i, k;

    for (i = 0; i < n; i++)
        count += plans[i].count;
    links = mem_array(NULL, count, sizeof(*links));
    for (i = count = 0; i < n; i++) {
        for (k = 0; k < plans[i].count; k++)
            links[count++] = (struct link){&plans[i], &plans[i].list[k]};
    }
    if (count > 0)
        qsort(links, count, sizeof(*links), compare);
    for (i = 0; i < count && e->status == ST_OK; i += k) {
        for (k = 1; i + k < count && same_field(&links[i], &links[i + k]); k++)
            continue;
        merge_field(to, &links[i], k, e);
    }
    free(links);
    return e->status;
}

/* The person whom an earlier plan was made for, as he is called when the
 * plans before `n` are through: those of the last of them that says it. */
static const struct plan_person *
person_before(const struct plan *plans, size_t n, const char *number)
{
    const struct plan_person *x = NULL;

    while (n-- > 0 && x == NULL)
        x = plan_person(&plans[n], number);
    return x;
}

/* The people of all plans; each must be the one whom the plans before it have
 * left there. */
static int
merge_people(struct plan *to, const struct plan *plans, size_t n, struct err *e)
{
    const char *twice;
    size_t i, k;

    for (i = 0; i < n; i++) {
        for (k = 0; k < plans[i].person_count; k++) {
            const struct plan_person *x = &plans[i].people[k];
            const struct plan_person *old = person_before(plans, i, x->number);

            if (old == NULL)
                plan_add_person(to, x->number, x->before[0], x->before[1]);
            else if (!plan_person_fits(x, (const char *const *)old->after))
                return err_set(e, ST_CONFLICT,
                               "%s: extension %s: the plan was made for %s "
                               "%s, but before it the extension belongs to "
                               "%s %s",
                               plans[i].path, x->number, x->before[0],
                               x->before[1], old->after[0], old->after[1]);
        }
    }
    plan_end_people(to, &twice);
    return ST_OK;
}

int
plan_merge(struct plan *to, const char *path, const struct plan *plans,
           size_t n, struct err *e)
{
    memset(to, 0, sizeof(*to));
    to->path = path;
    to->database = arena_dup(&to->texts, plans[0].database);
    to->crc = arena_dup(&to->texts, plans[0].crc);
    to->version = arena_dup(&to->texts, plans[0].version);
    to->date = arena_dup(&to->texts, plans[0].date);
    if (merge_changes(to, plans, n, e) == ST_OK)
        merge_people(to, plans, n, e);
    return e->status;
}
