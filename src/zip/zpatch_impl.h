/*
 * Changing the headers of a member that gets new content: CRC, sizes and
 * times are put where the old header has them, all else stays.
 */
#ifndef CXBAK_ZIP_ZPATCH_IMPL_H
#define CXBAK_ZIP_ZPATCH_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"

/* What the new content is. */
struct zcontent {
    uint32_t crc;
    uint64_t csize;
    uint64_t usize;
};

/* A moment in the forms that headers have. */
struct zstamp {
    bool set;      /* false: times stay as they are */
    uint16_t time; /* MS-DOS time and date, UTC */
    uint16_t date;
    uint32_t unix_time;
    uint64_t ntfs; /* 100 ns since 1601 */
};

/* The time `v`, seconds since 1970 in UTC; not set when `v` is NULL, or a time
 * that MS-DOS cannot say. */
struct zstamp zpatch_stamp(const int64_t *v);

/* Put content and time into a local header (`local`) or a central record,
 * with the name and extra fields behind it.  Values that the old header left to
 * the descriptor stay 0. */
void zpatch_header(uint8_t *p, bool local, const struct zcontent *c,
                   const struct zstamp *t);

/* Put strength and method of the AES field `made` (see enum zaes_at) into that
 * of a header, if it has one.  Returns whether the CRC is left out there. */
bool zpatch_aes(uint8_t *p, bool local, const uint8_t *made);

/* Put a new offset into the central record in `b`, which grows by a zip64
 * field when the offset needs one; `off64` as in struct zmember. */
void zpatch_offset(struct buf *b, uint16_t off64, uint64_t offset);

/* Append a data descriptor of `len` bytes, which tells its form. */
void zpatch_descriptor(struct buf *b, size_t len, const struct zcontent *c);

#endif
