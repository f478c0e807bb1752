/*
 * The password of an encrypted backup.  Never an argument, where everybody
 * on the machine could read it: a file, or a prompt on the terminal.
 */
#ifndef CXBAK_CLI_PASSWORD_H
#define CXBAK_CLI_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cli/args.h"

/* How often a password is asked for at most. */
#define PASSWORD_TRIES 3

/* Those of this call, in the order given: those that opened a backup, and lines
 * of standard input that did not fit the backup they were read for. */
struct passwords {
    char **list;
    size_t count, cap;
    char **left;
    size_t left_count, left_cap;
};

/* Wipe and release them. */
void passwords_free(struct passwords *p);

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

/*
 * The search for the password of one of several backups.  What opened another
 * one is tried before a file is read again, or somebody is asked.  Of standard
 * input each takes a line of its own as long as there is one, in any order: a
 * line that does not fit is kept for the others, and the next one is tried.
 */
struct password_search {
    const struct args *args;
    const char *name; /* of the backup, as for password_get() */
    const char *now;  /* the one to be tried; NULL: none yet */
    char *own;        /* it, if it is new */
    size_t tried;     /* of those that opened others */
    size_t left;      /* of the lines that did not fit others, the same */
    unsigned asked;   /* how often somebody was, or how many lines were read */
};

/* Choose `now`, which is borrowed; errors as of password_get(). */
int password_search_next(struct password_search *q, struct err *e);

/* It did not fit, as `e` says: is there another one to try?  Then that is no
 * error any more; whoever is asked again is told on the terminal. */
bool password_search_again(struct password_search *q, struct err *e);

/* The search is over, and `now` stays with those of the call if it fits. */
void password_search_end(struct password_search *q, bool fits);

#endif
