/*
 * The content is cut into pieces of one size.  Each is compressed by itself,
 * with the bytes before it as dictionary, and ends on a whole byte with an
 * empty block (RFC 1951 3.2.4), so that the pieces one behind the other are
 * one stream.  pigz does the same.
 *
 * The owner reads the pieces in turn and gives them to a crew; what that has
 * made of the earliest is written before its room is used again.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cxbak/util/crew.h"
#include "cxbak/util/mem.h"

#include "zip/zcrc_impl.h"
#include "zip/zdeflate_impl.h"
#include "zip/zpad_impl.h"

/* Bytes of a piece; another size makes other bytes.  Larger ones compress
 * hardly better. */
#define PIECE ((size_t)512 << 10)

/* How far deflate can reach back. */
#define WINDOW ((size_t)32 << 10)

/* A piece, with some 2 MB. */
struct piece {
    bool given; /* to the crew, or compressed by the owner: not written yet */
    z_stream z;
    bool deflating; /* `z` was begun */
    bool last;
    uint8_t *in; /* the dictionary, right in front of the piece */
    size_t dictionary_len;
    size_t len;
    uint8_t *out;
    size_t out_size;
    size_t made;
    uint32_t crc;
};

struct deflater {
    struct sink *o;
    size_t pad_to;
    struct zcontent *c;
    struct crew *crew; /* NULL: there is one piece only, as far as we know */
    struct piece pieces[CREW_PIECES];
    size_t count;         /* that were prepared */
    uint8_t tail[WINDOW]; /* of the last piece that was read */
    size_t tail_len;
};

/* Compress one piece: the crew's work.  The end of the last one is left to the
 * owner, who knows how long it may be. */
static int
deflate_piece(void *arg, struct err *e)
{
    struct piece *p = arg;

    p->crc = zcrc(ZCRC_START, p->in + WINDOW, p->len);
    if (deflateReset(&p->z) != Z_OK ||
        (p->dictionary_len > 0 &&
         deflateSetDictionary(&p->z, p->in + WINDOW - p->dictionary_len,
                              (uInt)p->dictionary_len) != Z_OK))
        return err_set(e, ST_SYSTEM, "zlib cannot start");
    p->z.next_in = p->in + WINDOW;
    p->z.avail_in = (uInt)p->len;
    p->z.next_out = p->out;
    p->z.avail_out = (uInt)p->out_size;

    /* There is room for all that it can make, and for the empty block. */
    if ((p->len > 0 &&
         deflate(&p->z, p->last ? Z_NO_FLUSH : Z_SYNC_FLUSH) != Z_OK) ||
        p->z.avail_in > 0 || p->z.avail_out == 0)
        return err_set(e, ST_SYSTEM, "zlib cannot compress");
    p->made = p->out_size - p->z.avail_out;
    return ST_OK;
}

/* Write the end of the stream. */
static int
finish(struct deflater *d, struct piece *p, struct err *e)
{
    struct buf end = BUF_INIT;

    if (zpad_finish(&p->z, d->c->csize, d->pad_to, &end, e) == ST_OK &&
        sink_write(d->o, end.data, end.len, e) == ST_OK)
        d->c->csize += end.len;
    buf_free(&end);
    return e->status;
}

/* Write what was made of the piece, if there was one. */
static int
collect(struct deflater *d, struct piece *p, struct err *e)
{
    if (!p->given)
        return ST_OK;
    p->given = false;
    if ((d->crew != NULL && crew_take(d->crew, e) != ST_OK) ||
        sink_write(d->o, p->out, p->made, e) != ST_OK)
        return e->status;
    d->c->csize += p->made;
    if (p->last && finish(d, p, e) != ST_OK)
        return e->status;
    d->c->crc = (uint32_t)crc32_combine(d->c->crc, p->crc, (z_off_t)p->len);
    return ST_OK;
}

/* Read the next piece behind the end of the one before. */
static int
fill(struct deflater *d, struct piece *p, zsource_fn *read, void *arg,
     struct err *e)
{
    uint8_t *to = p->in + WINDOW;
    size_t got = 1;

    p->dictionary_len = d->tail_len;
    memcpy(to - d->tail_len, d->tail, d->tail_len);
    for (p->len = 0; p->len < PIECE && got > 0; p->len += got) {
        if (read(arg, to + p->len, PIECE - p->len, &got, e) != ST_OK)
            return e->status;
    }
    p->last = got == 0;
    d->tail_len = p->len < WINDOW ? p->len : WINDOW;
    memcpy(d->tail, to + p->len - d->tail_len, d->tail_len);
    d->c->usize += p->len;
    if (d->c->usize > ZWRITE_MEMBER_MAX)
        return err_set(e, ST_BACKUP, "the new content is too large");
    return ST_OK;
}

/* Prepare a piece, when it is first needed: short contents need one. */
static int
begin_piece(struct deflater *d, int level, struct err *e)
{
    struct piece *p = &d->pieces[d->count];

    if (deflateInit2(&p->z, level, Z_DEFLATED, -MAX_WBITS, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return err_set(e, ST_SYSTEM, "zlib cannot start");
    p->deflating = true;
    p->out_size = deflateBound(&p->z, PIECE) + 64;
    p->in = mem_alloc(WINDOW + PIECE);
    p->out = mem_alloc(p->out_size);
    d->count++;
    return ST_OK;
}

/* Have the piece compressed, by the crew if more of them follow. */
static int
hand_over(struct deflater *d, struct piece *p, struct err *e)
{
    p->given = true;
    if (p->last && d->crew == NULL)
        return deflate_piece(p, e);
    if (d->crew == NULL)
        d->crew = crew_new(deflate_piece);
    crew_give(d->crew, p);
    return ST_OK;
}

/* Give all pieces to the crew, one after the other, and write them. */
static int
deflate_all(struct deflater *d, int level, zsource_fn *read, void *arg,
            struct err *e)
{
    size_t next = 0, i;
    bool last = false;

    while (!last) {
        struct piece *p = &d->pieces[next];

        if ((next == d->count && begin_piece(d, level, e) != ST_OK) ||
            collect(d, p, e) != ST_OK || fill(d, p, read, arg, e) != ST_OK ||
            hand_over(d, p, e) != ST_OK)
            return e->status;
        last = p->last;
        next = d->crew != NULL && next + 1 < crew_room(d->crew) ? next + 1 : 0;
    }
    for (i = 0; i < d->count; i++) {
        if (collect(d, &d->pieces[(next + i) % d->count], e) != ST_OK)
            break;
    }
    return e->status;
}

int
zdeflate(struct sink *o, int level, size_t pad_to, zsource_fn *read, void *arg,
         struct zcontent *c, struct err *e)
{
    struct deflater *d = mem_calloc(1, sizeof(*d));
    size_t i;

    d->o = o;
    d->pad_to = pad_to;
    d->c = c;
    deflate_all(d, level, read, arg, e);
    crew_free(d->crew);
    for (i = 0; i < d->count; i++) {
        struct piece *p = &d->pieces[i];

        if (p->deflating)
            deflateEnd(&p->z);
        free(p->in);
        free(p->out);
    }
    free(d);
    return e->status;
}
