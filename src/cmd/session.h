/*
 * What commands on a backup share: opening it as the options say, choosing
 * users, and bringing changes to an end.
 */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/avatar.h"
#include "cxbak/backup.h"
#include "cxbak/change.h"
#include "cxbak/err.h"
#include "cxbak/select.h"
#include "cmd/args.h"

/* An open backup, its pictures, and the password if it has one. */
struct session {
    struct args *args;
    struct backup_options options;
    char *password;
    struct backup *backup;
    struct avatars avatars;
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

/* The codes of findings that the options let through: an array of `*n`, which
 * the caller frees. */
const char **session_accepted(const struct args *a, size_t *n);

/*
 * Bring changes to an end: settle them, ask the rules, and preview them, save
 * them as a plan, or write the backup, as the options say.  Prints.
 */
int session_finish(struct session *s, struct changes *c, struct err *e);

#endif
