/*
 * The changes that a command is about to make: values of users' fields, and
 * pictures.  A `struct changes` owns its texts and borrows the backup's users
 * by index.
 */
#ifndef CXBAK_CHANGE_CHANGE_H
#define CXBAK_CHANGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/backup.h"
#include "cxbak/backup/database.h"
#include "cxbak/rules/finding.h"
#include "cxbak/change/avatar_changes.h"

struct change {
    size_t user;
    enum field field;
    char *text;            /* the new value; "" clears the field */
    enum empty_style form; /* how to write it if it is empty; mostly unknown */
    char *raw;       /* how it was spelt before (see spelling.h), or NULL */
    size_t after;    /* how many elements stood before `raw` in its parent;
                        SIZE_MAX: unknown */
    size_t past;     /* and how many comments and processing instructions
                        between the last of these and it */
    uint64_t at;     /* where that is in this database; 0: unknown */
    bool normalised; /* it was put into normal form C */
    size_t order;    /* of several for one field the last one counts */
};

struct changes {
    struct change *list;
    size_t count;
    size_t cap;
    struct picture_changes pictures;
    bool *asked;      /* for each user: was there a change, settled or not? */
    size_t unchanged; /* users whose values are all there already; known when
                         all is settled */
};

/* Add a change.  The text is put into normal form C. */
void change_add(struct changes *c, size_t user, enum field f, const char *text);

/* Add a change whose text stays as it is.  The change may be completed until
 * the next one is added. */
struct change *change_add_exact(struct changes *c, size_t user, enum field f,
                                const char *text);

/* Say that a user was asked about, whether anything changes or not. */
void change_ask(struct changes *c, const struct backup *b, size_t user);

/* Sort by extension and field, keep the last of several for one field, and
 * drop those whose value is there already. */
void change_settle(struct changes *c, const struct backup *b);

/* Settle fields and pictures, and count the users. */
int changes_settle(struct changes *c, struct backup *b, const struct avatars *a,
                   struct err *e);

/* The user who comes next in settled changes, when those before the positions
 * `field` and `picture` of the two lists are done; SIZE_MAX at the end. */
size_t change_next_user(const struct changes *c, const struct backup *b,
                        size_t field, size_t picture);

/* How many users change, in settled lists. */
size_t change_users(const struct changes *c, const struct backup *b);

void change_free(struct changes *c);

/*
 * Ask the rules about the backup as it would be.  What they find on users that
 * change is added to `f`, and what they newly find on others; findings that
 * were there before are not marked as introduced.  Linear in the users.
 */
void change_validate(const struct changes *c, const struct backup *b,
                     struct findings *f);

/* Does a finding stop the write: an error, or with `strict` a warning, that
 * this edit introduced and that is not among the `n` accepted codes? */
bool change_blocks(const struct finding *f, bool strict,
                   const char *const *accepted, size_t n);

/* Add what the rules have against a new value of the user, but for the `n`
 * accepted codes: each finding would stop the write. */
void change_refuse_value(struct findings *f, const struct user *u,
                         enum field field, const char *value,
                         const char *const *accepted, size_t n);

/* The `*n` edits of the database that settled changes are, user by user; the
 * caller frees the array, whose texts stay with the changes. */
struct edit *change_edits(const struct changes *c, size_t *n);

#endif
