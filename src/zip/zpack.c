#include <stdlib.h>
#include <zlib.h>

#include "cxbak/util/mem.h"

#include "zip/zpack_impl.h"
#include "zip/zip_impl.h"

/* Bytes read, and bytes written, at once. */
#define BLOCK ((size_t)256 << 10)

/* zlib's levels for the deflate options normal, maximum, fast, super fast. */
static const int levels[4] = {Z_DEFAULT_COMPRESSION, 9, 2, 1};

struct packer {
    struct sink *o;
    z_stream z;
    uint8_t *in;
    uint8_t *out;
    struct zcontent *c;
};

/* Append what the compressor gives for the `n` bytes read. */
static int
deflate_block(struct packer *p, size_t n, struct err *e)
{
    int flush = n == 0 ? Z_FINISH : Z_NO_FLUSH;

    p->z.next_in = p->in;
    p->z.avail_in = (uInt)n;
    do {
        size_t made;

        p->z.next_out = p->out;
        p->z.avail_out = (uInt)BLOCK;
        if (deflate(&p->z, flush) == Z_STREAM_ERROR)
            return err_set(e, ST_SYSTEM, "zlib cannot compress");
        made = BLOCK - p->z.avail_out;
        if (sink_write(p->o, p->out, made, e) != ST_OK)
            return e->status;
        p->c->csize += made;
    } while (p->z.avail_out == 0);
    return ST_OK;
}

/* Read to the end, counting and compressing on the way. */
static int
pack(struct packer *p, bool deflating, zsource_fn *read, void *arg,
     struct err *e)
{
    size_t got;

    do {
        if (read(arg, p->in, BLOCK, &got, e) != ST_OK)
            return e->status;
        p->c->crc = (uint32_t)crc32(p->c->crc, p->in, (uInt)got);
        p->c->usize += got;
        if (p->c->usize > ZWRITE_MEMBER_MAX)
            return err_set(e, ST_BACKUP, "the new content is too large");
        if (deflating)
            deflate_block(p, got, e);
        else if (sink_write(p->o, p->in, got, e) == ST_OK)
            p->c->csize += got;
        if (e->status != ST_OK)
            return e->status;
    } while (got > 0);
    return ST_OK;
}

int
zpack(struct sink *o, unsigned method, unsigned flags, zsource_fn *read,
      void *arg, struct zcontent *c, struct err *e)
{
    struct packer p = {.o = o, .c = c};
    bool deflating = method == ZMETHOD_DEFLATE;

    c->crc = (uint32_t)crc32(0, NULL, 0);
    c->csize = c->usize = 0;
    if (deflating && deflateInit2(&p.z, levels[flags >> 1 & 3], Z_DEFLATED,
                                  -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return err_set(e, ST_SYSTEM, "zlib cannot start");
    p.in = mem_alloc(BLOCK);
    p.out = mem_alloc(BLOCK);
    pack(&p, deflating, read, arg, e);
    if (deflating)
        deflateEnd(&p.z);
    free(p.out);
    free(p.in);
    return e->status;
}
