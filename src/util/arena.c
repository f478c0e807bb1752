#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/arena.h"
#include "cxbak/util/mem.h"

/* Bytes of a chunk, unless one thing needs more. */
#define CHUNK ((size_t)64 << 10)

struct arena_chunk {
    struct arena_chunk *before;
    size_t size;
    size_t used;
    char bytes[];
};

/* One more chunk, with room for `n` bytes. */
static void
add_chunk(struct arena *a, size_t n)
{
    size_t size = n > CHUNK ? n : CHUNK;
    struct arena_chunk *c;

    if (size > SIZE_MAX - sizeof(*c))
        mem_check(NULL);
    c = mem_alloc(sizeof(*c) + size);
    *c = (struct arena_chunk){.before = a->last, .size = size};
    a->last = c;
}

void *
arena_alloc(struct arena *a, size_t n)
{
    void *p;

    if (a->last == NULL || n > a->last->size - a->last->used)
        add_chunk(a, n);
    p = a->last->bytes + a->last->used;
    a->last->used += n;
    return p;
}

char *
arena_ndup(struct arena *a, const char *s, size_t n)
{
    char *p = arena_alloc(a, n + 1);

    memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *
arena_dup(struct arena *a, const char *s)
{
    return s != NULL ? arena_ndup(a, s, strlen(s)) : NULL;
}

struct arena_mark
arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->last, a->last != NULL ? a->last->used : 0};
}

void
arena_rewind(struct arena *a, struct arena_mark m)
{
    /* The first chunk stays: there will be more. */
    while (a->last != m.chunk && a->last->before != NULL) {
        struct arena_chunk *c = a->last;

        a->last = c->before;
        free(c);
    }
    if (a->last != NULL)
        a->last->used = a->last == m.chunk ? m.used : 0;
}

void
arena_free(struct arena *a)
{
    while (a->last != NULL) {
        struct arena_chunk *c = a->last;

        a->last = c->before;
        free(c);
    }
}
