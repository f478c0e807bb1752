#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cli/plans.h"

int
plans_read(struct plans *p, const char *const *paths, size_t n, bool reverse,
           struct inputs *in, struct err *e)
{
    size_t i;

    p->list = mem_calloc(n, sizeof(*p->list));
    p->count = n;
    for (i = 0; i < n; i++) {
        struct plan *x = &p->list[reverse ? n - 1 - i : i];

        if (plan_read(x, paths[i], in, e) != ST_OK)
            return e->status;
        if (reverse)
            plan_reverse(x);
    }
    return ST_OK;
}

void
plans_free(struct plans *p)
{
    size_t i;

    for (i = 0; i < p->count; i++)
        plan_free(&p->list[i]);
    free(p->list);
    memset(p, 0, sizeof(*p));
}
