#include <stdlib.h>

#include "cxbak/util/ahead.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/worker.h"

struct ahead {
    ahead_fn *read;
    void *arg;
    struct worker *worker; /* NULL: the owner reads */
    uint8_t *block;        /* being read; the worker's while it works */
    size_t got;
    uint8_t *shown; /* what the owner has */
};

static int
read_block(void *arg, struct err *e)
{
    struct ahead *a = arg;

    return a->read(a->arg, a->block, AHEAD_BLOCK, &a->got, e);
}

struct ahead *
ahead_new(ahead_fn *read, void *arg, uint64_t size)
{
    struct ahead *a = mem_calloc(1, sizeof(*a));

    a->read = read;
    a->arg = arg;
    a->block = mem_alloc(AHEAD_BLOCK);
    if (size >= AHEAD_MIN && worker_processors() > 1) {
        a->shown = mem_alloc(AHEAD_BLOCK);
        a->worker = worker_new(read_block, a);
        worker_start(a->worker);
    }
    return a;
}

int
ahead_next(struct ahead *a, const uint8_t **p, size_t *got, struct err *e)
{
    uint8_t *block = a->block;

    if ((a->worker != NULL ? worker_wait(a->worker, e) : read_block(a, e)) !=
        ST_OK)
        return e->status;
    *p = block;
    *got = a->got;
    if (a->worker == NULL || *got == 0)
        return ST_OK;
    a->block = a->shown;
    a->shown = block;
    worker_start(a->worker);
    return ST_OK;
}

void
ahead_free(struct ahead *a)
{
    if (a == NULL)
        return;
    worker_free(a->worker);
    free(a->block);
    free(a->shown);
    free(a);
}
