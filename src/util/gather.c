#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cxbak/util/gather.h"
#include "cxbak/util/mem.h"

static int
read_one(const struct source *s, const struct gather_piece *x, struct err *e)
{
    return source_read(s, x->p, x->len, x->off, e);
}

#ifdef __linux__
#include <linux/aio_abi.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "cxbak/util/thread.h"

struct gather {
    const struct source *source;
    aio_context_t context; /* 0: there is none */
    bool tried;            /* to make one */
    struct iocb calls[GATHER_MAX];
    struct iocb *list[GATHER_MAX];
    struct io_event events[GATHER_MAX];
};

struct gather *
gather_new(const struct source *s)
{
    struct gather *g;

    if (s->fd == -1 || !s->fresh || s->size < GATHER_SIZE)
        return NULL;
    g = mem_calloc(1, sizeof(*g));
    g->source = s;
    return g;
}

/* Is the kernel to read that many pieces, and does it? */
static bool
is_ready(struct gather *g, size_t n)
{
    if (n < GATHER_MIN)
        return false;
    if (!g->tried && syscall(SYS_io_setup, GATHER_MAX, &g->context) == -1)
        g->context = 0;
    g->tried = true;
    return g->context != 0;
}

/* Hand the pieces to the kernel, in their order; how many it took. */
static size_t
submit(struct gather *g, const struct gather_piece *list, size_t n)
{
    size_t i, taken = 0;

    for (i = 0; i < n; i++) {
        g->calls[i] = (struct iocb){.aio_data = i,
                                    .aio_lio_opcode = IOCB_CMD_PREAD,
                                    .aio_fildes = (uint32_t)g->source->fd,
                                    .aio_buf = (uintptr_t)list[i].p,
                                    .aio_nbytes = list[i].len,
                                    .aio_offset = (int64_t)list[i].off};
        g->list[i] = &g->calls[i];
    }
    while (taken < n) {
        long more = syscall(SYS_io_submit, g->context, (long)(n - taken),
                            g->list + taken);

        if (more <= 0)
            break;
        taken += (size_t)more;
    }
    return taken;
}

/* Wait until `n` of them are done. */
static bool
wait_for(struct gather *g, size_t n)
{
    size_t done = 0;

    while (done < n) {
        long left = (long)(n - done);
        long more = syscall(SYS_io_getevents, g->context, left, left,
                            g->events + done, (struct timespec *)NULL);

        if (more == 0 || (more == -1 && errno != EINTR))
            return false;
        done += more > 0 ? (size_t)more : 0;
    }
    return true;
}

/* Let the kernel read the first of the pieces; how many it took.  What it did
 * not read in full is read again, which tells why. */
static size_t
read_together(struct gather *g, const struct gather_piece *list, size_t n,
              struct err *e)
{
    size_t i, taken;

    if (!is_ready(g, n))
        return 0;
    taken = submit(g, list, n);
    if (!wait_for(g, taken)) {
        /* Without it nothing comes into the pieces any more. */
        syscall(SYS_io_destroy, g->context);
        g->context = 0;
        return 0;
    }
    for (i = 0; i < taken && e->status == ST_OK; i++) {
        const struct gather_piece *x = &list[g->events[i].data];

        if (g->events[i].res != (int64_t)x->len)
            read_one(g->source, x, e);
    }
    return taken;
}

int
gather_read(struct gather *g, const struct gather_piece *list, size_t n,
            struct err *e)
{
    size_t i = read_together(g, list, n, e);

    for (; i < n && e->status == ST_OK; i++)
        read_one(g->source, &list[i], e);
    return e->status;
}

static void *
destroy(void *arg)
{
    struct gather *g = arg;

    syscall(SYS_io_destroy, g->context);
    free(g);
    return NULL;
}

void
gather_free(struct gather *g)
{
    pthread_t t;

    if (g == NULL || g->context == 0)
        free(g);
    else if (thread_start(&t, destroy, g) == 0)
        pthread_detach(t);
    else
        destroy(g);
}
#else
struct gather *
gather_new(const struct source *s)
{
    (void)s;
    return NULL;
}

int
gather_read(struct gather *g, const struct gather_piece *list, size_t n,
            struct err *e)
{
    (void)g, (void)list, (void)n;
    return e->status;
}

void
gather_free(struct gather *g)
{
    (void)g;
}
#endif
