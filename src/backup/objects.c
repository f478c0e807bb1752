/*
 * The database is a tree of sections.  Most are lists of things: the children
 * of Parameters, of Gateways, of Tenant/DN, Tenant/Groups and so on.  The
 * others (license, mailSettings) are one thing each.
 *
 * A thing is handed over when it has ended, because its number and its name
 * may come last.  Texts are those of elements without children, and
 * attributes.  An element that has both a Name and a Value is a property: one
 * text, called by its name.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/mem.h"
#include "cxbak/xml/xscan.h"

#include "backup/objects_impl.h"
#include "backup/kept_things_impl.h"

/* What is kept of one thing, its texts and where they stand; a real user has
 * some 20 KiB.  What lies behind is not looked at, so that memory stays
 * bounded. */
#define THING_TEXT_MAX ((size_t)16 << 20)

/* An element that is open within a thing. */
struct level {
    const char *element;
    size_t first_leaf; /* its leaves begin here ... */
    size_t first_item; /* ... and the items below it here */
    struct arena_mark mark;
};

/* A child without children, whose parent has not ended. */
struct leaf {
    const char *element;
    const char *text;
};

struct objects_walk {
    const struct database *d;
    object_fn *visit;
    void *arg;
    char *section;
    size_t top;     /* depth of the thing at hand; 0: outside of things */
    size_t list_at; /* depth of the list at hand; 0: none */
    bool tenants;   /* within PhoneSystem/Tenants */
    bool tenant;    /* within PhoneSystem/Tenants/Tenant */
    size_t users;   /* Extension elements so far */
    size_t user;    /* index of the one at hand, or SIZE_MAX */
    struct level levels[XSCAN_DEPTH_MAX + 1];
    struct leaf *leaves;
    size_t leaf_count;
    size_t leaf_cap;
    struct pbx_text *items;
    size_t item_count;
    size_t item_cap;
    struct arena texts; /* of the thing at hand: all of the above */
    size_t text_size;   /* what may be kept of them is bounded */
    const char *number;
    const char *name;
};

static void
set(char **to, char *text)
{
    free(*to);
    *to = text;
}

/* Does the value of an attribute or leaf name an extension? */
static bool
is_reference(const char *name)
{
    return strcmp(name, "DN") == 0;
}

/* All three are of the thing's. */
static void
add_item(struct objects_walk *w, const char *element, const char *parent,
         const char *text, bool reference)
{
    if (*text == '\0')
        return;
    w->items =
        mem_grow(w->items, &w->item_cap, w->item_count, sizeof(*w->items));
    w->items[w->item_count++] = (struct pbx_text){.reference = reference,
                                                  .element = element,
                                                  .parent = parent,
                                                  .text = text};
}

/* Keep a text of the thing, as far as it is looked at. */
static const char *
keep(struct objects_walk *w, const char *text, size_t n, bool always)
{
    size_t cost = n + sizeof(struct leaf) + sizeof(struct pbx_text);

    if (n == 0 || (!always && cost > THING_TEXT_MAX - w->text_size))
        return "";
    if (!always)
        w->text_size += cost;
    return arena_ndup(&w->texts, text, n);
}

/* The text of the leaf of that name among those from `first` on, or NULL. */
static const char *
find_leaf(const struct objects_walk *w, size_t first, const char *name)
{
    size_t i;

    for (i = first; i < w->leaf_count; i++) {
        const char *element = w->leaves[i].element;

        if (*element == *name && strcmp(element, name) == 0)
            return w->leaves[i].text;
    }
    return NULL;
}

/* First and last name in elements of their own are one name to a reader. */
static void
join_names(struct objects_walk *w, size_t first, const char *parent)
{
    const char *a = find_leaf(w, first, "FirstName");
    const char *b = find_leaf(w, first, "LastName");
    char *both;

    if (a == NULL || b == NULL || *a == '\0' || *b == '\0')
        return;
    both = mem_printf("%s %s", a, b);
    add_item(w, OBJECT_BOTH_NAMES, parent, keep(w, both, strlen(both), false),
             false);
    if (w->name == NULL)
        w->name = arena_dup(&w->texts, both);
    free(both);
}

/* An element with children has ended: its leaves become items. */
static void
end_parent(struct objects_walk *w, size_t depth)
{
    const struct level *l = &w->levels[depth];
    const char *name = find_leaf(w, l->first_leaf, "Name");
    const char *value = find_leaf(w, l->first_leaf, "Value");
    const char *within = name;
    size_t i;

    if (depth == w->top) {
        w->name = name;
        w->number = find_leaf(w, l->first_leaf, "Number");
    }
    join_names(w, l->first_leaf, l->element);
    if (name != NULL && value != NULL) {
        add_item(w, name, l->element, value, false);
        within = NULL;
    } else {
        for (i = l->first_leaf; i < w->leaf_count; i++)
            add_item(w, w->leaves[i].element, l->element, w->leaves[i].text,
                     false);
        if (within == NULL)
            within = find_leaf(w, l->first_leaf, "RuleName");
        if (within == NULL)
            within = find_leaf(w, l->first_leaf, "MAC");
    }
    if (within != NULL && depth > w->top) {
        for (i = l->first_item; i < w->item_count; i++) {
            if (w->items[i].within == NULL)
                w->items[i].within = within;
        }
    }
    w->leaf_count = l->first_leaf;

    /* Nobody needs what was in it. */
    if (w->item_count == l->first_item && depth > w->top)
        arena_rewind(&w->texts, l->mark);
}

/* Hand the thing over and forget it. */
static void
end_thing(struct objects_walk *w, const char *element)
{
    struct pbx_object t = {.section = w->section != NULL ? w->section : element,
                           .element = element,
                           .number = w->number,
                           .name = w->name,
                           .user = w->user,
                           .items = w->items,
                           .count = w->item_count};

    w->visit(w->arg, &t);
    w->item_count = 0;
    arena_rewind(&w->texts, (struct arena_mark){0});
    w->number = w->name = NULL;
    w->text_size = 0;
    w->top = 0;
    w->user = SIZE_MAX;
}

/* Is this child of the root a list of things? */
static bool
is_list(const char *name)
{
    return strcmp(name, "Parameters") == 0 ||
           strcmp(name, "GlobalParameters") == 0 ||
           strcmp(name, "Gateways") == 0;
}

/* An element outside of things starts: is it a list, or a thing? */
static void
start_outside(struct objects_walk *w, const struct xelement *el)
{
    size_t depth = el->depth;

    if (depth == 1)
        return;
    if (depth == 2)
        w->tenants = strcmp(el->name, "Tenants") == 0;
    if (w->tenants && depth <= 3) {
        w->tenant = depth == 3 && strcmp(el->name, "Tenant") == 0;
        return;
    }
    if ((depth == 2 && is_list(el->name)) || (w->tenant && depth == 4)) {
        set(&w->section, mem_dup(el->name));
        w->list_at = depth;
        return;
    }
    w->top = depth;
    w->user = SIZE_MAX;
    if (w->tenant && depth == 5 && w->section != NULL &&
        strcmp(w->section, "DN") == 0 && strcmp(el->name, "Extension") == 0 &&
        w->users < w->d->user_count)
        w->user = w->users++;
}

/* Attributes are texts of the element, and references; and <gparam name="N"
 * value="V" /> is a property, too. */
static void
take_attributes(struct objects_walk *w, const struct xelement *el,
                const char *element)
{
    const char *name = xscan_attr(el, "name");
    size_t i;

    for (i = 0; i < el->attr_count; i++) {
        const struct xattr *a = &el->attrs[i];
        bool value = strcmp(a->name, "value") == 0 && name != NULL;
        bool reference = is_reference(a->name);

        add_item(w,
                 value       ? arena_dup(&w->texts, name)
                 : reference ? element
                             : arena_dup(&w->texts, a->name),
                 element, keep(w, a->value, strlen(a->value), reference),
                 reference);
    }
    if (el->depth == w->top && name != NULL)
        w->name = arena_dup(&w->texts, name);
}

void
objects_walk_start(struct objects_walk *w, struct xscan *x,
                   const struct xelement *el)
{
    struct level *l;

    if (w->top == 0)
        start_outside(w, el);
    if (w->top == 0)
        return;
    l = &w->levels[el->depth];
    l->element = arena_dup(&w->texts, el->name);
    l->first_leaf = w->leaf_count;
    l->first_item = w->item_count;
    l->mark = arena_mark(&w->texts);
    xscan_capture_leaf(x);
    if (el->attr_count > 0)
        take_attributes(w, el, l->element);
}

void
objects_walk_end(struct objects_walk *w, const struct xelement *el)
{
    const char *element;

    if (w->top == 0) {
        if (el->depth == w->list_at) {
            set(&w->section, NULL);
            w->list_at = 0;
        }
        return;
    }
    element = w->levels[el->depth].element;
    if (el->parent) {
        end_parent(w, el->depth);
    } else if (el->depth > w->top) {
        w->leaves = mem_grow(w->leaves, &w->leaf_cap, w->leaf_count,
                             sizeof(*w->leaves));
        w->leaves[w->leaf_count++] =
            (struct leaf){element, keep(w, el->text, el->text_len, false)};
    } else {
        add_item(w, element, element, keep(w, el->text, el->text_len, false),
                 false);
    }
    if (el->depth == w->top)
        end_thing(w, el->name);
}

struct objects_walk *
objects_walk_new(const struct database *d, object_fn *visit, void *arg)
{
    struct objects_walk *w = mem_calloc(1, sizeof(*w));

    w->d = d;
    w->visit = visit;
    w->arg = arg;
    w->user = SIZE_MAX;
    return w;
}

void
objects_walk_free(struct objects_walk *w)
{
    if (w == NULL)
        return;
    arena_free(&w->texts);
    free(w->leaves);
    free(w->items);
    free(w->section);
    free(w);
}

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    objects_walk_start(arg, x, el);
    return e->status;
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    (void)x;
    objects_walk_end(arg, el);
    return e->status;
}

static int
push(void *scan, const uint8_t *p, size_t n, struct err *e)
{
    return xscan_push(scan, p, n, e);
}

int
objects_visit(struct backup *b, object_fn *visit, void *arg, struct err *e)
{
    static const struct xhandler handler = {.start = on_start, .end = on_end};
    struct objects_walk *w = objects_walk_new(b->database, visit, arg);
    struct xscan *x = backup_scan_new(b, &handler, w);

    if (backup_blocks(b, push, x, e) == ST_OK)
        xscan_finish(x, e);
    xscan_free(x);
    objects_walk_free(w);
    return e->status;
}

int
objects_visit_some(struct backup *b, const struct object_choice *c,
                   struct err *e)
{
    if (b->database->things == NULL)
        return objects_visit(b, c->visit, c->arg, e);
    kept_things_visit(b->database, c);
    return e->status;
}
