/*
 * A second, independent reader: libarchive looks at an archive that we wrote.
 */
#ifndef CXBAK_ZIP_ZREREAD_H
#define CXBAK_ZIP_ZREREAD_H

#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/zip/zdir.h"

/*
 * Does libarchive find in the file of `z` the very members that `z` holds,
 * in the same order and of the same sizes, and do the `n` members `decode`
 * decode with the right size and CRC?  Other members' data are not read, and
 * what their headers say beside names and sizes does not matter.  The local
 * headers of `z` must have been checked (zdir_locals()).
 * ST_SYSTEM with what differs if not.
 */
int zreread(const struct zdir *z, const size_t *decode, size_t n,
            const char *password, struct err *e);

#endif
