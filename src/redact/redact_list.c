/* The list of what was done. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "redact/redact_impl.h"

const char *
redact_what_word(enum redact_what what)
{
    static const char *const words[REDACT_WHATS] = {
        [REDACT_ELEMENT] = "element",     [REDACT_ATTRIBUTE] = "attribute",
        [REDACT_PROPERTY] = "property",   [REDACT_PARAMETER] = "parameter",
        [REDACT_TEXT] = "text, comments", [REDACT_VALUE] = "values",
        [REDACT_MEMBERS] = "members"};

    return words[what];
}

/* A node of the tree, and the one that was made before it. */
struct redact_counted {
    struct redact_item item; /* first: compare() is for both */
    struct redact_counted *before;
};

static int
compare(const void *a, const void *b)
{
    const struct redact_item *x = a, *y = b;

    if (x->action != y->action)
        return x->action < y->action ? -1 : 1;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* The name as it is listed: those that are only counted (BILL_0001, BILL_0002)
 * are one.  Newly made. */
static char *
listed_name(enum redact_what what, const char *name)
{
    size_t n = strlen(name);

    if (what == REDACT_MEMBERS || what == REDACT_VALUE)
        return mem_dup(name);
    while (n > 0 && name[n - 1] >= '0' && name[n - 1] <= '9')
        n--;
    return name[n] != '\0' && n > 0 ? mem_printf("%.*s*", (int)n, name)
                                    : mem_dup(name);
}

void
redact_count(struct redactor *r, enum redact_action action,
             enum redact_what what, const char *name)
{
    struct redact_item key = {.action = action, .what = what, .count = 1};
    struct redact_counted *made, **found;

    if (r->learning)
        return;
    key.name = listed_name(what, name != NULL ? name : "");
    found = tfind(&key, &r->counts, compare);
    if (found != NULL) {
        (*found)->item.count++;
        free(key.name);
        return;
    }
    made = mem_alloc(sizeof(*made));
    *made = (struct redact_counted){key, r->counted};
    r->counted = made;
    mem_check(tsearch(made, &r->counts, compare));
}

void
redact_list_finish(struct redactor *r)
{
    struct redact_list *list = r->list;
    const struct redact_counted *x;

    for (x = r->counted; x != NULL; x = x->before) {
        list->items = mem_grow(list->items, &list->cap, list->count,
                               sizeof(*list->items));
        list->items[list->count++] = x->item;
    }
    if (list->count > 0)
        qsort(list->items, list->count, sizeof(*list->items), compare);
    tdestroy(r->counts, free);
    r->counts = NULL;
    r->counted = NULL;
}

void
redact_list_free(struct redact_list *list)
{
    size_t i;

    for (i = 0; i < list->count; i++)
        free(list->items[i].name);
    free(list->items);
    memset(list, 0, sizeof(*list));
}
