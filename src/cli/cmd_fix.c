#include <stdlib.h>

#include "cxbak/intake/fix_values.h"
#include "cxbak/people/select.h"
#include "cxbak/util/human.h"
#include "cli/accept.h"
#include "cli/commands.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/steps.h"

/* Say what is left for people to decide. */
static void
say_guesses(const struct fix_request *q)
{
    char n[HUMAN_ROOM];

    if (q->guesses > 0)
        say_note("%s: what is meant can only be guessed; --guess shows and "
                 "makes what is likely",
                 human_things(n, q->guesses, "more value"));
}

/* Make the corrections; `old` is empty, or the session of an older backup. */
static void
fix(struct session *s, struct fix_request *q, const struct selection *sel,
    const struct session *old, const char *path)
{
    char n[HUMAN_ROOM];

    if (old->job.backup != NULL)
        q->old = old->job.backup->database;
    fix_values(q, &s->job.changes, sel, s->job.backup);
    if (q->restored > 0)
        say_note("%s: a spreadsheet has damaged what %s has",
                 human_things(n, q->restored, "value"), path);
    say_guesses(q);
}

int
steps_fix(struct session *s, struct args *a, struct err *e)
{
    struct fix_request q = {.guess = args_flag(a, "guess")};
    const char *against = args_value(a, "against");
    struct selection sel = {NULL, 0};
    const char **codes = NULL;
    struct session old = {0};

    if (accept_check(a, e) == ST_OK &&
        accept_list(a, "code", &codes, &q.code_count, e) == ST_OK &&
        session_begin(s, a, e) == ST_OK &&
        session_select(s, 1, a->noperands > 1 ? CHOOSE_TO_CHANGE : CHOOSE_ANY,
                       &sel, e) == ST_OK &&
        (against == NULL || session_open(&old, a, against, 0, e) == ST_OK)) {
        q.codes = codes;
        fix(s, &q, &sel, &old, against);
    }
    session_close(&old);
    free(codes);
    select_free(&sel);
    return e->status;
}

int
cmd_fix(struct args *a, struct err *e)
{
    return outcome_of(steps_fix, a, e);
}
