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
    size_t i;

    for (i = 0; i < a->ngiven && e->status == ST_OK; i++) {
        const struct args_given *g = &a->given[i];

        if (g->value != NULL && (g->spec->flags & OPTION_OUTPUT) != 0 &&
            (g->spec->flags & OPTION_LATER) == 0 && strcmp(g->value, "-") != 0)
            output_check(a, g->value, e);
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

/* Is it there already? */
static bool
is_there(const struct output_later *f)
{
    struct buf there = BUF_INIT;
    struct err none = ERR_INIT;
    bool same = io_slurp(&there, f->path, NULL, f->data.len, ST_SYSTEM,
                         &none) == ST_OK &&
                there.len == f->data.len &&
                memcmp(there.data, f->data.data, there.len) == 0;

    err_free(&none);
    buf_free(&there);
    return same;
}

int
output_later_check(const struct args *a, const struct output_later *f,
                   struct err *e)
{
    if (f->path == NULL || is_there(f))
        return ST_OK;
    return output_check(a, f->path, e);
}

int
output_later_store(const struct args *a, const struct output_later *f,
                   struct err *e)
{
    if (f->path == NULL || is_there(f))
        return ST_OK;
    return output_store(a, f->path, args_flag(a, "force"), f->data.data,
                        f->data.len, e);
}
