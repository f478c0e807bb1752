/*
 * SHA-256 of a file while it is being written: a thread reads behind the
 * writer, so that the digest costs a processor but no time of its own.
 */
#ifndef CXBAK_UTIL_DIGEST_IMPL_H
#define CXBAK_UTIL_DIGEST_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"

/* The digest of `n` bytes in hexadecimal, 64 digits and a NUL. */
void digest_of(const void *p, size_t n, char *hex);

struct digest;

/* Start a digest of the file `fd`, of which nothing is final yet. */
int digest_start(struct digest **dp, int fd, struct err *e);

/* The first `final` bytes of the file will not change any more. */
void digest_advance(struct digest *d, uint64_t final);

/* The digest of the first `size` bytes in hexadecimal, 64 digits and a NUL;
 * waits for it. */
int digest_finish(struct digest *d, uint64_t size, char *hex, const char *path,
                  struct err *e);

/* Stop and release; NULL is allowed. */
void digest_free(struct digest *d);

#endif
