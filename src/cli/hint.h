/*
 * Hints of the core in the words of the command line.
 */
#ifndef CXBAK_CLI_HINT_H
#define CXBAK_CLI_HINT_H

#include "cxbak/rules/finding.h"
#include "cxbak/util/err.h"

/* The message with what can be done about it by options, and the rule that is
 * broken; the caller frees it. */
char *hint_text(const struct err *e);

/* The option that does away with what the message says, if it is one that takes
 * no value; static, NULL: there is none. */
const char *hint_option(enum hint hint);

/* The same of a message that has a hint about `about` (or NULL) and no more. */
char *hint_add(const char *msg, enum hint hint, const char *about);

/* Put the same into the messages of findings that are about to be shown. */
void hint_findings(struct findings *f);

#endif
