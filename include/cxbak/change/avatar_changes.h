/*
 * The pictures that a command is about to set or clear.  A `struct
 * picture_changes` owns its images and names, and borrows the backup's users
 * and members by index.
 *
 * A picture that is there is replaced under its own name.  A new one is named
 * as a property of its user says, else by a template, else as the others are;
 * where the others are tied to their users by a property, it gets one too.
 * Clearing takes out every member that fits the user and no other, and the
 * properties that name them.
 */
#ifndef CXBAK_CHANGE_AVATAR_CHANGES_H
#define CXBAK_CHANGE_AVATAR_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/util/buf.h"
#include "cxbak/image/image.h"
#include "cxbak/template/template.h"
#include "cxbak/zip/zwrite.h"

struct picture_change {
    size_t user;
    char *name;       /* the member that it becomes; NULL: clear */
    struct buf image; /* finished */
    uint32_t crc;     /* of the image */
    size_t order;     /* of several for one user the last one counts */
    size_t old;       /* the member shown before; SIZE_MAX: none */
    uint32_t old_crc; /* and its CRC; these are known when settled */
};

/* What happens to one member of the archive. */
struct member_edit {
    enum zedit_op op;
    size_t member;       /* as in struct zedit */
    char *name;          /* of an added one; owned */
    const uint8_t *data; /* content, with its length and CRC; borrowed */
    size_t len;
    uint32_t crc;
};

/* What happens to one property; owns its texts. */
struct property_change {
    size_t user;
    struct property_edit edit; /* its strings are the pattern's */
    char *text;
};

struct picture_changes {
    struct picture_change *list;
    size_t count;
    size_t cap;

    /* How new pictures are named; learned when first needed. */
    struct avatar_pattern pattern;
    struct template *learned;

    /* What the changes come to, once settled. */
    struct member_edit *members;
    size_t member_count;
    size_t member_cap;
    struct property_change *properties;
    size_t property_count;
    size_t property_cap;
};

/* Where a user's picture goes. */
struct picture_target {
    char *name; /* of the member; owned by the caller */
    enum image_format format;
};

/* How a new picture is to be named; all of it may be left out. */
struct picture_wish {
    const struct template *path; /* for its name */
    const char *name;         /* the name itself, which is used if it can be */
    enum image_format format; /* that its ending has to tell */
};

/*
 * Where does the picture of that user go?  Its format follows from the name.
 * A picture that is there keeps its name, so that its format need not be the
 * one wished for.  ST_REFUSED if a name cannot be made, or would not be found
 * again as the user's.
 */
int pictures_target(struct picture_changes *p, struct backup *b,
                    const struct avatars *a, size_t user,
                    const struct picture_wish *wish, struct picture_target *t,
                    struct err *e);

/* Set the user's picture; name and image are taken over. */
void pictures_set(struct picture_changes *p, size_t user, char *name,
                  struct buf *image);

/* Clear it. */
void pictures_clear(struct picture_changes *p, size_t user);

/*
 * Sort by extension, keep the last change of each user, drop those that
 * change nothing, and work out what becomes of members and properties.
 * ST_REFUSED if two pictures would get the same name.
 */
int pictures_settle(struct picture_changes *p, struct backup *b,
                    const struct avatars *a, struct err *e);

/* A picture in words, "ProfilePictures/200.png, CRC 1a2b3c4d", or "" where
 * `name` is NULL; the caller frees it. */
char *pictures_words(const char *name, uint32_t crc);

/* Compare two users by extension, as settled changes are sorted. */
int pictures_compare_users(const struct database *d, size_t x, size_t y);

void pictures_free(struct picture_changes *p);

#endif
