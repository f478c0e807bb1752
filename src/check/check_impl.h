/*
 * The parts of the check of a whole backup; private to check*.c.  Each adds
 * what it finds to the list.
 */
#ifndef CXBAK_CHECK_CHECK_IMPL_H
#define CXBAK_CHECK_CHECK_IMPL_H

#include "cxbak/backup/objects.h"
#include "cxbak/check/check.h"

/* The pictures: which belong to nobody, and whether the others can be used. */
int check_avatars(const struct check_request *q, struct findings *f,
                  struct err *e);

/* The groups that users are in, and their forwarding profiles. */
void check_groups(const struct check_request *q, struct findings *f);

/* What stands in users more than once, beside the fields. */
struct user_names {
    char **repeated;   /* of each user names for a message, or NULL */
    const char **keys; /* of the user at hand */
    size_t key_cap;
};

/* Look for it in one user; it is kept. */
void check_user_names(struct user_names *u, const struct pbx_object *t);

/* Values that stand in a user more than once, or are no plain values. */
void check_values(const struct check_request *q, const struct user_names *u,
                  struct findings *f);

/* The archive as its directory shows it. */
void check_directory(const struct check_request *q, struct findings *f);

/* Every member, decoded. */
int check_members(const struct check_request *q, struct findings *f,
                  struct err *e);

/* The message of an error without the archive's path in front. */
const char *check_without_path(const struct backup *b, const char *msg);

#endif
