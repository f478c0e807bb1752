/*
 * Data descriptors (APPNOTE 4.3.9), which stand behind the data of members
 * whose sizes were not known before: with a signature or without one, and with
 * sizes of 32 or 64 bits.
 */
#include "cxbak/util/cursor.h"
#include "cxbak/zip/zdir.h"

#include "salvage/salvage_descriptor_impl.h"

/* The longest form. */
#define DESC_MAX 24

/* How many bytes of one can be at `at`? */
static size_t
bytes_at(const struct salvage *v, uint64_t at)
{
    uint64_t left = at < v->limit ? v->limit - at : 0;

    return left < DESC_MAX ? (size_t)left : DESC_MAX;
}

/* Read one form of it; false if it cannot be that. */
static bool
read_descriptor(struct descriptor *d, const uint8_t *p, size_t n, bool sig,
                bool wide)
{
    struct cursor c;

    cursor_init(&c, p, n);
    if (sig && cursor_u32(&c) != ZSIG_DESCRIPTOR)
        return false;
    d->len = (sig ? 4u : 0u) + (wide ? 20u : 12u);
    d->crc = cursor_u32(&c);
    d->csize = wide ? cursor_u64(&c) : cursor_u32(&c);
    d->usize = wide ? cursor_u64(&c) : cursor_u32(&c);
    return c.ok;
}

int
descriptor_find(struct salvage *v, uint64_t at, uint64_t csize,
                const uint32_t *crc, struct descriptor *found, bool *is,
                struct err *e)
{
    size_t n = bytes_at(v, at);
    const uint8_t *p;
    unsigned form;

    *is = false;
    if ((p = window_get(&v->window, at, n, e)) == NULL)
        return e->status;
    for (form = 0; form < 4 && !*is; form++)
        *is = read_descriptor(found, p, n, form < 2, form % 2 == 1) &&
              found->csize == csize && (crc == NULL || found->crc == *crc);
    return ST_OK;
}

bool
descriptor_near(uint32_t a, uint32_t b)
{
    uint32_t d = a ^ b;

    return d != 0 && (d & (d - 1)) == 0;
}

int
descriptor_find_damaged(struct salvage *v, uint64_t at,
                        const struct descriptor *want, struct descriptor *found,
                        bool *is, struct err *e)
{
    size_t n = bytes_at(v, at);
    const uint8_t *p = window_get(&v->window, at, n, e);
    struct cursor c;
    unsigned wide;

    *is = false;
    if (p == NULL)
        return e->status;
    for (wide = 0; wide < 2 && n >= 4 && !*is; wide++) {
        uint32_t sig;

        cursor_init(&c, p, n);
        sig = cursor_u32(&c);
        *is =
            read_descriptor(found, p + 4, n - 4, false, wide == 1) &&
            (sig != ZSIG_DESCRIPTOR) + (found->crc != want->crc) +
                    (found->csize != want->csize) +
                    (found->usize != want->usize) ==
                1 &&
            (sig == ZSIG_DESCRIPTOR || descriptor_near(sig, ZSIG_DESCRIPTOR)) &&
            (found->crc == want->crc || descriptor_near(found->crc, want->crc));
        found->len += 4;
    }
    return ST_OK;
}
