/*
 * FNV-1a, 64 bits: a hash that tells accidents apart.  Whoever chooses the
 * bytes can choose their hash, too.
 */
#ifndef CXBAK_UTIL_FNV_H
#define CXBAK_UTIL_FNV_H

#include <stddef.h>
#include <stdint.h>

/* The hash of nothing. */
#define FNV_START UINT64_C(14695981039346656037)

/* The hash `h` of some bytes, going on with `n` more. */
static inline uint64_t
fnv_more(uint64_t h, const void *p, size_t n)
{
    const uint8_t *from = p;
    size_t i;

    for (i = 0; i < n; i++)
        h = (h ^ from[i]) * UINT64_C(1099511628211);
    return h;
}

#endif
