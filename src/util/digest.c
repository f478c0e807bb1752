#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

#include "cxbak/util/digest.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/thread.h"

/* Bytes read at once. */
#define CHUNK ((size_t)1 << 20)

struct digest {
    const struct source *source;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more;
    uint64_t final; /* bytes that may be read, under the lock */
    bool last;      /* no more will come, under the lock */
    bool joined;
    struct err err; /* of a failed read; the thread's, then ours */
    uint64_t done;  /* the thread's, until it is joined */
    struct sha256_ctx sha;
};

/* Wait until there is more to read than was done; false at the end. */
static bool
wait_for_more(struct digest *d, uint64_t *final)
{
    pthread_mutex_lock(&d->lock);
    while (d->final == d->done && !d->last)
        pthread_cond_wait(&d->more, &d->lock);
    *final = d->final;
    pthread_mutex_unlock(&d->lock);
    return *final > d->done;
}

static void *
run(void *arg)
{
    struct digest *d = arg;
    uint8_t *p = mem_alloc(CHUNK);
    uint64_t final;

    while (wait_for_more(d, &final)) {
        size_t n = final - d->done < CHUNK ? (size_t)(final - d->done) : CHUNK;

        if (source_read(d->source, p, n, d->done, &d->err) != ST_OK)
            break;
        sha256_update(&d->sha, n, p);
        d->done += n;
    }
    free(p);
    return NULL;
}

int
digest_start(struct digest **dp, const struct source *s, struct err *e)
{
    struct digest *d = mem_calloc(1, sizeof(*d));

    d->source = s;
    sha256_init(&d->sha);
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->more, NULL);
    if ((errno = thread_start(&d->thread, run, d)) != 0) {
        err_sys(e, "cannot start a thread");
        d->joined = true;
        digest_free(d);
        return e->status;
    }
    *dp = d;
    return ST_OK;
}

/* Tell the thread how far it may read. */
static void
tell(struct digest *d, uint64_t final, bool last)
{
    pthread_mutex_lock(&d->lock);
    d->final = final;
    d->last = last;
    pthread_cond_signal(&d->more);
    pthread_mutex_unlock(&d->lock);
}

void
digest_advance(struct digest *d, uint64_t final)
{
    tell(d, final, false);
}

/* The digest of what was added, in hexadecimal. */
static void
put_hex(struct sha256_ctx *sha, char *hex)
{
    uint8_t raw[SHA256_DIGEST_SIZE];

    sha256_digest(sha, sizeof(raw), raw);
    base16_encode_update(hex, sizeof(raw), raw);
    hex[BASE16_ENCODE_LENGTH(sizeof(raw))] = '\0';
}

void
digest_of(const void *p, size_t n, char hex[DIGEST_LEN])
{
    struct sha256_ctx sha;

    sha256_init(&sha);
    sha256_update(&sha, n, p);
    put_hex(&sha, hex);
}

int
digest_finish(struct digest *d, uint64_t size, char hex[DIGEST_LEN],
              struct err *e)
{
    tell(d, size, true);
    pthread_join(d->thread, NULL);
    d->joined = true;
    if (d->err.status != ST_OK)
        return err_copy(e, &d->err);
    put_hex(&d->sha, hex);
    return ST_OK;
}

void
digest_free(struct digest *d)
{
    if (d == NULL)
        return;
    if (!d->joined) {
        /* The thread alone knows how far it is: nothing more is to be read. */
        tell(d, 0, true);
        pthread_join(d->thread, NULL);
    }
    pthread_cond_destroy(&d->more);
    pthread_mutex_destroy(&d->lock);
    err_free(&d->err);
    free(d);
}

char *
digest_library(void)
{
    return mem_printf("nettle %d.%d", nettle_version_major(),
                      nettle_version_minor());
}
