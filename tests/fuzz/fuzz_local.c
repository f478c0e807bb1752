/*
 * Any bytes, with a directory of one member that says what their local header
 * and descriptor say, are refused or are just that member: header, data and
 * descriptor and nothing beside them; and both decoders agree on the data.
 * The last byte chooses the form of the descriptor, and what of the directory
 * is changed.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"
#include "cxbak/zip/zformat.h"
#include "cxbak/zip/zread.h"
#include "cxbak/zip/zscan.h"

/* A member larger than this is not decoded. */
#define DECODED_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The record of the member, from its header at `p` and the `tail` bytes of
 * descriptor behind the `n` bytes. */
static void
make_record(struct buf *b, const uint8_t *p, size_t n, size_t tail,
            unsigned change)
{
    struct cursor c;
    size_t name, extra;
    uint8_t *r;

    cursor_init(&c, p + L_NAME_LEN, 4);
    name = cursor_u16(&c);
    extra = cursor_u16(&c);
    if (name + extra > n - ZLOCAL_LEN - tail)
        return;
    memset(buf_room(b, ZCENTRAL_LEN), 0, ZCENTRAL_LEN);
    b->len = ZCENTRAL_LEN;
    r = b->data;
    cursor_put32(r, ZSIG_CENTRAL);
    cursor_put16(r + C_MADE_BY, 3 << 8 | 45);
    memcpy(r + C_VERSION, p + L_VERSION, 22); /* up to the sizes */
    if (tail > 0) {
        const uint8_t *d = p + n - tail + (tail == 16 || tail == 24 ? 4 : 0);

        memcpy(r + C_CRC, d, 4);
        memcpy(r + C_CSIZE, d + 4, 4);
        memcpy(r + C_USIZE, d + (tail >= 20 ? 12 : 8), 4);
    }
    cursor_put16(r + C_NAME_LEN, (uint16_t)name);
    cursor_put16(r + C_EXTRA_LEN, (uint16_t)extra);
    cursor_put32(r + C_EXTERNAL, 0100600U << 16);
    if (change > 0)
        r[C_VERSION + change % 22] ^= (uint8_t)(1 + change / 22);
    buf_add(b, p + ZLOCAL_LEN, name + extra);
}

/* The whole archive; empty if it cannot be. */
static void
make_archive(struct buf *b, const uint8_t *p, size_t n, unsigned control)
{
    static const size_t tails[] = {0, 16, 12, 24, 20};
    size_t tail = tails[control % 5];
    struct buf record = BUF_INIT;
    uint8_t end[ZEND_LEN] = {0};

    if (n < ZLOCAL_LEN + tail)
        return;
    make_record(&record, p, n, tail, control / 5);
    if (record.len > 0) {
        cursor_put32(end, ZSIG_END);
        cursor_put16(end + E_COUNT_HERE, 1);
        cursor_put16(end + E_COUNT, 1);
        cursor_put32(end + E_SIZE, (uint32_t)record.len);
        cursor_put32(end + E_OFFSET, (uint32_t)n);
        buf_add(b, p, n);
        buf_add(b, record.data, record.len);
        buf_add(b, end, sizeof(end));
    }
    buf_free(&record);
}

static void
look(struct zdir *z, size_t n)
{
    const struct zmember *m = zdir_member(z, 0);
    enum zscan_verdict verdict;
    struct buf text = BUF_INIT;
    struct err e = ERR_INIT;
    uint64_t at;

    if (m->local_len + m->csize + m->desc_len != n)
        abort();
    if (zread_all(&text, z, 0, NULL, DECODED_MAX, &e) == ST_OK) {
        if (text.len != m->usize || zread_crc(text.data, text.len) != m->crc)
            abort();
        if (zscan_member(z, 0, &verdict, &at, &e) != ST_OK ||
            (verdict != ZSCAN_WHOLE && verdict != ZSCAN_FORGED &&
             verdict != ZSCAN_ENDLESS))
            abort();
    } else if (e.status == ST_SYSTEM) {
        abort();
    }
    err_free(&e);
    buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf b = BUF_INIT;
    struct err e = ERR_INIT;
    struct zdir *z = NULL;
    struct source s;

    if (size == 0)
        return 0;
    make_archive(&b, data, size - 1, data[size - 1]);
    s = source_memory(b.data, b.len, "fuzz.zip");
    if (zdir_open(&z, &s, &e) == ST_OK && zdir_locals(z, &e) == ST_OK)
        look(z, size - 1);
    else if (e.status != ST_BACKUP || e.reason == NULL)
        abort();
    zdir_free(z);
    err_free(&e);
    buf_free(&b);
    return 0;
}
