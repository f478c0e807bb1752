#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cxbak/util/crew.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/thread.h"

/* A place in the line. */
struct place {
    void *piece;
    struct err err; /* of whoever does it, until it was taken */
    bool done;      /* under the lock */
};

struct crew {
    worker_fn *fn;
    size_t most; /* threads */
    size_t room; /* pieces that may be given and not taken */
    size_t count;
    pthread_t threads[CREW_THREADS];
    struct place line[CREW_PIECES]; /* piece n is at n % CREW_PIECES */
    size_t taken;                   /* the owner's */
    pthread_mutex_t lock;
    pthread_cond_t more;     /* for threads: there is a piece, or the end */
    pthread_cond_t finished; /* for the owner: what he waits for is done */

    /* Under the lock; the owner alone changes the first. */
    size_t given;
    size_t begun;
    bool closed;
    const struct place *awaited; /* by the owner, or NULL */
};

/* The next piece that nobody has begun, or NULL at the end. */
static struct place *
next_place(struct crew *c)
{
    while (c->begun == c->given && !c->closed)
        pthread_cond_wait(&c->more, &c->lock);
    return c->closed ? NULL : &c->line[c->begun++ % CREW_PIECES];
}

static void *
run(void *arg)
{
    struct crew *c = arg;
    struct place *p;

    pthread_mutex_lock(&c->lock);
    while ((p = next_place(c)) != NULL) {
        pthread_mutex_unlock(&c->lock);
        c->fn(p->piece, &p->err);
        pthread_mutex_lock(&c->lock);
        p->done = true;
        if (c->awaited == p)
            pthread_cond_signal(&c->finished);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

struct crew *
crew_new(worker_fn *fn)
{
    struct crew *c = mem_calloc(1, sizeof(*c));

    c->fn = fn;
    c->most = worker_processors();
    if (c->most > CREW_THREADS)
        c->most = CREW_THREADS;
    c->room = c->most > 1 ? c->most + CREW_PIECES - CREW_THREADS : 2;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->more, NULL);
    pthread_cond_init(&c->finished, NULL);
    return c;
}

size_t
crew_room(const struct crew *c)
{
    return c->room;
}

void
crew_give(struct crew *c, void *piece)
{
    struct place *p = &c->line[c->given % CREW_PIECES];

    p->piece = piece;
    p->done = false;
    pthread_mutex_lock(&c->lock);
    c->given++;
    pthread_cond_signal(&c->more);
    pthread_mutex_unlock(&c->lock);

    /* With none there is another way, with fewer it takes longer. */
    if (c->count < c->most) {
        if (thread_start(&c->threads[c->count], run, c) == 0)
            c->count++;
        else
            c->most = c->count;
    }
}

int
crew_take(struct crew *c, struct err *e)
{
    struct place *p = &c->line[c->taken++ % CREW_PIECES];

    if (c->count == 0) {
        c->fn(p->piece, &p->err);
    } else {
        pthread_mutex_lock(&c->lock);
        c->awaited = p;
        while (!p->done)
            pthread_cond_wait(&c->finished, &c->lock);
        c->awaited = NULL;
        pthread_mutex_unlock(&c->lock);
    }
    err_move(e, &p->err);
    err_free(&p->err);
    return e->status;
}

void
crew_free(struct crew *c)
{
    size_t i;

    if (c == NULL)
        return;
    pthread_mutex_lock(&c->lock);
    c->closed = true;
    pthread_cond_broadcast(&c->more);
    pthread_mutex_unlock(&c->lock);
    for (i = 0; i < c->count; i++)
        pthread_join(c->threads[i], NULL);
    pthread_cond_destroy(&c->finished);
    pthread_cond_destroy(&c->more);
    pthread_mutex_destroy(&c->lock);
    for (i = 0; i < CREW_PIECES; i++)
        err_free(&c->line[i].err);
    free(c);
}
