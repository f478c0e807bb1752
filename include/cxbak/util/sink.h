/*
 * Where bytes are written to: a file (see outfile.h), memory, or what a front
 * end has.  An implementation embeds a `struct sink` as its first member and
 * fills in `ops` and `name`.
 */
#ifndef CXBAK_UTIL_SINK_H
#define CXBAK_UTIL_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/digest.h"
#include "cxbak/util/err.h"
#include "cxbak/util/source.h"

struct sink;

/* What an implementation does; each returns ST_OK or ST_SYSTEM. */
struct sink_ops {
    /* Append `n` bytes. */
    int (*write)(struct sink *s, const void *p, size_t n, struct err *e);

    /* Append `n` bytes of a source from position `off`; NULL: through a
     * buffer. */
    int (*copy)(struct sink *s, const struct source *from, uint64_t off,
                uint64_t n, struct err *e);

    /* Change `n` bytes at `off`, which were appended before. */
    int (*change)(struct sink *s, const void *p, size_t n, uint64_t off,
                  struct err *e);

    /* What was written so far will not change; NULL: no matter. */
    void (*settle)(struct sink *s);

    /* What was written, to be read again before the end. */
    int (*reread)(struct sink *s, struct source *written, struct err *e);

    /* All is written, and good: give it out.  Unless it is NULL, `sha256`
     * receives the SHA-256 in hexadecimal, DIGEST_LEN characters. */
    int (*finish)(struct sink *s, char *sha256, struct err *e);
};

struct sink {
    const struct sink_ops *ops;
    const char *name; /* for messages; borrowed */
    uint64_t size;    /* bytes written so far; kept by the implementation */
    uint64_t shared;  /* those of them whose blocks are shared with a source */
    bool digested;    /* set it before the first byte if the SHA-256 will be
                         asked for: it is then taken on the way */
};

int sink_write(struct sink *s, const void *p, size_t n, struct err *e);
int sink_copy(struct sink *s, const struct source *from, uint64_t off,
              uint64_t n, struct err *e);

/* `off` must not lie before the place that was last settled: what is settled
 * may already be part of the SHA-256. */
int sink_change(struct sink *s, const void *p, size_t n, uint64_t off,
                struct err *e);
void sink_settle(struct sink *s);
int sink_reread(struct sink *s, struct source *written, struct err *e);
int sink_finish(struct sink *s, char *sha256, struct err *e);

/* Append `n` bytes of a source through a buffer. */
int sink_copy_buffered(struct sink *s, const struct source *from, uint64_t off,
                       uint64_t n, struct err *e);

/* A sink in memory; `data` is what was written, good once it is finished. */
struct sink_memory {
    struct sink sink;
    struct buf data;
};

/* Begin, with `name` (borrowed) for messages. */
void sink_memory_start(struct sink_memory *m, const char *name);

void sink_memory_free(struct sink_memory *m);

#endif
