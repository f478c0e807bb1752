/*
 * Making the headers of a member that is added.  Both are appended to buffers
 * of the caller, which are empty.
 */
#ifndef CXBAK_ZIP_ZHEADERS_IMPL_H
#define CXBAK_ZIP_ZHEADERS_IMPL_H

#include "cxbak/util/buf.h"
#include "cxbak/zip/zdir.h"

/* Local header and central record of a plain member of that name (UTF-8).  It
 * takes method, time and attributes of `like` (NULL: deflate, as Unix writes
 * it), and the version that it needs itself. */
void zheaders_plain(const char *name, const struct zmember *like,
                    struct buf *local, struct buf *central);

/* Make of these the headers of one that is encrypted by AES as `like` is: its
 * AES field is put behind the name. */
void zheaders_seal(const struct zmember *like, struct buf *local,
                   struct buf *central);

#endif
