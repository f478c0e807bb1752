/*
 * Invented values in the place of real ones: the same for the same.  First all
 * real values are added, then aliases_settle() numbers them; so what is
 * invented can be kept apart from everything that is real.
 */
#ifndef CXBAK_REDACT_REDACT_ALIAS_IMPL_H
#define CXBAK_REDACT_REDACT_ALIAS_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/arena.h"

/* What is named.  Kinds of one group share their keys: a word that is
 * somebody's last name is that in an address, too. */
enum alias_kind {
    ALIAS_NONE,
    ALIAS_FIRST, /* words of names: group 1 */
    ALIAS_LAST,
    ALIAS_NAME,
    ALIAS_USER,
    ALIAS_JOINED,  /* first and last name as one word */
    ALIAS_COMPANY, /* names of things: group 2 */
    ALIAS_GROUP,
    ALIAS_QUEUE,
    ALIAS_RING_GROUP,
    ALIAS_MENU,
    ALIAS_ROUTE,
    ALIAS_TRUNK,
    ALIAS_RULE,
    ALIAS_PROFILE,
    ALIAS_ROLE,
    ALIAS_DOMAIN, /* the others: each a group of its own */
    ALIAS_ADDRESS,
    ALIAS_ADDRESS6,
    ALIAS_NUMBER, /* the key is digits only */
    ALIAS_MAC,
    ALIAS_FILE,
    ALIAS_PICTURE,
    ALIAS_OBJECT, /* what has no usual number */
    ALIAS_DN,     /* the usual number of one, which stays */
    ALIAS_KINDS
};

struct alias {
    char *key;
    char *text; /* NULL until it is numbered, or if there is none left */
    enum alias_kind kind;
    const struct alias *first, *last; /* of ALIAS_JOINED */
};

/* A set of them, which owns them. */
struct aliases {
    void *trees[ALIAS_KINDS]; /* by the first kind of their group */
    struct alias **list;      /* as they were added */
    size_t count;
    size_t cap;
    size_t used[ALIAS_KINDS];
    size_t *numbers;   /* next one to try, by digits */
    struct arena keys; /* of all */
    bool settled;
};

/* The alias of a key, added if it is new.  A kind counts only then. */
const struct alias *alias_add(struct aliases *a, enum alias_kind kind,
                              const char *key);

/* The same for what two others make together. */
void alias_join(struct aliases *a, const char *key, const struct alias *first,
                const struct alias *last);

/* The alias of a key, or NULL. */
const struct alias *alias_find(const struct aliases *a, enum alias_kind kind,
                               const char *key);

/* A key in the first group that only this very spelling has, and no word that
 * is looked up in a tolerant way; newly made. */
char *alias_apart_key(const char *exact);

/* Number all of them. */
void aliases_settle(struct aliases *a);

void aliases_free(struct aliases *a);

#endif
