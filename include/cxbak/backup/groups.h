/*
 * Groups (departments in version 20) and who is in them, with which role.
 * A `struct groups` owns its strings.  Groups that 3CX makes for itself, one
 * user's favourites, are not groups to anybody and are left out.
 */
#ifndef CXBAK_BACKUP_GROUPS_H
#define CXBAK_BACKUP_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/xml/xscan.h"

/* That somebody is in a group. */
struct group_member {
    char *number;      /* DN: the extension */
    const char *group; /* its name; borrowed from the list of groups */
    bool primary;      /* IsPrimary is True */
    char **roles;
    size_t role_count;
    size_t order; /* in the document */
};

struct groups {
    char **names;
    size_t count;
    size_t cap;
    struct group_member *members; /* sorted by extension once all is read */
    size_t member_count;
    size_t member_cap;
    size_t first; /* member of the group at hand, while it is read */
};

/* What the reader of the database meets: a Group, its Name, a Member of it,
 * and a role of that; names and values as the scanner gives them. */
void groups_start(struct groups *g);
void groups_member(struct groups *g, const struct xelement *el);
void groups_role(struct groups *g, const struct xelement *el);
void groups_end(struct groups *g, const char *name);

/* All is read. */
void groups_sort(struct groups *g);

/* The groups that an extension is in, in the order of the document: how many,
 * and where they begin in `members`. */
size_t groups_of(const struct groups *g, const char *number, size_t *first);

void groups_free(struct groups *g);

#endif
