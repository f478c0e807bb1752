#include <stdlib.h>
#include <zlib.h>

#include "cxbak/util/mem.h"

#include "zip/zcrc_impl.h"
#include "zip/zdeflate_impl.h"
#include "zip/zpack_impl.h"
#include "zip/zip_impl.h"

/* Bytes at once of what is stored. */
#define BLOCK ((size_t)256 << 10)

/* zlib's levels for the deflate options normal, maximum, fast, super fast. */
static const int levels[4] = {Z_DEFAULT_COMPRESSION, 9, 2, 1};

/* Append what `read` gives as it is. */
static int
store(struct sink *o, zsource_fn *read, void *arg, struct zcontent *c,
      struct err *e)
{
    uint8_t *p = mem_alloc(BLOCK);
    size_t got;

    do {
        if (read(arg, p, BLOCK, &got, e) != ST_OK)
            break;
        c->crc = zcrc(c->crc, p, got);
        c->usize += got;
        if (c->usize > ZWRITE_MEMBER_MAX)
            err_set(e, ST_BACKUP, "the new content is too large");
        else if (sink_write(o, p, got, e) == ST_OK)
            c->csize += got;
    } while (e->status == ST_OK && got > 0);
    free(p);
    return e->status;
}

int
zpack(struct sink *o, const struct zpacking *how, zsource_fn *read, void *arg,
      struct zcontent *c, struct err *e)
{
    c->crc = ZCRC_START;
    c->csize = c->usize = 0;
    if (how->method == ZMETHOD_DEFLATE)
        return zdeflate(o, levels[how->flags >> 1 & 3], how->pad_to, read, arg,
                        c, e);
    return store(o, read, arg, c, e);
}
