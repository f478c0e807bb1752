/*
 * To whom the program speaks: to a person before a command line, or through
 * the page (src/page) to one who has none, and for whom options and commands
 * are nothing.  The page says so by CXBAK_PAGE in the environment.
 */
#ifndef CXBAK_CLI_VOICE_H
#define CXBAK_CLI_VOICE_H

#include <stdbool.h>

/* Is it the page? */
bool voice_page(void);

/* The words for a command line, or those for the page. */
const char *voice(const char *shell, const char *page);

/* An option by its name, "email", as a person gives it: "--email", or in the
 * page the label of what is filled in.  The caller frees it. */
char *voice_option(const char *name);

#endif
