/*
 * Pictures for many users at once, made of image files by all cores.  The
 * list is the caller's, who ends every error in it with err_free().
 */
#ifndef CXBAK_INTAKE_AVATAR_BATCH_H
#define CXBAK_INTAKE_AVATAR_BATCH_H

#include <stddef.h>

#include "cxbak/intake/avatar_source.h"

/* Threads that make pictures; each holds one file and its decoder. */
#define AVATAR_BATCH_THREADS 8

/* One picture that is to be made. */
struct avatar_work {
    const char *file; /* of the image; borrowed, and known to `inputs` */
    size_t user;
    struct err error; /* afterwards: why it could not be made */
    bool same;        /* it is the user's picture already, to the byte, and is
                         not made anew */
};

/* Told now and then how many are done. */
struct avatar_watch {
    void (*step)(void *arg, size_t done);
    void *arg;
};

/*
 * Make the image of each work the picture of its user, as `how` says; the
 * changes come in the order of the list and do not depend on the number of
 * cores.  What cannot be used has its error set and is left out.  A file that
 * is the user's picture already stays as it is, unless `how` says to remake
 * it, so that pictures that were taken out come back unchanged.  `watch` may
 * be NULL; it is called by the calling thread only.
 */
void avatar_batch_give(const struct avatar_source *how,
                       struct avatar_work *list, size_t n, struct changes *c,
                       struct backup *b, const struct avatars *avatars,
                       const struct avatar_watch *watch);

#endif
