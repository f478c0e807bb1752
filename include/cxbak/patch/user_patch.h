/*
 * The edits of users as patches of the database's bytes.  Nothing is kept;
 * the patches own their texts.
 */
#ifndef CXBAK_PATCH_USER_PATCH_H
#define CXBAK_PATCH_USER_PATCH_H

#include <stddef.h>

#include "cxbak/backup/database.h"
#include "cxbak/util/err.h"
#include "cxbak/xml/xpatch.h"

/*
 * Add to `p` the patches for the `n` (at least 1) edits of one user.  Nothing
 * is added for a value that is there already.  ST_REFUSED if one cannot be
 * put: the field occurs twice or holds markup.
 */
int user_patch(const struct database *d, const struct edit *const *edits,
               size_t n, struct xpatches *p, struct err *e);

#endif
