/*
 * A folder of photos, and whose each one is.  A `struct photos` owns its list
 * and borrows the folder's path.
 */
#ifndef CXBAK_INTAKE_PHOTO_FOLDER_H
#define CXBAK_INTAKE_PHOTO_FOLDER_H

#include <stddef.h>

#include "cxbak/backup/database.h"
#include "cxbak/people/photo_match.h"
#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"

/* One picture of the folder. */
struct photo {
    char *path;
    char *stem; /* its name without folder and ending */
    struct photo_match match;
    size_t rival; /* another file for the same user, or SIZE_MAX */
};

struct photos {
    const char *folder;
    struct photo *list; /* sorted by path */
    size_t count;
    size_t cap;
    struct inputs *inputs; /* files that are looked at are added; or NULL */
    size_t ignored;        /* files that are no pictures, and folders */
    char **left_out; /* why files that are not called pictures, and so count
                        as ignored, could not be read */
    size_t left_out_count;
    size_t left_out_cap;
};

/* What becomes of a photo. */
enum photo_fate {
    PHOTO_MATCHED,
    PHOTO_AMBIGUOUS, /* of several users, or one of several for a user */
    PHOTO_UNMATCHED,
    PHOTO_FATES
};

/* List the pictures of `p->folder`, told by content or else by name; hidden
 * files are none.  ST_REFUSED if it is no folder, or ST_SYSTEM. */
int photos_list(struct photos *p, struct err *e);

/* Find out whose each picture is. */
void photos_match(struct photos *p, const struct database *d,
                  const struct photo_match_order *order);

enum photo_fate photo_fate(const struct photo *x);

/* Release what it owns. */
void photos_free(struct photos *p);

#endif
