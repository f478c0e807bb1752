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

struct plan_change *
plan_add(struct plan *p)
{
    struct plan_change *x;

    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    x = &p->list[p->count++];
    memset(x, 0, sizeof(*x));
    x->from.original.after = x->to.original.after = SIZE_MAX;
    return x;
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

char *
plan_crc(const struct backup *b)
{
    return mem_printf("%08x", (unsigned)zdir_member(b->zip, b->db)->crc);
}

bool
plan_is_for(const struct plan *p, const struct backup *b)
{
    char *crc = plan_crc(b);
    bool same = strcmp(crc, p->crc) == 0 &&
                strcmp(zdir_member(b->zip, b->db)->name, p->database) == 0;

    free(crc);
    return same;
}

static void
free_person(struct plan_person *x)
{
    size_t k;

    free(x->number);
    for (k = 0; k < 2; k++) {
        free(x->before[k]);
        free(x->after[k]);
    }
}

static void
free_value(struct plan_value *v)
{
    free(v->text);
    free(v->original.raw);
    free(v->member);
    free(v->entry);
    buf_free(&v->image);
}

void
plan_free_change(struct plan_change *x)
{
    free(x->number);
    free_value(&x->from);
    free_value(&x->to);
}

void
plan_free(struct plan *p)
{
    size_t i;

    for (i = 0; i < p->count; i++)
        plan_free_change(&p->list[i]);
    for (i = 0; i < p->person_count; i++)
        free_person(&p->people[i]);
    free(p->list);
    free(p->people);
    free(p->database);
    free(p->crc);
    free(p->version);
    free(p->date);
    memset(p, 0, sizeof(*p));
}
