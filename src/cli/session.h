/*
 * What commands on a backup share: opening it as the options say, and choosing
 * users.
 */
#ifndef CXBAK_CLI_SESSION_H
#define CXBAK_CLI_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/backup/backup.h"
#include "cxbak/job/job.h"
#include "cxbak/people/select.h"
#include "cxbak/util/err.h"
#include "cli/args.h"

/* An open backup, and the password if it has one. */
struct session {
    struct args *args;
    const char *path; /* of the backup */
    struct backup_options options;
    char *password;
    struct job job;
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

#endif
