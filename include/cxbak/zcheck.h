/*
 * A second, independent reader: libarchive looks at an archive that we wrote.
 */
#ifndef CXBAK_ZCHECK_H
#define CXBAK_ZCHECK_H

#include <stddef.h>

#include "cxbak/err.h"
#include "cxbak/zdir.h"

/*
 * Does libarchive find in the file of `z` the very members that `z` holds,
 * in the same order and of the same sizes, and do the `n` members `decode`
 * decode with the right size and CRC?  Other members' data are not read.
 * ST_SYSTEM with what differs if not.
 */
int zcheck(const struct zdir *z, const size_t *decode, size_t n,
           const char *password, struct err *e);

#endif
