/*
 * Putting a value back the way it was spelt before.
 */
#ifndef CXBAK_PATCH_ORIGINAL_PATCH_IMPL_H
#define CXBAK_PATCH_ORIGINAL_PATCH_IMPL_H

#include <stdbool.h>

#include "cxbak/backup/database.h"

/* Add the patches that put `edit->raw` into the document.  False, and nothing
 * added, if it does not fit what is there now: the value is then to be
 * written in the file's usual way. */
bool original_patch(const struct database *d, const struct edit *edit,
                    struct xpatches *p);

#endif
