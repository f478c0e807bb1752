#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/behind.h"
#include "cxbak/util/block_queue.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/thread.h"
#include "cxbak/util/worker.h"

/* Bytes that the thread gets at once. */
#define BLOCK ((size_t)32 << 10)

/* Blocks that it may be behind, of a stream of so many bytes or of less.  Both
 * ends often take about as long, so that each waits for the other if these are
 * few, and who is woken again and again may be kept on the other's processor.
 */
#define LARGE       ((uint64_t)16 << 20)
#define BLOCKS      64
#define BLOCKS_LESS 16

struct behind {
    behind_fn *look;
    void *arg;
    struct block_queue *queue; /* NULL: the owner looks */
    pthread_t thread;
    bool running;   /* the thread was not joined yet */
    uint8_t *room;  /* the block that is being filled ... */
    size_t fill;    /* ... and how far it is */
    struct err err; /* the thread's, while it runs */
};

static void *
run(void *arg)
{
    struct behind *b = arg;
    const uint8_t *p;
    size_t n;

    while ((p = block_queue_take(b->queue, &n)) != NULL) {
        if (b->look(b->arg, p, n, &b->err) != ST_OK) {
            block_queue_close(b->queue);
            break;
        }
    }
    return NULL;
}

struct behind *
behind_new(behind_fn *look, void *arg, uint64_t size)
{
    struct behind *b = mem_calloc(1, sizeof(*b));

    b->look = look;
    b->arg = arg;
    if (worker_processors() == 1)
        return b;
    b->queue = block_queue_new(size < LARGE ? BLOCKS_LESS : BLOCKS, BLOCK);
    b->running = thread_start(&b->thread, run, b) == 0;
    if (!b->running) {
        block_queue_free(b->queue);
        b->queue = NULL;
    }
    return b;
}

/* Wait for the thread's end, and take its error. */
static int
join(struct behind *b, struct err *e)
{
    if (b->running)
        pthread_join(b->thread, NULL);
    b->running = false;
    err_move(e, &b->err);
    return e->status;
}

int
behind_push(struct behind *b, const void *p, size_t n, struct err *e)
{
    const uint8_t *from = p;

    if (b->queue == NULL)
        return b->look(b->arg, p, n, e);
    while (n > 0) {
        size_t part = BLOCK - b->fill < n ? BLOCK - b->fill : n;

        if (b->fill == 0 && (b->room = block_queue_room(b->queue)) == NULL)
            return join(b, e);
        memcpy(b->room + b->fill, from, part);
        b->fill += part;
        from += part;
        n -= part;
        if (b->fill < BLOCK)
            break;
        block_queue_give(b->queue, b->fill);
        b->fill = 0;
    }
    return ST_OK;
}

int
behind_finish(struct behind *b, struct err *e)
{
    if (b->queue == NULL)
        return e->status;
    if (b->fill > 0)
        block_queue_give(b->queue, b->fill);
    b->fill = 0;
    block_queue_end(b->queue);
    return join(b, e);
}

void
behind_free(struct behind *b)
{
    struct err ignored = ERR_INIT;

    if (b == NULL)
        return;
    if (b->queue != NULL)
        block_queue_close(b->queue);
    join(b, &ignored);
    block_queue_free(b->queue);
    err_free(&ignored);
    err_free(&b->err);
    free(b);
}
