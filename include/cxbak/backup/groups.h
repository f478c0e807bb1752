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
#include <stdint.h>

#include "cxbak/util/arena.h"
#include "cxbak/xml/xscan.h"

/* That somebody is in a group.  Very many must take little memory: counts of
 * 32 bits are enough for 60 GiB of XML. */
struct group_member {
    const char *number;  /* DN: the extension */
    uint32_t index;      /* of the group */
    uint32_t order;      /* in the document */
    uint32_t first_role; /* in the list of roles */
    uint32_t role_count : 30;
    uint32_t primary : 1; /* IsPrimary is True */
    uint32_t hidden : 1;  /* the group is somebody's favourites */
};

struct group {
    const char *name;   /* "" where there is none */
    const char *number; /* its own, or of a queue; "" where there is none */
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
    const char **roles; /* of members, those of each side by side */
    size_t role_count;
    size_t role_cap;
    struct arena texts; /* of all of these */
    size_t first;       /* member of the group at hand, while it is read */
    bool nobody;        /* the Member at hand names nobody */
};

/* The group that every extension is in, by name. */
#define GROUPS_DEFAULT "__DEFAULT__"

/* Is it one that 3CX made for itself: the default one, or favourites? */
bool group_is_internal(const struct group *g);

/* How many there are beside these. */
size_t groups_count(const struct groups *g);

/* What the reader of the database meets: a Group, a Member of it (which counts
 * if it has a DN), a role of that, and its end, when name and number are known
 * (or NULL). */
void groups_start(struct groups *g);
void groups_member(struct groups *g, const struct xelement *el);
void groups_role(struct groups *g, const struct xelement *el);
void groups_end(struct groups *g, const char *name, const char *number);

/* All is read. */
void groups_sort(struct groups *g);

/* The name of the member's group, and its roles, `role_count` of them. */
const char *groups_name(const struct groups *g, const struct group_member *m);
const char *const *groups_roles(const struct groups *g,
                                const struct group_member *m);

/* The groups that an extension is in, but for favourites, in the order of the
 * document: how many, and where they begin in `members`. */
size_t groups_of(const struct groups *g, const char *number, size_t *first);

void groups_free(struct groups *g);

#endif
