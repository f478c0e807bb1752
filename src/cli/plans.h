/*
 * The plans that a command line names.  The caller owns the struct.
 */
#ifndef CXBAK_CLI_PLANS_H
#define CXBAK_CLI_PLANS_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/plan/plan.h"

struct plans {
    struct plan *list;
    size_t count;
};

/* Read the plans, which are added to `in`.  With `reverse` they are turned
 * around and stand in the opposite order: the last one is undone first. */
int plans_read(struct plans *p, const char *const *paths, size_t n,
               bool reverse, struct inputs *in, struct err *e);

void plans_free(struct plans *p);

#endif
