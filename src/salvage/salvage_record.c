/* Central records (APPNOTE 4.3.12), read wherever one stands. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zdir.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"

#include "salvage/salvage_impl.h"

/* What a saturated offset means, and the sizes. */
static void
widen(struct record *r, const uint8_t *extra, size_t n)
{
    uint64_t v[4] = {r->claim.usize, r->claim.csize, r->offset, 0};
    const uint8_t *data;
    size_t len;

    if (zextra_find(extra, n, ZEXTRA_ZIP64, &data, &len) != NULL ||
        zextra_zip64(v, 4, data, len, NULL) != NULL)
        return;
    r->claim.usize = v[0];
    r->claim.csize = v[1];
    r->offset = v[2];
}

/* Read the fixed part; the three lengths go to `lens`. */
static bool
read_fixed(struct record *r, const uint8_t *b, size_t lens[3])
{
    struct cursor c;

    cursor_init(&c, b + C_FLAGS, ZCENTRAL_LEN - C_FLAGS);
    r->claim.flags = cursor_u16(&c);
    r->claim.method = cursor_u16(&c);
    cursor_u32(&c); /* time and date */
    r->claim.crc = cursor_u32(&c);
    r->claim.csize = cursor_u32(&c);
    r->claim.usize = cursor_u32(&c);
    lens[0] = cursor_u16(&c);
    lens[1] = cursor_u16(&c);
    lens[2] = cursor_u16(&c);
    cursor_u32(&c); /* disk, internal attributes */
    cursor_u32(&c); /* external attributes */
    r->offset = cursor_u32(&c);
    r->claim.known = true;
    return lens[0] > 0;
}

int
record_read(struct salvage *v, uint64_t at, size_t *len, struct err *e)
{
    uint64_t left = v->source->size - at;
    struct record r = {.at = at, .piece = SIZE_MAX, .run = v->run};
    const uint8_t *b;
    size_t lens[3], all;

    *len = 0;
    if (left < ZCENTRAL_LEN)
        return ST_OK;
    if ((b = window_get(&v->window, at, ZCENTRAL_LEN, e)) == NULL)
        return e->status;
    if (!read_fixed(&r, b, lens))
        return ST_OK;
    all = ZCENTRAL_LEN + lens[0] + lens[1] + lens[2];
    if (all > left)
        return ST_OK;
    if ((b = window_get(&v->window, at, all, e)) == NULL)
        return e->status;
    if (memchr(b + ZCENTRAL_LEN, '\0', lens[0]) != NULL)
        return ST_OK;
    widen(&r, b + ZCENTRAL_LEN + lens[0], lens[1]);
    buf_add(&r.bytes, b, all);
    r.name = mem_ndup((const char *)b + ZCENTRAL_LEN, lens[0]);
    v->records = mem_grow(v->records, &v->record_cap, v->record_count,
                          sizeof(*v->records));
    v->records[v->record_count++] = r;
    *len = all;
    return ST_OK;
}

/* Bytes that AES adds to the data: what checks the password, and what proves
 * them.  The salt has four for each step of the strength, and four more. */
#define AES_CHECKS UINT64_C(12)
#define AES_SALT   UINT64_C(4)

/* Is that WinZip's field, of the vendor "AE", a strength and a method that
 * there are and, where nothing is packed, that fit the sizes of `m`? */
static bool
is_aes(const struct piece *m, const uint8_t *field, size_t n)
{
    unsigned method, strength;

    if (field == NULL || n != ZAES_LEN ||
        memcmp(field + ZAES_VENDOR, "AE", 2) != 0)
        return false;
    strength = field[ZAES_STRENGTH];
    method = field[ZAES_METHOD] | (unsigned)field[ZAES_METHOD + 1] << 8;
    if (strength < 1 || strength > 3)
        return false;
    return method == ZMETHOD_DEFLATE ||
           (method == ZMETHOD_STORED &&
            m->claim.csize ==
                m->claim.usize + AES_SALT * (strength + 1) + AES_CHECKS);
}

/* Can the field of the record be true?  It must be the same as that of `m`, or
 * may be another one if no password has opened `m`. */
static bool
aes_fits(const struct piece *m, const uint8_t *field, size_t n)
{
    const uint8_t *own = NULL;
    size_t own_len;

    if (m->claim.method != ZMETHOD_AES)
        return true;
    zextra_find(m->extra.data, m->extra.len, ZEXTRA_AES, &own, &own_len);
    if (field != NULL && own != NULL && n == own_len &&
        memcmp(field, own, n) == 0)
        return true;
    return m->said.state != SALVAGE_WHOLE && is_aes(m, field, n);
}

bool
record_extra(const struct record *r, const struct piece *m,
             const uint8_t **extra, size_t *len)
{
    const uint8_t *aes = NULL;
    size_t aes_len = 0, name_len;
    struct cursor c;

    cursor_init(&c, r->bytes.data + C_NAME_LEN, 4);
    name_len = cursor_u16(&c);
    *len = cursor_u16(&c);
    *extra = r->bytes.data + ZCENTRAL_LEN + name_len;
    return zextra_find(*extra, *len, ZEXTRA_AES, &aes, &aes_len) == NULL &&
           aes_fits(m, aes, aes_len);
}

bool
record_is_file(const struct record *r, const struct piece *m)
{
    struct zmember z = {.name = m->said.name, .central = r->bytes.data};

    return m->claim.usize == 0 || zname_is_folder(z.name) ||
           zread_is_regular(&z);
}

bool
record_agrees(const struct record *r, const struct piece *m)
{
    bool encrypted = (m->claim.flags & ZFLAG_ENCRYPTED) != 0;
    unsigned own = encrypted ? ZFLAG_UTF8 : FLAGS_PLAIN | ZFLAG_DESCRIPTOR;
    struct cursor c;

    /* The traditional encryption checks the password by the time, if there is
     * a descriptor. */
    cursor_init(&c, r->bytes.data + C_TIME, 4);
    return (!encrypted || cursor_u32(&c) == m->stamp) &&
           ((r->claim.flags ^ m->claim.flags) & ~own) == 0;
}
