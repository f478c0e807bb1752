/*
 * The findings' codes that users name.  Nothing here owns anything.
 */
#ifndef CMD_ACCEPT_H
#define CMD_ACCEPT_H

#include "cxbak/err.h"
#include "cxbak/finding.h"
#include "cmd/args.h"

/* The rule that a user means; a usage error that names the nearest code if
 * there is none.  `what` stands in front of the message. */
const struct rule *accept_rule(const struct args *a, const char *what,
                               const char *code, struct err *e);

/* Does every code that --accept names exist?  A code that does not would let
 * nothing through, and nobody would know why. */
int accept_check(const struct args *a, struct err *e);

#endif
