/*
 * Numbers and lists as people read them.  The caller owns the space of a
 * number, and the function returns it, so that it can stand in an argument
 * list.
 */
#ifndef CXBAK_UTIL_HUMAN_H
#define CXBAK_UTIL_HUMAN_H

#include <stdbool.h>
#include <stdint.h>

#include "cxbak/util/buf.h"

/* Enough for the largest number, 20 digits and 6 commas, and a short word. */
#define HUMAN_ROOM 64

/* A size in bytes, in powers of 1000: "512 B", "98.3 MB", "1.9 GB". */
char *human_size(char out[HUMAN_ROOM], uint64_t bytes);

/* A count with its thousands apart: "4,200". */
char *human_count(char out[HUMAN_ROOM], uint64_t n);

/* So many of a thing: "1 user", "4,200 users". */
char *human_things(char out[HUMAN_ROOM], uint64_t n, const char *thing);

/* A list in words: "a, b and c", or "a, b and 40 more". */
struct human_list {
    size_t max;   /* items that are named; more are counted */
    bool plain;   /* with commas only: "a, b, c" */
    size_t count; /* of all items */
    size_t last;  /* where the last one begins */
    struct buf text;
};

/* Add an item; those beyond `max` are not looked at. */
void human_list_add(struct human_list *l, const char *item);

/* The list in words, which the caller frees; it is then empty. */
char *human_list_end(struct human_list *l);

#endif
