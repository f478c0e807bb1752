/*
 * SHA-256 of a source, by a thread of its own: of a file while it is being
 * written, it reads behind the writer, so that the digest costs a processor
 * but hardly time.
 */
#ifndef CXBAK_UTIL_DIGEST_H
#define CXBAK_UTIL_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/util/source.h"

/* Length of a SHA-256 in hexadecimal, with its NUL. */
#define DIGEST_LEN 65

/* The digest of `n` bytes in hexadecimal. */
void digest_of(const void *p, size_t n, char hex[DIGEST_LEN]);

struct digest;

/* Start a digest of the source `s`, which is borrowed and of which nothing is
 * final yet.  ST_SYSTEM if there can be no thread. */
int digest_start(struct digest **dp, const struct source *s, struct err *e);

/* The first `final` bytes will not change any more. */
void digest_advance(struct digest *d, uint64_t final);

/* The digest of the first `size` bytes in hexadecimal; waits for it.
 * ST_SYSTEM if they cannot be read. */
int digest_finish(struct digest *d, uint64_t size, char hex[DIGEST_LEN],
                  struct err *e);

/* Stop and release; NULL is allowed. */
void digest_free(struct digest *d);

/* The library below with its version, "nettle 3.8"; newly made. */
char *digest_library(void);

#endif
