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

#include "salvage/salvage_sealed_impl.h"

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

/* The CRC and the size that the descriptor of `len` bytes at `at` has. */
static int
take_descriptor(struct salvage *v, uint64_t at, size_t len, struct claim *c,
                struct err *e)
{
    const uint8_t *p;
    struct cursor cur;

    if (len == 0)
        return ST_OK;
    if ((p = window_get(&v->window, at, len, e)) == NULL)
        return e->status;
    cursor_init(&cur, p, len);
    if (len == 16 || len == 24)
        cursor_u32(&cur);
    c->crc = cursor_u32(&cur);
    if (len >= 20)
        cursor_u64(&cur);
    else
        cursor_u32(&cur);
    c->usize = len >= 20 ? cursor_u64(&cur) : cursor_u32(&cur);
    return ST_OK;
}

int
sealed_prove(struct salvage *v, const struct piece *p, const struct claim *c,
             struct proof *proof, struct err *e)
{
    struct piece found = *p;
    uint64_t size = v->limit;
    bool fits = c->known && c->data <= size && c->csize <= size - c->data;
    bool ends = false, encrypted;
    size_t len = 0;

    found.claim = *c;
    if (c->method == ZMETHOD_AES)
        found.claim.flags |= ZFLAG_ENCRYPTED; /* that is what it means */
    encrypted = (found.claim.flags & ZFLAG_ENCRYPTED) != 0;
    *proof = (struct proof){.state = SALVAGE_LOST,
                            .why = "the end of its data cannot be found",
                            .flags = found.claim.flags,
                            .method = c->method};
    if (fits && prove_boundary(v, c->data + c->csize, c->csize, &ends, &len,
                               e) != ST_OK)
        return e->status;
    if (!ends && !fits &&
        prove_search_end(v, c, &found.claim.csize, &len, &ends, e) != ST_OK)
        return e->status;
    /* Flags of encryption without it are damage, and patches are not made any
     * more. */
    if (!encrypted &&
        (c->method == ZMETHOD_STORED || c->method == ZMETHOD_DEFLATE)) {
        proof->why = "its header is damaged, or it is a patch";
        return ST_OK;
    }
    if (!ends && !(fits && v->options->password != NULL))
        return ST_OK;
    if (!c->known && take_descriptor(v, c->data + found.claim.csize, len,
                                     &found.claim, e) != ST_OK)
        return e->status;
    found.claim.known = true;
    proof->csize = found.claim.csize;
    proof->usize = found.claim.usize;
    proof->crc = found.claim.crc;
    proof->end = ends ? c->data + found.claim.csize + len : 0;
    proof->state = ends ? SALVAGE_UNCHECKED : SALVAGE_LOST;
    proof->why = encrypted ? "it is encrypted"
                           : "its compression method is not known here";
    if (!encrypted || v->options->password == NULL)
        return ST_OK;
    return open_sealed(v, &found, proof, e);
}
