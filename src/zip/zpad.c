#include <string.h>

#include "cxbak/util/cursor.h"

#include "zip/zpad_impl.h"
#include "zip/zip_impl.h"

/* The id of the field, and what it has at least: id, size, alignment. */
#define FIELD_ID  0xd935
#define FIELD_MIN ((size_t)6)

/* Bytes that the compressor gives at once. */
#define PIECE ((size_t)64 << 10)

/* Behind a whole byte: blocks that hold nothing and are not the last.  The
 * one of 5 bytes is stored; before it, in the longer ones, stand one, two or
 * three blocks of fixed codes, of ten bits each. */
static const uint8_t empty5[] = {0x00, 0x00, 0x00, 0xff, 0xff};
static const uint8_t empty6[] = {0x02, 0x00, 0x00, 0x00, 0xff, 0xff};
static const uint8_t empty7[] = {0x02, 0x08, 0x00, 0x00, 0x00, 0xff, 0xff};
static const uint8_t empty9[] = {0x02, 0x08, 0x20, 0x00, 0x00,
                                 0x00, 0x00, 0xff, 0xff};

/* The last block, of fixed codes and nothing. */
static const uint8_t last[] = {0x03, 0x00};

size_t
zpad_need(uint64_t at, size_t want)
{
    if (want == ZPAD_NONE)
        return 0;
    return (want + ZPAD_BLOCK - (size_t)(at % ZPAD_BLOCK)) % ZPAD_BLOCK;
}

/* Append all that the compressor gives. */
static int
drain(z_stream *s, int flush, struct buf *out, struct err *e)
{
    int rc = Z_OK;

    do {
        s->next_out = buf_room(out, PIECE);
        s->avail_out = (uInt)PIECE;
        rc = deflate(s, flush);
        out->len += PIECE - s->avail_out;
    } while (rc == Z_OK && s->avail_out == 0);
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
        return err_set(e, ST_SYSTEM, "zlib cannot compress");
    return ST_OK;
}

/* Append some blocks and count them off. */
static void
add(struct buf *out, const uint8_t *p, size_t n, size_t *left)
{
    buf_add(out, p, n);
    *left -= n;
}

void
zpad_blocks(struct buf *out, size_t n)
{
    if ((n > 0 && n < 5) || n == 8)
        n += ZPAD_BLOCK;

    /* What is above a multiple of five goes first. */
    if (n % 5 == 1 || n % 5 == 3)
        add(out, empty6, sizeof(empty6), &n);
    if (n % 5 == 2)
        add(out, empty7, sizeof(empty7), &n);
    if (n % 5 == 4)
        add(out, empty9, sizeof(empty9), &n);
    while (n > 0)
        add(out, empty5, sizeof(empty5), &n);
}

int
zpad_finish(z_stream *s, uint64_t made, size_t want, struct buf *out,
            struct err *e)
{
    size_t start = out->len;
    z_stream plain;

    s->next_in = NULL;
    s->avail_in = 0;
    if (want == ZPAD_NONE)
        return drain(s, Z_FINISH, out, e);

    /* It may have the right length as it is. */
    if (deflateCopy(&plain, s) != Z_OK)
        return err_set(e, ST_SYSTEM, "zlib cannot compress");
    drain(&plain, Z_FINISH, out, e);
    deflateEnd(&plain);
    if (e->status != ST_OK || zpad_need(made + out->len - start, want) == 0)
        return e->status;

    /* If not, it ends in a whole byte, padding and an empty block. */
    out->len = start;
    if (drain(s, Z_SYNC_FLUSH, out, e) != ST_OK)
        return e->status;
    zpad_blocks(out, zpad_need(made + out->len - start + sizeof(last), want));
    buf_add(out, last, sizeof(last));
    return ST_OK;
}

bool
zpad_is_field(unsigned id, const uint8_t *data, size_t n)
{
    struct cursor c;
    size_t i;

    cursor_init(&c, data, n);
    if (id != FIELD_ID || n < 2 || n + 4 >= FIELD_MIN + ZPAD_BLOCK ||
        cursor_u16(&c) != ZPAD_BLOCK)
        return false;
    for (i = 2; i < n; i++) {
        if (data[i] != 0)
            return false;
    }
    return true;
}

/* Take the padding out; returns whether something is left that ours cannot
 * stand behind: another field of that id, or bytes that are no field. */
static bool
take_out(struct buf *local)
{
    uint8_t *p = local->data, *to;
    struct cursor c;
    size_t extra_at, extra_len;
    bool other = false;

    cursor_init(&c, p + L_NAME_LEN, 4);
    extra_at = ZLOCAL_LEN + cursor_u16(&c);
    extra_len = cursor_u16(&c);
    to = p + extra_at;
    cursor_init(&c, to, extra_len);
    while (c.left >= 4) {
        const uint8_t *field = c.p;
        unsigned id = cursor_u16(&c);
        size_t size = cursor_u16(&c);
        const uint8_t *data = cursor_bytes(&c, size);

        if (data != NULL && zpad_is_field(id, data, size))
            continue;
        other |= id == FIELD_ID;
        memmove(to, field, (size_t)(c.p - field));
        to += c.p - field;
    }
    if (c.left > 0)
        memmove(to, c.p, c.left);
    other |= c.left > 0;
    local->len = (size_t)(to - p) + c.left;
    cursor_put16(p + L_EXTRA_LEN, (uint16_t)(local->len - extra_at));
    return other;
}

void
zpad_header(struct buf *local, size_t n)
{
    struct cursor c;
    size_t extra_len;
    uint8_t *p;
    bool other = take_out(local);

    if (n > 0 && n < FIELD_MIN)
        n += ZPAD_BLOCK;
    cursor_init(&c, local->data + L_EXTRA_LEN, 2);
    extra_len = cursor_u16(&c);
    if (n == 0 || other || extra_len + n > ZMAX16)
        return;
    p = buf_room(local, n);
    memset(p, 0, n);
    cursor_put16(p, FIELD_ID);
    cursor_put16(p + 2, (uint16_t)(n - 4));
    cursor_put16(p + 4, ZPAD_BLOCK);
    local->len += n;
    cursor_put16(local->data + L_EXTRA_LEN, (uint16_t)(extra_len + n));
}
