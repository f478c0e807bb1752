#include <stdlib.h>
#include <zlib.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zprobe.h"

#include "zip/zcrc_impl.h"

/* Bytes read and decoded at once; the first time fewer are, because what is
 * no stream ends there. */
#define BLOCK ((size_t)256 << 10)
#define FIRST ((size_t)2 << 10)

/* Decode what was read into `out` of `room` bytes, again and again, until it
 * is used up or the stream ends. */
static int
follow(struct zprobe *p, z_stream *z, uint8_t *out, size_t room)
{
    int rc = Z_OK;

    do {
        z->next_out = out;
        z->avail_out = (uInt)room;
        rc = inflate(z, Z_NO_FLUSH);
        p->usize += room - z->avail_out;
        p->crc = zcrc(p->crc, out, room - z->avail_out);
    } while (rc == Z_OK && z->avail_out == 0);
    return rc;
}

/* Decode the next `n` bytes, which go to `in`. */
static int
step(struct zprobe *p, z_stream *z, const struct source *s, uint64_t off,
     uint8_t *in, size_t n, uint8_t *out, size_t room, int *rc, struct err *e)
{
    if (source_read(s, in, n, off + p->csize, e) != ST_OK)
        return e->status;
    z->next_in = in;
    z->avail_in = (uInt)n;
    *rc = follow(p, z, out, room);
    p->csize += n - z->avail_in;
    return ST_OK;
}

int
zprobe_deflate(struct zprobe *p, const struct source *s, uint64_t off,
               uint64_t max, struct err *e)
{
    uint8_t first[FIRST], small[FIRST], *in = first, *out = small;
    size_t n = FIRST, room = FIRST;
    z_stream z = {0};
    int rc = Z_OK;

    *p = (struct zprobe){.crc = ZPROBE_CRC_START};
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return err_set(e, ST_SYSTEM, "%s: zlib cannot start", s->name);
    while ((rc == Z_OK || rc == Z_BUF_ERROR) && p->csize < max) {
        if (p->csize > 0 && in == first) {
            in = mem_alloc(BLOCK);
            out = mem_alloc(BLOCK);
            n = room = BLOCK;
        }
        if (n > max - p->csize)
            n = (size_t)(max - p->csize);
        if (step(p, &z, s, off, in, n, out, room, &rc, e) != ST_OK)
            break;
    }
    p->ended = rc == Z_STREAM_END;
    if (rc == Z_MEM_ERROR)
        err_set(e, ST_SYSTEM, "out of memory");
    if (in != first) {
        free(out);
        free(in);
    }
    inflateEnd(&z);
    return e->status;
}

int
zprobe_crc(uint32_t *crc, const struct source *s, uint64_t off, uint64_t n,
           struct err *e)
{
    size_t room = n < BLOCK ? (size_t)n : BLOCK;
    uint8_t *p = mem_alloc(room);

    while (n > 0) {
        size_t part = n < room ? (size_t)n : room;

        if (source_read(s, p, part, off, e) != ST_OK)
            break;
        *crc = zcrc(*crc, p, part);
        off += part;
        n -= part;
    }
    free(p);
    return e->status;
}
