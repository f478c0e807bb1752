/*
 * The end of every changing command: preview, plan, or a new backup.  What is
 * done is the job's; here it is said.
 */
#ifndef CXBAK_CLI_OUTCOME_H
#define CXBAK_CLI_OUTCOME_H

#include "cxbak/util/err.h"
#include "cli/session.h"

/* Review the session's changes, and preview them, save them as a plan, or
 * write the backup, as the options say. */
int outcome_finish(struct session *s, struct err *e);

/* A changing command as a whole: what it adds to the changes of a new
 * session, and the end. */
typedef int outcome_step(struct session *s, struct args *a, struct err *e);
int outcome_of(outcome_step *step, struct args *a, struct err *e);

/* If this run has written a new backup, have the error `e` of what came behind
 * it say that it was made and is whole.  Returns the status. */
int outcome_say_made(struct err *e);

/* Another run begins. */
void outcome_forget(void);

/* Save the session's changes, which are settled, as a plan, and say so. */
int outcome_save_plan(struct session *s, const char *path, struct err *e);

#endif
