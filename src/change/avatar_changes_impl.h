/* The two halves of settling changes of pictures. */
#ifndef CXBAK_CHANGE_AVATAR_CHANGES_IMPL_H
#define CXBAK_CHANGE_AVATAR_CHANGES_IMPL_H

#include "cxbak/change/avatar_changes.h"

struct settler {
    struct picture_changes *p;
    struct backup *b;
    const struct avatars *a;
    size_t *uses;       /* of each member: how many users it will fit */
    size_t like;        /* the member whose attributes new pictures take */
    size_t like_folder; /* new folders; SIZE_MAX: the archive has no entries
                           of folders */
    char *folder;       /* the last one that is known to be there */
};

/* Learn how pictures are named here, if it is not known yet. */
void pictures_learn(struct picture_changes *p, const struct backup *b,
                    const struct avatars *a);

/* Work out what becomes of members and properties. */
int pictures_work_out(struct settler *s, struct err *e);

#endif
