#include <string.h>

#include "cxbak/job/job.h"

/* Hold the two against each other. */
static int
hold_against(struct job_proof *p, struct job *old, struct job *new,
             const struct plan *plans, size_t n,
             const struct job_verify_options *o, struct err *e)
{
    struct leftover_side before = {old->backup, &old->avatars};
    struct leftover_side after = {new->backup, &new->avatars};

    if (plan_apply(&p->plans, &p->planned, plans, n, old->backup, &old->avatars,
                   e) != ST_OK ||
        compare_backups(&p->comparison, old->backup, new->backup, COMPARE_BYTES,
                        NULL, o->observer, e) != ST_OK ||
        compare_settings(&p->comparison, old->backup, new->backup, e) !=
            ST_OK ||
        leftover_since(&before, &after, &o->leftovers, &p->left, e) != ST_OK)
        return e->status;
    findings_sort(&p->left, 0);
    if (n > 0)
        plan_check(&p->check, &p->comparison, &p->planned, old->backup,
                   new->backup);
    p->good =
        !compare_unexplained(&p->comparison) && plan_check_good(&p->check);
    return ST_OK;
}

int
job_verify(struct job_proof *p, struct job *old, struct job *new,
           const struct plan *plans, size_t n,
           const struct job_verify_options *o, struct err *e)
{
    const struct source *source = &new->backup->source;
    struct digest *d = NULL;

    memset(p, 0, sizeof(*p));
    if (o->digested) {
        if (digest_start(&d, source, e) != ST_OK)
            return e->status;
        digest_advance(d, source->size);
    }
    if (hold_against(p, old, new, plans, n, o, e) == ST_OK && d != NULL)
        digest_finish(d, source->size, p->sha256, e);
    digest_free(d);
    return e->status;
}

void
job_proof_free(struct job_proof *p)
{
    findings_free(&p->left);
    plan_check_free(&p->check);
    plan_match_free(&p->plans);
    change_free(&p->planned);
    compare_free(&p->comparison);
    memset(p, 0, sizeof(*p));
}
