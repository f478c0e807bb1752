/* The two halves of a comparison. */
#ifndef CXBAK_COMPARE_COMPARE_IMPL_H
#define CXBAK_COMPARE_COMPARE_IMPL_H

#include "cxbak/backup/avatar.h"
#include "cxbak/compare/compare.h"

/* Compare the databases: users, their pictures, and the text around their
 * fields. */
int compare_databases(struct comparison *c, struct backup *old,
                      struct backup *new, const struct avatars *old_avatars,
                      const struct avatars *new_avatars, struct err *e);

/* Compare the archives' members. */
int compare_archives(struct comparison *c, struct backup *old,
                     struct backup *new, const struct avatars *old_avatars,
                     const struct avatars *new_avatars,
                     enum compare_members how, const struct observer *observer,
                     struct err *e);

#endif
