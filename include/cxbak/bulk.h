/*
 * One change for many users: templates of values are worked out for each of
 * them, and what cannot be meant is told person by person.  A `struct bulk`
 * borrows everything but its lists; bulk_free() releases those.
 */
#ifndef CXBAK_BULK_H
#define CXBAK_BULK_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/change.h"
#include "cxbak/select.h"
#include "cxbak/template.h"

/* Lines that are kept; more are only counted. */
#define BULK_MAX_LINES 100

/* The first BULK_MAX_LINES of `count` lines. */
struct bulk_lines {
    char **list;
    size_t listed;
    size_t count;
};

struct bulk {
    /* Asked for: the new values; NULL leaves the field as it is. */
    const struct template *value[FIELD_COUNT];
    const char *const *accepted; /* codes of findings that are let through */
    size_t accepted_count;

    /* Found: why the change cannot be made, and what is odd about it. */
    struct bulk_lines problems;
    struct bulk_lines oddities;
};

/*
 * Add the values of the selected users to `c`, also those that are there
 * already.  Values come from before
 * the change.  A value that is empty where there was one, or not valid, and
 * an address that several users would get are problems: then `c` is not to
 * be used.  An address may be shared if "email-shared" is among the accepted
 * codes.
 */
void bulk_expand(struct bulk *k, struct changes *c, const struct selection *s,
                 const struct backup *b);

/* Release the lists. */
void bulk_free(struct bulk *k);

#endif
