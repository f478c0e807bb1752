#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"

#include "salvage/salvage_impl.h"

/* Bytes that are read at once where a record is searched. */
#define WINDOW_LEN ((size_t)1 << 20)

#define SIGNATURE_LEN 4

const uint8_t *
window_get(struct window *w, uint64_t off, size_t n, struct err *e)
{
    size_t part = WINDOW_LEN;

    if (off >= w->start && off - w->start <= w->len &&
        w->len - (size_t)(off - w->start) >= n)
        return w->p + (off - w->start);
    if (w->p == NULL)
        w->p = mem_alloc(WINDOW_LEN);
    if (part > w->source->size - off)
        part = (size_t)(w->source->size - off);
    w->len = 0;
    if (source_read(w->source, w->p, part, off, e) != ST_OK)
        return NULL;
    w->start = off;
    w->len = part;
    return w->p;
}

/* The signature at `p`, or 0 if there is none. */
static uint32_t
signature(const uint8_t *p)
{
    struct cursor c;
    uint32_t sig;

    cursor_init(&c, p, SIGNATURE_LEN);
    sig = cursor_u32(&c);
    switch (sig) {
    case ZSIG_LOCAL:
    case ZSIG_DESCRIPTOR:
    case ZSIG_CENTRAL:
    case ZSIG_END:
    case ZSIG_END64:
    case ZSIG_LOCATOR:
        return sig;
    default:
        return 0;
    }
}

int
window_seek(struct window *w, uint64_t from, uint64_t limit, uint64_t *at,
            uint32_t *sig, struct err *e)
{
    *sig = 0;
    while (from < limit && limit - from >= SIGNATURE_LEN) {
        const uint8_t *p, *hit;
        uint64_t hole;
        size_t n;

        if ((p = window_get(w, from, SIGNATURE_LEN, e)) == NULL)
            return e->status;
        n = w->len - (size_t)(p - w->p);
        if (n > limit - from)
            n = (size_t)(limit - from);
        hit = memmem(p, n, "PK", 2);
        if (hit == NULL) {
            from += n - 1;
            hole = source_next_data(w->source, from);
            if (hole > from)
                from = hole - 1;
            continue;
        }
        from += (uint64_t)(hit - p);
        if (limit - from < SIGNATURE_LEN)
            break;
        if ((p = window_get(w, from, SIGNATURE_LEN, e)) == NULL)
            return e->status;
        if ((*sig = signature(p)) != 0) {
            *at = from;
            return ST_OK;
        }
        from += 2;
    }
    return ST_OK;
}
