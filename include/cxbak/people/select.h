/*
 * Choosing users.  A `struct selection` owns its array and borrows the rest.
 */
#ifndef CXBAK_PEOPLE_SELECT_H
#define CXBAK_PEOPLE_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/rules/finding.h"
#include "cxbak/util/inputs.h"
#include "cxbak/util/notes.h"

struct selection {
    size_t *users; /* indices, ordered by extension */
    size_t count;
};

struct select_request {
    const char *const *words; /* "200", "200-299", "200,205", "@file", "@-",
                                 a name or an address; see find_people.h */
    size_t word_count;
    bool all;
    bool must;     /* somebody has to be chosen */
    bool one_each; /* a name or an address must fit one user, as for a change;
                      else all that fit are chosen */
    const char *const *where; /* conditions, "FIELD=GLOB"; all must hold ... */
    size_t where_count;
    bool any;                  /* ... or one of them */
    const char *const *except; /* words for users who are not chosen */
    size_t except_count;
    const char *duplicates; /* a field: only users who share its value with
                               another user of the backup; NULL: all */
    /* Adds what the rules find of the users, for conditions on `finding`; it
     * is asked once, and only if there is one. */
    int (*find)(void *arg, struct findings *f, struct err *e);
    void *find_arg;
    struct inputs *inputs; /* files of @FILE are added; or NULL */
    struct notes *taken;   /* gets whom names meant, with `one_each`; or
                              NULL */
};

/*
 * Choose the users that the words name and for whom the conditions hold, but
 * for those that `except` names; without words, of all users.
 *
 * A condition is FIELD=GLOB (without regard to case, accents and umlauts),
 * FIELD==TEXT, FIELD=~REGEX (POSIX extended), or FIELD!=GLOB, FIELD!~REGEX;
 * in place of a field `finding` is the code of what the rules find of a user.
 *
 * ST_USAGE for what cannot be understood; ST_REFUSED for an extension or a
 * person that does not exist, a name that fits several where it must fit one,
 * when nobody is left, and when somebody must be chosen of a system that has
 * no users; ST_SYSTEM for a file that cannot be read.
 */
int select_users(struct selection *s, const struct select_request *q,
                 const struct backup *b, const struct avatars *a,
                 struct err *e);

/* Put the chosen users in the order of a field; of equal ones the lower
 * extension comes first. */
void select_sort(struct selection *s, enum field by, const struct backup *b,
                 const struct avatars *a);

void select_free(struct selection *s);

#endif
