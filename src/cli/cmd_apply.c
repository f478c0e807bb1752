#include <stdlib.h>

#include "cxbak/util/mem.h"
#include "cxbak/plan/plan.h"
#include "cli/commands.h"
#include "cli/plans.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "cli/session.h"

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

int
cmd_apply(struct args *a, struct err *e)
{
    struct session s = {0};
    struct plans p = {0};

    if (plans_read(&p, (const char *const *)a->operands + 1, a->noperands - 1,
                   args_flag(a, "reverse"), a->inputs, e) != ST_OK ||
        session_open(&s, a, a->operands[0], false, e) != ST_OK ||
        job_apply(&s.job, p.list, p.count, e) != ST_OK)
        goto done;
    say_sources(&p, &s);
    outcome_finish(&s, e);
done:
    session_close(&s);
    plans_free(&p);
    return e->status;
}
