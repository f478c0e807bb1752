#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cxbak/util/block_queue.h"
#include "cxbak/util/mem.h"

/* A block, and how many bytes are in it. */
struct block {
    uint8_t *p;
    size_t n;
};

struct block_queue {
    size_t count;
    struct block *blocks;
    bool holds; /* the taker has a block; his */
    pthread_mutex_t lock;
    pthread_cond_t room; /* for the giver */
    pthread_cond_t more; /* for the taker */

    /* Under the lock: blocks so far; those that were given and are not free
     * again are the difference. */
    size_t given;
    size_t freed;
    bool ended;
    bool closed;
};

struct block_queue *
block_queue_new(size_t count, size_t size)
{
    struct block_queue *q = mem_calloc(1, sizeof(*q));
    size_t i;

    q->count = count;
    q->blocks = mem_calloc(count, sizeof(*q->blocks));
    for (i = 0; i < count; i++)
        q->blocks[i].p = mem_alloc(size);
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->room, NULL);
    pthread_cond_init(&q->more, NULL);
    return q;
}

uint8_t *
block_queue_room(struct block_queue *q)
{
    uint8_t *p;

    pthread_mutex_lock(&q->lock);
    if (q->given - q->freed == q->count) {
        while (q->given - q->freed > q->count / 2 && !q->closed)
            pthread_cond_wait(&q->room, &q->lock);
    }
    p = q->closed ? NULL : q->blocks[q->given % q->count].p;
    pthread_mutex_unlock(&q->lock);
    return p;
}

void
block_queue_give(struct block_queue *q, size_t n)
{
    bool half;

    pthread_mutex_lock(&q->lock);
    q->blocks[q->given++ % q->count].n = n;
    half = q->given - q->freed == q->count / 2;
    pthread_mutex_unlock(&q->lock);
    if (half)
        pthread_cond_signal(&q->more);
}

void
block_queue_end(struct block_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->ended = true;
    pthread_cond_signal(&q->more);
    pthread_mutex_unlock(&q->lock);
}

/* The block that the taker has is free again. */
static void
give_back(struct block_queue *q)
{
    bool half;

    if (!q->holds)
        return;
    q->holds = false;
    pthread_mutex_lock(&q->lock);
    q->freed++;
    half = q->given - q->freed == q->count / 2;
    pthread_mutex_unlock(&q->lock);
    if (half)
        pthread_cond_signal(&q->room);
}

const uint8_t *
block_queue_take(struct block_queue *q, size_t *n)
{
    const uint8_t *p = NULL;

    give_back(q);
    pthread_mutex_lock(&q->lock);
    if (q->given == q->freed) {
        while (q->given - q->freed < q->count / 2 && !q->ended && !q->closed)
            pthread_cond_wait(&q->more, &q->lock);
    }
    q->holds = q->given > q->freed && !q->closed;
    if (q->holds) {
        p = q->blocks[q->freed % q->count].p;
        *n = q->blocks[q->freed % q->count].n;
    }
    pthread_mutex_unlock(&q->lock);
    return p;
}

void
block_queue_close(struct block_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_signal(&q->room);
    pthread_cond_signal(&q->more);
    pthread_mutex_unlock(&q->lock);
}

void
block_queue_free(struct block_queue *q)
{
    size_t i;

    if (q == NULL)
        return;
    pthread_cond_destroy(&q->more);
    pthread_cond_destroy(&q->room);
    pthread_mutex_destroy(&q->lock);
    for (i = 0; i < q->count; i++)
        free(q->blocks[i].p);
    free(q->blocks);
    free(q);
}
