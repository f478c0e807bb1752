/*
 * Padding: what follows a rewritten member keeps its place within the blocks
 * of a file system, so that a file system that can share blocks between files
 * needs none for it.
 *
 * Where the padding is: at the end of a deflated member, as empty deflate
 * blocks (RFC 1951 3.2.3) before the last one; else in its local header, as an
 * extra field of the id by which Android's tools align members:
 *
 *   header id 2 (0xd935), data size 2, alignment 2 (4096), zeros
 */
#ifndef CXBAK_ZIP_ZPAD_IMPL_H
#define CXBAK_ZIP_ZPAD_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"

/* The blocks that file systems share: XFS and btrfs make them of this size
 * nearly everywhere. */
#define ZPAD_BLOCK ((size_t)4096)

/* "No padding" in place of a number below ZPAD_BLOCK. */
#define ZPAD_NONE SIZE_MAX

/* What stays behind a member is worth padding from this size on. */
#define ZPAD_WORTH ((uint64_t)64 << 10)

/* Bytes to add to `at`, so that it is `want` beyond a multiple of ZPAD_BLOCK;
 * less than that, and 0 for ZPAD_NONE. */
size_t zpad_need(uint64_t at, size_t want);

/*
 * End the deflate stream `s`, all input of which was taken, and append what
 * it gives to `out`.  With what it gave before, `made` bytes, its length will
 * be `want` beyond a multiple of ZPAD_BLOCK: as it is if it happens to be so,
 * else with padding.
 */
int zpad_finish(z_stream *s, uint64_t made, size_t want, struct buf *out,
                struct err *e);

/* Append `n` bytes of empty deflate blocks to `out`, or ZPAD_BLOCK more for
 * the few numbers that cannot be made (1 to 4, and 8).  What stands before
 * them must end at a whole byte. */
void zpad_blocks(struct buf *out, size_t n);

/* Is that extra field of a local header padding, of our own form? */
bool zpad_is_field(unsigned id, const uint8_t *data, size_t n);

/* Take the padding out of a local header, and put a field of `n` bytes in its
 * place, or ZPAD_BLOCK more if these are too few for a field; none for 0, or
 * where there is no room for it. */
void zpad_header(struct buf *local, size_t n);

#endif
