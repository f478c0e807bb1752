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
#include "cxbak/compare/settings.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/util/observer.h"
#include "cxbak/zip/zwrite.h"

/* One field of one user that differs; or the picture, or what names it. */
struct difference {
    size_t old_user; /* index in the old database */
    size_t new_user;
    enum field field;
    size_t old_member; /* of FIELD_AVATAR; SIZE_MAX: there is none */
    size_t new_member;
    bool entry; /* of FIELD_AVATAR: the ContactImage differs, too */
};

enum member_change { MEMBER_CHANGED, MEMBER_ADDED, MEMBER_REMOVED };

struct member_difference {
    enum member_change what;
    char *name;
    char *why;     /* what differs, or NULL */
    bool database; /* it is the database: its content is compared by itself */
    bool picture;  /* it is a user's picture, or a folder of pictures */
    bool expected; /* it differs just as an edit makes it differ */
    bool packed;   /* only packed anew, as an edit does: the content is what it
                      was */
    bool unknown;  /* its content could not be compared */
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
    bool around;    /* that is all that is known of it: see `settings` */
    struct settings settings; /* what compare_settings() found */
    char *archive; /* how the archives differ beside members; NULL ... */
};

/* How the members of the archives are held against each other. */
enum compare_members {
    COMPARE_CONTENT, /* by name and content: CRC and sizes, or where there is no
                        CRC the content itself; folders that are there by what
                        lies in them count as equal */
    COMPARE_RECORDS, /* and all that describes them: central records, order,
                        comment, end records, and the local headers of those
                        whose content differs */
    COMPARE_BYTES    /* and the bytes of every member; where they differ, the
                        contents are decoded, to tell what that means */
};

/* What was to become of a member of the old archive, or of a new one. */
struct compare_member {
    enum zedit_op op;
    const char *name;
    const struct buf *content; /* NULL: none, or it was to go */
};

/* What was to change; all of it is borrowed. */
struct compare_wanted {
    const struct edit *const *edits; /* of the old database, user by user */
    size_t edit_count;
    const struct compare_member *members; /* ordered by name */
    size_t member_count;
};

/*
 * Compare two backups.  What differs may be a user's field, picture or what
 * names it, if it is of a form that is understood; or, where `wanted` is not
 * NULL, just that, and all of it.  All else is unexplained: the remaining
 * text of the databases is compared byte by byte.  `observer` (may be NULL)
 * sees PHASE_COMPARE.
 */
int compare_backups(struct comparison *c, struct backup *old,
                    struct backup *new, enum compare_members how,
                    const struct compare_wanted *wanted,
                    const struct observer *observer, struct err *e);

/* Where the databases differ beside users' fields, find out which settings
 * do. */
int compare_settings(struct comparison *c, struct backup *old,
                     struct backup *new, struct err *e);

/*
 * A copy of what concerns the users of the `n` extensions: their fields and
 * settings, where other things name them, and the members that are called
 * after them.  The archive is none of their business.
 */
void compare_focus(struct comparison *to, const struct comparison *c,
                   const struct backup *old, const struct backup *new,
                   const char *const *numbers, size_t n);

/* Is anything different that may not be? */
bool compare_unexplained(const struct comparison *c);

/* The first thing that differs and may not, in words; the caller frees it.
 * NULL if there is none. */
char *compare_reason(const struct comparison *c);

/* Is nothing different at all, but for members that are packed anew? */
bool compare_equal(const struct comparison *c);

/* Are there such members? */
bool compare_packed(const struct comparison *c);

/* Are there members whose content could not be compared? */
bool compare_incomplete(const struct comparison *c);

/* Release what the comparison owns. */
void compare_free(struct comparison *c);

#endif
