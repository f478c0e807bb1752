/*
 * What changing commands add to the changes of a session.  Each takes its
 * command line, opens the backup if the session has none yet, and leaves the
 * rest to outcome.h: so it is a command by itself, or one step of a batch.
 */
#ifndef CXBAK_CLI_STEPS_H
#define CXBAK_CLI_STEPS_H

#include "cli/session.h"

int steps_apply(struct session *s, struct args *a, struct err *e);
int steps_avatar_clear(struct session *s, struct args *a, struct err *e);
int steps_avatar_import(struct session *s, struct args *a, struct err *e);
int steps_avatar_set(struct session *s, struct args *a, struct err *e);
int steps_fix(struct session *s, struct args *a, struct err *e);
int steps_handover(struct session *s, struct args *a, struct err *e);
int steps_import(struct session *s, struct args *a, struct err *e);
int steps_set(struct session *s, struct args *a, struct err *e);
int steps_swap(struct session *s, struct args *a, struct err *e);

#endif
