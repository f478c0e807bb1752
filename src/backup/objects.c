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

#include "cxbak/util/mem.h"
#include "cxbak/backup/objects.h"
#include "cxbak/xml/xscan.h"

/* Texts that are kept of one thing; a real user has some 20 KiB.  What lies
 * behind is not looked at, so that memory stays bounded. */
#define THING_TEXT_MAX ((size_t)16 << 20)

/* An element that is open within a thing. */
struct level {
    char *element;
    size_t first_leaf; /* its leaves begin here ... */
    size_t first_item; /* ... and the items below it here */
};

/* A child without children, whose parent has not ended. */
struct leaf {
    char *element;
    char *text;
};

struct walker {
    struct backup *b;
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
    size_t text_size; /* of the thing at hand */
    char *number;
    char *name;
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

static void
add_item(struct walker *w, const char *element, const char *parent,
         const char *text, bool reference)
{
    size_t size = strlen(text);

    if (size == 0 || (!reference && w->text_size + size > THING_TEXT_MAX))
        return;
    w->text_size += size;
    w->items =
        mem_grow(w->items, &w->item_cap, w->item_count, sizeof(*w->items));
    w->items[w->item_count++] = (struct pbx_text){
        reference, mem_dup(element), mem_dup(parent), mem_dup(text), NULL};
}

static void
drop_items(struct walker *w)
{
    while (w->item_count > 0) {
        struct pbx_text *item = &w->items[--w->item_count];

        free(item->element);
        free(item->parent);
        free(item->text);
        free(item->within);
    }
}

static void
drop_leaves(struct walker *w, size_t first)
{
    while (w->leaf_count > first) {
        w->leaf_count--;
        free(w->leaves[w->leaf_count].element);
        free(w->leaves[w->leaf_count].text);
    }
}

/* The text of the leaf of that name among those from `first` on, or NULL. */
static const char *
find_leaf(const struct walker *w, size_t first, const char *name)
{
    size_t i;

    for (i = first; i < w->leaf_count; i++) {
        if (strcmp(w->leaves[i].element, name) == 0)
            return w->leaves[i].text;
    }
    return NULL;
}

/* First and last name in elements of their own are one name to a reader. */
static void
join_names(struct walker *w, size_t first, const char *parent)
{
    const char *a = find_leaf(w, first, "FirstName");
    const char *b = find_leaf(w, first, "LastName");
    char *both;

    if (a == NULL || b == NULL || *a == '\0' || *b == '\0')
        return;
    both = mem_printf("%s %s", a, b);
    add_item(w, "FirstName and LastName", parent, both, false);
    if (w->name == NULL)
        w->name = mem_dup(both);
    free(both);
}

/* An element with children has ended: its leaves become items. */
static void
end_parent(struct walker *w, size_t depth)
{
    const struct level *l = &w->levels[depth];
    const char *name = find_leaf(w, l->first_leaf, "Name");
    const char *value = find_leaf(w, l->first_leaf, "Value");
    const char *within = name;
    size_t i;

    if (depth == w->top) {
        const char *number = find_leaf(w, l->first_leaf, "Number");

        set(&w->name, mem_dup(name));
        set(&w->number, mem_dup(number));
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
                w->items[i].within = mem_dup(within);
        }
    }
    drop_leaves(w, l->first_leaf);
}

/* Hand the thing over and forget it. */
static void
end_thing(struct walker *w, const char *element)
{
    struct pbx_object t = {.section = w->section != NULL ? w->section : element,
                           .element = element,
                           .number = w->number,
                           .name = w->name,
                           .user = w->user,
                           .items = w->items,
                           .count = w->item_count};

    w->visit(w->arg, &t);
    drop_items(w);
    set(&w->number, NULL);
    set(&w->name, NULL);
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
start_outside(struct walker *w, const struct xelement *el)
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
        w->users < w->b->database->user_count)
        w->user = w->users++;
}

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct walker *w = arg;
    struct level *l;
    size_t i;

    if (w->top == 0)
        start_outside(w, el);
    if (w->top == 0)
        return e->status;
    l = &w->levels[el->depth];
    set(&l->element, mem_dup(el->name));
    l->first_leaf = w->leaf_count;
    l->first_item = w->item_count;
    xscan_capture(x);

    /* <gparam name="N" value="V" /> is a property, too. */
    for (i = 0; i < el->attr_count; i++) {
        const struct xattr *a = &el->attrs[i];
        const char *name = xscan_attr(el, "name");
        bool value = strcmp(a->name, "value") == 0 && name != NULL;

        add_item(w,
                 value                   ? name
                 : is_reference(a->name) ? el->name
                                         : a->name,
                 el->name, a->value, is_reference(a->name));
    }
    if (el->depth == w->top && xscan_attr(el, "name") != NULL)
        set(&w->name, mem_dup(xscan_attr(el, "name")));
    return e->status;
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct walker *w = arg;

    (void)x;
    if (w->top == 0) {
        if (el->depth == w->list_at) {
            set(&w->section, NULL);
            w->list_at = 0;
        }
        return e->status;
    }
    if (el->parent) {
        end_parent(w, el->depth);
    } else if (el->depth > w->top) {
        w->leaves = mem_grow(w->leaves, &w->leaf_cap, w->leaf_count,
                             sizeof(*w->leaves));
        w->leaves[w->leaf_count++] =
            (struct leaf){mem_dup(el->name), mem_dup(el->text)};
    } else {
        add_item(w, el->name, el->name, el->text, false);
    }
    if (el->depth == w->top)
        end_thing(w, el->name);
    return e->status;
}

static void
free_walker(struct walker *w)
{
    size_t i;

    /* The scan may have stopped in the middle of a thing. */
    drop_items(w);
    drop_leaves(w, 0);
    for (i = 0; i <= XSCAN_DEPTH_MAX; i++)
        free(w->levels[i].element);
    free(w->leaves);
    free(w->items);
    free(w->section);
    free(w->number);
    free(w->name);
    free(w);
}

int
objects_visit(struct backup *b, object_fn *visit, void *arg, struct err *e)
{
    static const struct xhandler handler = {.start = on_start, .end = on_end};
    struct walker *w = mem_calloc(1, sizeof(*w));

    w->b = b;
    w->visit = visit;
    w->arg = arg;
    w->user = SIZE_MAX;
    backup_scan(b, &handler, w, e);
    free_walker(w);
    return e->status;
}
