/*
 * A folder of photos, and whose each one is.  A `struct photos` owns its list
 * and borrows the folder's path.
 */
#ifndef CXBAK_INTAKE_PHOTO_FOLDER_H
#define CXBAK_INTAKE_PHOTO_FOLDER_H

#include <stdbool.h>
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
    char *why;    /* it cannot be used, as its maker found; or NULL */
};

/* Names of files or folders. */
struct photo_names {
    char **list;
    size_t count;
    size_t cap;
};

struct photos {
    const char *folder;
    bool recursive;     /* the folders in it, too */
    struct photo *list; /* sorted by path */
    size_t count;
    size_t cap;
    struct inputs *inputs;       /* files that are looked at are added; or
                                    NULL */
    struct photo_names ignored;  /* paths of what is neither picture nor
                                    folder */
    struct photo_names folders;  /* paths of folders that are not looked
                                    into */
    struct photo_names left_out; /* why files that are not called pictures, and
                                    so are among the ignored, and folders could
                                    not be read */
};

/* What becomes of a photo. */
enum photo_fate {
    PHOTO_MATCHED,
    PHOTO_AMBIGUOUS, /* of several users, or one of several for a user */
    PHOTO_UNMATCHED,
    PHOTO_UNUSABLE, /* matched, but no picture could be made of it */
    PHOTO_FATES
};

/* "matched", "ambiguous", "unmatched", "unusable". */
const char *photo_fate_name(enum photo_fate f);

/* List the pictures of `p->folder`, told by content or else by name; hidden
 * files are none, and links to folders are not followed.  ST_REFUSED if it is
 * no folder, or ST_SYSTEM. */
int photos_list(struct photos *p, struct err *e);

/* Find out whose each picture is. */
void photos_match(struct photos *p, const struct database *d,
                  const struct photo_match_order *order);

enum photo_fate photo_fate(const struct photo *x);

/* Release what it owns. */
void photos_free(struct photos *p);

#endif
