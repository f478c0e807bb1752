/*
 * Operands that were mixed up.
 */
#ifndef CXBAK_CLI_OPERAND_ORDER_H
#define CXBAK_CLI_OPERAND_ORDER_H

#include "cxbak/util/err.h"
#include "cli/command.h"

/* Where the backup is to come first: is the first operand no archive, and a
 * later one is?  Then ST_USAGE. */
int order_check(const struct command *c, const struct args *a, struct err *e);

#endif
