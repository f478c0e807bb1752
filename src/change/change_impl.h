/* What the files of the change room share. */
#ifndef CXBAK_CHANGE_CHANGE_IMPL_H
#define CXBAK_CHANGE_CHANGE_IMPL_H

#include "cxbak/change/change.h"

/* Learn how pictures are named here, if it is not known yet. */
void avatar_target_learn(struct changes *c, const struct backup *b,
                         const struct avatars *a);

/* Does the change of a picture change anything?  Finds the picture that was
 * there. */
int avatar_settle_alters(struct change *x, struct backup *b,
                         const struct avatars *a, bool *alters, struct err *e);

/* Work out what the pictures among settled changes come to. */
int avatar_settle(struct changes *c, struct backup *b, const struct avatars *a,
                  struct err *e);

/* Forget it. */
void avatar_settle_free(struct changes *c);

#endif
