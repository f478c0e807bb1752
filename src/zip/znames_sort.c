/*
 * Names sorted eight bytes at a time, by radix: the names of a large archive
 * have long beginnings in common, which every comparison would read again.
 * What lies in a folder comes right behind it, so `/` is the lowest of all
 * bytes but the end.  (No name has a byte 1: control characters are refused.)
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"

/* Bytes of a key, and groups that are too small to count bytes. */
#define KEY   8
#define SMALL 32

struct item {
    uint64_t key;
    uint32_t rest; /* of the name, behind the key: where it is in all names */
    uint32_t member;
};

/* Items whose names are the same so far. */
struct group {
    size_t from;
    size_t count;
};

struct sorter {
    const char *names;
    struct item *items;
    struct item *other; /* as many */
    struct group *todo;
    size_t todo_count;
    size_t todo_cap;
};

/* The high bit of each byte of `v` that is 0. */
static uint64_t
zeros_of(uint64_t v)
{
    return ~(((v & EACH(0x7f)) + EACH(0x7f)) | v | EACH(0x7f));
}

/* The next bytes of a name as a number that is in their order; 0 behind its
 * end. */
static void
take_key(const char *names, struct item *x)
{
    uint64_t v, end;

    /* There is room behind the last name. */
    memcpy(&v, names + x->rest, KEY);
    x->rest += KEY;
    v = be64toh(v);
    if ((end = zeros_of(v)) != 0)
        v &= ~(UINT64_MAX >> (__builtin_clzll(end) & ~7));
    x->key = v ^ (zeros_of(v ^ EACH('/')) >> 7) * ('/' ^ 1);
}

/* Sort by the byte `shift` bits from the right; what has the same one stays
 * in its order. */
static void
sort_by_byte(struct sorter *s, const struct group *g, unsigned shift)
{
    struct item *from = s->items + g->from, *to = s->other + g->from;
    size_t at[UINT8_MAX + 1] = {0}, sum = 0, i;

    for (i = 0; i < g->count; i++)
        at[from[i].key >> shift & UINT8_MAX]++;
    for (i = 0; i <= UINT8_MAX; i++) {
        size_t n = at[i];

        at[i] = sum;
        sum += n;
    }
    for (i = 0; i < g->count; i++)
        to[at[from[i].key >> shift & UINT8_MAX]++] = from[i];
    memcpy(from, to, g->count * sizeof(*from));
}

static int
compare_item(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

/* Sort the group by its keys. */
static void
sort_group(struct sorter *s, const struct group *g)
{
    struct item *list = s->items + g->from;
    uint64_t differs = 0;
    bool sorted = true;
    unsigned shift;
    size_t i;

    for (i = 0; i < g->count; i++)
        take_key(s->names, &list[i]);
    for (i = 1; i < g->count; i++) {
        differs |= list[i].key ^ list[0].key;
        sorted &= list[i - 1].key <= list[i].key;
    }
    if (sorted)
        return;
    if (g->count <= SMALL) {
        qsort(list, g->count, sizeof(*list), compare_item);
        return;
    }
    for (shift = 0; shift < 64; shift += 8) {
        if (differs >> shift & UINT8_MAX)
            sort_by_byte(s, g, shift);
    }
}

static void
add_group(struct sorter *s, size_t from, size_t count)
{
    s->todo = mem_grow(s->todo, &s->todo_cap, s->todo_count, sizeof(*s->todo));
    s->todo[s->todo_count++] = (struct group){from, count};
}

/* What of the group has one key is sorted by the bytes behind it; names that
 * have ended are the same. */
static void
split_group(struct sorter *s, const struct group *g)
{
    const struct item *list = s->items + g->from;
    size_t i, n;

    for (i = 0; i < g->count; i += n) {
        for (n = 1; i + n < g->count && list[i + n].key == list[i].key;)
            n++;
        if (n > 1 && (list[i].key & UINT8_MAX) != 0)
            add_group(s, g->from + i, n);
    }
}

void
znames_sort_plain(struct zdir *z)
{
    struct sorter s = {.names = z->names};
    size_t i;

    s.items = mem_array(NULL, z->count, sizeof(*s.items));
    s.other = mem_array(NULL, z->count, sizeof(*s.other));
    for (i = 0; i < z->count; i++)
        s.items[i] = (struct item){0, (uint32_t)(z->members[i].name - z->names),
                                   (uint32_t)i};
    if (z->count > 1)
        add_group(&s, 0, z->count);
    while (s.todo_count > 0) {
        struct group g = s.todo[--s.todo_count];

        sort_group(&s, &g);
        split_group(&s, &g);
    }
    for (i = 0; i < z->count; i++)
        z->by_name[i] = s.items[i].member;
    free(s.items);
    free(s.other);
    free(s.todo);
}
