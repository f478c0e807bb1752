/*
 * Local headers (APPNOTE 4.3.7), read in good faith: what they say of their
 * data is proven elsewhere.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zdir.h"
#include "cxbak/zip/zprobe.h"

#include "salvage/salvage_impl.h"
#include "salvage/salvage_sealed_impl.h"

/* Methods up to this are named in APPNOTE 4.4.5, and those of the highest
 * numbers. */
#define METHOD_LOW  20
#define METHOD_HIGH 93
#define METHOD_MAX  99

/* What trying one place for the data costs. */
#define TRY_COST 1024

/* Extra fields behind which the data of a member may begin. */
#define REPAIR_FIELDS 8

/* Records before which the data of a member may end. */
#define REPAIR_ENDS 8

/* Can that be a method, or one of the usual ones with one wrong bit? */
static bool
is_method(uint16_t method)
{
    static const uint16_t usual[] = {ZMETHOD_STORED, ZMETHOD_DEFLATE,
                                     ZMETHOD_AES};
    size_t i;

    for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
        unsigned wrong = method ^ usual[i];

        if ((wrong & (wrong - 1)) == 0)
            return true;
    }
    return method <= METHOD_LOW ||
           (method >= METHOD_HIGH && method <= METHOD_MAX);
}

/* How many of the bytes can be part of a name. */
static size_t
name_prefix(const uint8_t *p, size_t n)
{
    size_t i = 0;

    while (i < n && p[i] >= ' ')
        i++;
    return i;
}

bool
local_is_name(const char *name)
{
    return name_prefix((const uint8_t *)name, strlen(name)) == strlen(name) &&
           text_valid(name, strlen(name), NULL);
}

/* Give the piece the name of `n` bytes, or of those that can be one. */
static void
take_name(struct piece *p, const uint8_t *b, size_t n)
{
    free(p->said.name);
    p->said.name = mem_ndup((const char *)b, name_prefix(b, n));
}

/* Are the bytes extra fields and nothing else? */
bool
extra_is_whole(const uint8_t *p, size_t n)
{
    struct cursor c;

    cursor_init(&c, p, n);
    while (c.ok && c.left > 0) {
        cursor_u16(&c);
        cursor_bytes(&c, cursor_u16(&c));
    }
    return c.ok;
}

void
extra_keep(struct buf *to, const uint8_t *p, size_t n, bool naming)
{
    struct cursor c;

    cursor_init(&c, p, n);
    while (c.left >= 4) {
        const uint8_t *field = c.p;
        unsigned id = cursor_u16(&c);
        size_t len = cursor_u16(&c);

        if (cursor_bytes(&c, len) == NULL)
            return;
        if (naming ? id == ZEXTRA_NAME || id == ZEXTRA_AES : id != ZEXTRA_ZIP64)
            buf_add(to, field, 4 + len);
    }
}

/* Sizes that a zip64 field has. */
static void
widen(struct claim *c, const uint8_t *extra, size_t n)
{
    const uint8_t *data;
    uint64_t v[2] = {c->usize, c->csize};
    size_t len;

    if (zextra_find(extra, n, ZEXTRA_ZIP64, &data, &len) == NULL &&
        zextra_zip64(v, 2, data, len, NULL) == NULL) {
        c->usize = v[0];
        c->csize = v[1];
    }
}

int
local_read(struct salvage *v, uint64_t at, struct piece *p, bool *good,
           struct err *e)
{
    uint64_t left = v->limit - at;
    struct claim *m = &p->claim;
    size_t name_len, extra_len;
    const uint8_t *b;
    struct cursor c;

    *good = false;
    if (left < ZLOCAL_LEN)
        return ST_OK;
    if ((b = window_get(&v->window, at, ZLOCAL_LEN, e)) == NULL)
        return e->status;
    cursor_init(&c, b + 4, ZLOCAL_LEN - 4);
    p->version = cursor_u16(&c);
    m->flags = cursor_u16(&c);
    m->method = cursor_u16(&c);
    p->stamp = cursor_u32(&c);
    m->crc = cursor_u32(&c);
    m->csize = cursor_u32(&c);
    m->usize = cursor_u32(&c);
    name_len = cursor_u16(&c);
    extra_len = cursor_u16(&c);
    if (name_len == 0 || name_len > left - ZLOCAL_LEN || !is_method(m->method))
        return ST_OK;
    if (extra_len > left - ZLOCAL_LEN - name_len)
        extra_len = (size_t)(left - ZLOCAL_LEN - name_len);
    if ((b = window_get(&v->window, at + ZLOCAL_LEN, name_len + extra_len,
                        e)) == NULL)
        return e->status;

    take_name(p, b, name_len);
    if (*p->said.name == '\0')
        return ST_OK;
    widen(m, b + name_len, extra_len);
    m->data = at + ZLOCAL_LEN + name_len + extra_len;
    /* Where they are left to a descriptor, a size without a CRC is damage, and
     * of what is encrypted one of the three without another. */
    m->known = !(m->flags & ZFLAG_DESCRIPTOR) ||
               (sealed(m) ? m->csize != 0 && (m->crc != 0 || m->usize != 0)
                          : m->crc != 0);
    p->said.state = SALVAGE_LOST;
    p->said.offset = at;
    p->name_len = (uint16_t)name_len;
    p->extra_len = (uint16_t)extra_len;
    p->odd = !extra_is_whole(b + name_len, extra_len);
    extra_keep(&p->extra, b + name_len, extra_len, false);
    p->record = SIZE_MAX;
    *good = true;
    return ST_OK;
}

/* The data begin at `data`: which of the lengths was wrong?  Where there are
 * no data that prove it, the header must tell: then `*good` says if it does. */
static int
settle_lengths(struct salvage *v, struct piece *p, uint64_t data, bool *good,
               struct err *e)
{
    uint64_t at = p->said.offset + ZLOCAL_LEN;
    size_t all = (size_t)(data - at), name = p->name_len;
    const uint8_t *b = window_get(&v->window, at, all, e);

    if (b == NULL)
        return e->status;
    if (name > all || !extra_is_whole(b + name, all - name)) {
        name = all > p->extra_len ? all - p->extra_len : all;
        if (!extra_is_whole(b + name, all - name))
            name = all;
    }
    *good = p->claim.usize > 0 ||
            (name_prefix(b, name) == name &&
             (name == p->name_len || name != all || p->extra_len == 0));
    if (!*good)
        return ST_OK;
    take_name(p, b, name);
    buf_free(&p->extra);
    extra_keep(&p->extra, b + name, all - name, false);
    return ST_OK;
}

/* Try to find the data at `data`. */
static int
try_at(struct salvage *v, const struct piece *p, uint64_t data,
       struct proof *proof, bool *found, struct err *e)
{
    struct piece moved = *p;

    moved.claim.data = data;
    if (prove_may_try(v, TRY_COST) && prove(v, &moved, proof, e) == ST_OK)
        *found = proof->state == SALVAGE_WHOLE;
    return e->status;
}

/* The data begin behind the name, or behind an extra field. */
static int
repair_extra(struct salvage *v, const struct piece *p, uint64_t *data,
             struct proof *proof, bool *found, struct err *e)
{
    const uint8_t *field;
    struct cursor c;
    unsigned i;

    *data = p->said.offset + ZLOCAL_LEN + p->name_len;
    for (i = 0; i < REPAIR_FIELDS && *data < v->limit; i++) {
        if (*data != p->claim.data &&
            (try_at(v, p, *data, proof, found, e) != ST_OK || *found))
            return e->status;
        if (v->limit - *data < 4)
            return ST_OK;
        if ((field = window_get(&v->window, *data, 4, e)) == NULL)
            return e->status;
        cursor_init(&c, field + 2, 2);
        *data += 4 + (uint64_t)cursor_u16(&c);
    }
    return ST_OK;
}

/* A deflate stream is looked for byte by byte: what is none ends at once. */
static int
repair_deflated(struct salvage *v, const struct piece *p, uint64_t *data,
                struct proof *proof, bool *found, struct err *e)
{
    uint64_t first = p->said.offset + ZLOCAL_LEN + 1, end = v->limit;

    for (*data = first; !*found && *data < end && *data - first < REPAIR_MAX;
         (*data)++) {
        const uint8_t *b = window_get(&v->window, *data, 1, e);

        if (b == NULL)
            return e->status;
        /* There is no fourth type of block. */
        if ((*b & 6) != 6 && *data != p->claim.data &&
            try_at(v, p, *data, proof, found, e) != ST_OK)
            return e->status;
    }
    --*data;
    return ST_OK;
}

/* Stored data of a known size end before a record. */
static int
repair_stored(struct salvage *v, const struct piece *p, uint64_t *data,
              struct proof *proof, bool *found, struct err *e)
{
    uint64_t first = p->said.offset + ZLOCAL_LEN + 1, at = first;
    uint32_t sig;
    unsigned i;

    for (i = 0; !*found && i < REPAIR_ENDS; i++) {
        if (window_seek(&v->window, at, v->source->size, &at, &sig, e) !=
                ST_OK ||
            sig == 0)
            return e->status;
        if (at > first + p->claim.csize + REPAIR_MAX)
            break;
        *data = at - p->claim.csize;
        if (at - first >= p->claim.csize && *data != p->claim.data) {
            struct claim c = p->claim;

            c.data = *data;
            if (prove_may_try(v, c.csize) &&
                prove_exactly(v, p, &c, proof, e) != ST_OK)
                return e->status;
            *found = proof->state == SALVAGE_WHOLE;
        }
        at += 4;
    }
    return ST_OK;
}

int
local_repair(struct salvage *v, struct piece *p, struct proof *proof,
             bool *done, struct err *e)
{
    struct proof tried = *proof;
    bool found = false;
    uint64_t data = 0;

    *done = false;
    if (sealed(&p->claim) || v->sum.weary)
        return ST_OK;
    /* Of an empty file everything would do. */
    if (proof->state != SALVAGE_WHOLE &&
        repair_extra(v, p, &data, &tried, &found, e) != ST_OK)
        return e->status;
    if (!found && p->claim.method == ZMETHOD_DEFLATE)
        repair_deflated(v, p, &data, &tried, &found, e);
    else if (!found && p->claim.known)
        repair_stored(v, p, &data, &tried, &found, e);
    if (e->status != ST_OK || !found)
        return e->status;
    if (settle_lengths(v, p, data, done, e) != ST_OK || !*done)
        return e->status;
    *proof = tried;
    proof->why = "a length in its header was wrong";
    p->claim.data = data;
    return ST_OK;
}
