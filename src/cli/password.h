/*
 * The password of an encrypted backup.  Never an argument, where everybody
 * on the machine could read it: a file, or a prompt on the terminal.
 */
#ifndef CXBAK_CLI_PASSWORD_H
#define CXBAK_CLI_PASSWORD_H

#include "cxbak/util/err.h"
#include "cli/args.h"

/* The file that the command line or the environment names for it, or NULL. */
const char *password_path(const struct args *a);

/*
 * Get the password for the backup `name` (a path, for the prompt): from the
 * first line of --password-file (- is standard input), else of
 * CXBAK_PASSWORD_FILE, else from the terminal.  `*password` is newly made and
 * must end in password_free(). ST_PASSWORD when there is none to be had,
 * ST_CANCELLED when a signal that the program handles broke the prompt off.
 */
int password_get(const struct args *a, const char *name, char **password,
                 struct err *e);

/* Wipe and release it; NULL is allowed. */
void password_free(char *password);

#endif
