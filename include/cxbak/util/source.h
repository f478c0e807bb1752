/*
 * Where bytes are read from by position: a file, memory, or what a front end
 * has.  A `struct source` is a value; what it points to is borrowed and must
 * outlive it and its copies.
 */
#ifndef CXBAK_UTIL_SOURCE_H
#define CXBAK_UTIL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"

struct source {
    const char *name; /* for messages: a path */
    uint64_t size;    /* bytes */

    /* Read exactly `n` bytes from position `off` into `p`: ST_OK or
     * ST_SYSTEM.  Threads may call it at the same time. */
    int (*read)(const struct source *s, void *p, size_t n, uint64_t off,
                struct err *e);
    const void *arg; /* for `read` */
    int fd;     /* a file from which the kernel may copy instead; -1: none */
    bool cold;  /* nothing of it is in memory yet: source_expect() helps */
    bool fresh; /* it was just written, all of it: it is in memory, and what
                   is large has taken its time, as gather.h needs it */
};

/* The file that is open on `fd`, as long as it is now. */
int source_file(struct source *s, int fd, const char *name, struct err *e);

/* The `n` bytes at `p`. */
struct source source_memory(const void *p, size_t n, const char *name);

/* Say that `n` bytes from position `off` will be read soon: a disk may fetch
 * many such places at once. */
void source_expect(const struct source *s, uint64_t off, size_t n);

/* Where the next bytes are, from `off` (below the size) on, that may not be
 * zero: a file with holes can be gone through without reading them. */
uint64_t source_next_data(const struct source *s, uint64_t off);

/* Read exactly `n` bytes from position `off`. */
int source_read(const struct source *s, void *p, size_t n, uint64_t off,
                struct err *e);

#endif
