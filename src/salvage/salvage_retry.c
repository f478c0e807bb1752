/*
 * A record says where the local header of its member is, and how long its data
 * are; but the file may have been shifted on the way: then by as much as the
 * members beside it.  The data begin behind a header that is damaged or gone:
 * where its lengths say, or those of the record, or so that they end where the
 * next member begins; a deflate stream is looked for byte by byte.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zdir.h"

#include "salvage/salvage_retry_impl.h"
#include "salvage/salvage_sealed_impl.h"

/* What trying one place for the data costs. */
#define TRY_COST 1024

/* Extra fields of a local header are hardly ever this long. */
#define EXTRA_LIKELY 256

/* Lengths of extra fields that local headers often have, for data whose
 * beginning cannot be told by looking. */
static const unsigned usual_extra[] = {0, 9, 20, 24, 28, 32, 36};

/* Lengths of descriptors. */
static const unsigned descriptors[] = {0, 16, 12, 24, 20};

struct retry {
    struct salvage *v;
    const struct record *r;
    struct piece *m; /* the member, as the record describes it */
    uint64_t next;   /* where the next one begins, as records say */
    struct proof proof;
    bool found;
};

/* Are the data at `data`? */
static int
try_data(struct retry *t, uint64_t data, struct err *e)
{
    struct claim c = t->r->claim;
    uint64_t cost = c.method == ZMETHOD_DEFLATE ? TRY_COST : c.csize + 1;

    c.data = data;
    if (t->found || data > t->v->source->size ||
        c.csize > t->v->source->size - data || !prove_may_try(t->v, cost))
        return ST_OK;
    if (prove_exactly(t->v, t->m, &c, &t->proof, e) == ST_OK &&
        t->proof.state != SALVAGE_LOST) {
        t->found = true;
        t->m->claim = c;
        t->m->claim.flags = t->proof.flags;
        t->m->claim.crc = t->proof.crc;
        t->m->claim.csize = t->proof.csize;
        t->m->claim.usize = t->proof.usize;
    }
    return e->status;
}

/* Where a local header at `at` says that its data begin.  If it has the name
 * of the member it is `*intact`: there is no other place to look at. */
static int
try_header(struct retry *t, uint64_t at, bool *intact, struct err *e)
{
    size_t name_len = strlen(t->r->name), own_len, extra_len;
    const uint8_t *b;
    struct cursor c;

    *intact = false;
    if (t->v->source->size - at < ZLOCAL_LEN + name_len)
        return ST_OK;
    b = window_get(&t->v->window, at, ZLOCAL_LEN + name_len, e);
    if (b == NULL)
        return e->status;
    cursor_init(&c, b + L_NAME_LEN, 4);
    own_len = cursor_u16(&c);
    extra_len = cursor_u16(&c);
    *intact = own_len == name_len && extra_len < EXTRA_LIKELY &&
              memcmp(b + ZLOCAL_LEN, t->r->name, name_len) == 0;
    return try_data(t, at + ZLOCAL_LEN + own_len + extra_len, e);
}

/* Look for the data of a member whose header is or was at `at`. */
static int
try_place(struct retry *t, uint64_t at, struct err *e)
{
    uint64_t behind_name = at + ZLOCAL_LEN + strlen(t->r->name);
    uint64_t next = t->next + (at - t->r->offset);
    bool intact;
    size_t i;

    if (at >= t->v->source->size || t->found)
        return ST_OK;
    if (try_header(t, at, &intact, e) != ST_OK)
        return e->status;
    for (i = 0; i < sizeof(descriptors) / sizeof(descriptors[0]); i++) {
        uint64_t tail = t->r->claim.csize + descriptors[i];

        if (next >= tail && next - tail > at &&
            try_data(t, next - tail, e) != ST_OK)
            return e->status;
    }
    if (intact)
        return ST_OK;
    if (t->r->claim.method == ZMETHOD_DEFLATE && !sealed(&t->r->claim)) {
        for (i = 0; i < REPAIR_MAX && !t->found; i++) {
            if (try_data(t, behind_name + i, e) != ST_OK)
                return e->status;
        }
        return ST_OK;
    }
    for (i = 0; i < sizeof(usual_extra) / sizeof(usual_extra[0]); i++) {
        if (try_data(t, behind_name + usual_extra[i], e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

/* The member as its record describes it. */
static void
describe(const struct record *r, size_t i, struct piece *m)
{
    size_t name_len, extra_len;
    struct cursor c;

    *m = (struct piece){.claim = r->claim, .record = i};
    m->said.name = mem_dup(r->name);
    m->said.state = SALVAGE_LOST;
    m->said.size = r->claim.usize;
    cursor_init(&c, r->bytes.data + C_VERSION, ZCENTRAL_LEN - C_VERSION);
    m->version = cursor_u16(&c);
    cursor_u32(&c); /* flags, method */
    m->stamp = cursor_u32(&c);
    cursor_bytes(&c, 12); /* CRC, sizes */
    name_len = cursor_u16(&c);
    extra_len = cursor_u16(&c);
    extra_keep(&m->extra, r->bytes.data + ZCENTRAL_LEN + name_len, extra_len,
               true);
}

/* Give up: say why, if its own header did not tell. */
static void
give_up(struct salvage *v, struct record *r, struct piece *m)
{
    uint64_t size = v->source->size;

    if (r->piece != SIZE_MAX) {
        struct piece *old = &v->pieces[r->piece];

        if (old->said.state == SALVAGE_LOST)
            old->said.size = r->claim.usize;
        piece_free(m);
        return;
    }
    m->said.why = r->offset >= size ? "the file ends before it begins"
                                    : "its header and its data are damaged";
    m->said.offset = r->offset < size ? r->offset : UINT64_MAX;
    r->piece = v->piece_count;
    piece_add(v, m);
}

/* It was found: it takes the place of what its header alone gave. */
static void
take(struct salvage *v, struct record *r, struct retry *t, uint64_t at)
{
    struct piece *m = t->m;

    m->said.state = t->proof.state;
    m->said.why = t->proof.why != NULL ? t->proof.why
                                       : "the header before it was damaged";
    m->said.size = t->proof.usize;
    m->said.offset = at;
    m->end = t->proof.end;
    if (r->piece != SIZE_MAX) {
        struct piece *old = &v->pieces[r->piece];

        m->said.offset = old->said.offset;
        piece_free(old);
        *old = *m;
        return;
    }
    r->piece = v->piece_count;
    piece_add(v, m);
}

int
retry_record(struct salvage *v, size_t i, uint64_t before, uint64_t after,
             struct err *e)
{
    struct record *r = &v->records[i];
    struct piece m;
    struct retry t = {.v = v, .r = r, .m = &m};
    uint64_t places[4] = {r->offset, r->offset + before, r->offset + after,
                          r->offset};
    uint64_t own = 0; /* its data are counted already */
    size_t k = 0;

    describe(r, i, &m);
    t.next =
        i + 1 < v->record_count ? v->records[i + 1].offset : v->records[0].at;
    if (r->piece != SIZE_MAX)
        places[3] = v->pieces[r->piece].said.offset;
    if (r->piece != SIZE_MAX && v->pieces[r->piece].said.state != SALVAGE_LOST)
        own = v->pieces[r->piece].claim.csize;

    /* Members that share data are no honest ones: the output never grows
     * beyond the input. */
    if (v->taken - own + r->claim.csize <= v->source->size) {
        for (k = 0; k < 4 && !t.found; k++) {
            if ((k == 0 || places[k] != places[0]) &&
                try_place(&t, places[k], e) != ST_OK) {
                piece_free(&m);
                return e->status;
            }
        }
    }
    if (t.found) {
        v->taken += m.claim.csize - own;
        take(v, r, &t, places[k - 1]);
    } else {
        give_up(v, r, &m);
    }
    return ST_OK;
}
