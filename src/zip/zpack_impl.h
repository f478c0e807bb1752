/*
 * Content of a new or replaced member on its way into the output.
 */
#ifndef CXBAK_ZIP_ZPACK_IMPL_H
#define CXBAK_ZIP_ZPACK_IMPL_H

#include <stdint.h>

#include "cxbak/util/sink.h"
#include "cxbak/zip/zwrite.h"

#include "zip/zpatch_impl.h"

/*
 * Append what `read` gives to `o`, stored or deflated as `method` says, with
 * the effort that the deflate option in `flags` names (APPNOTE 4.4.4), and
 * say in `c` what it was.
 */
int zpack(struct sink *o, unsigned method, unsigned flags, zsource_fn *read,
          void *arg, struct zcontent *c, struct err *e);

#endif
