/*
 * What to do about a finding, in the words of the command line.
 */
#ifndef CXBAK_CLI_ADVICE_H
#define CXBAK_CLI_ADVICE_H

#include "cxbak/rules/finding.h"

/* What to do about what the rule found, with the commands and options that do
 * it; static. */
const char *advice(const struct rule *r);

#endif
