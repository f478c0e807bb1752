/*
 * Comparing two backups: user by user and field by field, what else differs
 * in the database, and which members differ.  A comparison owns its strings.
 */
#ifndef CXBAK_COMPARE_COMPARE_H
#define CXBAK_COMPARE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/backup.h"
#include "cxbak/util/err.h"
#include "cxbak/util/observer.h"

/* One field of one user that differs; or the picture, or what names it. */
struct difference {
    size_t old_user; /* index in the old database */
    size_t new_user;
    enum field field;
    size_t old_member; /* of FIELD_AVATAR; SIZE_MAX: there is none */
    size_t new_member;
};

enum member_change { MEMBER_CHANGED, MEMBER_ADDED, MEMBER_REMOVED };

struct member_difference {
    enum member_change what;
    char *name;
    char *why;     /* what differs, or NULL */
    bool database; /* it is the database: its content is compared by itself */
    bool picture;  /* it is a user's picture, or a folder of pictures */
};

struct comparison {
    struct difference *list; /* by extension and field */
    size_t count;
    size_t cap;
    size_t pictures; /* how many of them are of pictures */
    size_t users;    /* of how many users they are */
    size_t *added;   /* users only in the new database */
    size_t added_count;
    size_t added_cap;
    size_t *removed; /* users only in the old one */
    size_t removed_count;
    size_t removed_cap;
    struct member_difference *members;
    size_t member_count;
    size_t member_cap;
    char *database; /* how the databases differ beside users' fields; NULL if
                       they do not */
    char *archive;  /* how the archives differ beside members; NULL ... */
};

/* How the members of the archives are held against each other. */
enum compare_members {
    COMPARE_NONE,
    COMPARE_DIRECTORY, /* by name, CRC and sizes: reads no content */
    COMPARE_BYTES      /* headers, data, descriptors and central records,
                          byte by byte */
};

/*
 * Compare two backups.  `observer` (may be NULL) sees PHASE_COMPARE.
 * The databases' remaining text is compared byte by byte, with the fields
 * that differ taken out on both sides.
 */
int compare_backups(struct comparison *c, struct backup *old,
                    struct backup *new, enum compare_members how,
                    const struct observer *observer, struct err *e);

/* Is anything different that is neither a user's field nor a picture? */
bool compare_unexplained(const struct comparison *c);

/* Is nothing different at all? */
bool compare_equal(const struct comparison *c);

/* Release what the comparison owns. */
void compare_free(struct comparison *c);

#endif
