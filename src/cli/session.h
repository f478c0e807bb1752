/*
 * What commands on a backup share: opening it as the options say, choosing
 * users, and bringing changes to an end.
 */
#ifndef CXBAK_CLI_SESSION_H
#define CXBAK_CLI_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/avatar.h"
#include "cxbak/backup/backup.h"
#include "cxbak/change/change.h"
#include "cxbak/util/err.h"
#include "cxbak/plan/plan.h"
#include "cxbak/people/select.h"
#include "cli/args.h"

/* An open backup, its pictures, and the password if it has one. */
struct session {
    struct args *args;
    const char *path; /* of the backup */
    struct backup_options options;
    char *password;
    struct backup *backup;
    struct avatars avatars;
    const struct plan_outcome *match; /* of `apply`: what plans come to */
};

/* Open the backup at `path`; `details` as in struct backup_options.  The
 * session must stay where it is until session_close(). */
int session_open(struct session *s, struct args *a, const char *path,
                 bool details, struct err *e);

void session_close(struct session *s);

/* Choose users by the operands from the `first` on and by --all and --where.
 * With `must`, no selection at all is a usage error. */
int session_select(struct session *s, size_t first, bool must,
                   struct selection *sel, struct err *e);

/*
 * Bring changes to an end: settle them, ask the rules, and preview them, save
 * them as a plan, or write the backup, as the options say.  Prints.
 */
int session_finish(struct session *s, struct changes *c, struct err *e);

/* Save settled changes as a plan, and say so. */
int session_save_plan(struct session *s, const struct changes *c,
                      const char *path, struct err *e);

#endif
