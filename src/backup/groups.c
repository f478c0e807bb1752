#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/groups.h"
#include "cxbak/util/mem.h"

/* How the names of favourites begin; the extension follows. */
#define FAVORITES "___FAVORITES___"

void
groups_start(struct groups *g)
{
    g->first = g->member_count;
}

void
groups_member(struct groups *g, const struct xelement *el)
{
    const char *number = xscan_attr(el, "DN");
    const char *primary = xscan_attr(el, "IsPrimary");

    g->members = mem_grow(g->members, &g->member_cap, g->member_count,
                          sizeof(*g->members));
    g->members[g->member_count] = (struct group_member){
        .number = mem_dup(number != NULL ? number : ""),
        .primary = primary != NULL && (strcasecmp(primary, "True") == 0 ||
                                       strcmp(primary, "1") == 0),
        .order = g->member_count};
    g->member_count++;
}

void
groups_role(struct groups *g, const struct xelement *el)
{
    const char *name = xscan_attr(el, "name");
    struct group_member *m = &g->members[g->member_count - 1];

    if (name == NULL)
        return;
    m->roles = mem_array(m->roles, m->role_count + 1, sizeof(*m->roles));
    m->roles[m->role_count++] = mem_dup(name);
}

static void
free_member(struct group_member *m)
{
    size_t i;

    for (i = 0; i < m->role_count; i++)
        free(m->roles[i]);
    free(m->roles);
    free(m->number);
}

bool
group_is_internal(const struct group *g)
{
    return g->favourites || strcmp(g->name, GROUPS_DEFAULT) == 0;
}

size_t
groups_count(const struct groups *g)
{
    size_t i, n = 0;

    for (i = 0; i < g->count; i++)
        n += !group_is_internal(&g->list[i]);
    return n;
}

void
groups_end(struct groups *g, const char *name, const char *number)
{
    struct group *new;
    size_t i;

    g->list = mem_grow(g->list, &g->cap, g->count, sizeof(*g->list));
    new = &g->list[g->count];
    new->name = mem_dup(name != NULL ? name : "");
    new->number = mem_dup(number != NULL ? number : "");
    new->favourites = strncmp(new->name, FAVORITES, strlen(FAVORITES)) == 0;
    for (i = g->first; i < g->member_count; i++) {
        g->members[i].index = g->count;
        g->members[i].group = new->name;
        g->members[i].hidden = new->favourites;
    }
    g->known += new->favourites ? 0 : g->member_count - g->first;
    g->count++;
}

static int
compare_members(const void *a, const void *b)
{
    const struct group_member *x = a, *y = b;
    int order = (int)x->hidden - (int)y->hidden;

    if (order == 0)
        order = strcmp(x->number, y->number);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

void
groups_sort(struct groups *g)
{
    if (g->member_count > 0)
        qsort(g->members, g->member_count, sizeof(*g->members),
              compare_members);
}

size_t
groups_of(const struct groups *g, const char *number, size_t *first)
{
    size_t low = 0, high = g->known, n = 0;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(g->members[mid].number, number) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    while (low + n < g->known &&
           strcmp(g->members[low + n].number, number) == 0)
        n++;
    *first = low;
    return n;
}

void
groups_free(struct groups *g)
{
    size_t i;

    for (i = 0; i < g->member_count; i++)
        free_member(&g->members[i]);
    for (i = 0; i < g->count; i++) {
        free(g->list[i].name);
        free(g->list[i].number);
    }
    free(g->members);
    free(g->list);
    memset(g, 0, sizeof(*g));
}
