/*
 * A stream that a thread looks at some blocks behind its owner, who goes on
 * meanwhile.  Where there can be no thread the owner does it himself.  A
 * `struct behind` owns its blocks and borrows the rest.
 */
#ifndef CXBAK_UTIL_BEHIND_H
#define CXBAK_UTIL_BEHIND_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"

/* What is done with the next bytes of the stream: returns ST_OK or the status
 * that it stored, after which it is not called again. */
typedef int behind_fn(void *arg, const void *p, size_t n, struct err *e);

struct behind;

/* Begin a stream, of about `size` bytes, that `look` is to see. */
struct behind *behind_new(behind_fn *look, void *arg, uint64_t size);

/* Hand on the next bytes, which are copied.  An error is one of these or of
 * earlier ones; it comes once. */
int behind_push(struct behind *b, const void *p, size_t n, struct err *e);

/* Wait until all of it was seen.  Nothing is pushed after that. */
int behind_finish(struct behind *b, struct err *e);

/* Release, wherever the stream is; NULL is allowed. */
void behind_free(struct behind *b);

#endif
