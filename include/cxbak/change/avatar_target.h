/*
 * The names of pictures.  A picture that is there keeps its name; a new one is
 * named as the ContactImage or a property of its user says, else by a template,
 * else as the others are, and never as another member.
 */
#ifndef CXBAK_CHANGE_AVATAR_TARGET_H
#define CXBAK_CHANGE_AVATAR_TARGET_H

#include <stddef.h>

#include "cxbak/change/change.h"
#include "cxbak/image/image.h"

/* Where a user's picture goes. */
struct avatar_target {
    char *name; /* of the member; owned by the caller */
    enum image_format format;
};

/* How a new picture is to be named; all of it may be left out. */
struct avatar_name {
    const struct template *path; /* for its name */
    const char *name;         /* the name itself, which is used if it can be */
    enum image_format format; /* that its ending has to tell */
    const struct buf *image;  /* the picture: a member that has that name, and
                                 holds it, is the user's too */
    const char *entry; /* the ContactImage that the user is to have; then `name`
                          is used even if there is a picture */
};

/*
 * Where does the picture of that user go?  Its format follows from the name.
 * A picture that is there keeps its name, so that its format need not be the
 * one wished for.  What is learned of names is kept in `c`.  ST_REFUSED if a
 * name cannot be made, or would not be found again as the user's.
 */
int avatar_target(struct changes *c, struct backup *b, const struct avatars *a,
                  size_t user, const struct avatar_name *wanted,
                  struct avatar_target *t, struct err *e);

#endif
