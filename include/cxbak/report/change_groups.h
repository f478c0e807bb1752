/*
 * Equal changes of many users, told once: "180 users: Email Address
 * @old.example -> @new.example".  A `struct change_groups` owns copies of what
 * was added.
 */
#ifndef CXBAK_REPORT_CHANGE_GROUPS_H
#define CXBAK_REPORT_CHANGE_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cxbak/field/field.h"

/* From so many users on groups come first. */
#define CHANGE_GROUPS_USERS 10

struct change_groups;
struct change_groups *change_groups_new(void);

/* Add a change of one field of one user, as it is shown; "" is empty. */
void change_groups_add(struct change_groups *g, enum field f, const char *old,
                       const char *new);

/*
 * Print a line for each group, by field and then the largest first.  Addresses
 * of which the part before the @ stays are equal by their domains, pictures by
 * whether there is one before and after, all else by old and new value, or by
 * the new one alone; what is left is counted.
 */
void change_groups_print(FILE *out, struct change_groups *g, bool colour);

/* Release; NULL is allowed. */
void change_groups_free(struct change_groups *g);

#endif
