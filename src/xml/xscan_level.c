/*
 * What both ways to read a document do alike: levels, and the blanks before
 * tags.
 */
#include <string.h>

#include "xml/xscan_impl.h"

size_t
xscan_in_window(const struct xscan *x, uint64_t off)
{
    if (off <= x->window_at)
        return 0;
    if (off - x->window_at > x->window.len)
        return x->window.len;
    return (size_t)(off - x->window_at);
}

static bool
is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Go back over blanks, from `n` to `least` at most. */
static size_t
skip_back(const uint8_t *p, size_t n, size_t least)
{
    /* Mostly there are none, or they are spaces that indent. */
    if (n == least || !is_blank(p[n - 1]))
        return n;
    while (n - least >= 8 && memcmp(p + n - 8, "        ", 8) == 0)
        n -= 8;
    if (n - least >= 4 && memcmp(p + n - 4, "    ", 4) == 0)
        n -= 4;
    while (n > least && is_blank(p[n - 1]))
        n--;
    return n;
}

uint64_t
xscan_skip_blanks_back(const struct xscan *x, uint64_t off, uint64_t max)
{
    size_t n = xscan_in_window(x, off), least = n > max ? n - (size_t)max : 0;

    return x->window_at + skip_back(x->window.data, n, least);
}

uint64_t
xscan_take_lead(const struct xscan *x, struct xelement *el, uint64_t off)
{
    uint64_t lead = xscan_skip_blanks_back(x, off, XSCAN_LEAD_MAX);

    el->lead_text =
        (const char *)x->window.data + (size_t)(lead - x->window_at);
    el->lead_len = (size_t)(off - lead);
    return lead;
}

struct xscan_level *
xscan_descend(struct xscan *x)
{
    struct xscan_level *l;

    x->text_run = 0;
    l = &x->levels[x->depth];
    l->el.parent = true;
    if (l->leaf) {
        x->text.len = l->text_at;
        l->capture = l->leaf = false;
    }
    l = &x->levels[++x->depth];

    /* Field by field: this is done for every element, and a call, or the
     * processor's own way to clear memory, takes several times as long. */
    l->name = NULL;
    l->capture = l->leaf = false;
    l->text_at = x->text.len;
    l->el.depth = x->depth;
    l->el.close_begin = l->el.end = 0;
    l->el.parent = l->el.remark = l->el.mixed = false;
    l->el.attrs = NULL;
    l->el.attr_count = l->el.namespace_count = 0;
    l->el.text = NULL;
    l->el.text_len = 0;
    return l;
}

bool
xscan_announce(struct xscan *x, struct xscan_level *l)
{
    l->next = l->el.open_end;
    l[-1].el.mixed |= l->el.lead > l[-1].next;
    x->h->start(x->arg, x, &l->el, x->e);
    l->el.attrs = NULL;
    l->el.attr_count = 0;
    return x->e->status == ST_OK;
}

bool
xscan_ascend(struct xscan *x)
{
    struct xscan_level *l = &x->levels[x->depth];

    l->el.mixed |= l->el.close_begin - l->el.lead_len > l->next;
    x->text_run = 0;
    if (l->capture) {
        buf_addc(&x->text, '\0');
        l->el.text = (const char *)x->text.data + l->text_at;
        l->el.text_len = x->text.len - l->text_at - 1;
    }
    if (x->h->end != NULL)
        x->h->end(x->arg, x, &l->el, x->e);
    l[-1].next = l->el.end;
    x->text.len = l->text_at;
    x->depth--;
    return x->e->status == ST_OK;
}
