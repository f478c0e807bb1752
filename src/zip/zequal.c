/*
 * WinZip's AES (http://www.winzip.com/aes_info.htm): the extra field 0x9901
 * holds a version 2, "AE" 2, strength 1, method 2.  In version 1 the CRC of
 * the headers is that of the content; in version 2 it is 0, because it would
 * tell something of short contents, and a code behind the data proves them.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zequal.h"
#include "cxbak/zip/zread.h"

#include "zip/zcrc_impl.h"
#include "zip/zip_impl.h"

/* Bytes compared at once. */
#define BLOCK ((size_t)64 << 10)

/* A member on its way through the comparison. */
struct side {
    const struct zequal_member *of;
    const struct zmember *m;
    struct zread *read;
    uint8_t *p;
    size_t have;
};

static struct side
side_of(const struct zequal_member *of)
{
    return (struct side){.of = of, .m = zdir_member(of->zip, of->member)};
}

/* Is the CRC in its headers that of its content? */
static bool
has_crc(const struct zmember *m)
{
    const uint8_t *extra, *data = NULL;
    size_t n, len;

    if (m->method != ZMETHOD_AES)
        return true;
    extra = zrecord_extra(m, &n);
    zextra_find(extra, n, ZEXTRA_AES, &data, &len);
    return m->crc != 0 && data != NULL && len >= 2 && data[0] == 1;
}

/* Are the stored data the same, and packed in the same way?  Of an archive
 * whose headers do not tell where they are it is not known. */
static int
same_data(struct side *x, struct side *y, bool *same, struct err *e)
{
    uint64_t at, n = x->m->csize;
    size_t part;

    *same = x->m->method == y->m->method && n == y->m->csize &&
            ((x->m->flags ^ y->m->flags) & ZFLAG_ENCRYPTED) == 0;
    if (*same && (zdir_local(x->of->zip, x->of->member, e) != ST_OK ||
                  zdir_local(y->of->zip, y->of->member, e) != ST_OK)) {
        *same = false;
        if (e->status == ST_BACKUP)
            err_free(e);
    }
    for (at = 0; *same && at < n; at += part) {
        part = n - at < BLOCK ? (size_t)(n - at) : BLOCK;
        if (source_read(x->of->zip->source, x->p, part,
                        x->m->offset + x->m->local_len + at, e) != ST_OK ||
            source_read(y->of->zip->source, y->p, part,
                        y->m->offset + y->m->local_len + at, e) != ST_OK)
            return e->status;
        *same = memcmp(x->p, y->p, part) == 0;
    }
    return e->status;
}

static int
begin(struct side *s, struct err *e)
{
    return zread_open(&s->read, s->of->zip, s->of->member, s->of->password, e);
}

/* The next block, a full one unless it is the last. */
static int
next_block(struct side *s, struct err *e)
{
    size_t got = 1;

    s->have = 0;
    while (s->have < BLOCK && got > 0) {
        if (zread_next(s->read, s->p + s->have, BLOCK - s->have, &got, e) !=
            ST_OK)
            break;
        s->have += got;
    }
    return e->status;
}

/* Decode both, up to the first difference. */
static int
decode_both(struct side *x, struct side *y, bool *same, struct err *e)
{
    *same = true;
    if (begin(x, e) != ST_OK || begin(y, e) != ST_OK)
        return e->status;
    do {
        if (next_block(x, e) != ST_OK || next_block(y, e) != ST_OK)
            return e->status;
        *same = x->have == y->have && memcmp(x->p, y->p, x->have) == 0;
    } while (*same && x->have > 0);
    return ST_OK;
}

/* Decode the one that has no CRC, which is as good as both. */
static int
decode_one(struct side *s, uint32_t crc, bool *same, struct err *e)
{
    uint32_t found = ZCRC_START;

    if (begin(s, e) != ST_OK)
        return e->status;
    do {
        if (next_block(s, e) != ST_OK)
            return e->status;
        found = zcrc(found, s->p, s->have);
    } while (s->have > 0);
    *same = found == crc;
    return ST_OK;
}

static int
decode(struct side *x, struct side *y, bool exact, bool *same, struct err *e)
{
    bool p = has_crc(x->m), q = has_crc(y->m);

    if (exact || p == q)
        return decode_both(x, y, same, e);
    return p ? decode_one(y, x->m->crc, same, e)
             : decode_one(x, y->m->crc, same, e);
}

int
zequal_members(const struct zequal_member *a, const struct zequal_member *b,
               bool exact, enum zequal *verdict, struct err *e)
{
    struct side x = side_of(a), y = side_of(b);
    bool told = has_crc(x.m) && has_crc(y.m), same = true;

    *verdict = ZEQUAL_OTHER;
    if (x.m->usize != y.m->usize || (told && x.m->crc != y.m->crc))
        return ST_OK;
    *verdict = ZEQUAL_SAME;
    if (x.m->usize == 0 || (told && !exact))
        return ST_OK;

    x.p = mem_alloc(BLOCK);
    y.p = mem_alloc(BLOCK);
    if (same_data(&x, &y, &same, e) == ST_OK && !same)
        decode(&x, &y, exact, &same, e);
    if (e->status == ST_BACKUP || e->status == ST_PASSWORD) {
        err_free(e);
        *verdict = ZEQUAL_UNKNOWN;
    } else if (!same) {
        *verdict = ZEQUAL_OTHER;
    }
    zread_free(x.read);
    zread_free(y.read);
    free(y.p);
    free(x.p);
    return e->status;
}
