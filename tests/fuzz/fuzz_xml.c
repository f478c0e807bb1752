/*
 * Any bytes are refused as a document, or read as one; in whatever pieces they
 * come the elements, their texts and places are the same; places are in order;
 * and a document that was accepted once is the same to the second reading.
 * What the quick reading accepts the careful one accepts, too, and is the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/xml/xscan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a reading comes to: a hash (FNV-1a) of all it says. */
struct reading {
    uint64_t hash;
    uint64_t size; /* of the document */
    uint64_t last; /* where the last tag ended */
    size_t depth;
    bool quick; /* what is no document yet may be out of order */
};

static void
mix(struct reading *r, uint64_t v)
{
    r->hash = (r->hash ^ v) * UINT64_C(0x100000001b3);
}

static void
mix_text(struct reading *r, const char *s, size_t n)
{
    size_t i;

    mix(r, n);
    for (i = 0; i < n; i++)
        mix(r, (unsigned char)s[i]);
}

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct reading *r = arg;
    size_t i;

    if (!r->quick && (el->depth != r->depth + 1 || el->lead < r->last ||
                      el->begin < el->lead || el->tag_end <= el->begin ||
                      el->open_end <= el->tag_end || el->open_end > r->size))
        abort();
    r->depth++;
    r->last = el->open_end;
    mix(r, el->lead);
    mix(r, el->begin);
    mix(r, el->tag_end);
    mix(r, el->open_end);
    mix(r, el->empty);
    mix_text(r, el->name, strlen(el->name));
    mix_text(r, el->lead_text, el->lead_len);
    for (i = 0; i < el->attr_count; i++) {
        mix_text(r, el->attrs[i].name, strlen(el->attrs[i].name));
        mix_text(r, el->attrs[i].value, strlen(el->attrs[i].value));
    }
    if (el->depth % 3 != 0)
        xscan_capture(x);
    return e->status;
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct reading *r = arg;

    (void)x;
    if (!r->quick &&
        (el->depth != r->depth || el->close_begin < el->open_end ||
         el->end < el->close_begin || el->end < r->last || el->end > r->size))
        abort();
    r->depth--;
    r->last = el->end;
    mix(r, el->close_begin);
    mix(r, el->end);
    mix(r, el->parent);
    mix(r, el->remark);
    mix(r, el->mixed);
    mix_text(r, el->lead_text, el->lead_len);
    if (el->text != NULL)
        mix_text(r, el->text, el->text_len);
    return e->status;
}

static void
on_aside(void *arg, size_t depth, uint64_t end)
{
    struct reading *r = arg;

    mix(r, depth);
    mix(r, end);
}

static const struct xhandler handler = {on_start, on_end, on_aside};

/* Read the document in pieces of `step` bytes; true if it is accepted.  Those
 * of a large one are larger: each is looked through from the tag that is open.
 */
static bool
scan(struct xscan *x, const uint8_t *data, size_t size, size_t step,
     struct err *e)
{
    size_t at;

    if (step < size)
        step += size / 256;
    for (at = 0; at < size && e->status == ST_OK; at += step)
        xscan_push(x, data + at, size - at < step ? size - at : step, e);
    if (e->status == ST_OK)
        xscan_finish(x, e);
    return e->status == ST_OK;
}

/* What the quick reading accepts must be what the careful one accepted; `as` is
 * what that came to, or NULL. */
static void
read_quickly(const uint8_t *data, size_t size, const struct reading *as)
{
    struct reading quick = {.size = size, .quick = true};
    struct xscan *x = xscan_quick(&handler, &quick, "fuzz", size);
    struct err e = ERR_INIT;

    if (scan(x, data, size, size % 13 + 1, &e) &&
        (as == NULL || quick.hash != as->hash))
        abort();
    xscan_free(x);
    err_free(&e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reading whole = {.size = size}, pieces = whole, again = whole;
    struct xscan *x = xscan_new(&handler, &whole, "fuzz");
    struct xscan *y = xscan_new(&handler, &pieces, "fuzz");
    struct err e = ERR_INIT, f = ERR_INIT;
    bool good = scan(x, data, size, SIZE_MAX / 2, &e);

    if (scan(y, data, size, size % 61 + 1, &f) != good)
        abort();
    if (!good && (e.status != ST_BACKUP || e.reason == NULL))
        abort();
    if (good && (whole.hash != pieces.hash || whole.depth != 0))
        abort();
    /* A thread for each takes most of the time. */
    if (size % 4 == 0)
        read_quickly(data, size, good ? &whole : NULL);
    if (good && xscan_plain(x)) {
        struct xscan *z = xscan_again(&handler, &again, "fuzz");

        if (!scan(z, data, size, size % 7 + 1, &e) || again.hash != whole.hash)
            abort();
        xscan_free(z);
    }
    xscan_free(x);
    xscan_free(y);
    err_free(&e);
    err_free(&f);
    return 0;
}
