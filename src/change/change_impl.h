/* What the files of the change room share. */
#ifndef CXBAK_CHANGE_CHANGE_IMPL_H
#define CXBAK_CHANGE_CHANGE_IMPL_H

#include "cxbak/change/change.h"
#include "cxbak/people/ruled_users.h"

/* Learn how pictures are named here, if it is not known yet. */
void avatar_target_learn(struct changes *c, const struct backup *b,
                         const struct avatars *a);

/* How the ContactImage of a user with a new picture is written. */
enum avatar_entry {
    ENTRY_NONE,   /* not at all: pictures are tied in another way here */
    ENTRY_ASKED,  /* as changes.entry_form says */
    ENTRY_KNOWN,  /* as the others in this backup */
    ENTRY_GUESSED /* nobody shows it */
};

enum avatar_entry avatar_entry_kind(const struct changes *c,
                                    const struct backup *b, size_t user);

/* What it is for the member of that name; newly made, or NULL for
 * ENTRY_NONE. */
char *avatar_entry_text(const struct changes *c, const struct backup *b,
                        size_t user, const char *name);

/* Does the value name that member, if it is there? */
bool avatar_entry_leads(const char *value, const char *name);

/* Have the ContactImage of the picture's user name it. */
void avatar_entry_tie(const struct changes *c, const struct backup *b,
                      struct change *x);

/* Does the member hold the picture? */
bool avatar_settle_same(struct backup *b, size_t member, uint32_t crc,
                        size_t size);

/* Does the change of a picture change anything?  Finds the picture that was
 * there. */
int avatar_settle_alters(struct change *x, struct backup *b,
                         const struct avatars *a, bool *alters, struct err *e);

/* Work out what the pictures among settled changes come to. */
int avatar_settle(struct changes *c, struct backup *b, const struct avatars *a,
                  struct err *e);

/* Forget it. */
void avatar_settle_free(struct changes *c);

/* For each user, as they would be: does he share his address with somebody
 * with whom he did not share one before?  The caller frees the array.  Linear
 * in the users, but for sorting. */
bool *sharing_new(const struct ruled_users *after, const struct database *d);

#endif
