#include "cxbak/util/cursor.h"

void
cursor_init(struct cursor *c, const void *p, size_t n)
{
    c->p = p;
    c->left = n;
    c->ok = true;
}

/* The same as cursor_bytes(), for numbers of this file. */
static inline const uint8_t *
take(struct cursor *c, size_t n)
{
    const uint8_t *p = c->p;

    if (!c->ok || n > c->left) {
        c->ok = false;
        return NULL;
    }
    c->p += n;
    c->left -= n;
    return p;
}

const uint8_t *
cursor_bytes(struct cursor *c, size_t n)
{
    return take(c, n);
}

/* Four bytes as a number; compilers make one load of it. */
static uint32_t
four(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

uint16_t
cursor_u16(struct cursor *c)
{
    const uint8_t *p = take(c, 2);

    return p != NULL ? (uint16_t)((unsigned)p[0] | (unsigned)p[1] << 8) : 0;
}

uint32_t
cursor_u32(struct cursor *c)
{
    const uint8_t *p = take(c, 4);

    return p != NULL ? four(p) : 0;
}

uint64_t
cursor_u64(struct cursor *c)
{
    const uint8_t *p = take(c, 8);

    return p != NULL ? four(p) | (uint64_t)four(p + 4) << 32 : 0;
}

/* Store the low `n` bytes of `v`. */
static void
put(uint8_t *p, uint64_t v, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++, v >>= 8)
        p[i] = (uint8_t)(v & 0xff);
}

void
cursor_put16(uint8_t *p, uint16_t v)
{
    put(p, v, 2);
}

void
cursor_put32(uint8_t *p, uint32_t v)
{
    put(p, v, 4);
}

void
cursor_put64(uint8_t *p, uint64_t v)
{
    put(p, v, 8);
}
