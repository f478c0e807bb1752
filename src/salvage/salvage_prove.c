/*
 * What a header claims is held against the data: a deflate stream says itself
 * where it ends; stored data end where their CRC is right, before a record or
 * a data descriptor.  Where a header is not true, the data are believed as
 * soon as a CRC fits them.
 */
#include "cxbak/zip/zdir.h"
#include "cxbak/zip/zprobe.h"

#include "salvage/salvage_descriptor_impl.h"
#include "salvage/salvage_sealed_impl.h"

/* Work in vain is allowed up to so many times the file, and this. */
#define WORK_TIMES 8
#define WORK_LEAST ((uint64_t)128 << 20)

/* What trying another method costs. */
#define TRY_COST 1024

bool
prove_may_try(struct salvage *v, uint64_t cost)
{
    if (v->work > v->source->size * WORK_TIMES + WORK_LEAST) {
        v->sum.weary = true;
        return false;
    }
    v->work += cost;
    return true;
}

/* Bytes from `off` to where the data must have ended. */
static uint64_t
left(const struct salvage *v, uint64_t off)
{
    return off < v->limit ? v->limit - off : 0;
}

static const char descriptor_damaged[] = "its data descriptor was damaged";

/* Does a record begin at `at`, or does the file end there? */
static int
begins_record(struct salvage *v, uint64_t at, bool *is, struct err *e)
{
    uint64_t hit;
    uint32_t sig = 0;

    *is = left(v, at) == 0;
    if (!*is && left(v, at) >= 4 &&
        window_seek(&v->window, at, at + 4, &hit, &sig, e) != ST_OK)
        return e->status;
    *is |= sig != 0 && sig != ZSIG_DESCRIPTOR;
    return ST_OK;
}

int
prove_boundary(struct salvage *v, uint64_t at, uint64_t csize, bool *is,
               size_t *len, struct err *e)
{
    struct descriptor d;
    bool found;

    *len = 0;
    if (at > v->limit) {
        *is = false;
        return ST_OK;
    }
    if (begins_record(v, at, is, e) != ST_OK || *is)
        return e->status;
    if (descriptor_find(v, at, csize, NULL, &d, &found, e) != ST_OK || !found)
        return e->status;
    *len = d.len;
    return begins_record(v, at + d.len, is, e);
}

/* The data are whole. */
static void
accept(struct proof *proof, uint64_t csize, uint64_t usize, uint32_t crc,
       uint64_t end)
{
    proof->state = SALVAGE_WHOLE;
    proof->why = NULL;
    proof->csize = csize;
    proof->usize = usize;
    proof->crc = crc;
    proof->end = end;
}

static void
lose(struct proof *proof, const char *why)
{
    proof->state = SALVAGE_LOST;
    proof->why = why;
}

static const char crc_damaged[] = "one bit of its CRC was damaged";

/* Does the file end before data of that size do? */
static bool
is_cut(const struct salvage *v, const struct claim *c)
{
    uint64_t size = v->source->size;

    return c->csize > size || c->data > size - c->csize;
}

/* Did the data of a member that is lost end where its header says? */
static int
find_end(struct salvage *v, const struct claim *c, struct proof *proof,
         struct err *e)
{
    uint64_t end = c->data + c->csize;
    size_t len;
    bool is;

    if (!c->known || c->csize > left(v, c->data) || c->csize == 0)
        return ST_OK;
    if (prove_boundary(v, end, c->csize, &is, &len, e) == ST_OK && is)
        proof->end = end + len;
    return e->status;
}

static int
prove_deflated(struct salvage *v, const struct claim *c, struct proof *proof,
               struct err *e)
{
    uint64_t max = left(v, c->data), end;
    struct descriptor d, damaged;
    struct zprobe z;
    bool right, bent = false;

    if (v->sum.weary && c->known && c->csize < max)
        max = c->csize;
    if (zprobe_deflate(&z, v->source, c->data, max, e) != ST_OK)
        return e->status;
    end = c->data + z.csize;
    if (!z.ended) {
        prove_may_try(v, z.csize);
        lose(proof, end == v->source->size ? "the file ends before its data do"
                                           : "its compressed data are damaged");
        return find_end(v, c, proof, e);
    }
    if (descriptor_find(v, end, z.csize, &z.crc, &d, &right, e) != ST_OK)
        return e->status;
    if (!right) {
        d = (struct descriptor){0, z.crc, z.csize, z.usize};
        if (!c->known &&
            descriptor_find_damaged(v, end, &d, &damaged, &bent, e) != ST_OK)
            return e->status;
        d.len = bent ? damaged.len : 0;
    }
    right |= c->known && c->crc == z.crc;
    accept(proof, z.csize, z.usize, z.crc, end + d.len);
    proof->decoded = true;
    if (bent)
        proof->why = descriptor_damaged;
    if (right || bent) {
        if (c->known && (c->csize != z.csize || c->usize != z.usize))
            proof->why = "its sizes were wrong";
        return ST_OK;
    }
    if (c->known && descriptor_near(z.crc, c->crc) && z.csize == c->csize &&
        z.usize == c->usize) {
        proof->why = crc_damaged;
        return ST_OK;
    }
    lose(proof, "its CRC is wrong");
    proof->end = 0;
    return find_end(v, c, proof, e);
}

/* Does a member begin at `at`, as far as its header can be believed? */
static int
begins_member(struct salvage *v, uint64_t at, bool *is, struct err *e)
{
    struct piece p = {.record = SIZE_MAX};

    local_read(v, at, &p, is, e);
    piece_free(&p);
    return e->status;
}

int
prove_search_end(struct salvage *v, const struct claim *c, uint64_t *csize,
                 size_t *len, bool *counted, bool *found, struct err *e)
{
    bool is, next = false, noise = sealed(c);
    uint64_t at = c->data;
    struct descriptor d;
    uint32_t sig;

    *counted = *found = false;
    while (!*found && !next && prove_may_try(v, 0)) {
        uint64_t from = at;

        if (window_seek(&v->window, at, v->limit, &at, &sig, e) != ST_OK ||
            sig == 0)
            return e->status;
        v->work += at - from + 4;
        if (sig == ZSIG_DESCRIPTOR) {
            if (descriptor_find(v, at, at - c->data, NULL, &d, &is, e) !=
                    ST_OK ||
                (is && begins_record(v, at + d.len, found, e) != ST_OK))
                return e->status;
            if (*found || (is && !*counted)) {
                *counted = true;
                *csize = at - c->data;
                *len = d.len;
            }
        } else if (noise && sig == ZSIG_LOCAL &&
                   begins_member(v, at, &next, e) != ST_OK) {
            return e->status;
        }
        at += 4;
    }
    return ST_OK;
}

/* A search for the end of stored data. */
struct search {
    struct salvage *v;
    const struct claim *c;
    uint64_t pos; /* the CRC is that of the data before it */
    uint32_t crc;
};

/* Take the CRC on to `at`; false if that lies behind already. */
static bool
crc_at(struct search *s, uint64_t at, struct err *e)
{
    if (at < s->pos)
        return false;
    if (zprobe_crc(&s->crc, s->v->source, s->pos, at - s->pos, e) != ST_OK)
        return false;
    s->pos = at;
    return true;
}

/* Do the data end at `at`, `back` bytes before a record at which a descriptor
 * would end, or end and be followed by one with a signature? */
static int
try_end(struct search *s, uint64_t at, uint64_t back, struct proof *proof,
        struct err *e)
{
    uint64_t csize = at - s->c->data;
    struct descriptor want = {.csize = csize, .usize = csize}, d;
    bool right, bent = false;

    if (descriptor_find(s->v, at, csize, NULL, &d, &right, e) != ST_OK)
        return e->status;
    right &= back == 0 || d.len == back;
    if ((!right && s->c->known) || !crc_at(s, at, e))
        return e->status;
    if (right && d.crc == s->crc) {
        accept(proof, csize, csize, s->crc, at + d.len);
        return ST_OK;
    }
    want.crc = s->crc;
    if (s->c->known ||
        descriptor_find_damaged(s->v, at, &want, &d, &bent, e) != ST_OK ||
        !bent || (back > 0 && d.len != back))
        return e->status;
    accept(proof, csize, csize, s->crc, at + d.len);
    proof->why = descriptor_damaged;
    return ST_OK;
}

/* A record stands at `at`. */
static int
try_ends(struct search *s, uint64_t at, uint32_t sig, struct proof *proof,
         struct err *e)
{
    static const uint64_t backs[] = {24, 20, 16, 12};
    size_t i;

    if (sig == ZSIG_DESCRIPTOR)
        return try_end(s, at, 0, proof, e);
    for (i = 0; i < sizeof(backs) / sizeof(backs[0]); i++) {
        if (at - s->c->data < backs[i])
            continue;
        if (try_end(s, at - backs[i], backs[i], proof, e) != ST_OK ||
            proof->state == SALVAGE_WHOLE)
            return e->status;
    }
    if (s->c->known && crc_at(s, at, e) && s->crc == s->c->crc) {
        accept(proof, at - s->c->data, at - s->c->data, s->crc, at);
        proof->why = "its sizes were wrong";
    }
    return e->status;
}

/* Search the end of stored data. */
static int
search_stored(struct salvage *v, const struct claim *c, struct proof *proof,
              struct err *e)
{
    struct search s = {.v = v, .c = c, .pos = c->data, .crc = ZPROBE_CRC_START};
    uint64_t at = c->data, size = v->limit;
    uint32_t sig;

    while (proof->state != SALVAGE_WHOLE && prove_may_try(v, 0)) {
        uint64_t from = at;

        if (window_seek(&v->window, at, size, &at, &sig, e) != ST_OK)
            return e->status;
        if (sig == 0)
            break;
        v->work += 2 * (at - from) + 4;
        if (try_ends(&s, at, sig, proof, e) != ST_OK)
            return e->status;
        at += 4;
    }
    return e->status;
}

/* Are stored data of one of the sizes that are claimed, and of the CRC?  Or
 * of a CRC that is `near` it, if a record follows? */
static int
try_sizes(struct salvage *v, const struct claim *c, bool near,
          struct proof *proof, struct err *e)
{
    const uint64_t sizes[] = {c->csize, c->usize};
    size_t i, len;
    bool is;

    for (i = 0; i < 2 && proof->state != SALVAGE_WHOLE; i++) {
        uint64_t end = c->data + sizes[i];
        uint32_t crc = ZPROBE_CRC_START;

        if (sizes[i] > left(v, c->data) || (i > 0 && sizes[i] == sizes[0]))
            continue;
        if (zprobe_crc(&crc, v->source, c->data, sizes[i], e) != ST_OK)
            return e->status;
        if (prove_boundary(v, end, sizes[i], &is, &len, e) != ST_OK)
            return e->status;
        if (crc != c->crc && (!near || !is || c->csize != c->usize ||
                              !descriptor_near(crc, c->crc))) {
            prove_may_try(v, sizes[i]);
            continue;
        }
        accept(proof, sizes[i], sizes[i], crc, end + len);
        if (crc != c->crc)
            proof->why = crc_damaged;
        if (c->csize != c->usize)
            proof->why = "its sizes were wrong";
    }
    return ST_OK;
}

static int
prove_stored(struct salvage *v, const struct claim *c, struct proof *proof,
             struct err *e)
{
    uint64_t csize;
    size_t len;
    bool counted, found;

    if (c->known && (try_sizes(v, c, true, proof, e) != ST_OK ||
                     proof->state == SALVAGE_WHOLE))
        return e->status;
    lose(proof, !c->known      ? "the end of its data cannot be found"
                : is_cut(v, c) ? "the file ends before its data do"
                               : "its data are damaged");
    if (find_end(v, c, proof, e) != ST_OK || proof->end != 0 ||
        search_stored(v, c, proof, e) != ST_OK || c->known ||
        proof->state == SALVAGE_WHOLE)
        return e->status;
    if (prove_search_end(v, c, &csize, &len, &counted, &found, e) == ST_OK &&
        found) {
        lose(proof, "its data are damaged");
        proof->end = c->data + csize + len;
    }
    return e->status;
}

/* Can the claim be tried, where that of the header, `own`, is not true?  To
 * decrypt in vain costs as much as the data are long. */
static bool
may_try(struct salvage *v, const struct claim *own, const struct claim *c)
{
    bool usual = own->method == ZMETHOD_DEFLATE ||
                 own->method == ZMETHOD_STORED || own->method == ZMETHOD_AES;

    if (sealed(c))
        return v->options->password != NULL &&
               (sealed(own) ? !usual : c->method == own->method) &&
               prove_may_try(v, c->csize + TRY_COST);
    if (c->method == own->method && !sealed(own))
        return false;
    return (c->method != ZMETHOD_STORED || c->csize == c->usize) &&
           prove_may_try(v, TRY_COST);
}

/* Is it not encrypted at all, or packed by another method?  Or is it
 * encrypted, and its header does not say so? */
static int
try_others(struct salvage *v, const struct piece *p, const struct claim *own,
           struct proof *proof, struct err *e)
{
    const unsigned plain = own->flags & (ZFLAG_UTF8 | ZFLAG_DESCRIPTOR);
    const struct {
        uint16_t method;
        unsigned flags;
    } others[] = {{ZMETHOD_DEFLATE, plain},
                  {ZMETHOD_STORED, plain},
                  {ZMETHOD_DEFLATE, plain | ZFLAG_ENCRYPTED},
                  {ZMETHOD_STORED, plain | ZFLAG_ENCRYPTED}};
    struct proof tried;
    size_t i;

    for (i = 0; i < 4 && proof->state != SALVAGE_WHOLE; i++) {
        struct claim c = *own;

        c.method = others[i].method;
        c.flags = (uint16_t)others[i].flags;
        if (!may_try(v, own, &c))
            continue;
        if (prove_exactly(v, p, &c, &tried, e) != ST_OK)
            return e->status;
        if (tried.state == SALVAGE_WHOLE) {
            *proof = tried;
            proof->why = "its method or its flags were damaged";
        }
    }
    return ST_OK;
}

/* Does the descriptor of an empty file stand where its data should begin, and
 * a record behind it? */
static int
is_empty(struct salvage *v, uint64_t at, bool *is, struct err *e)
{
    const uint32_t crc = 0;
    struct descriptor d;

    if (descriptor_find(v, at, 0, &crc, &d, is, e) != ST_OK || !*is)
        return e->status;
    *is = false;
    return d.usize == 0 ? begins_record(v, at + d.len, is, e) : ST_OK;
}

int
prove(struct salvage *v, const struct piece *p, struct proof *proof,
      struct err *e)
{
    struct claim c = p->claim;
    bool empty = false;

    *proof = (struct proof){
        .state = SALVAGE_LOST, .flags = c.flags, .method = c.method};
    if (sealed(&c))
        sealed_prove(v, p, &c, proof, e);
    else if (c.method == ZMETHOD_DEFLATE)
        prove_deflated(v, &c, proof, e);
    else
        prove_stored(v, &c, proof, e);
    if (e->status != ST_OK || proof->decoded || proof->state == SALVAGE_WHOLE)
        return e->status;
    if (!c.known && sealed(&c) && proof->end != 0) {
        c.csize = proof->csize; /* as its descriptor says */
        c.usize = proof->usize;
        c.crc = proof->crc;
        c.known = true;
    }
    if (!c.known && is_empty(v, c.data, &empty, e) != ST_OK)
        return e->status;
    if (empty) {
        c.csize = c.usize = c.crc = 0;
        c.known = true;
    }
    return c.known ? try_others(v, p, &c, proof, e) : ST_OK;
}

int
prove_exactly(struct salvage *v, const struct piece *p, const struct claim *c,
              struct proof *proof, struct err *e)
{
    struct zprobe z;
    size_t len;
    bool is;

    *proof = (struct proof){
        .state = SALVAGE_LOST, .flags = c->flags, .method = c->method};
    if (c->csize > left(v, c->data))
        return ST_OK;
    if (sealed(c))
        return sealed_prove(v, p, c, proof, e);
    if (c->method != ZMETHOD_DEFLATE)
        return try_sizes(v, c, false, proof, e);
    if (zprobe_deflate(&z, v->source, c->data, c->csize, e) != ST_OK)
        return e->status;
    if (!z.ended || z.crc != c->crc ||
        (z.csize != c->csize && z.usize != c->usize))
        return ST_OK;
    if (prove_boundary(v, c->data + z.csize, z.csize, &is, &len, e) != ST_OK)
        return e->status;
    accept(proof, z.csize, z.usize, z.crc, c->data + z.csize + len);
    if (z.csize != c->csize || z.usize != c->usize)
        proof->why = "its sizes were wrong";
    return ST_OK;
}
