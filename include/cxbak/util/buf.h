/*
 * A growable byte buffer.  The caller owns the struct (start it as
 * `struct buf b = BUF_INIT`) and ends it with buf_free(), or takes the bytes
 * with buf_steal().  The bytes are always followed by a NUL that does not
 * count, once anything was added.
 */
#ifndef CXBAK_UTIL_BUF_H
#define CXBAK_UTIL_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
    uint8_t *data;
    size_t len; /* bytes in use */
    size_t cap;
};

#define BUF_INIT                                                               \
    {                                                                          \
        NULL, 0, 0                                                             \
    }

/* Add `n` bytes, a string, one byte, or a printf-style text. */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Make room for `n` more bytes and return where they go; the caller fills
 * them and adds to `len`. */
uint8_t *buf_room(struct buf *b, size_t n);

/* The content as a string ("" when empty); valid until the next change. */
const char *buf_str(const struct buf *b);

/* Hand the bytes to the caller, who frees them, and empty the buffer. */
char *buf_steal(struct buf *b);

/* Release the bytes; the buffer is empty and usable again. */
void buf_free(struct buf *b);

#endif
