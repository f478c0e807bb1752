/*
 * The findings' codes that --accept names.
 */
#ifndef CXBAK_CLI_ACCEPT_H
#define CXBAK_CLI_ACCEPT_H

#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/rules/finding.h"
#include "cli/args.h"

/* The rule that a user means; a usage error that names the nearest code if
 * there is none.  `what` stands in front of the message. */
const struct rule *accept_rule(const struct args *a, const char *what,
                               const char *code, struct err *e);

/* The codes of all --accept options, each of which must exist, and the one
 * that --accept-damage means.  The caller frees the array, whose strings are
 * borrowed. */
int accept_codes(const struct args *a, const char ***codes, size_t *n,
                 struct err *e);

/* The codes that an option lists with commas between, each of which must
 * exist.  The caller frees the array, whose strings are static. */
int accept_list(const struct args *a, const char *option, const char ***codes,
                size_t *n, struct err *e);

/* Do all codes of --accept exist?  To be told before anything is read. */
int accept_check(const struct args *a, struct err *e);

#endif
