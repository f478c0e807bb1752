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
 * `level`, padded to the length `pad_to` (see zpad_finish()), and say in `c`
 * what it was.  The bytes depend on content, level and `pad_to` alone, not on
 * the number of processors.
 */
int zdeflate(struct sink *o, int level, size_t pad_to, zsource_fn *read,
             void *arg, struct zcontent *c, struct err *e);

#endif
