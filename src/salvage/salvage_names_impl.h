/* The names of members: which one is right, and none twice. */
#ifndef CXBAK_SALVAGE_SALVAGE_NAMES_IMPL_H
#define CXBAK_SALVAGE_SALVAGE_NAMES_IMPL_H

#include "salvage/salvage_impl.h"

/* A name and whose it is. */
struct named {
    const char *name;
    size_t index;
};

/* The members by name; newly allocated.  The names are borrowed. */
struct named *names_sort(const struct salvage *v);

/* The first in the list with that name, or the end of it. */
size_t names_find(const struct named *list, size_t n, const char *name);

/* Is that the name of a database in the root? */
bool names_database(const char *name);

/* The record has another name than its member: choose one.  `good`: the record
 * is not damaged behind its name. */
void names_choose(struct salvage *v, const struct record *r, struct piece *m,
                  bool good);

/* Of members of one name and content one stays; others of that name, and what
 * is in the way of a folder, get another one. */
void names_settle(struct salvage *v);

/* A name that leads out of the folder that an archive is unpacked to, as `../x`
 * and `/x` do, becomes one of the same length that does not: `__/x`, `_x`. */
void names_keep_inside(struct salvage *v);

#endif
