/*
 * What a field of any row of the table says of a user, also of those rows
 * that are worked out.  Everything passed in is borrowed.
 */
#ifndef CXBAK_PEOPLE_USER_VALUE_H
#define CXBAK_PEOPLE_USER_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"

/* Values of one field: several where a user is in several groups.  The caller
 * owns the texts and ends it with user_values_free(). */
struct user_values {
    char **list;
    size_t count;
    size_t cap;
};

/* Add the values that are shown; of a secret, whether it is set.  Groups that
 * 3CX made for itself are left out. */
void user_values(struct user_values *v, const struct backup *b,
                 const struct avatars *a, size_t user, enum field f);

/*
 * Add what a condition on the field is held against, never nothing: of groups
 * and queues their numbers, too, of a name both orders, of a picture its name
 * with the folder and without, and "" where there is no value.  With
 * `internal`, also the groups that 3CX made for itself.
 */
void user_values_to_match(struct user_values *v, const struct backup *b,
                          const struct avatars *a, size_t user, enum field f,
                          bool internal);

/* Add a text, which is copied, unless it is there or empty. */
void user_values_add(struct user_values *v, const char *text);

void user_values_free(struct user_values *v);

/* The values that are shown as one text, with commas between; the caller
 * frees it. */
char *user_value(const struct backup *b, const struct avatars *a, size_t user,
                 enum field f);

#endif
