/*
 * Content of a new or replaced member on its way into the output.
 */
#ifndef ZPACK_H
#define ZPACK_H

#include <stdint.h>

#include "cxbak/outfile.h"
#include "cxbak/zwrite.h"

#include "zpatch.h"

/*
 * Append what `read` gives to `o`, stored or deflated as `method` says, with
 * the effort that the deflate option in `flags` names (APPNOTE 4.4.4), and
 * say in `c` what it was.
 */
int zpack(struct outfile *o, unsigned method, unsigned flags, zsource_fn *read,
          void *arg, struct zcontent *c, struct err *e);

#endif
