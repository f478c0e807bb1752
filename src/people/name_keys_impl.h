/*
 * Names as keys for comparing; private to the search for people.  A list of
 * keys owns their texts.
 */
#ifndef CXBAK_PEOPLE_NAME_KEYS_IMPL_H
#define CXBAK_PEOPLE_NAME_KEYS_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/* How names are spelt for comparing, the most exact first. */
enum spelling {
    SPELT_FOLDED, /* words without case */
    SPELT_ASCII,  /* ue for u-umlaut, accents dropped */
    SPELT_BARE,   /* u for u-umlaut */
    SPELT_COUNT
};

/* The words of a name in one spelling, one blank between them, newly made; or
 * NULL if it has none. */
char *name_spell(const char *name, enum spelling how);

struct name_key {
    char *text;
    size_t user;
};

struct name_keys {
    struct name_key *list;
    size_t count;
    size_t cap;
};

/* Add a key, unless it is NULL; it is taken over. */
void name_keys_add(struct name_keys *k, char *text, size_t user);

/* Put the keys in order, then those of one text by user. */
void name_keys_sort(struct name_keys *k);

/* Where the keys that are not before `text` begin. */
size_t name_keys_from(const struct name_keys *k, const char *text);

void name_keys_free(struct name_keys *k);

#endif
