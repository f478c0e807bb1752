/*
 * A question on the controlling terminal, answered without echo.
 */
#ifndef CXBAK_CLI_PROMPT_H
#define CXBAK_CLI_PROMPT_H

#include "cxbak/util/err.h"

/* The longest password taken, in bytes: far beyond what is typed or made,
 * and below the 4095 bytes that a terminal holds in one line. */
#define PASSWORD_MAX 1024

/* Open the terminal, if there is one, for what may be asked later: files can
 * hardly be opened any more then. */
void prompt_prepare(void);

/*
 * Ask for the password of `name`.  Echo is off meanwhile and back whatever
 * happens, also when a signal ends or stops the program.  `*password` is
 * newly made.  ST_PASSWORD without a terminal or an answer.
 */
int prompt_password(const char *name, char **password, struct err *e);

#endif
