/*
 * Choosing users.  A `struct selection` owns its array and borrows the rest.
 */
#ifndef CXBAK_PEOPLE_SELECT_H
#define CXBAK_PEOPLE_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/util/inputs.h"

struct selection {
    size_t *users; /* indices, ordered by extension */
    size_t count;
};

struct select_request {
    const char *const *words; /* "200", "200-299", "200,205", "@file" */
    size_t word_count;
    bool all;
    bool must;                /* somebody has to be chosen */
    const char *const *where; /* "FIELD=GLOB"; all must hold */
    size_t where_count;
    const char *duplicates; /* a field: only users who share its value with
                               another user of the backup; NULL: all */
    struct inputs *inputs;  /* files of @FILE are added; or NULL */
};

/*
 * Choose the users that the words name and for whom all conditions hold;
 * without words, of all users.  ST_USAGE for what cannot be understood,
 * ST_REFUSED for an extension that does not exist, when nobody is left, and
 * when somebody must be chosen of a system that has no users;
 * ST_SYSTEM for a file that cannot be read.
 */
int select_users(struct selection *s, const struct select_request *q,
                 const struct backup *b, const struct avatars *a,
                 struct err *e);

/* Put the chosen users in the order of a field; of equal ones the lower
 * extension comes first. */
void select_sort(struct selection *s, enum field by, const struct backup *b,
                 const struct avatars *a);

/* The value of a field of any row as text, as it may be shown: derived ones
 * are worked out.  The caller frees it. */
char *select_value(const struct backup *b, const struct avatars *a, size_t user,
                   enum field f);

void select_free(struct selection *s);

#endif
