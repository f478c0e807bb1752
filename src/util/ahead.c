#include <stdlib.h>

#include "cxbak/util/ahead.h"
#include "cxbak/util/block_queue.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/thread.h"
#include "cxbak/util/worker.h"

/* Blocks that are read ahead: reading is much faster than what is done with
 * them. */
#define BLOCKS 16

struct ahead {
    ahead_fn *read;
    void *arg;
    struct block_queue *queue; /* NULL: the owner reads ... */
    uint8_t *block;            /* ... into this */
    pthread_t thread;
    struct err err; /* the thread's, until its end was taken */
};

static void *
run(void *arg)
{
    struct ahead *a = arg;
    uint8_t *p;
    size_t got;

    while ((p = block_queue_room(a->queue)) != NULL) {
        if (a->read(a->arg, p, AHEAD_BLOCK, &got, &a->err) != ST_OK || got == 0)
            break;
        block_queue_give(a->queue, got);
    }
    block_queue_end(a->queue);
    return NULL;
}

struct ahead *
ahead_new(ahead_fn *read, void *arg, uint64_t size)
{
    struct ahead *a = mem_calloc(1, sizeof(*a));

    a->read = read;
    a->arg = arg;
    if (size >= AHEAD_MIN && worker_processors() > 1) {
        a->queue = block_queue_new(BLOCKS, AHEAD_BLOCK);
        if (thread_start(&a->thread, run, a) == 0)
            return a;
        block_queue_free(a->queue);
        a->queue = NULL;
    }
    a->block = mem_alloc(AHEAD_BLOCK);
    return a;
}

int
ahead_next(struct ahead *a, const uint8_t **p, size_t *got, struct err *e)
{
    if (a->queue == NULL) {
        *p = a->block;
        return a->read(a->arg, a->block, AHEAD_BLOCK, got, e);
    }
    *got = 0;
    *p = block_queue_take(a->queue, got);
    if (*p == NULL)
        err_move(e, &a->err);
    return e->status;
}

void
ahead_free(struct ahead *a)
{
    if (a == NULL)
        return;
    if (a->queue != NULL) {
        block_queue_close(a->queue);
        pthread_join(a->thread, NULL);
    }
    block_queue_free(a->queue);
    err_free(&a->err);
    free(a->block);
    free(a);
}
