/*
 * A bounded cursor over borrowed bytes.  Reading past the end clears `ok`,
 * which stays cleared, and gives zeros: read all fields of a record, then
 * look at `ok` once.  Numbers are little-endian, as ZIP has them.
 */
#ifndef CXBAK_UTIL_CURSOR_H
#define CXBAK_UTIL_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
    const uint8_t *p; /* the next byte */
    size_t left;      /* bytes that can still be read */
    bool ok;
};

/* Start at the first of the `n` bytes at `p`. */
void cursor_init(struct cursor *c, const void *p, size_t n);

uint16_t cursor_u16(struct cursor *c);
uint32_t cursor_u32(struct cursor *c);
uint64_t cursor_u64(struct cursor *c);

/* The next `n` bytes in place, or NULL when there are not so many. */
const uint8_t *cursor_bytes(struct cursor *c, size_t n);

/* Store a number at `p`, little-endian. */
void cursor_put16(uint8_t *p, uint16_t v);
void cursor_put32(uint8_t *p, uint32_t v);
void cursor_put64(uint8_t *p, uint64_t v);

#endif
