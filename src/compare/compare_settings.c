/*
 * Once things are matched both databases are read again: of the old one what
 * differs is kept, and of the new one it is compared with that.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/mem.h"

#include "compare/settings_impl.h"

/* Memory follows what is there.  Of old things as many bytes are kept as the
 * old database has, twice, but not more than KEPT_MAX: they mostly take less
 * than they have in the file, where an extension has some 20 KiB.  Differences
 * take as many as a database has.  A thing has more than THING_SIZE bytes, on
 * average.  What lies behind is not told, only how much it is.  Small databases
 * are taken for a larger one. */
#define KEPT_MAX   ((size_t)64 << 20)
#define SMALL      ((size_t)1 << 20)
#define THING_SIZE ((size_t)32)

/* What printing a difference takes beside its texts, see report, and what
 * allocating takes. */
#define TOLD_MORE 96
#define ALLOC     16

/* An old thing. */
struct kept {
    struct pbx_object thing; /* `section` is NULL where it is not kept */
    struct pbx_text *items;
};

/* The second reading. */
struct second {
    struct settings *s;
    struct backup *old, *new;
    struct things a, b;
    size_t at;         /* index of the thing at hand */
    struct kept *kept; /* by index */
    struct arena texts;
    size_t room; /* bytes that may still be kept */
};

static size_t
size_of_database(const struct backup *b)
{
    uint64_t n = zdir_member(b->zip, b->db)->usize;

    return n < SMALL ? SMALL : n < SIZE_MAX / 4 ? (size_t)n : SIZE_MAX / 4;
}

bool
settings_room(struct settings *s, size_t text)
{
    size_t n = sizeof(*s->list) + TOLD_MORE + text;

    if (n > s->room)
        return false;
    s->room -= n;
    return true;
}

void
settings_copy(struct settings *s, const struct setting_difference *d)
{
    struct setting_difference *x;

    s->list = mem_grow(s->list, &s->cap, s->count, sizeof(*s->list));
    x = &s->list[s->count++];
    *x =
        (struct setting_difference){.what = d->what,
                                    .thing = arena_dup(&s->texts, d->thing),
                                    .number = arena_dup(&s->texts, d->number),
                                    .within = arena_dup(&s->texts, d->within),
                                    .setting = arena_dup(&s->texts, d->setting),
                                    .old = arena_dup(&s->texts, d->old),
                                    .new = arena_dup(&s->texts, d->new)};
}

/* Bytes that a copy of the thing takes. */
static size_t
size_of(const struct pbx_object *t)
{
    size_t i, n = sizeof(struct kept) + ALLOC;

    for (i = 0; i < t->count; i++)
        n += strlen(t->items[i].text) + strlen(t->items[i].element) + 2 +
             sizeof(t->items[i]);
    return n;
}

/* A copy of the thing. */
static struct kept
keep(struct arena *a, const struct pbx_object *t)
{
    struct pbx_text *items = mem_array(NULL, t->count, sizeof(*items));
    struct kept copy = {.thing = {.section = arena_dup(a, t->section),
                                  .element = arena_dup(a, t->element),
                                  .number = arena_dup(a, t->number),
                                  .name = arena_dup(a, t->name),
                                  .user = t->user,
                                  .items = items,
                                  .count = t->count},
                        .items = items};
    size_t i;

    for (i = 0; i < t->count; i++) {
        const struct pbx_text *x = &t->items[i];
        struct pbx_text *y = &items[i];

        *y = (struct pbx_text){.reference = x->reference,
                               .element = arena_dup(a, x->element),
                               .text = arena_dup(a, x->text)};
        /* Neighbours lie in the same element. */
        y->parent = i > 0 && x->parent == x[-1].parent
                        ? y[-1].parent
                        : arena_dup(a, x->parent);
        y->within = i > 0 && x->within == x[-1].within
                        ? y[-1].within
                        : arena_dup(a, x->within);
    }
    return copy;
}

/* A thing of the old database, in its order. */
static void
take_old(void *arg, const struct pbx_object *t)
{
    struct second *p = arg;
    size_t i = p->at++, n;

    if (i >= p->a.count || p->a.list[i].match == THING_SAME)
        return;
    n = size_of(t);
    if (n > p->room) {
        p->s->untold++;
        return;
    }
    p->room -= n;
    p->kept[i] = keep(&p->texts, t);
}

/* And one of the new. */
static void
take_new(void *arg, const struct pbx_object *t)
{
    struct second *p = arg;
    size_t i = p->at++, match;

    if (i >= p->b.count || (match = p->b.list[i].match) == THING_SAME)
        return;
    if (match == THING_ALONE)
        settings_whole(p->s, p->new, SETTING_ADDED, t);
    else if (p->kept[match].thing.section != NULL)
        settings_of_thing(p->s, p->new, &p->kept[match].thing, t);
}

/* What went. */
static void
tell_removed(struct second *p)
{
    size_t i;

    for (i = 0; i < p->a.count; i++) {
        if (p->a.list[i].match == THING_ALONE &&
            p->kept[i].thing.section != NULL)
            settings_whole(p->s, p->old, SETTING_REMOVED, &p->kept[i].thing);
    }
}

int
settings_compare(struct settings *s, struct backup *old, struct backup *new,
                 struct err *e)
{
    size_t a = size_of_database(old), b = size_of_database(new), i;
    struct second p = {.s = s,
                       .old = old,
                       .new = new,
                       .a.most = a / THING_SIZE,
                       .b.most = b / THING_SIZE,
                       .room = 2 * a < KEPT_MAX ? 2 * a : KEPT_MAX};

    s->room = (a + b) / 2;
    if (things_match(&p.a, &p.b, old, new, e) != ST_OK)
        goto done;
    if (p.a.count > p.a.most || p.b.count > p.b.most) {
        s->untold = p.a.count > p.b.count ? p.a.count : p.b.count;
        goto done;
    }
    p.kept = mem_calloc(p.a.count, sizeof(*p.kept));
    if (objects_visit(old, take_old, &p, e) != ST_OK)
        goto done;
    p.at = 0;
    if (objects_visit(new, take_new, &p, e) == ST_OK)
        tell_removed(&p);
done:
    for (i = 0; p.kept != NULL && i < p.a.count; i++)
        free(p.kept[i].items);
    free(p.kept);
    arena_free(&p.texts);
    things_free(&p.a);
    things_free(&p.b);
    return e->status;
}

void
settings_free(struct settings *s)
{
    arena_free(&s->texts);
    free(s->list);
    memset(s, 0, sizeof(*s));
}
