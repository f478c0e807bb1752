#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "backup/numbered_texts_impl.h"

/* Places that are tried for a text.  Whoever chooses the texts can have them
 * all in one. */
#define TRIES_MAX 256

/* Room for so many texts at first, a power of two. */
#define SLOTS_MIN 1024

/* Eight bytes at a time: this is done for most texts of a database. */
static uint64_t
hash_of(const char *s, size_t n)
{
    uint64_t h = n, v;

    for (;; s += sizeof(v), n -= sizeof(v)) {
        v = 0;
        memcpy(&v, s, n < sizeof(v) ? n : sizeof(v));
        h = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 32;
        if (n <= sizeof(v))
            return h;
    }
}

/* The slot of a text, or the free one where it goes; NULL if it would take too
 * long to find. */
static uint32_t *
slot_of(const struct numbered_texts *t, const char *text, size_t n)
{
    size_t i = (size_t)hash_of(text, n), tries;

    for (tries = 0; tries < TRIES_MAX; tries++, i++) {
        uint32_t *slot = &t->slots[i & (t->slot_count - 1)];

        if (*slot == 0 || strcmp(t->list[*slot], text) == 0)
            return slot;
    }
    return NULL;
}

/* At most half of the slots are taken. */
static bool
more_slots(struct numbered_texts *t)
{
    size_t i;

    if (t->count * 2 < t->slot_count)
        return true;
    t->slot_count = t->slot_count > 0 ? t->slot_count * 2 : SLOTS_MIN;
    free(t->slots);
    t->slots = mem_calloc(t->slot_count, sizeof(*t->slots));
    for (i = 1; i < t->count; i++) {
        uint32_t *slot = slot_of(t, t->list[i], strlen(t->list[i]));

        if (slot == NULL)
            return false;
        *slot = (uint32_t)i;
    }
    return true;
}

uint32_t
numbered_texts_number(struct numbered_texts *t, const char *text)
{
    size_t n = strlen(text);
    uint32_t *slot;

    if (!more_slots(t) || (slot = slot_of(t, text, n)) == NULL)
        return 0;
    if (*slot != 0)
        return *slot;
    if (t->count == 0)
        t->count = 1;
    if (t->count == UINT32_MAX)
        return 0;
    t->list = mem_grow(t->list, &t->cap, t->count, sizeof(*t->list));
    t->list[t->count] = arena_ndup(&t->bytes, text, n);
    t->size += n + 1;
    *slot = (uint32_t)t->count++;
    return *slot;
}

size_t
numbered_texts_size(const struct numbered_texts *t)
{
    return t->size + t->cap * sizeof(*t->list) +
           t->slot_count * sizeof(*t->slots);
}

void
numbered_texts_free(struct numbered_texts *t)
{
    arena_free(&t->bytes);
    free(t->list);
    free(t->slots);
    memset(t, 0, sizeof(*t));
}
