/*
 * How avatars are made of image files: --crop, --size, --raw, --avatar-path,
 * --image-entry.
 */
#ifndef CXBAK_CLI_AVATAR_OPTIONS_H
#define CXBAK_CLI_AVATAR_OPTIONS_H

#include "cxbak/intake/avatar_source.h"
#include "cxbak/template/template.h"
#include "cxbak/util/err.h"
#include "cli/args.h"

/* Begin a source as the options say; those that the command does not have are
 * not given.  The source borrows the template `*name` (NULL at the start), if
 * there is one. */
int avatar_options(struct avatar_source *source, struct template **name,
                   const struct args *a, struct err *e);

/* Write a picture to the file that --output names, or to standard output if
 * that is no terminal. */
int avatar_write(const struct args *a, const struct buf *picture,
                 struct err *e);

#endif
