/*
 * Memory for many small things that go together.  An arena owns all that was
 * taken from it; the caller starts the struct as ARENA_INIT and ends it with
 * arena_free().
 */
#ifndef CXBAK_UTIL_ARENA_H
#define CXBAK_UTIL_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *last; /* the chunk in use; those before are full */
};

#define ARENA_INIT                                                             \
    {                                                                          \
        NULL                                                                   \
    }

/* `n` bytes that nobody else has; for bytes and texts, as they may stand at
 * any address. */
void *arena_alloc(struct arena *a, size_t n);

/* A copy of `n` bytes with a NUL behind. */
char *arena_ndup(struct arena *a, const char *s, size_t n);

/* A copy of a string; of NULL, NULL. */
char *arena_dup(struct arena *a, const char *s);

/* How much was taken so far. */
struct arena_mark {
    struct arena_chunk *chunk;
    size_t used;
};
struct arena_mark arena_mark(const struct arena *a);

/* Take back all that was given since; `m` all zero: everything. */
void arena_rewind(struct arena *a, struct arena_mark m);

void arena_free(struct arena *a);

#endif
