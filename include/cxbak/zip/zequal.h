/*
 * Do two members hold the same content, however they are packed?  Nothing
 * here owns anything.
 */
#ifndef CXBAK_ZIP_ZEQUAL_H
#define CXBAK_ZIP_ZEQUAL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/zip/zdir.h"

enum zequal {
    ZEQUAL_SAME,
    ZEQUAL_OTHER,
    ZEQUAL_UNKNOWN /* one cannot be decoded: a password is missing or another
                      one, or it is damaged, or packed in an unknown way */
};

/* A member; all of it is borrowed. */
struct zequal_member {
    struct zdir *zip;
    size_t member;
    const char *password; /* NULL: there is none */
};

/*
 * Compare the contents of two members.  Sizes and CRCs tell, where both have a
 * CRC: AES of the second kind (AE-2) stores 0 instead.  Where they do not, or
 * are equal and `exact` is set, the stored data are compared, and if these
 * differ, they are decoded block by block, up to the first difference.
 * ST_SYSTEM if a file cannot be read.
 */
int zequal_members(const struct zequal_member *x, const struct zequal_member *y,
                   bool exact, enum zequal *verdict, struct err *e);

#endif
