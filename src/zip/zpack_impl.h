/*
 * Content of a new or replaced member on its way into the output.
 */
#ifndef CXBAK_ZIP_ZPACK_IMPL_H
#define CXBAK_ZIP_ZPACK_IMPL_H

#include <stdint.h>

#include "cxbak/util/sink.h"
#include "cxbak/zip/zwrite.h"

#include "zip/zpatch_impl.h"

/* How it is packed. */
struct zpacking {
    unsigned method; /* stored or deflated ... */
    unsigned flags;  /* ... with the effort of the deflate option in there
                        (APPNOTE 4.4.4) */
    size_t pad_to;   /* if deflated, the bytes beyond a multiple of ZPAD_BLOCK
                        that there will be, or ZPAD_NONE (see zpad_impl.h) */
};

/* Append what `read` gives to `o`, and say in `c` what it was. */
int zpack(struct sink *o, const struct zpacking *how, zsource_fn *read,
          void *arg, struct zcontent *c, struct err *e);

#endif
