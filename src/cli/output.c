#include <string.h>

#include "cxbak/util/io.h"
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
output_check(const struct args *a, const char *path, struct err *e)
{
    struct outfile_options q;
    struct outfile *o = NULL;

    if (output_begin(&q, a, path, e) != ST_OK)
        return e->status;
    outfile_open(&o, path, &q, e);
    outfile_free(o);
    output_end();
    return e->status;
}

int
output_check_all(const struct args *a, struct err *e)
{
    static const char *const options[] = {"output", "plan"};
    size_t i;

    for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        const char *path = args_value(a, options[i]);

        if (path != NULL && output_check(a, path, e) != ST_OK)
            break;
    }
    return e->status;
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

int
output_store_again(const struct args *a, const char *path, const void *p,
                   size_t n, struct err *e)
{
    struct buf there = BUF_INIT;
    struct err none = ERR_INIT;
    bool same = io_slurp(&there, path, NULL, n, ST_SYSTEM, &none) == ST_OK &&
                there.len == n && memcmp(there.data, p, n) == 0;

    err_free(&none);
    buf_free(&there);
    return same ? ST_OK : output_store(a, path, args_flag(a, "force"), p, n, e);
}
