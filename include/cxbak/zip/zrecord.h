/*
 * What two archives say about one member, held against each other: central
 * records, local headers, end records.  Nothing here owns anything.
 */
#ifndef CXBAK_ZIP_ZRECORD_H
#define CXBAK_ZIP_ZRECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/zip/zdir.h"

/* Do the central records say the same, but for the member's place and, with
 * `content`, for its sizes, CRC and time?  Extra fields that hold times may
 * differ only if the time of the record itself does. */
bool zrecord_same(const struct zmember *m, const struct zmember *n,
                  bool content);

/* Append what the central records say otherwise, in words with commas between:
 * "date, attributes".  With `content` as above; of records that are the same
 * nothing is appended. */
void zrecord_words(const struct zmember *m, const struct zmember *n,
                   bool content, struct buf *b);

/*
 * Do the headers of member `i` of `x` and member `j` of `y`, whose contents
 * differ, say the same otherwise?  Compares central record, local header and
 * the form of the descriptor; the time may be another one if both headers
 * have it.  `*why` is NULL, or what differs: static.
 * ST_BACKUP or ST_SYSTEM if a local header cannot be read.
 */
int zrecord_headers(struct zdir *x, size_t i, struct zdir *y, size_t j,
                    const char **why, struct err *e);

/* Are the end records of one kind?  NULL, or how the one of `y` differs:
 * zip64 records that came without need or are gone; static. */
int zrecord_end(const struct zdir *x, const struct zdir *y, const char **why,
                struct err *e);

#endif
