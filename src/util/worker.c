#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/thread.h"
#include "cxbak/util/worker.h"

/* Whose turn it is. */
enum turn { TURN_OWNER, TURN_WORKER, TURN_END };

struct worker {
    worker_fn *fn;
    void *arg;
    struct err err; /* of the piece at hand; the worker's, then the owner's */
    bool begun;     /* a piece whose result was not taken; the owner's */
    bool threaded;  /* there is a thread; the owner's */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    enum turn turn; /* under the lock */
};

/* Give the turn away. */
static void
give(struct worker *w, enum turn to)
{
    pthread_mutex_lock(&w->lock);
    w->turn = to;
    pthread_cond_signal(&w->change);
    pthread_mutex_unlock(&w->lock);
}

/* Wait until it is no longer the other's turn; whose it is. */
static enum turn
wait_while(struct worker *w, enum turn other)
{
    enum turn now;

    pthread_mutex_lock(&w->lock);
    while (w->turn == other)
        pthread_cond_wait(&w->change, &w->lock);
    now = w->turn;
    pthread_mutex_unlock(&w->lock);
    return now;
}

static void *
run(void *arg)
{
    struct worker *w = arg;

    while (wait_while(w, TURN_OWNER) == TURN_WORKER) {
        w->fn(w->arg, &w->err);
        give(w, TURN_OWNER);
    }
    return NULL;
}

struct worker *
worker_new(worker_fn *fn, void *arg)
{
    struct worker *w = mem_calloc(1, sizeof(*w));

    w->fn = fn;
    w->arg = arg;
    w->turn = TURN_OWNER;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->change, NULL);
    w->threaded = thread_start(&w->thread, run, w) == 0;
    return w;
}

void
worker_start(struct worker *w)
{
    w->begun = true;
    if (w->threaded)
        give(w, TURN_WORKER);
}

int
worker_wait(struct worker *w, struct err *e)
{
    if (!w->begun)
        return ST_OK;
    w->begun = false;
    if (w->threaded)
        wait_while(w, TURN_WORKER);
    else
        w->fn(w->arg, &w->err);
    err_move(e, &w->err);
    err_free(&w->err);
    return e->status;
}

void
worker_free(struct worker *w)
{
    if (w == NULL)
        return;
    if (w->threaded) {
        wait_while(w, TURN_WORKER);
        give(w, TURN_END);
        pthread_join(w->thread, NULL);
    }
    pthread_cond_destroy(&w->change);
    pthread_mutex_destroy(&w->lock);
    err_free(&w->err);
    free(w);
}

size_t
worker_processors(void)
{
    cpu_set_t set;
    int n;

    if (sched_getaffinity(0, sizeof(set), &set) == -1)
        return 1;
    n = CPU_COUNT(&set);
    return n > 1 ? (size_t)n : 1;
}
