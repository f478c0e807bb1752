#include <string.h>

#include "cxbak/job/job.h"

int
job_verify(struct job_proof *p, struct job *old, struct job *new,
           const struct plan *plans, size_t n,
           const struct leftover_options *leftovers,
           const struct observer *observer, struct err *e)
{
    struct leftover_side before = {old->backup, &old->avatars};
    struct leftover_side after = {new->backup, &new->avatars};

    memset(p, 0, sizeof(*p));
    if (plan_apply(&p->plans, &p->planned, plans, n, old->backup, &old->avatars,
                   e) != ST_OK ||
        compare_backups(&p->comparison, old->backup, new->backup, COMPARE_BYTES,
                        NULL, observer, e) != ST_OK ||
        leftover_since(&before, &after, leftovers, &p->left, e) != ST_OK)
        return e->status;
    findings_sort(&p->left, 0);
    if (n > 0)
        plan_check(&p->check, &p->comparison, &p->planned, old->backup,
                   new->backup);
    p->good =
        !compare_unexplained(&p->comparison) && plan_check_good(&p->check);
    return ST_OK;
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
