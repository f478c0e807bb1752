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
#include "cli/password.h"
#include "cli/plans.h"

struct session;

/*
 * Who wants to know what comes of the changes.  The functions may be NULL;
 * while they are called the session's command line is that of `args`.
 */
struct session_hook {
    /* The changes are reviewed, and nothing is written yet; `stopped` says
     * that nothing will be. */
    int (*reviewed)(struct session *s, struct session_hook *h, bool stopped,
                    struct err *e);

    /* All is done, or was stopped by the review; not called where writing
     * failed. */
    int (*finished)(struct session *s, struct session_hook *h, struct err *e);

    void (*release)(void *arg);
    void *arg;
    struct args *args;
    size_t line;         /* of the step in a batch; 0: it is the command */
    struct json_t *more; /* more of the JSON document: an object; or NULL */
};

/* An open backup. */
struct session {
    struct args *args;
    const char *path; /* of the backup */
    struct backup_options options;
    struct password_search search; /* while it is opened */
    struct job job;
    struct plans *plans; /* that were applied, which conflicts borrow */
    size_t plans_count, plans_cap;
    bool all_findings; /* --all is about these, not about users */
    bool todo; /* what is left over is a list of things to do, in the end */
    struct write_result *written; /* what came of the write; NULL: none */

    struct session_hook *hooks;
    size_t hook_count, hook_cap;
};

/* Open the backup at `path`; `keep` (enum database_keep) says for what.  The
 * session must stay where it is until session_close(). */
int session_open(struct session *s, struct args *a, const char *path,
                 unsigned keep, struct err *e);

/* The same for a changing command, whose outputs must not be there yet.  If
 * the session is open already this is one more step on it, whose command line
 * becomes the session's. */
int session_begin(struct session *s, struct args *a, struct err *e);

/* Add a hook, with the session's command line as it is now; session_close()
 * releases it. */
void session_add_hook(struct session *s, const struct session_hook *h);

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
