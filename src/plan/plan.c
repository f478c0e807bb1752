#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "plan/plan_impl.h"

bool
plan_has_field(enum field f)
{
    return f == FIELD_AVATAR ||
           (field_has(f, FIELD_EDITABLE) && f != FIELD_CONTACT_IMAGE);
}

/* Of values that are no pictures; nobody changes it. */
static struct plan_picture no_picture;

struct plan_change *
plan_add(struct plan *p, const char *number)
{
    static const struct plan_value empty = {
        .text = "", .original = ORIGINAL_INIT, .picture = &no_picture};
    const struct plan_change *before;

    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    before = p->count > 0 ? &p->list[p->count - 1] : NULL;

    /* Those of one extension mostly follow each other. */
    if (before != NULL && strcmp(before->number, number) == 0)
        number = before->number;
    else
        number = arena_dup(&p->texts, number);
    p->list[p->count] =
        (struct plan_change){.number = number, .from = empty, .to = empty};
    return &p->list[p->count++];
}

struct plan_picture *
plan_add_picture(struct plan_value *v)
{
    return v->picture = mem_calloc(1, sizeof(*v->picture));
}

/* By extension and field; equal ones keep their order. */
static int
compare(const void *a, const void *b)
{
    const struct plan_change *x = *(struct plan_change *const *)a;
    const struct plan_change *y = *(struct plan_change *const *)b;
    int order = strcmp(x->number, y->number);

    if (order != 0)
        return order;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return (x > y) - (x < y);
}

bool
plan_repeats(const struct plan *p, size_t *which)
{
    const struct plan_change **order =
        mem_array(NULL, p->count, sizeof(struct plan_change *));
    size_t i;
    bool found = false;

    for (i = 0; i < p->count; i++)
        order[i] = &p->list[i];
    if (p->count > 0)
        qsort(order, p->count, sizeof(struct plan_change *), compare);
    for (i = 1; i < p->count && !found; i++) {
        found = order[i]->field == order[i - 1]->field &&
                strcmp(order[i]->number, order[i - 1]->number) == 0;
        if (found)
            *which = (size_t)(order[i] - p->list);
    }
    free(order);
    return found;
}

void
plan_reverse(struct plan *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        struct plan_change *x = &p->list[i];
        struct plan_value from = x->from;

        x->from = x->to;
        x->to = from;
    }
    for (i = 0; i < p->person_count; i++) {
        struct plan_person x = p->people[i];

        memcpy(p->people[i].before, x.after, sizeof(x.after));
        memcpy(p->people[i].after, x.before, sizeof(x.before));
    }
}

char *
plan_picture_crc(struct backup *b, size_t member, struct err *e)
{
    uint32_t crc;

    if (member == SIZE_MAX)
        return mem_dup("");
    if (avatar_crc(b, member, &crc, e) != ST_OK)
        return NULL;
    return mem_printf("%08x", (unsigned)crc);
}

bool
plan_is_for(const struct plan *p, const struct backup *b)
{
    char *crc = mem_printf("%08x", (unsigned)zdir_member(b->zip, b->db)->crc);
    bool same = strcmp(crc, p->crc) == 0 &&
                strcmp(zdir_member(b->zip, b->db)->name, p->database) == 0;

    free(crc);
    return same;
}

static void
free_picture(struct plan_picture *x)
{
    if (x == &no_picture)
        return;
    buf_free(&x->image);
    free(x);
}

void
plan_free_change(struct plan_change *x)
{
    free_picture(x->from.picture);
    free_picture(x->to.picture);
}

void
plan_free(struct plan *p)
{
    size_t i;

    for (i = 0; i < p->count; i++)
        plan_free_change(&p->list[i]);
    free(p->list);
    free(p->people);
    arena_free(&p->texts);
    memset(p, 0, sizeof(*p));
}
