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
#include "cli/plans.h"

/* An open backup, and the password if it has one. */
struct session {
    struct args *args;
    const char *path; /* of the backup */
    struct backup_options options;
    char *password;
    struct job job;
    struct plans *plans; /* that were applied, which conflicts borrow */
    size_t plans_count, plans_cap;
    bool all_findings; /* --all is about these, not about users */
    bool todo; /* what is left over is a list of things to do, in the end */

    /* Called when the changes are reviewed and before anything is written;
     * `stopped` says that nothing will be.  May be NULL. */
    int (*reviewed)(struct session *s, void *arg, bool stopped, struct err *e);
    void *reviewed_arg;

    /* More of the JSON document, which session_close() releases; or NULL. */
    const char *more_key;
    struct json_t *more;
};

/* Open the backup at `path`; `details` as in struct backup_options.  The
 * session must stay where it is until session_close(). */
int session_open(struct session *s, struct args *a, const char *path,
                 bool details, struct err *e);

/* The same for a changing command, unless the session is open already: then
 * this is one more step on it, whose command line becomes the session's. */
int session_begin(struct session *s, struct args *a, bool details,
                  struct err *e);

void session_close(struct session *s);

/* What users are chosen for. */
enum session_choice {
    CHOOSE_ANY,      /* all of them unless told otherwise */
    CHOOSE_TO_SHOW,  /* no selection at all is a usage error */
    CHOOSE_TO_CHANGE /* the same; and a name must fit one user, and it is said
                        whom it means */
};

/* Choose users by the operands from the `first` on and by the options of
 * GROUP_SELECT. */
int session_select(struct session *s, size_t first, enum session_choice choice,
                   struct selection *sel, struct err *e);

/* The one user whom a word names: an extension, a name or an address. */
int session_user(struct session *s, const char *word, size_t *user,
                 struct err *e);

#endif
