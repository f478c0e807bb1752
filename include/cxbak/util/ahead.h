/*
 * A stream read some blocks ahead by a thread, while its owner looks at the
 * blocks before.  Errors come where they would without it: behind all blocks
 * that could be read.  A `struct ahead` owns its blocks and borrows the rest.
 */
#ifndef CXBAK_UTIL_AHEAD_H
#define CXBAK_UTIL_AHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"

/* Bytes of a block, except for the last one of a stream. */
#define AHEAD_BLOCK ((size_t)32 << 10)

/* Streams shorter than this many bytes are not worth a thread. */
#define AHEAD_MIN ((uint64_t)1 << 20)

/* Where the bytes come from: `*got` bytes, at most `n`, into `p`; 0 is the
 * end. */
typedef int ahead_fn(void *arg, void *p, size_t n, size_t *got, struct err *e);

struct ahead;

/* Begin to read what `read` gives, about `size` bytes. */
struct ahead *ahead_new(ahead_fn *read, void *arg, uint64_t size);

/* The next bytes, valid until the next call; `*got` is 0 at the end. */
int ahead_next(struct ahead *a, const uint8_t **p, size_t *got, struct err *e);

/* Release; NULL is allowed. */
void ahead_free(struct ahead *a);

#endif
