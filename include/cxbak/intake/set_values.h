/*
 * One change for many users: templates of values are worked out for each of
 * them, and what cannot be meant is told person by person.  A `struct
 * set_request` borrows everything but its lists; set_values_free() releases
 * those.
 */
#ifndef CXBAK_INTAKE_SET_VALUES_H
#define CXBAK_INTAKE_SET_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/change/change.h"
#include "cxbak/people/select.h"
#include "cxbak/template/template.h"
#include "cxbak/util/notes.h"

struct set_request {
    /* Asked for: the new values; NULL leaves the field as it is. */
    const struct template *value[FIELD_COUNT];
    const char *const *accepted; /* codes of findings that are let through */
    size_t accepted_count;
    bool no_trim; /* keep blanks around values and doubled ones in names */
    bool tidy;    /* correct values as far as the cure is certain */

    /* Found: why the change cannot be made, what is odd about it, and which
     * values are not written as they were given: the first ones, and how
     * many. */
    struct notes problems;
    struct notes oddities;
    struct notes tidied;
    size_t tidied_count;
    size_t untidy_count; /* values that `tidy` would correct */
};

/*
 * Add the values of the selected users to `c`, also those that are there
 * already.  Values come from before the change.  A value that is empty where
 * there was one, or not valid, is a problem: then `c` is not to be used.
 */
void set_values_expand(struct set_request *k, struct changes *c,
                       const struct selection *s, const struct backup *b);

/* Note each selected user who has another value of that field, of any row,
 * than this one; composed and decomposed letters are the same. */
void set_expect(struct notes *others, const struct selection *s,
                const struct backup *b, const struct avatars *a, enum field f,
                const char *value);

/* Release the lists. */
void set_values_free(struct set_request *k);

#endif
