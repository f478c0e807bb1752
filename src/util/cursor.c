#include "cxbak/util/cursor.h"

void
cursor_init(struct cursor *c, const void *p, size_t n)
{
    c->p = p;
    c->left = n;
    c->ok = true;
}

const uint8_t *
cursor_bytes(struct cursor *c, size_t n)
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

/* The next `n` bytes as one number, 0 when there are not so many. */
static uint64_t
number(struct cursor *c, size_t n)
{
    const uint8_t *p = cursor_bytes(c, n);
    uint64_t v = 0;

    if (p == NULL)
        return 0;
    while (n-- > 0)
        v = v << 8 | p[n];
    return v;
}

uint16_t
cursor_u16(struct cursor *c)
{
    return (uint16_t)number(c, 2);
}

uint32_t
cursor_u32(struct cursor *c)
{
    return (uint32_t)number(c, 4);
}

uint64_t
cursor_u64(struct cursor *c)
{
    return number(c, 8);
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
