/*
 * Pictures for users, made of image files.  A source owns the image that it
 * has loaded; everything else is borrowed.
 */
#ifndef CXBAK_INTAKE_AVATAR_SOURCE_H
#define CXBAK_INTAKE_AVATAR_SOURCE_H

#include <stdbool.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/change/change.h"
#include "cxbak/image/image.h"
#include "cxbak/template/template.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"

struct avatar_source {
    /* Asked for, before the first image is loaded. */
    struct image_spec spec;      /* its part and its size */
    bool raw;                    /* store the image as it is */
    bool remake;                 /* make also what is the picture already */
    const struct template *path; /* of the pictures' names, or NULL */
    const char *entry;     /* how ContactImage is written: see image_entry.h; or
                              NULL: as the others are */
    struct inputs *inputs; /* files that are loaded are added; or NULL */
    const char *folder; /* where the pictures of a table are looked for first,
                           or NULL */

    const char *name; /* of the loaded image, for messages */
    struct buf loaded;
    struct buf made[IMAGE_JPEG + 1]; /* the picture in each format */
    enum image_format format;        /* of the image, if it is raw */
};

/* Load an image file; ST_REFUSED if it cannot be used. */
int avatar_source_load(struct avatar_source *a, const char *file,
                       struct err *e);

/* The same for an image of `n` bytes in memory, which are copied; `name`
 * (borrowed) is for messages. */
int avatar_source_take(struct avatar_source *a, const char *name,
                       const void *data, size_t n, struct err *e);

/* Make the loaded image the user's picture. */
int avatar_source_give(struct avatar_source *a, struct changes *c,
                       struct backup *b, const struct avatars *avatars,
                       size_t user, struct err *e);

/* Release the image; the source can load another. */
void avatar_source_free(struct avatar_source *a);

#endif
