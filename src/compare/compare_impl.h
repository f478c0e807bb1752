/* The parts of a comparison. */
#ifndef CXBAK_COMPARE_COMPARE_IMPL_H
#define CXBAK_COMPARE_COMPARE_IMPL_H

#include "cxbak/backup/avatar.h"
#include "cxbak/compare/compare.h"
#include "cxbak/xml/xpatch.h"
#include "cxbak/zip/zequal.h"

/* What is compared, and how. */
struct compare_job {
    struct comparison *c;
    struct backup *old, *new;
    struct avatars old_avatars, new_avatars;
    const struct compare_wanted *wanted; /* NULL: whatever a user may have */
    enum compare_members how;
    const struct observer *observer;

    uint8_t *contents;     /* of each old member: 0, or 1 + its enum zequal */
    const char **names[2]; /* of all members, old and new, in order; or NULL */
    struct err err;        /* of what was found out of pictures */
};

/* Is the content of member `i` of the old archive that of member `j` of the
 * new one, which has its name? */
int content_equal(struct compare_job *job, size_t i, size_t j,
                  enum zequal *verdict, struct err *e);

/* Does anything lie in the folder of that name, with its slash, in the new
 * archive or in the old one? */
bool content_below(struct compare_job *job, bool new, const char *folder);

/* Release what these have found out. */
void content_free(struct compare_job *job);

/* Compare the databases: users, their pictures, and the text around their
 * fields. */
int compare_databases(struct compare_job *job, struct err *e);

/* Compare the archives' members. */
int compare_archives(struct compare_job *job, struct err *e);

/* Say how the databases, or the archives, differ beside what may; the first
 * reason counts.  Takes `why`, which may be NULL. */
void compare_say_database(struct comparison *c, char *why);
void compare_say_archive(struct comparison *c, char *why);

/* The first edit that was wanted of a user of the old database, or of one
 * behind: the `first` that the next three take. */
size_t wanted_first(const struct compare_wanted *w, size_t user);

/* The edit that was wanted of the field of the user, or NULL. */
const struct edit *wanted_field(const struct compare_wanted *w, size_t first,
                                size_t user, enum field f);

/* Was it wanted that property `p` of the user, the `index`th of those that
 * name pictures (SIZE_MAX: a new one), changes? */
bool wanted_property(const struct compare_wanted *w, size_t first, size_t user,
                     size_t index, const struct picture_property *p);

/* Does user `y` have what was wanted of user `x`, the `user`th of the old
 * database?  NULL, or what is not so: static. */
const char *wanted_of_user(const struct compare_wanted *w, size_t first,
                           size_t user, const struct user *x,
                           const struct user *y);

/* The operation that was wanted on the member of that name, or NULL. */
const struct compare_member *wanted_member(const struct compare_wanted *w,
                                           const char *name);

/* Was everything done to the members that was wanted, and has each one the
 * content that it was to have? */
int wanted_contents(struct compare_job *job, struct err *e);

/* What is to be taken out of both databases, and why some difference must
 * not be; owns all. */
struct masks {
    struct xpatches old, new;
    char *why; /* NULL: all could be masked */
};

/* An element of a user, on one side of a comparison. */
struct piece {
    const struct place *place; /* NULL: there is none ... */
    const struct place *value; /* of the element with its text, or NULL */
    const struct picture_property *picture; /* ... but this, or NULL ... */
    uint64_t at;                            /* ... in the user that is here */
    bool repeated;                          /* there are several */
    bool text;  /* nothing but text is in the value */
    bool plain; /* nothing but a value is in it: it may come or go whole */
};

/* A property on both sides. */
struct property_pair {
    const char *what; /* for messages; borrowed */
    struct piece old, new;
};

/* The pieces that a field, and a property (NULL: none), are. */
struct piece mask_field(const struct user *u, enum field f);
struct piece mask_property(const struct user *u,
                           const struct picture_property *p);

/* Take out an element that differs, or came, or went. */
void mask_piece(struct masks *m, const struct user *u, const char *what,
                const struct piece *x, const struct piece *y);

/* Take out the properties of a user that differ, with their container if that
 * came or went with them. */
void mask_properties(struct masks *m, const struct user *x,
                     const struct user *y, const struct property_pair *list,
                     size_t n);

/* Keep the reason why something of a user must not be masked. */
void mask_refuse(struct masks *m, const struct user *u, const char *what,
                 const char *why);

/* Release the patches; the reason is the caller's. */
void mask_free(struct masks *m);

#endif
