/*
 * Making avatars of image files as the options --crop, --size, --raw and
 * --avatar-path say.  A maker owns the file it has loaded.
 */
#ifndef CXBAK_CLI_AVATAR_MAKE_H
#define CXBAK_CLI_AVATAR_MAKE_H

#include <stdbool.h>

#include "cxbak/util/buf.h"
#include "cxbak/change/change.h"
#include "cxbak/util/err.h"
#include "cxbak/image/image.h"
#include "cxbak/template/template.h"
#include "cli/args.h"
#include "cli/session.h"

struct maker {
    struct image_spec spec;
    bool raw;
    struct template *path; /* of --avatar-path, or NULL */
    struct inputs *inputs; /* borrowed: the files that are loaded */
    const char *file;      /* borrowed */
    struct buf loaded;
    struct buf made[IMAGE_JPEG + 1]; /* the picture in each format */
    enum image_format format;        /* of the file, if it is raw */
};

/* Read the options; those that the command does not have are not given. */
int maker_start(struct maker *m, const struct args *a, struct err *e);

/* Load an image file; ST_REFUSED if it cannot be used. */
int maker_load(struct maker *m, const char *file, struct err *e);

/* Make the loaded file the user's picture. */
int maker_give(struct maker *m, struct session *s, struct changes *c,
               size_t user, struct err *e);

void maker_end(struct maker *m);

/* Write a picture to the file that --output names, or to standard output if
 * that is no terminal. */
int avatar_write(const struct args *a, const struct buf *picture,
                 struct err *e);

/* The one user with that extension. */
int session_user(struct session *s, const char *number, size_t *user,
                 struct err *e);

#endif
