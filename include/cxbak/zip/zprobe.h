/*
 * Data of which it is not known whether they are whole, or where they end.
 * Nothing here owns anything.
 */
#ifndef CXBAK_ZIP_ZPROBE_H
#define CXBAK_ZIP_ZPROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/util/source.h"

/* The CRC-32 of no bytes, to begin with. */
#define ZPROBE_CRC_START 0

struct zprobe {
    bool ended;     /* the stream came to its end */
    uint64_t csize; /* bytes of it, or as far as it was followed */
    uint64_t usize; /* bytes that it decodes to */
    uint32_t crc;   /* of these */
};

/* Follow the deflate stream at `off` to its end, over at most `max` bytes,
 * which must be there.  ST_SYSTEM only: damage is no error. */
int zprobe_deflate(struct zprobe *p, const struct source *s, uint64_t off,
                   uint64_t max, struct err *e);

/* Take the CRC-32 on over the `n` bytes at `off`. */
int zprobe_crc(uint32_t *crc, const struct source *s, uint64_t off, uint64_t n,
               struct err *e);

#endif
