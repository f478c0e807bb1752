/*
 * What the options of `set` and `handover` say about each field.  The caller
 * owns the struct, which borrows the command line's words.
 */
#ifndef CXBAK_CLI_WISHES_H
#define CXBAK_CLI_WISHES_H

#include <stdbool.h>

#include "cxbak/field/field.h"
#include "cxbak/template/template.h"
#include "cli/session.h"

struct wishes {
    /* A value, "" to clear it, or NULL to leave it.  Of the avatar the value
     * is an image file. */
    const char *value[FIELD_ROWS];
    const char **pairs[FIELD_COUNT]; /* what to replace in it, and by what */
    size_t pair_count[FIELD_COUNT];
    struct template *made[FIELD_COUNT]; /* of the values */
};

/* Read the options of the fields, --clear and --replace. */
int wishes_read(struct wishes *w, const struct args *a, struct err *e);

/* Is there any? */
bool wishes_any(const struct wishes *w);

/* Make templates of the values, which then may not change any more. */
int wishes_parse(struct wishes *w, const struct args *a, struct err *e);

/* Add the changes for the selected users to those of the session.  What
 * cannot be meant is told, and ST_REFUSED. */
int wishes_fulfil(const struct wishes *w, struct session *s,
                  const struct selection *sel, struct err *e);

/* Have the selected users the values that --expect names?  Others are told,
 * and ST_CONFLICT. */
int wishes_expect(const struct session *s, const struct selection *sel,
                  struct err *e);

void wishes_free(struct wishes *w);

#endif
