/*
 * Patches applied to a document in memory.
 */
#ifndef TESTS_APPLY_HELP_H
#define TESTS_APPLY_HELP_H

#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/xml/xpatch.h"

/* A document, given in pieces of at most `step` bytes. */
struct pieces {
    const uint8_t *p;
    size_t left;
    size_t step;
};

static int
read_piece(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct pieces *t = arg;

    (void)e;
    *got = n < t->left ? n : t->left;
    if (*got > t->step)
        *got = t->step;
    memcpy(p, t->p, *got);
    t->p += *got;
    t->left -= *got;
    return ST_OK;
}

/* Append what the sorted patches make of the document, read `step` bytes at a
 * time; returns ST_OK or the status in `e`. */
static int
apply_patches(const struct xpatches *p, const void *data, size_t size,
              size_t step, struct buf *out, struct err *e)
{
    struct pieces t = {data, size, step};
    struct xpatcher *x = xpatcher_new(p, read_piece, &t);
    uint8_t block[64];
    size_t got = 1;

    while (got > 0 && e->status == ST_OK) {
        if (xpatcher_read(x, block, step < sizeof(block) ? step : sizeof(block),
                          &got, e) == ST_OK)
            buf_add(out, block, got);
    }
    xpatcher_free(x);
    return e->status;
}

#endif
