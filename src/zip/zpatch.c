#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"

#include "zip/zpatch_impl.h"
#include "zip/zip_impl.h"

/* 1980-01-01 and the end of 2107: what MS-DOS dates can say. */
#define STAMP_MIN 315532800LL
#define STAMP_MAX 4354819199LL

/* Seconds from 1601, where NTFS begins to count, to 1970. */
#define NTFS_EPOCH 11644473600ULL

struct zstamp
zpatch_stamp(const int64_t *v)
{
    struct zstamp t = {false, 0, 0, 0, 0};
    struct tm tm;
    time_t when;

    if (v == NULL || *v < STAMP_MIN || *v > STAMP_MAX)
        return t;
    when = (time_t)*v;
    gmtime_r(&when, &tm);
    t.set = true;
    t.time = (uint16_t)(tm.tm_hour << 11 | tm.tm_min << 5 | tm.tm_sec / 2);
    t.date =
        (uint16_t)((tm.tm_year - 80) << 9 | (tm.tm_mon + 1) << 5 | tm.tm_mday);
    t.unix_time = (uint32_t)*v;
    t.ntfs = ((uint64_t)*v + NTFS_EPOCH) * 10000000U;
    return t;
}

/* The extra fields of a header, and where their length is stored. */
static uint8_t *
extra_of(uint8_t *p, bool local, size_t *len)
{
    struct cursor c;
    size_t name_len, fixed = local ? ZLOCAL_LEN : ZCENTRAL_LEN;

    cursor_init(&c, p + (local ? L_NAME_LEN : C_NAME_LEN), 4);
    name_len = cursor_u16(&c);
    *len = cursor_u16(&c);
    return p + fixed + name_len;
}

/* The data of the extra field `id` in a header, to be changed in place. */
static uint8_t *
field_of(uint8_t *p, bool local, unsigned id, size_t *len)
{
    const uint8_t *data;
    size_t n;
    uint8_t *extra = extra_of(p, local, &n);

    zextra_find(extra, n, id, &data, len);
    return data != NULL ? extra + (data - extra) : NULL;
}

/* Put one of the two sizes into the 32-bit field at `p` or, if that is
 * saturated, into the zip64 field at `wide`, which moves on.  In a field that
 * repeats every value (`all`) it goes to both. */
static void
put_size(uint8_t *p, uint8_t **wide, bool all, bool deferred, uint64_t v)
{
    struct cursor c;
    uint32_t old;

    cursor_init(&c, p, 4);
    old = cursor_u32(&c);
    if (old != ZMAX32 && !(deferred && old == 0))
        cursor_put32(p, (uint32_t)v);
    if (*wide == NULL || (old != ZMAX32 && !all))
        return;
    cursor_init(&c, *wide, 8);
    if (!deferred || cursor_u64(&c) != 0)
        cursor_put64(*wide, v);
    *wide += 8;
}

/* Put the time into the fields of Info-ZIP (flags 1, seconds 4) and NTFS
 * (reserved 4, tag 2 = 1, size 2 = 24, three times 8). */
static void
put_times(uint8_t *p, bool local, const struct zstamp *t)
{
    size_t len;
    uint8_t *f;

    cursor_put16(p + (local ? L_TIME : C_TIME), t->time);
    cursor_put16(p + (local ? L_DATE : C_DATE), t->date);
    f = field_of(p, local, ZEXTRA_TIME, &len);
    if (f != NULL && len >= 5 && (f[0] & 1))
        cursor_put32(f + 1, t->unix_time);
    f = field_of(p, local, ZEXTRA_NTFS, &len);
    if (f != NULL && len >= 16 && f[4] == 1 && f[5] == 0)
        cursor_put64(f + 8, t->ntfs);
}

/* Bytes of the zip64 field that the saturated values of a header take. */
static size_t
saturated_len(const uint8_t *p, bool local)
{
    struct cursor c;
    size_t n;

    cursor_init(&c, p + (local ? L_CSIZE : C_CSIZE), 8);
    n = cursor_u32(&c) == ZMAX32 ? 8 : 0;
    n += cursor_u32(&c) == ZMAX32 ? 8 : 0;
    if (local)
        return n;
    cursor_init(&c, p + C_OFFSET, 4);
    n += cursor_u32(&c) == ZMAX32 ? 8 : 0;
    cursor_init(&c, p + C_DISK, 2);
    return n + (cursor_u16(&c) == ZMAX16 ? 4 : 0);
}

void
zpatch_header(uint8_t *p, bool local, const struct zcontent *c,
              const struct zstamp *t)
{
    size_t at = local ? L_CRC : C_CRC, wide_len;
    struct cursor cur;
    uint8_t *wide;
    bool deferred, all;
    unsigned flags;

    cursor_init(&cur, p + (local ? L_FLAGS : C_FLAGS), 2);
    flags = cursor_u16(&cur);
    deferred = local && (flags & ZFLAG_DESCRIPTOR);
    wide = field_of(p, local, ZEXTRA_ZIP64, &wide_len);

    /* A zip64 field longer than the saturated values repeats the others. */
    all = wide_len >= 16 && wide_len > saturated_len(p, local);

    cursor_init(&cur, p + at, 4);
    if (cursor_u32(&cur) != 0 || !deferred)
        cursor_put32(p + at, c->crc);
    put_size(p + (local ? L_USIZE : C_USIZE), &wide, all, deferred, c->usize);
    put_size(p + (local ? L_CSIZE : C_CSIZE), &wide, all, deferred, c->csize);
    if (t->set)
        put_times(p, local, t);
}

bool
zpatch_aes(uint8_t *p, bool local, const uint8_t *made)
{
    size_t len;
    uint8_t *f = field_of(p, local, ZEXTRA_AES, &len);

    if (f == NULL || len < ZAES_LEN)
        return false;
    memcpy(f + ZAES_STRENGTH, made + ZAES_STRENGTH, ZAES_LEN - ZAES_STRENGTH);
    return f[ZAES_VERSION] == 2;
}

/* Give the central record a zip64 field that holds the saturated values (the
 * disk is always 0) and the offset, in place of the one it has. */
static void
add_wide_offset(struct buf *b, uint64_t offset)
{
    struct buf out = BUF_INIT, wide = BUF_INIT;
    struct cursor c;
    size_t n, len, extra_at;
    uint8_t *extra = extra_of(b->data, false, &n), *old, raw[8];
    uint64_t v[2];
    size_t k;

    /* The saturated sizes, in their order. */
    old = field_of(b->data, false, ZEXTRA_ZIP64, &len);
    cursor_init(&c, b->data + C_CSIZE, 8);
    v[1] = cursor_u32(&c);
    v[0] = cursor_u32(&c);
    for (k = 0; k < 2 && old != NULL; k++) {
        if (v[k] == ZMAX32) {
            buf_add(&wide, old, 8);
            old += 8;
        }
    }
    cursor_put64(raw, offset);
    buf_add(&wide, raw, 8);
    cursor_init(&c, b->data + C_DISK, 2);
    if (cursor_u16(&c) == ZMAX16)
        buf_add(&wide, (const uint8_t[4]){0}, 4);

    /* The record with this field first and the other extra fields after. */
    extra_at = (size_t)(extra - b->data);
    buf_add(&out, b->data, extra_at);
    cursor_put16(raw, ZEXTRA_ZIP64);
    cursor_put16(raw + 2, (uint16_t)wide.len);
    buf_add(&out, raw, 4);
    buf_add(&out, wide.data, wide.len);
    cursor_init(&c, extra, n);
    while (c.left >= 4) {
        const uint8_t *field = c.p;
        unsigned id = cursor_u16(&c);
        size_t size = cursor_u16(&c);

        cursor_bytes(&c, size);
        if (id != ZEXTRA_ZIP64)
            buf_add(&out, field, size + 4);
    }
    buf_add(&out, c.p, c.left);
    cursor_put16(out.data + C_EXTRA_LEN, (uint16_t)(out.len - extra_at));
    buf_add(&out, extra + n, b->len - extra_at - n);

    cursor_put32(out.data + C_OFFSET, ZMAX32);
    cursor_init(&c, out.data + C_VERSION, 2);
    if (cursor_u16(&c) < 45)
        cursor_put16(out.data + C_VERSION, 45);
    buf_free(&wide);
    buf_free(b);
    *b = out;
}

void
zpatch_offset(struct buf *b, uint16_t off64, uint64_t offset)
{
    struct cursor c;
    bool saturated;

    cursor_init(&c, b->data + C_OFFSET, 4);
    saturated = off64 != 0 && cursor_u32(&c) == ZMAX32;
    if (!saturated && offset >= ZMAX32) {
        add_wide_offset(b, offset);
        return;
    }
    if (off64 != 0)
        cursor_put64(b->data + off64, offset);
    if (!saturated)
        cursor_put32(b->data + C_OFFSET, (uint32_t)offset);
}

void
zpatch_descriptor(struct buf *b, size_t len, const struct zcontent *c)
{
    uint8_t raw[24], *p = raw;

    if (len == 16 || len == 24) {
        cursor_put32(p, ZSIG_DESCRIPTOR);
        p += 4;
    }
    cursor_put32(p, c->crc);
    if (len >= 20) {
        cursor_put64(p + 4, c->csize);
        cursor_put64(p + 12, c->usize);
    } else {
        cursor_put32(p + 4, (uint32_t)c->csize);
        cursor_put32(p + 8, (uint32_t)c->usize);
    }
    buf_add(b, raw, len);
}
