/*
 * What libarchive is shown of an archive that is read again.
 */
#ifndef CXBAK_ZIP_ZREREAD_IMPL_H
#define CXBAK_ZIP_ZREREAD_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/zip/zdir.h"

/*
 * Change the `n` bytes at `p`, which stand at offset `at` of the file, so
 * that libarchive sees just what it is asked about: names, sizes and what is
 * needed to decode.  Extra fields that speak of other things get an id that
 * nobody knows, padding behind them becomes zero, and what is no folder by
 * its name becomes a plain file, so that links have their size.  Their forms
 * are many, and libarchive gives up on some that the rules (R4) admit.
 * The local headers must have been checked.
 */
int zreread_hide(const struct zdir *z, uint64_t at, uint8_t *p, size_t n,
                 struct err *e);

#endif
