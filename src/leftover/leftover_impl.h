/*
 * Old values, found again in texts, and what single items of the database
 * say; private to the search for leftovers.  A table owns its keys.
 *
 * Names are compared by their words run together, without regard to case:
 * "Martin Alder", "martin.alder" and "martinalder" are one.  So one pass over
 * a text finds all of any number of names.
 */
#ifndef CXBAK_LEFTOVER_LEFTOVER_IMPL_H
#define CXBAK_LEFTOVER_LEFTOVER_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/objects.h"

/* What an old value is. */
enum old_kind {
    OLD_NAME = 1, /* first and last name */
    OLD_PART = 2, /* one of them */
    OLD_EMAIL = 4,
    OLD_MOBILE = 8
};

/* An old value of a user. */
struct old_owner {
    size_t user;
    enum old_kind kind;
};

/* Who had the value, in the order of old_add(). */
struct old_value {
    char *key;
    uint64_t hash;
    size_t length;
    struct old_owner *owners; /* mostly this one: */
    struct old_owner alone;
    size_t count;
    size_t cap;
    unsigned held; /* enum old_kind: what it is of users after the change */
    size_t hits;   /* for who searches: how often it was found, and where first
                      and last */
    size_t first;
    size_t last;
    char shown[]; /* as the first of them wrote it */
};

/* Kinds of starts of keys that are told apart. */
#define OLD_STARTS 4096

struct old_table {
    struct old_value **slots;
    size_t size;
    size_t count;
    size_t key_min;                   /* bytes of the shortest key */
    size_t key_max;                   /* bytes of the longest key */
    size_t chars_max;                 /* characters of it */
    unsigned kinds;                   /* enum old_kind: of all values */
    bool any_start;                   /* a key is too short to have a start */
    uint64_t starts[OLD_STARTS / 64]; /* a bit for what each key starts with */
};

/* The words of a text run together, newly made; an address as it is but for
 * case.  NULL if nothing is left. */
char *old_name_key(const char *text);
char *old_email_key(const char *text);

/* The digits of a phone number, or NULL if there are too few to know it by;
 * with `prefix` as it is dialled with 00 in place of +, or NULL. */
char *old_phone_key(const char *text, bool prefix);

/* Is the key long enough to be told from other words? */
bool old_key_is_telling(const char *key);

/* Add a value; the table takes over `key`, which may be NULL. */
void old_add(struct old_table *t, char *key, const char *shown, size_t user,
             enum old_kind kind);

/* Note that a user still has the value; `key` is freed, and may be NULL. */
void old_hold(struct old_table *t, char *key, enum old_kind kind);

/* Called for each value that is found. */
typedef void old_found_fn(void *arg, struct old_value *v);

/* Find all values in a text: addresses, and names outside of addresses. */
void old_search(const struct old_table *t, const char *text,
                old_found_fn *found, void *arg);

void old_free(struct old_table *t);

/* What stays the former person's. */
enum keeps {
    KEEPS_MOBILE = 1,
    KEEPS_CALLERID = 2,
    KEEPS_PICTURE = 4,
    KEEPS_PIN = 8,
    KEEPS_WEB = 16,
    KEEPS_MEETING = 32
};

/* Set beside what is kept: the property shows that a directory service keeps
 * the user.  How it is called differs between versions, so its name is taken
 * apart: the service, and that it identifies or synchronises; a switch is no
 * sign. */
#define LEFT_SYNC 64U

/* Names of items that were taken apart before: all users have the same.  Starts
 * as {0}; owns the names. */
#define LEFT_NAMES 256
struct left_names {
    struct left_name {
        char *name;
        unsigned signs;
    } list[LEFT_NAMES];
};

/* What of the former person the item is, as enum keeps, and LEFT_SYNC. */
unsigned leftover_signs(struct left_names *names, const struct pbx_text *item);

void left_names_free(struct left_names *names);

#endif
