/*
 * The parts of the check of a whole backup; private to check*.c.  Each adds
 * what it finds to the list.
 */
#ifndef CXBAK_CHECK_CHECK_IMPL_H
#define CXBAK_CHECK_CHECK_IMPL_H

#include "cxbak/check/check.h"

/* The pictures: which belong to nobody, and whether the others can be used. */
int check_avatars(const struct check_request *q, struct findings *f,
                  struct err *e);

/* The groups that users are in, and their forwarding profiles. */
void check_groups(const struct check_request *q, struct findings *f);

/* The archive as its directory shows it. */
void check_directory(const struct check_request *q, struct findings *f);

/* Every member, decoded. */
int check_members(const struct check_request *q, struct findings *f,
                  struct err *e);

/* The message of an error without the archive's path in front. */
const char *check_without_path(const struct backup *b, const char *msg);

#endif
