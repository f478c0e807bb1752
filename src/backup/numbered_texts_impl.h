/*
 * Texts, each kept once and known by its number; private to this room.
 */
#ifndef CXBAK_BACKUP_NUMBERED_TEXTS_IMPL_H
#define CXBAK_BACKUP_NUMBERED_TEXTS_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/arena.h"

/* Starts as {0}; owns the texts. */
struct numbered_texts {
    const char **list; /* by number; the first is 1 */
    size_t count;      /* numbers so far, and 0 */
    size_t cap;
    struct arena bytes;
    size_t size;     /* bytes of all texts */
    uint32_t *slots; /* numbers by the hash of their texts; 0: free */
    size_t slot_count;
};

/* The number of a text, which is added if it is not there; 0 if there are too
 * many, or too many with one hash. */
uint32_t numbered_texts_number(struct numbered_texts *t, const char *text);

/* Bytes of memory that all of them take, about. */
size_t numbered_texts_size(const struct numbered_texts *t);

/* Release the texts; there are none then. */
void numbered_texts_free(struct numbered_texts *t);

#endif
