/*
 * Groups (departments in version 20) and who is in them, with which role; and
 * queues with their agents, and ring groups, in lists of their own.  A `struct
 * groups` owns its strings.  A user's favourites are a group that 3CX makes
 * for itself; it is nobody's group, and its members come last.
 */
#ifndef CXBAK_BACKUP_GROUPS_H
#define CXBAK_BACKUP_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/xml/xscan.h"

/* That somebody is in a group. */
struct group_member {
    char *number;      /* DN: the extension */
    size_t index;      /* of the group */
    const char *group; /* its name; borrowed from the list of groups */
    bool primary;      /* IsPrimary is True */
    bool hidden;       /* the group is somebody's favourites */
    char **roles;
    size_t role_count;
    size_t order; /* in the document */
};

struct group {
    char *name;   /* "" where there is none */
    char *number; /* its own, or of a queue; "" where there is none */
    bool favourites;
};

struct groups {
    struct group *list;
    size_t count;
    size_t cap;
    struct group_member *members; /* once all is read: sorted by extension,
                                     those of favourites last */
    size_t member_count;
    size_t known; /* members of real groups */
    size_t member_cap;
    size_t first; /* member of the group at hand, while it is read */
};

/* The group that every extension is in, by name. */
#define GROUPS_DEFAULT "__DEFAULT__"

/* Is it one that 3CX made for itself: the default one, or favourites? */
bool group_is_internal(const struct group *g);

/* How many there are beside these. */
size_t groups_count(const struct groups *g);

/* What the reader of the database meets: a Group, a Member of it, a role of
 * that, and its end, when name and number are known (or NULL). */
void groups_start(struct groups *g);
void groups_member(struct groups *g, const struct xelement *el);
void groups_role(struct groups *g, const struct xelement *el);
void groups_end(struct groups *g, const char *name, const char *number);

/* All is read. */
void groups_sort(struct groups *g);

/* The groups that an extension is in, but for favourites, in the order of the
 * document: how many, and where they begin in `members`. */
size_t groups_of(const struct groups *g, const char *number, size_t *first);

void groups_free(struct groups *g);

#endif
