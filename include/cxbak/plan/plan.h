/*
 * Plans: changes saved in a file, to be made on the same backup or another.
 * A `struct plan` owns its strings and borrows its path.
 *
 * The file is JSON, UTF-8, one change on a line:
 *
 *     {
 *       "FormatVersion": 2,
 *       "Source": {"Database": "2120859096Db.xml", "CRC": "9a0b1c2d",
 *                  "Version": "20.0.8.1109", "Date": "11/18/2024 02:30:00"},
 *       "Users": [
 *         {"Number": "200", "FirstName": "Martin", "LastName": "Alder"}
 *       ],
 *       "Changes": [
 *         {"Number": "200", "Field": "FirstName", "Old": "Martin",
 *          "New": "Noelle"}
 *       ]
 *     }
 *
 * Source says which database the changes were made for, and decides nothing.
 * Users are the people whom the changes were made for: a change of an
 * extension that has gone to somebody else is a conflict.  Version 1 of the
 * format has no Users; such plans are still read, and made for anybody.
 * Field is a column of the console's CSV.  A change may also say how the old
 * value was written, so that undoing it gives back the same bytes:
 *   OldForm   of an empty value: "absent", "pair" <X></X>, "tag" <X />,
 *             "tight" <X/>, "blank" (blanks or a comment between the tags)
 *   OldRaw    its XML, where that is not the usual one (see original_xml.h)
 *   OldAfter  how many elements stood before it in its parent
 *   OldPast   how many comments and instructions between the last of these
 *             and it, if any
 *
 * A picture is a change of the field Avatar.  Old and New are the CRC of the
 * picture's file in hexadecimal, "" for none, and the pictures travel inside:
 *   NewImage   the finished picture in base64, which has to have the CRC
 *   NewMember  its name in the archive, used where the backup has none for it
 *   OldImage, OldMember  the same of the picture before, for undoing
 *   OldEntry, NewEntry   the user's ContactImage, "" for none, if there is one
 *                        before or after; OldForm to OldPast are those of its
 *                        element
 */
#ifndef CXBAK_PLAN_PLAN_H
#define CXBAK_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/util/arena.h"
#include "cxbak/util/buf.h"
#include "cxbak/change/change.h"
#include "cxbak/compare/compare.h"
#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"

#define PLAN_FORMAT_VERSION 2
#define PLAN_FORMAT_OLDEST  1 /* that is read */

/* A plan file larger than this is refused: one for 100,000 users has 30 MB,
 * and pictures may travel in plans too. */
#define PLAN_SIZE_MAX ((size_t)256 << 20)

/* What there is of a picture beside its CRC. */
struct plan_picture {
    const char *member; /* its name in the archive, or NULL */
    struct buf image;
    const char *entry; /* the ContactImage, whose spelling is kept; NULL: none,
                          or it is not told */
};

/* A value, and all that is known of it. */
struct plan_value {
    const char *text; /* of a picture its CRC, or "" */
    struct original original;
    struct plan_picture *picture; /* of others an empty one, which all share */
};

struct plan_change {
    const char *number;
    enum field field;       /* or FIELD_AVATAR */
    struct plan_value from; /* what is expected */
    struct plan_value to;   /* what is wanted */
};

/* Whom a plan was made for: first and last name before its changes and after
 * them, "" for none. */
struct plan_person {
    const char *number;
    const char *before[2];
    const char *after[2];
};

struct plan {
    const char *path;
    struct arena texts;   /* all that follow */
    const char *database; /* name of the database's member */
    const char *crc;      /* of its content, in hexadecimal */
    const char *version;
    const char *date;
    struct plan_change *list;
    size_t count;
    size_t cap;
    struct plan_person *people; /* sorted by number, as bytes */
    size_t person_count;
    size_t person_cap;
};

/* The plan that makes settled changes, with the spelling of the old values.
 * ST_REFUSED if one is of a user whose extension is not his alone. */
int plan_make(struct plan *p, const struct changes *c, struct backup *b,
              struct err *e);

/* The changes that lead from `old` to the values and pictures that `new` has.
 * Users whose extension occurs more than once, and pictures that are no PNG
 * or JPEG, are left out; `*left` counts them. */
int plan_changes(struct changes *c, const struct comparison *d,
                 struct backup *old, struct backup *new, size_t *left,
                 struct err *e);

/* Append the plan as JSON; `name` is for messages: ST_REFUSED if it becomes
 * larger than plans may be. */
int plan_text(struct buf *b, const struct plan *p, const char *name,
              struct err *e);

/* Read a plan, which is added to `in` (may be NULL).  ST_REFUSED, with the
 * place, if it is none or not sound. */
int plan_read(struct plan *p, const char *path, struct inputs *in,
              struct err *e);

/* The same for the `n` bytes of a plan; `path` is for messages. */
int plan_parse(struct plan *p, const char *path, const void *text, size_t n,
               struct err *e);

/* Turn the plan around, so that it undoes what it did. */
void plan_reverse(struct plan *p);

/*
 * Keep only some of the changes: `items` are extensions and fields (any of
 * their names, or "avatar").  A change stays if its extension is among those
 * that are named, if any are, and its field among the fields, if any are.
 * ST_USAGE for a word that is neither; the caller looks whether any are left.
 */
int plan_keep_only(struct plan *p, const char *const *items, size_t n,
                   struct err *e);

/* Make one plan of several that follow each other, which has the path `path`
 * (borrowed).  ST_CONFLICT if a later one does not go on where an earlier one
 * ended. */
int plan_merge(struct plan *to, const char *path, const struct plan *plans,
               size_t n, struct err *e);

/* Whom the plan was made for at that extension, or NULL if it does not say. */
const struct plan_person *plan_person(const struct plan *p, const char *number);

/* Was the plan made for the very database of this backup? */
bool plan_is_for(const struct plan *p, const struct backup *b);

void plan_free(struct plan *p);

/* Why a change cannot be made. */
enum conflict_reason {
    CONFLICT_VALUE,    /* the field has another value */
    CONFLICT_GONE,     /* there is no such extension */
    CONFLICT_REPEATED, /* there are several */
    CONFLICT_PERSON    /* it belongs to somebody else now */
};

struct conflict {
    enum conflict_reason reason;
    const struct plan *plan;
    const struct plan_change *change;
    const struct user *user; /* or NULL */
    const char *found;       /* the value that is there, or NULL */
    const struct plan *by;   /* the plan that has put it there, or NULL */
};

/* What plans come to on a backup.  Borrows plans and backup. */
struct plan_outcome {
    struct conflict *conflicts;
    size_t conflict_count;
    size_t conflict_cap;
    size_t already; /* changes whose value is there */
    char **found;   /* CRCs of pictures that conflicts tell */
    size_t found_count;
    size_t found_cap;
};

/*
 * Make the plans' changes on a backup, one plan after the other: a field that
 * has the wanted value is counted, one that has the expected value is
 * changed, and all else is a conflict.  A later plan expects what an earlier
 * one has made.  The changes are added to `c`, what else there is to tell to
 * `m`, which is zero at the start.  `a` may be NULL for plans without
 * pictures.
 */
int plan_apply(struct plan_outcome *m, struct changes *c,
               const struct plan *plans, size_t n, struct backup *b,
               const struct avatars *a, struct err *e);

void plan_match_free(struct plan_outcome *m);

/* Where two backups differ otherwise than planned. */
struct plan_check {
    size_t *unplanned; /* in the comparison: what no change explains */
    size_t unplanned_count;
    size_t unplanned_cap;
    size_t *missing; /* changes whose value the new backup does not have */
    size_t missing_count;
    size_t missing_cap;
};

/* Hold what differs against the changes that were planned, at most one for
 * each field. */
void plan_check(struct plan_check *k, const struct comparison *d,
                const struct changes *planned, struct backup *old,
                struct backup *new);

/* Is all as planned? */
bool plan_check_good(const struct plan_check *k);

void plan_check_free(struct plan_check *k);

#endif
