/*
 * Pieces of avatar_source.h for those who make many pictures.
 */
#ifndef CXBAK_INTAKE_AVATAR_SOURCE_IMPL_H
#define CXBAK_INTAKE_AVATAR_SOURCE_IMPL_H

#include "cxbak/change/avatar_target.h"
#include "cxbak/intake/avatar_source.h"

/* Where the picture of that user goes. */
int avatar_source_target(const struct avatar_source *m, struct changes *c,
                         struct backup *b, const struct avatars *avatars,
                         size_t user, struct avatar_target *t, struct err *e);

/* Append the loaded image as a picture of that format. */
int avatar_source_make(struct avatar_source *m, enum image_format f,
                       struct buf *out, struct err *e);

/* How `image` was made of the loaded image, in words; newly made, or NULL. */
char *avatar_source_words(const struct avatar_source *m,
                          const struct buf *image);

/* May it be stored as it is under that name? */
int avatar_source_check_raw(const struct avatar_source *m,
                            const struct backup *b, size_t user,
                            const struct avatar_target *t, struct err *e);

#endif
