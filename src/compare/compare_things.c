/*
 * The things of two databases, matched.  First each is reduced to two
 * digests: of what it is, with number and name, and of its settings.  Those
 * of one identity with equal settings are the same thing; what is left is
 * matched in its order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/digest.h"
#include "cxbak/util/mem.h"

#include "compare/settings_impl.h"

/* Bytes of settings that are gathered before they become a digest. */
#define GATHERED_MAX ((size_t)64 << 10)

static void
add_text(struct buf *b, const char *s)
{
    if (s != NULL)
        buf_adds(b, s);
    buf_add(b, "", 1);
}

/* What a thing is. */
static void
add_identity(struct buf *b, const struct pbx_object *t)
{
    add_text(b, t->section);
    add_text(b, t->element);
    add_text(b, t->number);
    add_text(b, t->user == SIZE_MAX ? t->name : NULL);
}

/* What was gathered becomes its digest. */
static void
fold(struct buf *b)
{
    char hex[DIGEST_LEN];

    digest_of(b->data, b->len, hex);
    b->len = 0;
    buf_adds(b, hex);
}

static void
add_settings(struct buf *b, const struct pbx_object *t)
{
    size_t i;

    for (i = 0; i < t->count; i++) {
        const struct pbx_text *x = &t->items[i];

        if (setting_is_elsewhere(t, x))
            continue;
        add_text(b, x->reference ? "DN" : "");
        add_text(b, x->element);
        add_text(b, x->parent);
        add_text(b, x->within);
        add_text(b, x->text);
        if (b->len > GATHERED_MAX)
            fold(b);
    }
}

/* The beginning of a digest. */
static uint64_t
digest_number(const struct buf *b)
{
    char hex[DIGEST_LEN];

    digest_of(b->data, b->len, hex);
    hex[2 * sizeof(uint64_t)] = '\0';
    return strtoull(hex, NULL, 16);
}

static void
take_thing(void *arg, const struct pbx_object *t)
{
    struct things *l = arg;
    struct thing *x;
    struct buf b = BUF_INIT;

    if (l->count >= l->most) {
        l->count++;
        return;
    }
    l->list = mem_grow(l->list, &l->cap, l->count, sizeof(*l->list));
    x = &l->list[l->count];
    add_identity(&b, t);
    x->is = digest_number(&b);
    b.len = 0;
    add_settings(&b, t);
    x->has = digest_number(&b);
    buf_free(&b);
    x->index = l->count++;
    x->match = THING_SAME;
}

static int
compare_numbers(uint64_t x, uint64_t y)
{
    return (x > y) - (x < y);
}

static int
by_digests(const void *a, const void *b)
{
    const struct thing *x = a, *y = b;
    int order = compare_numbers(x->is, y->is);

    if (order == 0)
        order = compare_numbers(x->has, y->has);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static int
by_index(const void *a, const void *b)
{
    const struct thing *x = a, *y = b;

    return (x->index > y->index) - (x->index < y->index);
}

/* How many things from the `i`th on are of one identity. */
static size_t
run_of(const struct things *l, size_t i)
{
    size_t n = 0;

    while (i + n < l->count && l->list[i].is == l->list[i + n].is)
        n++;
    return n;
}

/* The things of one identity: leave the equal ones as they are, mark others
 * THING_ALONE. */
static void
leave_equal(struct thing *x, size_t n, struct thing *y, size_t m)
{
    size_t i = 0, j = 0;

    while (i < n || j < m) {
        int order = i == n   ? 1
                    : j == m ? -1
                             : compare_numbers(x[i].has, y[j].has);

        if (order < 0)
            x[i].match = THING_ALONE;
        else if (order > 0)
            y[j].match = THING_ALONE;
        i += order <= 0;
        j += order >= 0;
    }
}

/* Match what is left of one identity, in its order. */
static void
match_rest(struct thing *x, size_t n, struct thing *y, size_t m)
{
    size_t i = 0, j = 0;

    leave_equal(x, n, y, m);
    if (n > 0)
        qsort(x, n, sizeof(*x), by_index);
    if (m > 0)
        qsort(y, m, sizeof(*y), by_index);
    for (;;) {
        while (i < n && x[i].match != THING_ALONE)
            i++;
        while (j < m && y[j].match != THING_ALONE)
            j++;
        if (i == n || j == m)
            return;
        x[i].match = y[j].index;
        y[j].match = x[i].index;
    }
}

static void
sort(struct things *l, int (*order)(const void *, const void *))
{
    if (l->count > 0)
        qsort(l->list, l->count, sizeof(*l->list), order);
}

static void
match(struct things *old, struct things *new)
{
    size_t i = 0, j = 0;

    sort(old, by_digests);
    sort(new, by_digests);
    while (i < old->count || j < new->count) {
        size_t n = run_of(old, i), m = run_of(new, j);

        if (n > 0 && m > 0) {
            int order = compare_numbers(old->list[i].is, new->list[j].is);

            n = order <= 0 ? n : 0;
            m = order >= 0 ? m : 0;
        }
        match_rest(old->list + i, n, new->list + j, m);
        i += n;
        j += m;
    }
    sort(old, by_index);
    sort(new, by_index);
}

int
things_match(struct things *old, struct things *new, struct backup *a,
             struct backup *b, struct err *e)
{
    if (objects_visit(a, take_thing, old, e) == ST_OK &&
        objects_visit(b, take_thing, new, e) == ST_OK &&
        old->count <= old->most && new->count <= new->most)
        match(old, new);
    return e->status;
}

void
things_free(struct things *l)
{
    free(l->list);
}
