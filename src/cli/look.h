/*
 * `diff` and `verify` look at some users, if their extensions stand behind the
 * backups.
 */
#ifndef CXBAK_CLI_LOOK_H
#define CXBAK_CLI_LOOK_H

#include "cxbak/compare/compare.h"
#include "cli/session.h"

/*
 * `*shown` is what is to be shown of `c`: `c` itself or, with operands from the
 * `first` on, what concerns the users whom they name in either backup, which
 * then is in `store`, for the caller to free.  ST_REFUSED if neither backup
 * has such a user.
 */
int look_at(const struct comparison **shown, struct comparison *store,
            const struct comparison *c, struct session *old,
            struct session *new, size_t first, struct err *e);

/* Say that no more was shown than those users. */
void look_note(const struct args *a, size_t first);

#endif
