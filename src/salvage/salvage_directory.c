/*
 * A directory that is whole is asked before anything is searched: the chain of
 * records that ends at the end record (APPNOTE 4.3.6).  A member that begins
 * where its record says, has its name, and data of its CRC, is what it says,
 * whatever else its own header claims.  What is searched is what lies between
 * such members.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zdir.h"

#include "salvage/salvage_impl.h"
#include "salvage/salvage_sealed_impl.h"

/* The end record and the longest comment. */
#define TAIL_MAX ((size_t)ZEND_LEN + ZMAX16)

/* What a record of the end says. */
struct end {
    uint64_t at;     /* where the directory ends */
    uint64_t behind; /* where the archive does, but for a comment */
    uint64_t size;
    uint64_t offset;
};

void
directory_keep(struct salvage *v, size_t first, size_t n)
{
    size_t i, k = 0;

    for (i = 0; i < v->record_count; i++) {
        if (i >= first && i < first + n) {
            v->records[k++] = v->records[i];
        } else {
            buf_free(&v->records[i].bytes);
            free(v->records[i].name);
        }
    }
    v->record_count = k;
}

static int
by_offset(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;

    return (x->said.offset > y->said.offset) -
           (x->said.offset < y->said.offset);
}

void
directory_sort(struct salvage *v)
{
    size_t i;

    if (v->piece_count > 0)
        qsort(v->pieces, v->piece_count, sizeof(*v->pieces), by_offset);
    for (i = 0; i < v->piece_count; i++) {
        if (v->pieces[i].record != SIZE_MAX)
            v->records[v->pieces[i].record].piece = i;
    }
}

/* Does a record of that kind stand at `at`? */
static int
stands(struct salvage *v, uint64_t at, uint32_t kind, bool *is, struct err *e)
{
    uint64_t hit, size = v->source->size;
    uint32_t sig = 0;

    if (at < size && size - at >= 4)
        window_seek(&v->window, at, at + 4, &hit, &sig, e);
    *is = sig == kind;
    return e->status;
}

/* Read the records from `at` to `end`, if these are all that is there. */
static int
read_chain(struct salvage *v, uint64_t at, uint64_t end, struct err *e)
{
    bool is = true;

    while (at < end && prove_may_try(v, ZCENTRAL_LEN)) {
        size_t len = 0;

        if (stands(v, at, ZSIG_CENTRAL, &is, e) != ST_OK ||
            (is && record_read(v, at, &len, e) != ST_OK))
            return e->status;
        if (len == 0)
            break;
        at += len;
    }
    if (at == end)
        v->listed = v->record_count;
    else
        directory_keep(v, 0, 0);
    return ST_OK;
}

/* Read the end record at `at`, and the one of zip64 before it. */
static int
read_end(struct salvage *v, uint64_t at, struct end *end, struct err *e)
{
    const uint64_t back = ZLOCATOR_LEN + ZEND64_LEN;
    const uint8_t *b = window_get(&v->window, at, ZEND_LEN, e);
    struct cursor c;
    bool wide = false;

    if (b == NULL)
        return e->status;
    cursor_init(&c, b + E_SIZE, 8);
    end->at = at;
    end->behind = at + ZEND_LEN;
    end->size = cursor_u32(&c);
    end->offset = cursor_u32(&c);
    if (at < back || stands(v, at - back, ZSIG_END64, &wide, e) != ST_OK ||
        !wide)
        return e->status;
    end->at = at - back;
    b = window_get(&v->window, end->at + E64_SIZE, 16, e);
    if (b == NULL)
        return e->status;
    cursor_init(&c, b, 16);
    end->size = cursor_u64(&c);
    end->offset = cursor_u64(&c);
    return ST_OK;
}

/* Find the last end record before which a directory is whole. */
static int
find_chain(struct salvage *v, struct end *end, struct err *e)
{
    static const uint8_t magic[] = {'P', 'K', 5, 6};
    uint64_t size = v->source->size;
    size_t n = size < TAIL_MAX ? (size_t)size : TAIL_MAX;
    uint64_t from = size - n;

    while (v->listed == 0 && n >= ZEND_LEN) {
        const uint8_t *b = window_get(&v->window, from, n, e);
        uint64_t at;

        if (b == NULL)
            return e->status;
        while (n >= sizeof(magic) &&
               memcmp(b + n - sizeof(magic), magic, sizeof(magic)) != 0)
            n--;
        if (n < sizeof(magic))
            break;
        at = from + n - sizeof(magic);
        n--;
        if (size - at < ZEND_LEN)
            continue;
        if (read_end(v, at, end, e) != ST_OK ||
            (end->size < end->at &&
             read_chain(v, end->at - end->size, end->at, e) != ST_OK) ||
            (v->listed == 0 && end->offset < end->at &&
             read_chain(v, end->offset, end->at, e) != ST_OK))
            return e->status;
    }
    return ST_OK;
}

/* Was a claim of the local header wrong? */
static bool
differs(const struct claim *own, const struct claim *c)
{
    return own->method != c->method || sealed(own) ||
           (own->known && (own->crc != c->crc || own->csize != c->csize ||
                           own->usize != c->usize));
}

/* Is the member of record `i` at `at`?  Members share no data: what is written
 * never grows beyond the file. */
static int
explain(struct salvage *v, size_t i, uint64_t at, struct err *e)
{
    struct record *r = &v->records[i];
    struct proof proof = {.state = SALVAGE_LOST};
    struct piece p = {.record = i};
    struct claim c = r->claim;
    bool is;

    if (sealed(&c) || at >= v->limit || v->taken + c.csize > v->limit ||
        stands(v, at, ZSIG_LOCAL, &is, e) != ST_OK || !is)
        return e->status;
    if (local_read(v, at, &p, &is, e) != ST_OK)
        goto none;
    c.data = p.claim.data;
    if (!is || strcmp(p.said.name, r->name) != 0 ||
        prove_exactly(v, &p, &c, &proof, e) != ST_OK ||
        proof.state != SALVAGE_WHOLE)
        goto none;
    c.csize = proof.csize;
    c.usize = proof.usize;
    p.said.state = proof.state;
    p.said.size = c.usize;
    p.said.why = proof.why == NULL && differs(&p.claim, &c)
                     ? "the header before it was damaged"
                     : proof.why;
    p.claim = c;
    p.record = i;
    p.end = proof.end;
    v->taken += c.csize;
    r->piece = v->piece_count;
    piece_add(v, &p);
    return ST_OK;

none:
    piece_free(&p);
    return e->status;
}

/* Take out what begins within the member before it, and note where the others
 * are. */
static void
note_known(struct salvage *v, const struct stretch *directory)
{
    uint64_t end = 0;
    size_t i, n = 0;

    directory_sort(v);
    v->known = mem_array(NULL, v->piece_count + 1, sizeof(*v->known));
    for (i = 0; i < v->piece_count; i++) {
        struct piece *p = &v->pieces[i];

        if (p->said.offset < end) {
            v->records[p->record].piece = SIZE_MAX;
            piece_free(p);
            continue;
        }
        end = p->end;
        v->known[n] = (struct stretch){p->said.offset, end};
        v->pieces[n++] = *p;
    }
    v->piece_count = n;
    directory_sort(v);
    v->known[n] = *directory;
    v->known_count = n + 1;
}

int
directory_explain(struct salvage *v, struct err *e)
{
    struct stretch directory;
    struct end end = {0};
    uint64_t shift;
    size_t i;

    v->limit = v->source->size;
    if (find_chain(v, &end, e) != ST_OK || v->listed == 0)
        return e->status;
    directory.start = v->limit = v->records[0].at;
    directory.end = end.behind;
    v->end_count = v->listed;
    v->end_dir = directory.start;
    shift = directory.start - end.offset;
    for (i = 0; i < v->listed; i++) {
        struct record *r = &v->records[i];

        if (explain(v, i, r->offset, e) != ST_OK)
            return e->status;
        if (shift == 0 || r->piece != SIZE_MAX)
            continue;
        if (explain(v, i, r->offset + shift, e) != ST_OK)
            return e->status;
        if (r->piece != SIZE_MAX)
            r->offset += shift;
    }
    v->run++;
    note_known(v, &directory);
    return ST_OK;
}
