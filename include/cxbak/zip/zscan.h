/*
 * A look into members that are copied undecoded: are they whole, and would a
 * reader that streams (one that goes by local headers and descriptors, not by
 * the directory) find them to end where the directory says?  A scan borrows
 * the directory, of which zdir_locals() must have checked all headers.
 */
#ifndef CXBAK_ZIP_ZSCAN_H
#define CXBAK_ZIP_ZSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/zip/zdir.h"

enum zscan_verdict {
    ZSCAN_WHOLE,   /* size and CRC are right */
    ZSCAN_UNKNOWN, /* encrypted, or in a method that is not known here */
    ZSCAN_DAMAGED, /* it is not what the directory says */
    ZSCAN_ENDS,    /* its deflate stream ends before its data do */
    ZSCAN_ENDLESS, /* it would have to be searched for a data descriptor, and
                      its own has no signature */
    ZSCAN_FORGED   /* a data descriptor stands in its data, which are not
                      decoded to find their end */
};

/* What is wrong with a member of that verdict, as a phrase. */
const char *zscan_phrase(enum zscan_verdict verdict);

/*
 * Decode member `i` to its end.  With ZSCAN_ENDS and ZSCAN_FORGED `*at` is
 * the offset in its data at which a reader that streams may stop, with
 * ZSCAN_ENDLESS that of its end, where such a reader goes on.  ST_SYSTEM
 * if the file cannot be read.
 */
int zscan_member(const struct zdir *z, size_t i, enum zscan_verdict *verdict,
                 uint64_t *at, struct err *e);

struct zscan_result {
    size_t whole;   /* members found to be so */
    size_t unknown; /* encrypted with a password that is not known, or in a
                       method that is not */
};

struct zscan;

/*
 * Begin to scan the members in a thread of its own: those that are not to
 * `skip`, of which there is one for each; who has no bytes is not counted.
 * Those to skip are written anew: only their descriptors are looked at. What
 * is encrypted is decoded by `password`, or is unknown if that is NULL.  Both
 * are borrowed until the end of the scan.
 */
int zscan_start(struct zscan **sp, struct zdir *z, const bool *skip,
                const char *password, struct err *e);

/* Wait for the end; ST_BACKUP if a member is ZSCAN_DAMAGED, ZSCAN_ENDS,
 * ZSCAN_ENDLESS or ZSCAN_FORGED.  Releases the scan in any case. */
int zscan_finish(struct zscan *s, struct zscan_result *result, struct err *e);

/* End the scan early and release it; NULL is allowed. */
void zscan_free(struct zscan *s);

#endif
