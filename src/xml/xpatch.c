#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/xml/xpatch.h"

/* Bytes of the original read at once. */
#define BLOCK ((size_t)256 << 10)

void
xpatch_add(struct xpatches *p, uint64_t at, uint64_t drop, char *text,
           size_t len)
{
    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    p->list[p->count] = (struct xpatch){at, drop, text, len, p->count};
    p->count++;
}

static int
compare(const void *a, const void *b)
{
    const struct xpatch *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if ((x->drop == 0) != (y->drop == 0))
        return x->drop == 0 ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

bool
xpatch_sort(struct xpatches *p)
{
    size_t i;

    if (p->count == 0)
        return true;
    qsort(p->list, p->count, sizeof(*p->list), compare);
    for (i = 1; i < p->count; i++) {
        if (p->list[i - 1].at + p->list[i - 1].drop > p->list[i].at)
            return false;
    }
    return true;
}

void
xpatch_free(struct xpatches *p)
{
    size_t i;

    for (i = 0; i < p->count; i++)
        free(p->list[i].text);
    free(p->list);
    memset(p, 0, sizeof(*p));
}

struct xpatcher {
    const struct xpatches *patches;
    xsource_fn *read;
    void *arg;
    size_t next;    /* the patch that comes next */
    size_t written; /* bytes of its text given out */
    uint8_t *block; /* bytes of the original */
    size_t have;
    size_t used;
    uint64_t pos; /* offset in the original of the next byte */
    bool ended;
};

struct xpatcher *
xpatcher_new(const struct xpatches *p, xsource_fn *read, void *arg)
{
    struct xpatcher *x = mem_calloc(1, sizeof(*x));

    x->patches = p;
    x->read = read;
    x->arg = arg;
    x->block = mem_alloc(BLOCK);
    return x;
}

/* Have bytes of the original at hand, unless it has ended. */
static int
refill(struct xpatcher *x, struct err *e)
{
    if (x->used < x->have || x->ended)
        return ST_OK;
    if (x->read(x->arg, x->block, BLOCK, &x->have, e) != ST_OK)
        return e->status;
    x->used = 0;
    x->ended = x->have == 0;
    return ST_OK;
}

/* Go over `n` bytes of the original. */
static int
drop(struct xpatcher *x, uint64_t n, struct err *e)
{
    while (n > 0) {
        size_t part;

        if (refill(x, e) != ST_OK)
            return e->status;
        if (x->ended)
            return err_set(e, ST_SYSTEM, "a patch lies behind the end");
        part = x->have - x->used;
        if (part > n)
            part = (size_t)n;
        x->used += part;
        x->pos += part;
        n -= part;
    }
    return ST_OK;
}

int
xpatcher_read(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    struct xpatcher *x = arg;
    uint8_t *to = p;
    size_t done = 0;

    while (done < n) {
        const struct xpatch *patch =
            x->next < x->patches->count ? &x->patches->list[x->next] : NULL;
        size_t part;

        /* At a patch: give out its text, then drop what it replaces. */
        if (patch != NULL && patch->at == x->pos) {
            part = patch->len - x->written;
            if (part > n - done)
                part = n - done;
            if (part > 0)
                memcpy(to + done, patch->text + x->written, part);
            x->written += part;
            done += part;
            if (x->written < patch->len)
                continue;
            x->next++;
            x->written = 0;
            if (drop(x, patch->drop, e) != ST_OK)
                return e->status;
            continue;
        }

        /* Else copy the original up to the next patch. */
        if (refill(x, e) != ST_OK)
            return e->status;
        if (x->ended)
            break;
        part = x->have - x->used;
        if (part > n - done)
            part = n - done;
        if (patch != NULL && part > patch->at - x->pos)
            part = (size_t)(patch->at - x->pos);
        memcpy(to + done, x->block + x->used, part);
        x->used += part;
        x->pos += part;
        done += part;
    }
    if (done == 0 && n > 0 && x->next < x->patches->count)
        return err_set(e, ST_SYSTEM, "a patch lies behind the end");
    *got = done;
    return ST_OK;
}

void
xpatcher_free(struct xpatcher *x)
{
    if (x == NULL)
        return;
    free(x->block);
    free(x);
}

void
xpatch_escape(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '&')
            buf_adds(b, "&amp;");
        else if (*text == '<')
            buf_adds(b, "&lt;");
        else if (*text == '>')
            buf_adds(b, "&gt;");
        else if (*text == '\r')
            buf_adds(b, "&#xD;");
        else
            buf_addc(b, *text);
    }
}
