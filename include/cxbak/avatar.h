/*
 * Which picture belongs to which user.  How a picture is tied to its user is
 * not documented, so it is found out from the backup, by three rules in this
 * order.  A `struct avatars` owns its arrays and borrows the backup.
 */
#ifndef CXBAK_AVATAR_H
#define CXBAK_AVATAR_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup.h"

/* The folder of the pictures. */
#define AVATAR_FOLDER_NAME "ProfilePictures/"

enum avatar_rule {
    AVATAR_NONE,
    AVATAR_PROPERTY, /* a property of the user names the member */
    AVATAR_NAME,     /* the member is named by the extension: 200.png,
                        200_x.png, 200-x.png */
    AVATAR_FOLDER    /* the member lies in ProfilePictures/200/ */
};

struct avatar {
    enum avatar_rule rule;
    size_t member;        /* of the archive; SIZE_MAX when there is none */
    const char *property; /* that names it, for AVATAR_PROPERTY */
    size_t others;        /* further members that fit the user */
};

struct avatars {
    struct avatar *of_user; /* one for each user of the database */
    size_t *orphans;        /* members of the folder that fit nobody */
    size_t orphan_count;
    size_t orphan_cap;
    size_t picture_count;   /* members of the folder */
};

/* Find the pictures of all users. */
void avatars_find(struct avatars *a, const struct backup *b);

/* The name of the member that is the user's picture, or NULL. */
const char *avatars_name(const struct avatars *a, const struct backup *b,
    size_t user);

/* The rule in words: "property AVATAR", "member named by the extension". The
 * caller frees it. */
char *avatars_rule(const struct avatar *a);

void avatars_free(struct avatars *a);

#endif
