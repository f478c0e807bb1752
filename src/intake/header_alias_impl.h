/*
 * What people call the columns of a list of users.  A `struct header_names`
 * owns its keys.
 */
#ifndef CXBAK_INTAKE_HEADER_ALIAS_IMPL_H
#define CXBAK_INTAKE_HEADER_ALIAS_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/field/field.h"

/* What a name says of a column. */
enum header_sense {
    HEADER_UNKNOWN,
    HEADER_FIELD,  /* it is the field */
    HEADER_PART,   /* it is the field, a part of the name, if only the other
                      part has a column; else it is the whole name */
    HEADER_WHOLE,  /* it is first and last name */
    HEADER_PICTURE /* it is our own column of pictures */
};

struct header_names;
struct header_names *header_names_new(void);
void header_names_free(struct header_names *h);

/* What the name says; case, accents, blanks and signs do not count. */
enum header_sense header_sense(const struct header_names *h, const char *name,
                               enum field *f);

/* The known name from which this one differs by one or two letters (by one,
 * if it is short), and its field; NULL if there is none, or if it is a column
 * of the console. */
const char *header_near(const struct header_names *h, const char *name,
                        enum field *f);

#endif
