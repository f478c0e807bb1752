/* Members that are lost, tried again by what the directory says of them. */
#ifndef CXBAK_SALVAGE_SALVAGE_RETRY_IMPL_H
#define CXBAK_SALVAGE_SALVAGE_RETRY_IMPL_H

#include "salvage/salvage_impl.h"

/* Try to find what record `i` describes; it has a piece then in any case, be
 * it one that is lost.  The nearest members that were found are `before` and
 * `after` bytes further than their records say. */
int retry_record(struct salvage *v, size_t i, uint64_t before, uint64_t after,
                 struct err *e);

#endif
