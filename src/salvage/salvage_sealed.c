/*
 * What cannot be decoded here ends where its header says, if a record or its
 * descriptor stands there, or else where a descriptor says so.  To decrypt a
 * member it is read as the only one of an archive, of which no more than the
 * headers is made: the data stay where they are.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zread.h"

#include "salvage/salvage_descriptor_impl.h"
#include "salvage/salvage_sealed_impl.h"

/* Flags that WinZip's AES and the traditional encryption do not have. */
#define FLAGS_ODD (ZFLAG_PATCH | ZFLAG_STRONG | ZFLAG_MASKED)

const char sealed_mended[] = "its header was damaged";
const char sealed_not_opened[] = "the password does not open it";

/* An archive of one member: made bytes before and behind its data. */
struct joined {
    struct buf head;
    const struct source *data;
    uint64_t data_off;
    uint64_t data_len;
    struct buf tail;
};

static int
read_joined(const struct source *s, void *p, size_t n, uint64_t off,
            struct err *e)
{
    const struct joined *j = s->arg;
    uint8_t *to = p;

    while (n > 0) {
        uint64_t tail_at = j->head.len + j->data_len;
        size_t part = n;

        if (off < j->head.len) {
            if (part > j->head.len - off)
                part = (size_t)(j->head.len - off);
            memcpy(to, j->head.data + off, part);
        } else if (off < tail_at) {
            if (part > tail_at - off)
                part = (size_t)(tail_at - off);
            if (source_read(j->data, to, part,
                            j->data_off + (off - j->head.len), e) != ST_OK)
                return e->status;
        } else {
            memcpy(to, j->tail.data + (off - tail_at), part);
        }
        to += part;
        off += part;
        n -= part;
    }
    return ST_OK;
}

bool
sealed(const struct claim *c)
{
    return (c->flags & (ZFLAG_ENCRYPTED | ZFLAG_PATCH | ZFLAG_STRONG |
                        ZFLAG_MASKED)) != 0 ||
           (c->method != ZMETHOD_STORED && c->method != ZMETHOD_DEFLATE);
}

/* Decrypt the member, whose claim is that of `p`. */
static int
open_sealed(struct salvage *v, const struct piece *p, struct proof *proof,
            struct err *e)
{
    struct joined j = {.head = BUF_INIT,
                       .data = v->source,
                       .data_off = p->claim.data,
                       .data_len = p->claim.csize,
                       .tail = BUF_INIT};
    struct source s = {
        .name = v->source->name, .read = read_joined, .arg = &j, .fd = -1};
    struct buf central = BUF_INIT;
    struct zdir *z = NULL;

    rebuild_headers(v, p, 0, &j.head, &j.tail, &central);
    rebuild_end(&central, 1, j.head.len + j.data_len + j.tail.len, central.len,
                "");
    buf_add(&j.tail, central.data, central.len);
    s.size = j.head.len + j.data_len + j.tail.len;
    if (zdir_open(&z, &s, e) == ST_OK &&
        zread_blocks(z, 0, v->options->password, NULL, NULL, e) == ST_OK) {
        proof->state = SALVAGE_WHOLE;
        proof->why = NULL;
    } else if (e->status == ST_PASSWORD) {
        proof->state = SALVAGE_LOST;
        proof->why = sealed_not_opened;
        err_free(e);
    } else if (e->status == ST_BACKUP) {
        proof->state = SALVAGE_LOST;
        proof->why = "it cannot be decrypted: its data are damaged, or the "
                     "password is wrong";
        err_free(e);
    }
    zdir_free(z);
    buf_free(&central);
    buf_free(&j.head);
    buf_free(&j.tail);
    return e->status;
}

/* The CRC and the size that the descriptor at `at` has, if there is one. */
static int
take_descriptor(struct salvage *v, uint64_t at, struct claim *c, struct err *e)
{
    struct descriptor d;
    bool is;

    if (descriptor_find(v, at, c->csize, NULL, &d, &is, e) != ST_OK || !is)
        return e->status;
    c->crc = d.crc;
    c->usize = d.usize;
    return ST_OK;
}

/* The password does not open it as it is claimed: are the flags damaged that
 * would mean another encryption, or what its descriptor says otherwise? */
static int
try_claims(struct salvage *v, const struct piece *p, struct proof *proof,
           struct err *e)
{
    struct piece others[2] = {*p, *p};
    struct claim *odd = &others[0].claim, *said = &others[1].claim;
    struct proof tried;
    size_t i;

    odd->flags &= (uint16_t)~FLAGS_ODD;
    if (take_descriptor(v, p->claim.data + p->claim.csize, said, e) != ST_OK)
        return e->status;
    for (i = 0; i < 2 && proof->state != SALVAGE_WHOLE; i++) {
        const struct claim *c = &others[i].claim;

        if (c->flags == p->claim.flags && c->crc == p->claim.crc &&
            c->usize == p->claim.usize)
            continue;
        if (!prove_may_try(v, c->csize) ||
            open_sealed(v, &others[i], &tried, e) != ST_OK)
            return e->status;
        if (tried.state != SALVAGE_WHOLE)
            continue;
        proof->state = SALVAGE_WHOLE;
        proof->why = sealed_mended;
        proof->flags = c->flags;
        proof->crc = c->crc;
        proof->usize = c->usize;
    }
    return ST_OK;
}

int
sealed_prove(struct salvage *v, const struct piece *p, const struct claim *c,
             struct proof *proof, struct err *e)
{
    struct piece found = *p;
    uint64_t size = v->limit;
    bool fits = c->known && c->data <= size && c->csize <= size - c->data;
    bool own = p->record == SIZE_MAX; /* a local header claims it */
    bool ends = false, counted = false, encrypted;
    size_t len = 0;

    found.claim = *c;
    if (c->method == ZMETHOD_AES)
        found.claim.flags = (c->flags | ZFLAG_ENCRYPTED) & (uint16_t)~FLAGS_ODD;
    encrypted = (found.claim.flags & ZFLAG_ENCRYPTED) != 0;
    *proof = (struct proof){.state = SALVAGE_LOST,
                            .why = "the end of its data cannot be found",
                            .flags = found.claim.flags,
                            .method = c->method};
    if (fits && prove_boundary(v, c->data + c->csize, c->csize, &ends, &len,
                               e) != ST_OK)
        return e->status;
    if (!ends && (!fits || (own && (c->flags & ZFLAG_DESCRIPTOR))) &&
        prove_search_end(v, c, &found.claim.csize, &len, &counted, &ends, e) !=
            ST_OK)
        return e->status;
    if (!ends && !((fits || counted) && v->options->password != NULL))
        return ST_OK;
    if (!c->known && take_descriptor(v, c->data + found.claim.csize,
                                     &found.claim, e) != ST_OK)
        return e->status;
    found.claim.known = true;
    proof->csize = found.claim.csize;
    proof->usize = found.claim.usize;
    proof->crc = found.claim.crc;
    proof->end = ends ? c->data + found.claim.csize + len : 0;
    if (!encrypted &&
        (c->method == ZMETHOD_STORED || c->method == ZMETHOD_DEFLATE)) {
        /* Flags of encryption without it are damage, and patches are not made
         * any more. */
        proof->why = "its header is damaged, or it is a patch";
        return ST_OK;
    }
    proof->state = ends ? SALVAGE_UNCHECKED : SALVAGE_LOST;
    proof->why = encrypted ? "it is encrypted"
                           : "its compression method is not known here";
    if (!encrypted || v->options->password == NULL)
        return ST_OK;
    if (open_sealed(v, &found, proof, e) != ST_OK)
        return e->status;
    return try_claims(v, &found, proof, e);
}

bool
sealed_mend(struct piece *p)
{
    const uint8_t *found;
    uint8_t *field;
    size_t len;
    bool is =
        p->claim.method == ZMETHOD_AES &&
        !((p->claim.flags ^ ZFLAG_ENCRYPTED) & (ZFLAG_ENCRYPTED | FLAGS_ODD));

    if (zextra_find(p->extra.data, p->extra.len, ZEXTRA_AES, &found, &len) !=
            NULL ||
        found == NULL || len != ZAES_LEN)
        return false;
    field = p->extra.data + (found - p->extra.data);
    if (field[ZAES_VERSION] - 1u > 1 || field[ZAES_VERSION + 1] != 0) {
        cursor_put16(field + ZAES_VERSION, p->claim.crc == 0 ? 2 : 1);
        is = false;
    }
    if (memcmp(field + ZAES_VENDOR, "AE", 2) != 0) {
        memcpy(field + ZAES_VENDOR, "AE", 2);
        is = false;
    }
    p->claim.method = ZMETHOD_AES;
    return !is;
}
