/*
 * Whom a plan was made for.  An extension is a desk that people come to and
 * leave; a change that was planned for one of them is not meant for the next.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "plan/plan_impl.h"

static const enum field name_fields[2] = {FIELD_FIRST, FIELD_LAST};

void
plan_add_person(struct plan *p, const char *number, const char *first,
                const char *last)
{
    struct plan_person *x;

    p->people = mem_grow(p->people, &p->person_cap, p->person_count,
                         sizeof(*p->people));
    x = &p->people[p->person_count++];
    x->number = arena_dup(&p->texts, number);
    x->before[0] = x->after[0] = arena_dup(&p->texts, first);
    x->before[1] = x->after[1] = arena_dup(&p->texts, last);
}

static int
compare(const void *a, const void *b)
{
    const struct plan_person *x = a, *y = b;

    return strcmp(x->number, y->number);
}

static struct plan_person *
find(const struct plan *p, const char *number)
{
    struct plan_person wanted = {.number = number};

    return p->person_count > 0 ? bsearch(&wanted, p->people, p->person_count,
                                         sizeof(wanted), compare)
                               : NULL;
}

const struct plan_person *
plan_person(const struct plan *p, const char *number)
{
    return find(p, number);
}

void
plan_end_people(struct plan *p, const char **twice)
{
    size_t i, k;

    *twice = NULL;
    if (p->person_count > 0)
        qsort(p->people, p->person_count, sizeof(*p->people), compare);
    for (i = 1; i < p->person_count; i++) {
        if (compare(&p->people[i - 1], &p->people[i]) == 0)
            *twice = p->people[i].number;
    }
    for (i = 0; i < p->count; i++) {
        const struct plan_change *x = &p->list[i];
        struct plan_person *person;

        for (k = 0; k < 2; k++) {
            if (x->field == name_fields[k] &&
                (person = find(p, x->number)) != NULL)
                person->after[k] = x->to.text;
        }
    }
}

bool
plan_person_fits(const struct plan_person *x, const char *const name[2])
{
    bool differs = false;
    size_t k;

    for (k = 0; k < 2; k++) {
        bool same = strcmp(name[k], x->before[k]) == 0 ||
                    strcmp(name[k], x->after[k]) == 0;

        if (same && *name[k] != '\0')
            return true;
        differs |= !same;
    }
    return !differs;
}
