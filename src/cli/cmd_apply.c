#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/plan/plan.h"
#include "cli/commands.h"
#include "cli/plans.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/session.h"
#include "cli/steps.h"

/* Say which plans were made for another backup: they may well fit. */
static void
say_sources(const struct plans *p, const struct session *s)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        const struct plan *x = &p->list[i];

        if (!plan_is_for(x, s->job.backup))
            say_detail("%s: made for another backup: %s of %s", x->path,
                       x->database, x->date);
    }
}

/* Keep the changes that --only names. */
static int
keep_only(struct plans *p, const struct args *a, struct err *e)
{
    char **words = NULL, *copy, *word, *save = NULL;
    size_t n = 0, cap = 0, pos, i, kept = 0;
    struct buf list = BUF_INIT;
    const char *value;

    for (pos = 0; (value = args_next(a, "only", &pos)) != NULL;)
        buf_printf(&list, "%s,", value);
    copy = buf_steal(&list);
    for (word = strtok_r(copy, ", ", &save); word != NULL;
         word = strtok_r(NULL, ", ", &save)) {
        words = mem_grow(words, &cap, n, sizeof(*words));
        words[n++] = word;
    }
    for (i = 0; i < p->count && e->status == ST_OK; i++) {
        plan_keep_only(&p->list[i], (const char *const *)words, n, e);
        kept += p->list[i].count;
    }
    if (e->status == ST_USAGE)
        err_prefix(e, "%s: --only: ", a->command);
    else if (n == 0)
        args_fail(a, e,
                  "--only: name extensions and fields, as in --only "
                  "200,EmailAddress");
    else if (kept == 0)
        err_set(e, ST_REFUSED,
                "--only fits none of the plan's changes; `cxbak plan show` "
                "lists them");
    free(words);
    free(copy);
    return e->status;
}

/* A plan that changes nothing is a plan, but hardly what was meant. */
static void
say_empty(const struct plans *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        if (p->list[i].count == 0)
            say_warning("%s: this plan holds no changes", p->list[i].path);
    }
}

int
steps_apply(struct session *s, struct args *a, struct err *e)
{
    struct plans p = {0};

    if (plans_read(&p, (const char *const *)a->operands + 1, a->noperands - 1,
                   args_flag(a, "reverse"), a->inputs, e) != ST_OK)
        goto done;
    say_empty(&p);
    if ((args_flag(a, "only") && keep_only(&p, a, e) != ST_OK) ||
        session_begin(s, a, e) != ST_OK)
        goto done;

    /* Conflicts are told in the end. */
    s->plans =
        mem_grow(s->plans, &s->plans_cap, s->plans_count, sizeof(*s->plans));
    s->plans[s->plans_count++] = p;
    if (job_apply(&s->job, p.list, p.count, e) == ST_OK)
        say_sources(&p, s);
    return e->status;
done:
    plans_free(&p);
    return e->status;
}

int
cmd_apply(struct args *a, struct err *e)
{
    return outcome_of(steps_apply, a, e);
}
