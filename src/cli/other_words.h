/*
 * What people call commands and options that have another name here, or that
 * there cannot be.  All strings are static.
 */
#ifndef CXBAK_CLI_OTHER_WORDS_H
#define CXBAK_CLI_OTHER_WORDS_H

#include <stdbool.h>

/* What to do instead, for a word that is no command, or an option (without --)
 * of a command that chooses users, and perhaps changes their fields, or lists
 * them; NULL if nothing is known. */
const char *other_command(const char *word);
const char *other_option(const char *name, bool changes, bool lists);

#endif
