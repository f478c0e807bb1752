/*
 * Many short pieces of a source, read together.  On Linux two system calls
 * read up to GATHER_MAX of them (io_submit(2)); elsewhere, where that is not
 * allowed, they are read one by one.  A `struct gather` owns what the kernel
 * needs and borrows the source.
 */
#ifndef CXBAK_UTIL_GATHER_H
#define CXBAK_UTIL_GATHER_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/source.h"

/* Pieces that are read at once. */
#define GATHER_MAX ((size_t)512)

/* Fewer pieces are read one by one; so are those of a source that is not
 * fresh, or has fewer bytes.  The kernel lets a process wait some 30 ms for
 * giving back what it needed.  Behind an edit of a large file there is enough
 * to do meanwhile; a preview, or an edit of a small one, is done sooner. */
#define GATHER_MIN  ((size_t)64)
#define GATHER_SIZE ((uint64_t)512 << 20)

/* `len` bytes from position `off`, which go to `p`. */
struct gather_piece {
    uint64_t off;
    size_t len;
    uint8_t *p;
};

struct gather;

/* A reader of `s`; NULL if there one by one is the way to read. */
struct gather *gather_new(const struct source *s);

/* Read the `n` pieces, at most GATHER_MAX, each in full: ST_OK or
 * ST_SYSTEM. */
int gather_read(struct gather *g, const struct gather_piece *list, size_t n,
                struct err *e);

/* Release; NULL is allowed. */
void gather_free(struct gather *g);

#endif
