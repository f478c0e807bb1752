/*
 * Deflating in pieces, by as many threads as there are processors.
 */
#ifndef CXBAK_ZIP_ZDEFLATE_IMPL_H
#define CXBAK_ZIP_ZDEFLATE_IMPL_H

#include "cxbak/util/sink.h"
#include "cxbak/zip/zwrite.h"

#include "zip/zpatch_impl.h"

/*
 * Append what `read` gives to `o` as one deflate stream, with zlib's effort
 * `level`, and say in `c` what it was.  The bytes depend on content and level
 * alone, not on the number of processors.
 */
int zdeflate(struct sink *o, int level, zsource_fn *read, void *arg,
             struct zcontent *c, struct err *e);

#endif
