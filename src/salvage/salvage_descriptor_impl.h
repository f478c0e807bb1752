/* Data descriptors, and what can be known of damaged ones. */
#ifndef CXBAK_SALVAGE_SALVAGE_DESCRIPTOR_IMPL_H
#define CXBAK_SALVAGE_SALVAGE_DESCRIPTOR_IMPL_H

#include "salvage/salvage_impl.h"

struct descriptor {
    size_t len;
    uint32_t crc;
    uint64_t csize;
    uint64_t usize;
};

/* Is there a descriptor of `csize` bytes of data at `at`, with that CRC if one
 * is given? */
int descriptor_find(struct salvage *v, uint64_t at, uint64_t csize,
                    const uint32_t *crc, struct descriptor *found, bool *is,
                    struct err *e);

/* Do two CRCs differ by one bit?  Damage to data never does that, but with a
 * chance of one to a hundred million. */
bool descriptor_near(uint32_t a, uint32_t b);

/* Is there a descriptor of these data at `at` of which one field is damaged,
 * and the signature or the CRC by no more than a bit? */
int descriptor_find_damaged(struct salvage *v, uint64_t at,
                            const struct descriptor *want,
                            struct descriptor *found, bool *is, struct err *e);

#endif
