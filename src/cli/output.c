#include "cli/interrupts.h"
#include "cli/output.h"

int
output_begin(struct outfile_options *q, const struct args *a, const char *path,
             struct err *e)
{
    *q = (struct outfile_options){.replace = args_flag(a, "force"),
                                  .inputs = a->inputs};
    return interrupts_catch(&q->cleanup, path, e);
}

void
output_end(void)
{
    interrupts_release();
}

int
output_store(const struct args *a, const char *path, bool replaces,
             const void *p, size_t n, struct err *e)
{
    struct outfile_options q;

    if (output_begin(&q, a, path, e) != ST_OK)
        return e->status;
    q.replace = replaces;
    outfile_store(path, p, n, &q, e);
    output_end();
    return e->status;
}
