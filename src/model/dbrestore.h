/*
 * Putting a value back the way it was spelt before.
 */
#ifndef DBRESTORE_H
#define DBRESTORE_H

#include <stdbool.h>

#include "cxbak/database.h"

/* Add the patches that put `edit->raw` into the document.  False, and nothing
 * added, if it does not fit what is there now: the value is then to be
 * written in the file's usual way. */
bool dbrestore(const struct database *d, const struct edit *edit,
               struct xpatches *p);

#endif
