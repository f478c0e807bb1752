/*
 * Writing an archive again with some members changed.  Edits are borrowed.
 *
 * What is not edited keeps every byte: local header, data, descriptor, and
 * the central record but for its offset; also order, archive comment and the
 * form of the end records.  Without edits the result is the same file.
 *
 * A replaced member with much behind it that stays gets padding, less than two
 * blocks of 4,096 bytes: what stays then moves by whole blocks, which some file
 * systems can share.  Padding is no part of the content, the next edit takes it
 * out, and it depends on the archive and the edits alone.
 */
#ifndef CXBAK_ZIP_ZWRITE_H
#define CXBAK_ZIP_ZWRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/util/observer.h"
#include "cxbak/util/sink.h"
#include "cxbak/zip/zdir.h"

/* Where the content of a member comes from: `*got` bytes, at most `n`, into
 * `p`; 0 is the end. */
typedef int zsource_fn(void *arg, void *p, size_t n, size_t *got,
                       struct err *e);

/* A member may be replaced up to this size; larger ones would need zip64
 * fields where the old headers may have none. */
#define ZWRITE_MEMBER_MAX ((uint64_t)0xfffffffe)

enum zedit_op {
    ZEDIT_REPLACE, /* new content; flags, attributes, extra fields stay */
    ZEDIT_REMOVE,
    ZEDIT_ADD /* a new member behind all others */
};

struct zedit {
    enum zedit_op op;
    size_t member;        /* replaced, removed; of an added one: whose
                             attributes it takes, or SIZE_MAX */
    const char *name;     /* of an added member, UTF-8 */
    zsource_fn *read;     /* content; not used by ZEDIT_REMOVE */
    void *arg;            /* for `read` */
    uint64_t size;        /* bytes that `read` gives; if it is wrong, only what
                             lies behind may not be shared */
    const char *password; /* if that member is encrypted */
};

/* Would replacing the member keep the way it is encrypted in, if it is?  No
 * for AES-192: it is read, and replaced in AES-256. */
bool zwrite_keeps_cipher(const struct zdir *z, size_t member);

struct zwrite_options {
    const int64_t *time; /* for members that change, seconds since 1970 in UTC;
                            NULL, or one that MS-DOS cannot say: they keep
                            theirs */
    const struct observer *observer; /* of PHASE_WRITE, or NULL */
};

/*
 * Write the archive `z` with the `n` edits to `o`.  The local headers of those
 * that are replaced or removed are checked first (R1, R4).  All others are
 * copied unread, since a read for each, before the copy reads them all, would
 * cost more than the copy where the disk is slow: the caller checks those of
 * the output (zdir_locals()) before it is given out.  ST_CANCELLED if the
 * observer wants it to end.
 */
int zwrite(struct zdir *z, const struct zedit *edits, size_t n,
           const struct zwrite_options *q, struct sink *o, struct err *e);

#endif
