/*
 * Once things are matched both databases are read again: of the old one what
 * differs is kept, and of the new one it is compared with that.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/mem.h"

#include "compare/settings_impl.h"

/* Bytes of old things that are kept to be compared.  An extension has some 20
 * KiB: thousands may differ; of what lies behind only the count is told. */
#define KEPT_MAX ((size_t)64 << 20)

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
    size_t size;
};

static void
set_text(char **to, const char *s)
{
    *to = s != NULL ? mem_dup(s) : NULL;
}

void
settings_copy(struct settings *s, const struct setting_difference *d)
{
    struct setting_difference *x;

    s->list = mem_grow(s->list, &s->cap, s->count, sizeof(*s->list));
    x = &s->list[s->count++];
    x->what = d->what;
    set_text(&x->thing, d->thing);
    set_text(&x->number, d->number);
    set_text(&x->within, d->within);
    set_text(&x->setting, d->setting);
    set_text(&x->old, d->old);
    set_text(&x->new, d->new);
}

static size_t
size_of(const struct pbx_object *t)
{
    size_t i, n = 0;

    for (i = 0; i < t->count; i++)
        n += strlen(t->items[i].text) + sizeof(t->items[i]);
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

        items[i] = (struct pbx_text){
            x->reference, arena_dup(a, x->element), arena_dup(a, x->parent),
            arena_dup(a, x->text), arena_dup(a, x->within)};
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
    if (n > KEPT_MAX - p->size) {
        p->s->untold++;
        return;
    }
    p->size += n;
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
    struct second p = {.s = s, .old = old, .new = new};
    size_t i;

    if (things_match(&p.a, &p.b, old, new, e) != ST_OK)
        goto done;
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
    size_t i;

    for (i = 0; i < s->count; i++) {
        struct setting_difference *d = &s->list[i];

        free(d->thing);
        free(d->number);
        free(d->within);
        free(d->setting);
        free(d->old);
        free(d->new);
    }
    free(s->list);
    memset(s, 0, sizeof(*s));
}
