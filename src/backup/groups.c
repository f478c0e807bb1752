#include <stdint.h>
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

/* A text of the groups; of nothing, "". */
static const char *
keep(struct groups *g, const char *text)
{
    return text != NULL && *text != '\0' ? arena_dup(&g->texts, text) : "";
}

void
groups_member(struct groups *g, const struct xelement *el)
{
    const char *number = xscan_attr(el, "DN");
    const char *primary = xscan_attr(el, "IsPrimary");

    g->nobody = number == NULL || *number == '\0';
    if (g->nobody)
        return;
    g->members = mem_grow(g->members, &g->member_cap, g->member_count,
                          sizeof(*g->members));
    g->members[g->member_count] = (struct group_member){
        .number = keep(g, number),
        .primary = primary != NULL && (strcasecmp(primary, "True") == 0 ||
                                       strcmp(primary, "1") == 0),
        .first_role = (uint32_t)g->role_count,
        .order = (uint32_t)g->member_count};
    g->member_count++;
}

void
groups_role(struct groups *g, const struct xelement *el)
{
    const char *name = xscan_attr(el, "name");

    if (name == NULL || g->nobody)
        return;
    g->roles =
        mem_grow(g->roles, &g->role_cap, g->role_count, sizeof(*g->roles));
    g->roles[g->role_count++] = keep(g, name);
    g->members[g->member_count - 1].role_count++;
}

const char *
groups_name(const struct groups *g, const struct group_member *m)
{
    return g->list[m->index].name;
}

const char *const *
groups_roles(const struct groups *g, const struct group_member *m)
{
    return g->roles + m->first_role;
}

/* Are these somebody's favourites? */
static bool
is_favourites(const struct group *g)
{
    return strncmp(g->name, FAVORITES, strlen(FAVORITES)) == 0;
}

bool
group_is_internal(const struct group *g)
{
    return is_favourites(g) || strcmp(g->name, GROUPS_DEFAULT) == 0;
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
    bool hidden;
    size_t i;

    g->list = mem_grow(g->list, &g->cap, g->count, sizeof(*g->list));
    new = &g->list[g->count];
    *new = (struct group){keep(g, name), keep(g, number)};
    hidden = is_favourites(new);
    for (i = g->first; i < g->member_count; i++) {
        g->members[i].index = (uint32_t)g->count;
        g->members[i].hidden = hidden;
    }
    g->known += hidden ? 0 : g->member_count - g->first;
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
    arena_free(&g->texts);
    free(g->roles);
    free(g->members);
    free(g->list);
    memset(g, 0, sizeof(*g));
}
