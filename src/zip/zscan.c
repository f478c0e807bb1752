/*
 * Members that are copied are not decoded: it would cost a hundred times what
 * copying costs.  But two kinds of them, both legal, can mean one thing to a
 * reader that goes by the directory and another to one that streams:
 *
 *   - a deflated member whose stream ends before its data do; what follows
 *     may look like a descriptor and a member of any name;
 *   - a member with a descriptor, stored, or encrypted or packed in a way that
 *     the reader does not know: it can find the end only by searching for a
 *     descriptor, and another one stands in the data; or its own has no
 *     signature, and so it goes on in what follows.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/thread.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"
#include "cxbak/zip/zscan.h"

#include "zip/zcrc_impl.h"
#include "zip/zip_impl.h"

/* Bytes read, and bytes decoded, at once. */
#define BLOCK ((size_t)256 << 10)

/* Of a descriptor: its signature, the CRC and the longer form of the packed
 * size. */
#define FORGED_LEN 16

struct zscan {
    struct zdir *z;
    const bool *skip;     /* borrowed */
    const char *password; /* borrowed; or NULL */
    pthread_t thread;
    atomic_bool stop;
    struct zscan_result result;
    struct err err;
};

/* What one member is decoded with. */
struct decoder {
    const struct zdir *z;
    const struct zmember *m;
    uint8_t *in;
    uint8_t *out;
    uint64_t done; /* bytes of data read */
    uint64_t size; /* bytes decoded */
    uint64_t at;   /* of the first descriptor in them, or UINT64_MAX */
    uint32_t crc;
};

const char *
zscan_phrase(enum zscan_verdict verdict)
{
    switch (verdict) {
    case ZSCAN_UNKNOWN:
        return "it cannot be decoded here";
    case ZSCAN_DAMAGED:
        return "it is damaged";
    case ZSCAN_ENDS:
        return "its compressed data end early";
    case ZSCAN_ENDLESS:
        return "its data descriptor has no signature to search for";
    case ZSCAN_FORGED:
        return "a data descriptor stands inside its data";
    case ZSCAN_WHOLE:
        break;
    }
    return "it is whole";
}

/* Read the next data, behind the `kept` bytes that are still in the buffer. */
static int
read_data(struct decoder *d, size_t kept, size_t *n, struct err *e)
{
    uint64_t left = d->m->csize - d->done;
    size_t part = BLOCK - kept;

    if (part > left)
        part = (size_t)left;
    *n = part;
    if (source_read(d->z->source, d->in + kept, part,
                    d->m->offset + d->m->local_len + d->done, e) != ST_OK)
        return e->status;
    d->done += part;
    return ST_OK;
}

static void
count(struct decoder *d, const uint8_t *p, size_t n)
{
    d->crc = zcrc(d->crc, p, n);
    d->size += n;
}

/* Decode what was read, until it is used up or the stream ends. */
static int
inflate_block(struct decoder *d, z_stream *s)
{
    int rc = Z_OK;

    do {
        s->next_out = d->out;
        s->avail_out = (uInt)BLOCK;
        rc = inflate(s, Z_NO_FLUSH);
        count(d, d->out, BLOCK - s->avail_out);
    } while (rc == Z_OK && s->avail_out == 0);
    return rc;
}

/* Decode a deflated member. */
static int
scan_deflated(struct decoder *d, enum zscan_verdict *verdict, uint64_t *at,
              struct err *e)
{
    z_stream s = {0};
    int rc = Z_OK;
    size_t n;

    if (inflateInit2(&s, -MAX_WBITS) != Z_OK)
        return err_set(e, ST_SYSTEM, "%s: zlib cannot start", d->z->path);
    while ((rc == Z_OK || rc == Z_BUF_ERROR) && d->done < d->m->csize) {
        if (read_data(d, 0, &n, e) != ST_OK)
            goto done;
        s.next_in = d->in;
        s.avail_in = (uInt)n;
        rc = inflate_block(d, &s);
    }
    *at = d->done - s.avail_in;
    if (rc == Z_MEM_ERROR)
        err_set(e, ST_SYSTEM, "out of memory");
    else if (rc != Z_STREAM_END)
        *verdict = ZSCAN_DAMAGED;
    else if (*at < d->m->csize)
        *verdict = ZSCAN_ENDS;
done:
    inflateEnd(&s);
    return e->status;
}

/* Could a reader that streams take the `n` bytes at `p` for the descriptor
 * that ends the member, `pos` bytes of that CRC before them?  It has their
 * number or their CRC, for which alone libarchive asks. */
static bool
ends_member(const uint8_t *p, size_t n, uint64_t pos, uint32_t crc)
{
    struct cursor c;
    uint64_t wide;

    if (n < FORGED_LEN)
        return false;
    cursor_init(&c, p + 4, FORGED_LEN - 4);
    if (cursor_u32(&c) == crc)
        return true;
    wide = cursor_u64(&c);
    return wide == pos || (uint32_t)wide == pos;
}

/* Is there a descriptor in the `n` bytes at `p`, `pos` in the data, that
 * begins among the first `limit`?  Its place is `d->at`.  All bytes up to
 * `limit` are counted on the way. */
static bool
find_descriptor(struct decoder *d, const uint8_t *p, size_t n, size_t limit,
                uint64_t pos)
{
    const uint8_t *hit = p;
    size_t counted = 0;

    while ((hit = memmem(hit, n - (size_t)(hit - p), "PK\7\10", 4)) != NULL &&
           (size_t)(hit - p) < limit) {
        size_t off = (size_t)(hit - p);

        count(d, p + counted, off - counted);
        counted = off;
        if (d->at == UINT64_MAX)
            d->at = pos + off;
        if (ends_member(hit, n - off, pos + off, d->crc)) {
            d->at = pos + off;
            return true;
        }
        hit++;
    }
    count(d, p + counted, limit - counted);
    return false;
}

/* Does a record follow, at whatever distance, on the first descriptor?  Readers
 * that pass over the member end it there, whatever the descriptor says, and
 * search for the next record. */
static bool
record_follows(const struct decoder *d, const uint8_t *p, size_t n,
               uint64_t pos)
{
    size_t from =
        d->at > pos && d->at != UINT64_MAX ? (size_t)(d->at - pos) : 0;

    return d->at != UINT64_MAX && zextra_has_signature(p + from, n - from);
}

/* Go through the data as they are stored. */
static int
scan_stored(struct decoder *d, enum zscan_verdict *verdict, uint64_t *at,
            struct err *e)
{
    bool search = (d->m->flags & ZFLAG_DESCRIPTOR) != 0;
    size_t kept = 0, n;

    d->at = UINT64_MAX;
    while (d->done < d->m->csize) {
        uint64_t pos = d->done - kept;
        size_t limit;

        if (read_data(d, kept, &n, e) != ST_OK)
            return e->status;
        n += kept;

        /* One may begin in this block and end in the next. */
        kept = search && d->done < d->m->csize ? FORGED_LEN - 1 : 0;
        limit = n - kept;
        if (!search) {
            count(d, d->in, n);
        } else if (find_descriptor(d, d->in, n, limit, pos) ||
                   record_follows(d, d->in, n, pos)) {
            *verdict = ZSCAN_FORGED;
            *at = d->at;
            return ST_OK;
        }
        memmove(d->in, d->in + limit, kept);
    }
    return ST_OK;
}

/* Can the member not be decoded here? */
static bool
is_opaque(const struct zmember *m)
{
    return (m->flags & ZFLAG_ENCRYPTED) ||
           (m->method != ZMETHOD_STORED && m->method != ZMETHOD_DEFLATE);
}

/* Has the member to be searched for its descriptor, which has no signature, as
 * those of 12 and 20 bytes have none? */
static bool
is_endless(const struct zmember *m)
{
    return m->desc_len % 8 == 4 &&
           (is_opaque(m) || m->method == ZMETHOD_STORED);
}

int
zscan_member(const struct zdir *z, size_t i, enum zscan_verdict *verdict,
             uint64_t *at, struct err *e)
{
    const struct zmember *m = &z->members[i];
    struct decoder d = {.z = z, .m = m, .crc = ZCRC_START};
    bool opaque = is_opaque(m);

    *verdict = opaque ? ZSCAN_UNKNOWN : ZSCAN_WHOLE;
    *at = 0;
    if (is_endless(m)) {
        *verdict = ZSCAN_ENDLESS;
        *at = m->csize;
        return ST_OK;
    }
    if ((m->csize == 0 && m->usize == 0) ||
        (opaque && !(m->flags & ZFLAG_DESCRIPTOR)))
        return ST_OK;

    d.in = mem_alloc(BLOCK);
    d.out = mem_alloc(BLOCK);
    if (opaque || m->method == ZMETHOD_STORED)
        scan_stored(&d, verdict, at, e);
    else
        scan_deflated(&d, verdict, at, e);
    if (*verdict == ZSCAN_WHOLE && (d.size != m->usize || d.crc != m->crc))
        *verdict = ZSCAN_DAMAGED;
    free(d.out);
    free(d.in);
    return e->status;
}

/* Decode an encrypted member, whose bytes are checked on the way: by its CRC,
 * or by its message authentication code.  One with another password stays
 * unknown. */
static int
scan_encrypted(struct zscan *s, size_t i, enum zscan_verdict *verdict)
{
    const struct zmember *m = &s->z->members[i];
    struct err e = ERR_INIT;

    *verdict = ZSCAN_UNKNOWN;
    if (s->password == NULL || zname_is_folder(m->name) ||
        zread_check_cipher(s->z, i, &e) != ST_OK)
        goto done;
    switch (zread_blocks(s->z, i, s->password, NULL, NULL, &e)) {
    case ST_OK:
        *verdict = ZSCAN_WHOLE;
        break;
    case ST_BACKUP:
        *verdict = ZSCAN_DAMAGED;
        break;
    case ST_PASSWORD:
        break;
    default:
        err_copy(&s->err, &e);
    }
done:
    err_free(&e);
    return s->err.status;
}

/* Count the verdict on member `i`, if it has bytes, or refuse it. */
static int
judge(struct zscan *s, size_t i, enum zscan_verdict verdict, uint64_t at)
{
    const struct zmember *m = &s->z->members[i];
    bool counts = m->csize > 0 || m->usize > 0;

    switch (verdict) {
    case ZSCAN_WHOLE:
        s->result.whole += counts;
        break;
    case ZSCAN_UNKNOWN:
        s->result.unknown += counts;
        break;
    case ZSCAN_DAMAGED:
        zdir_refuse(s->z, i, &s->err, "R6", "%s", zscan_phrase(verdict));
        err_hint(&s->err, HINT_COPY_DAMAGED, NULL);
        break;
    case ZSCAN_ENDLESS:
        zdir_refuse(s->z, i, &s->err, "R6",
                    "%s: a program that reads from front to back would search "
                    "the files behind it for its end",
                    zscan_phrase(verdict));
        break;
    case ZSCAN_ENDS:
    case ZSCAN_FORGED:
        zdir_refuse(s->z, i, &s->err, "R6",
                    "%s, at byte %ju: a program that reads from front to "
                    "back would look for the next file there",
                    zscan_phrase(verdict), (uintmax_t)at);
        break;
    }
    return s->err.status;
}

static void *
run(void *arg)
{
    struct zscan *s = arg;
    size_t k;

    for (k = 0; k < s->z->count && !atomic_load(&s->stop); k++) {
        size_t i = s->z->in_file[k];
        enum zscan_verdict verdict;
        const struct zmember *m = &s->z->members[i];
        uint64_t at = 0;

        /* What is written anew keeps the form of its descriptor. */
        if (s->skip[i] && !is_endless(m))
            continue;
        if (zscan_member(s->z, i, &verdict, &at, &s->err) != ST_OK ||
            (verdict == ZSCAN_UNKNOWN && (m->flags & ZFLAG_ENCRYPTED) &&
             scan_encrypted(s, i, &verdict) != ST_OK) ||
            judge(s, i, verdict, at) != ST_OK)
            break;
    }
    return NULL;
}

int
zscan_start(struct zscan **sp, struct zdir *z, const bool *skip,
            const char *password, struct err *e)
{
    struct zscan *s = mem_calloc(1, sizeof(*s));

    s->z = z;
    s->skip = skip;
    s->password = password;
    if ((errno = thread_start(&s->thread, run, s)) != 0) {
        free(s);
        return err_sys(e, "cannot start a thread");
    }
    *sp = s;
    return ST_OK;
}

int
zscan_finish(struct zscan *s, struct zscan_result *result, struct err *e)
{
    pthread_join(s->thread, NULL);
    *result = s->result;
    if (s->err.status != ST_OK)
        err_copy(e, &s->err);
    err_free(&s->err);
    free(s);
    return e->status;
}

void
zscan_free(struct zscan *s)
{
    if (s == NULL)
        return;
    atomic_store(&s->stop, true);
    pthread_join(s->thread, NULL);
    err_free(&s->err);
    free(s);
}
