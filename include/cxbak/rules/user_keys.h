/*
 * Users in the order of a key, such as the text by which addresses are
 * compared (rules_email_key()): so that those who share one stand side by side,
 * and all who have one are found.  A user may have several keys.  A `struct
 * user_keys` starts as {0} and owns its keys.
 */
#ifndef CXBAK_RULES_USER_KEYS_H
#define CXBAK_RULES_USER_KEYS_H

#include <stddef.h>

struct user_key {
    char *text;
    size_t user; /* index, as the caller counts users */
};

struct user_keys {
    struct user_key *list; /* sorted by key, then by user */
    size_t count;
    size_t cap;
};

/* Add a key, which is taken over; NULL leaves the user out. */
void user_keys_add(struct user_keys *k, char *text, size_t user);

/* Put them in their order, when all are added. */
void user_keys_sort(struct user_keys *k);

/* Where those begin whose key is not before `text`. */
size_t user_keys_from(const struct user_keys *k, const char *text);

/* How many from the `first` on have one key; at least 1. */
size_t user_keys_run(const struct user_keys *k, size_t first);

/* How many have that key (may be NULL); `*first` is where they begin. */
size_t user_keys_find(const struct user_keys *k, const char *text,
                      size_t *first);

void user_keys_free(struct user_keys *k);

#endif
