/*
 * Hints of the core in the words of the command line.
 */
#ifndef CXBAK_CLI_HINT_H
#define CXBAK_CLI_HINT_H

#include "cxbak/util/err.h"

/* The message with what can be done about it by options; the caller frees
 * it. */
char *hint_text(const struct err *e);

/* The same of a message that has a hint about `about` (or NULL) and no more. */
char *hint_add(const char *msg, enum hint hint, const char *about);

#endif
