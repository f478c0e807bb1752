#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "backup/child_order_impl.h"

/* So many elements are not in order by chance. */
#define RUN_MIN 6

/* May `a` stand before `b`?  How case counts is not known, so that it decides
 * nothing. */
static bool
may_precede(const char *a, const char *b)
{
    return strcmp(a, b) <= 0 || strcasecmp(a, b) <= 0;
}

/* The child of that name; `count` if there is none. */
static size_t
find_child(const struct xml_children *c, const char *name)
{
    size_t k;

    for (k = 0; k < c->count && strcmp(c->names[k], name) != 0; k++)
        continue;
    return k;
}

/* Is it an element of an Extension alone, and no other DN's? */
static bool
is_own(enum field f)
{
    return !field_is_property(f) && !field_has(f, FIELD_OF_DN);
}

/* The children in order around the `k`th: from `*from` to before `*to`.  What
 * every DN has begins at the Number at the latest. */
static void
find_run(const struct xml_children *c, size_t k, size_t *from, size_t *to)
{
    for (*from = k;
         *from > 0 && may_precede(c->names[*from - 1], c->names[*from]);)
        --*from;
    for (*to = k + 1; *to < c->count &&
                      may_precede(c->names[*to - 1], c->names[*to]) &&
                      strcmp(c->names[*to], field_there(FIELD_NUMBER)) != 0;)
        ++*to;
}

/* A run of children in order, and whether it tells that the file has them so:
 * the fields of an Extension stand in it, or in several. */
struct run {
    size_t from, to;
    bool sorted;
    bool several;
};

/* The run that the user's own fields stand in. */
static struct run
find_own(const struct user *u, const struct xml_children *c)
{
    struct run r = {0, 0, false, false};
    size_t i, k, seen = 0;

    if (c->count > 0)
        find_run(c, 0, &r.from, &r.to);
    for (i = 0; i < FIELD_COUNT; i++) {
        if (!is_own((enum field)i) || u->text[i] == NULL)
            continue;
        k = find_child(c, field_there((enum field)i));
        if (seen++ == 0)
            find_run(c, k, &r.from, &r.to);
        else
            r.several |= k < r.from || k >= r.to;
    }
    r.sorted = seen > 1 && !r.several && r.to - r.from >= RUN_MIN;
    return r;
}

/* The place behind the last child from `from` to before `to` whose name is
 * before `name`. */
static uint64_t
place_in(const struct xml_children *c, size_t from, size_t to, const char *name,
         uint64_t open_end)
{
    while (to > from && strcmp(c->names[to - 1], name) > 0)
        to--;
    return to > 0 ? c->ends[to - 1] : open_end;
}

/* Where the missing field would go. */
static uint64_t
place(enum field f, const struct user *u, const struct xml_children *c,
      const struct run *r)
{
    size_t number = find_child(c, field_there(FIELD_NUMBER));

    if (is_own(f))
        return place_in(c, r->from, r->to, field_there(f),
                        u->at->element.open_end);
    if (number == c->count)
        return 0;

    /* Of what every DN has, the Number is the one that is always there. */
    return place_in(c, number, number + 1, field_there(f),
                    u->at->element.open_end);
}

/* Where missing Properties would go: what every DN has ends with them, and
 * before them is the Number, or its phone book. */
static uint64_t
properties_place(const struct xml_children *c)
{
    size_t k = find_child(c, "PhoneBookEntries");

    if (k == c->count)
        k = find_child(c, field_there(FIELD_NUMBER));
    return k < c->count ? c->ends[k] : 0;
}

void
child_order_note(struct child_order *o, const struct user *u,
                 const struct xml_children *c)
{
    struct run own = find_own(u, c);
    uint64_t *places;
    size_t i;

    o->sorted += own.sorted;
    o->unsorted += own.several;
    if (u->property_count > 1) {
        o->properties_sorted += !u->properties_unsorted;
        o->properties_unsorted += u->properties_unsorted;
    }
    while (o->cap < (o->users + 1) * CHILD_ORDER_PLACES)
        o->places = mem_grow(o->places, &o->cap, o->cap, sizeof(*o->places));
    places = &o->places[o->users++ * CHILD_ORDER_PLACES];
    for (i = 0; i < FIELD_COUNT; i++) {
        enum field f = (enum field)i;
        bool missing = u->text[i] == NULL && !place_is_empty(&u->at->element) &&
                       field_has(f, FIELD_EDITABLE) && !field_is_property(f);

        places[i] = missing && !own.several ? place(f, u, c, &own) : 0;
    }
    places[FIELD_COUNT] = own.several ? 0 : properties_place(c);
}

void
child_order_settle(const struct child_order *o, struct database *d)
{
    size_t i, k;

    d->style.properties_sorted = o->properties_sorted > o->properties_unsorted;
    if (o->sorted <= o->unsorted)
        return;
    for (i = 0; i < o->users; i++) {
        const uint64_t *places = &o->places[i * CHILD_ORDER_PLACES];
        struct user *u = &d->users[i];

        for (k = 0; k < FIELD_COUNT; k++) {
            if (places[k] != 0)
                u->at->value[k].anchor = places[k];
        }
        u->at->properties_anchor = places[FIELD_COUNT];
    }
}

void
child_order_free(struct child_order *o)
{
    free(o->places);
}
