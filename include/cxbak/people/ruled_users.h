/*
 * The users of a backup as the rules see them.  The values are borrowed from
 * the database, which must outlive them.
 */
#ifndef CXBAK_PEOPLE_RULED_USERS_H
#define CXBAK_PEOPLE_RULED_USERS_H

#include <stddef.h>

#include "cxbak/backup/database.h"
#include "cxbak/rules/rules.h"

struct ruled_users {
    struct rules_system system; /* what the backup's parameters demand */
    struct rules_user *list;    /* in the order of the database */
    size_t count;
};

/* Fill in what the database says; passwords and PINs are the caller's to add
 * where they are known. */
void ruled_users_make(struct ruled_users *r, const struct database *d);

void ruled_users_free(struct ruled_users *r);

#endif
