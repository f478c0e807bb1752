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

/* Save the session's changes, which are settled, as a plan, and say so. */
int outcome_save_plan(struct session *s, const char *path, struct err *e);

#endif
