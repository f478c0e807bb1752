#include <stdlib.h>
#include <string.h>

#include "cxbak/patch/document_index.h"
#include "cxbak/util/mem.h"
#include "cxbak/xml/xscan.h"

#include "cxbak/backup/element_path.h"

struct document_index_reader {
    struct document_index *l;
    struct xscan *x; /* NULL: only spans are read */
    enum element_path places[XSCAN_DEPTH_MAX + 1];
    size_t seen;                        /* Extensions so far */
    struct document_index_user *now;    /* the one at hand, if it was chosen */
    struct document_index_span **order; /* spans by where they begin */
    size_t next;                        /* the first one that is not complete */
    uint64_t pos;                       /* of the next block */
};

void
document_index_choose(struct document_index *l, const struct backup *b,
                      size_t user)
{
    if (l->users == NULL) {
        l->user_count = b->database->user_count;
        l->users = mem_calloc(l->user_count, sizeof(*l->users));
    }
    if (l->users[user] == NULL)
        l->users[user] = mem_calloc(1, sizeof(**l->users));
}

size_t
document_index_span(struct document_index *l, uint64_t from, uint64_t to)
{
    l->spans =
        mem_grow(l->spans, &l->span_cap, l->span_count, sizeof(*l->spans));
    l->spans[l->span_count] =
        (struct document_index_span){.from = from, .to = to};
    return l->span_count++;
}

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct document_index_reader *r = arg;
    enum element_path at = element_path_of(r->places[el->depth - 1], el->name);

    (void)x;
    r->places[el->depth] = at;
    if (at == PATH_EXTENSION) {
        r->now = r->seen < r->l->user_count ? r->l->users[r->seen] : NULL;
        r->seen++;
    } else if (at == PATH_PROPERTIES && r->now != NULL) {
        r->now->properties.count = 0;
    }
    return e->status;
}

/* Note what ends at `end`, a child of what stands at `parent`. */
static void
add_child(struct document_index_reader *r, enum element_path parent,
          uint64_t end, bool aside)
{
    struct document_index_children *c;

    if (r->now == NULL ||
        (parent != PATH_EXTENSION && parent != PATH_PROPERTIES))
        return;
    c = parent == PATH_EXTENSION ? &r->now->own : &r->now->properties;
    c->list = mem_grow(c->list, &c->cap, c->count, sizeof(*c->list));
    c->list[c->count++] = (struct document_index_child){end, aside};
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct document_index_reader *r = arg;

    (void)x;
    add_child(r, r->places[el->depth - 1], el->end, false);
    return e->status;
}

static void
on_aside(void *arg, size_t depth, uint64_t end)
{
    struct document_index_reader *r = arg;

    add_child(r, r->places[depth], end, true);
}

/* Take what the block has of the spans. */
static void
take_spans(struct document_index_reader *r, const uint8_t *p, size_t n)
{
    uint64_t end = r->pos + n;
    size_t i;

    for (i = r->next; i < r->l->span_count; i++) {
        struct document_index_span *s = r->order[i];
        uint64_t from = s->from > r->pos ? s->from : r->pos;
        uint64_t to = s->to < end ? s->to : end;

        if (s->from >= end)
            break;
        if (from < to) {
            memcpy(s->bytes + s->got, p + (from - r->pos), (size_t)(to - from));
            s->got += (size_t)(to - from);
        }
        if (s->to <= end && i == r->next)
            r->next++;
    }
    r->pos = end;
}

static int
take_block(void *arg, const uint8_t *p, size_t n, struct err *e)
{
    struct document_index_reader *r = arg;

    take_spans(r, p, n);
    return r->x != NULL ? xscan_push(r->x, p, n, e) : e->status;
}

static int
compare(const void *a, const void *b)
{
    const struct document_index_span *x =
        *(struct document_index_span *const *)a;
    const struct document_index_span *y =
        *(struct document_index_span *const *)b;

    return (x->from > y->from) - (x->from < y->from);
}

static void
order_spans(struct document_index_reader *r)
{
    struct document_index *l = r->l;
    size_t i;

    r->order =
        mem_array(NULL, l->span_count, sizeof(struct document_index_span *));
    for (i = 0; i < l->span_count; i++) {
        struct document_index_span *s = &l->spans[i];

        s->bytes = mem_calloc(1, (size_t)(s->to - s->from) + 1);
        r->order[i] = s;
    }
    if (l->span_count > 0)
        qsort(r->order, l->span_count, sizeof(struct document_index_span *),
              compare);
}

int
document_index_read(struct document_index *l, struct backup *b, struct err *e)
{
    static const struct xhandler handler = {on_start, on_end, on_aside};
    struct document_index_reader r = {.l = l};

    if (l->users == NULL && l->span_count == 0)
        return ST_OK;
    order_spans(&r);
    r.places[0] = PATH_DOCUMENT;
    if (l->users != NULL)
        r.x = backup_scan_new(b, &handler, &r);
    if (backup_blocks(b, take_block, &r, e) == ST_OK && r.x != NULL)
        xscan_finish(r.x, e);
    xscan_free(r.x);
    free(r.order);
    return e->status;
}

size_t
document_index_before(const struct document_index_children *c, uint64_t at,
                      size_t *asides)
{
    size_t i, n = 0;

    *asides = 0;
    for (i = 0; i < c->count && c->list[i].end <= at; i++) {
        if (c->list[i].aside) {
            ++*asides;
        } else {
            n++;
            *asides = 0;
        }
    }
    return n;
}

void
document_index_free(struct document_index *l)
{
    size_t i;

    for (i = 0; i < l->user_count; i++) {
        if (l->users[i] != NULL) {
            free(l->users[i]->own.list);
            free(l->users[i]->properties.list);
        }
        free(l->users[i]);
    }
    for (i = 0; i < l->span_count; i++)
        free(l->spans[i].bytes);
    free(l->users);
    free(l->spans);
    memset(l, 0, sizeof(*l));
}
