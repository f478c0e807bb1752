#include <pthread.h>
#include <stdlib.h>

#include "cxbak/change/picture_now.h"
#include "cxbak/intake/avatar_batch.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/thread.h"
#include "cxbak/util/worker.h"
#include "intake/avatar_source_impl.h"

/*
 * The names of the pictures are found first, as they may depend on the backup,
 * which is no matter for threads; then each thread takes the next image that
 * nobody took, and reads and makes it; in the end the changes are added in the
 * order of the list.  What a file that is stored as it is will be called
 * depends on its content, so that such names are found in the end.
 */

/* A picture that is being made. */
struct item {
    struct avatar_target target;
    struct picture_now now;   /* what the user has */
    enum image_format format; /* of the file, if it is stored as it is */
    struct buf image;
    char *made; /* how, in words */
};

struct batch {
    const struct avatar_source *how;
    struct avatar_work *list;
    struct item *items;
    size_t n;

    pthread_mutex_t lock;
    pthread_cond_t moved;
    size_t next; /* to be taken, under the lock */
    size_t done; /* under the lock */
};

/* Read and make one picture. */
static void
make_one(const struct batch *q, struct avatar_work *w, struct item *x)
{
    struct avatar_source source = {.spec = q->how->spec, .raw = q->how->raw};

    if (avatar_source_load(&source, w->file, &w->error) != ST_OK)
        return;
    w->same = !q->how->remake && picture_now_is(&x->now, &source.loaded);
    if (w->same) {
        x->image = source.loaded;
        source.loaded = (struct buf)BUF_INIT;
    } else if (avatar_source_make(&source, x->target.format, &x->image,
                                  &w->error) == ST_OK) {
        x->made = avatar_source_words(&source, &x->image);
    }
    x->format = source.format;
    avatar_source_free(&source);
}

/* A thread: make pictures until all are taken. */
static void *
run(void *arg)
{
    struct batch *q = arg;
    size_t i;

    pthread_mutex_lock(&q->lock);
    while ((i = q->next) < q->n) {
        q->next++;
        pthread_mutex_unlock(&q->lock);
        if (q->list[i].error.status == ST_OK)
            make_one(q, &q->list[i], &q->items[i]);
        pthread_mutex_lock(&q->lock);
        q->done++;
        pthread_cond_signal(&q->moved);
    }
    pthread_mutex_unlock(&q->lock);
    return NULL;
}

/* As many threads as there are cores for this program. */
static size_t
thread_count(size_t n)
{
    size_t cores = worker_processors();

    if (cores > AVATAR_BATCH_THREADS)
        cores = AVATAR_BATCH_THREADS;
    return cores < n ? cores : n;
}

/* Wait for all pictures, telling how far they are. */
static void
wait_for_all(struct batch *q, const struct avatar_watch *watch)
{
    size_t done = 0;

    pthread_mutex_lock(&q->lock);
    while (q->done < q->n) {
        while (q->done == done)
            pthread_cond_wait(&q->moved, &q->lock);
        done = q->done;
        pthread_mutex_unlock(&q->lock);
        if (watch != NULL)
            watch->step(watch->arg, done);
        pthread_mutex_lock(&q->lock);
    }
    pthread_mutex_unlock(&q->lock);
}

/* Make the pictures by threads, or, if none can be had, by this one. */
static void
make_all(struct batch *q, const struct avatar_watch *watch)
{
    pthread_t threads[AVATAR_BATCH_THREADS];
    size_t wanted = thread_count(q->n), started = 0, i;

    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->moved, NULL);
    while (started < wanted && thread_start(&threads[started], run, q) == 0)
        started++;
    if (started == 0)
        run(q);
    else
        wait_for_all(q, watch);
    for (i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&q->moved);
    pthread_mutex_destroy(&q->lock);
}

/* Make the finished picture a change. */
static void
give(const struct batch *q, struct avatar_work *w, struct item *x,
     struct changes *c, struct backup *b, const struct avatars *avatars)
{
    struct avatar_source how = *q->how;

    how.name = w->file;
    how.format = x->format;
    if (w->same) {
        free(x->target.name);
        x->target.name = mem_dup(x->now.name);
    } else if (w->error.status == ST_OK && how.raw &&
               avatar_source_target(&how, c, b, avatars, w->user, &x->target,
                                    &w->error) == ST_OK)
        avatar_source_check_raw(&how, b, w->user, &x->target, &w->error);
    if (w->error.status == ST_OK) {
        change_set_picture(c, w->user, x->target.name, &x->image);
        change_picture_made(c, x->made);
    } else {
        free(x->target.name);
        free(x->made);
    }
    buf_free(&x->image);
}

void
avatar_batch_give(const struct avatar_source *how, struct avatar_work *list,
                  size_t n, struct changes *c, struct backup *b,
                  const struct avatars *avatars,
                  const struct avatar_watch *watch)
{
    struct batch q = {.how = how, .list = list, .n = n};
    size_t i;

    q.items = mem_calloc(n, sizeof(*q.items));
    for (i = 0; i < n; i++) {
        picture_now_find(&q.items[i].now, b, avatars, list[i].user);
        if (!how->raw)
            avatar_source_target(how, c, b, avatars, list[i].user,
                                 &q.items[i].target, &list[i].error);
    }
    make_all(&q, watch);
    for (i = 0; i < n; i++)
        give(&q, &list[i], &q.items[i], c, b, avatars);
    free(q.items);
}
