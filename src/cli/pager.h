/*
 * A pager behind standard output; private to the screen.
 */
#ifndef CXBAK_CLI_PAGER_H
#define CXBAK_CLI_PAGER_H

#include <stdbool.h>
#include <stdio.h>

/* Send standard output, and with `errors` standard error too, through the
 * pager, if there is one.  It is begun when the first byte comes, so that
 * questions before it find the terminal as it was.  True if it was. */
bool pager_start(bool errors);

/* The terminal that standard error was, or NULL. */
FILE *pager_terminal(void);

/* Is there one? */
bool pager_is_on(void);

/* End its input, and wait until it ends. */
void pager_finish(void);

#endif
