/*
 * Cures that the rules know: what a finding suggests becomes a change.  A
 * `struct fix_request` borrows everything.
 */
#ifndef CXBAK_INTAKE_FIX_VALUES_H
#define CXBAK_INTAKE_FIX_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/change/change.h"
#include "cxbak/people/select.h"

struct fix_request {
    /* Asked for. */
    const char *const *codes;   /* only findings of these rules ... */
    size_t code_count;          /* ... if there are any */
    bool guess;                 /* what is likely, too */
    const struct database *old; /* of an older backup that has the values from
                                   before a spreadsheet damaged them; or NULL */

    /* Found: values that stay because their cure is only likely, and values
     * that come from the older backup. */
    size_t guesses;
    size_t restored;
};

/*
 * Add the cures for values of the selected users to `c`.  A value that is what
 * a spreadsheet made of the older backup's becomes that one (of the codes
 * `phone-spreadsheet` and `name-damaged`).  A value is asked about again once
 * it is cured, so that one with several faults loses all of them.
 */
void fix_values(struct fix_request *q, struct changes *c,
                const struct selection *s, const struct backup *b);

/* One value of a field, newly made, with the cures that are certain: of the
 * rules with these `n` codes, or of all, if there are none. */
char *fix_value(enum field f, const char *value, const char *const *codes,
                size_t n);

#endif
