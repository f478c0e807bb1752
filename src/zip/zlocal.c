/*
 * Local headers (APPNOTE 4.3.7) and data descriptors (4.3.9), held against
 * the central record:
 *
 *   signature 4, version needed 2, flags 2, method 2, time 2, date 2,
 *   CRC-32 4, compressed size 4, size 4, name length 2, extra length 2,
 *   name, extra fields
 *
 * Behind the data, if flag 3 is set:
 *
 *   signature 4 (may be missing), CRC-32 4, compressed size 4 or 8, size
 *   4 or 8
 *
 * The sizes have 8 bytes if the local header has a zip64 field (4.3.9.2).  Some
 * writers, which knew no size before, have no such field and 8 bytes.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cxbak/util/cursor.h"
#include "cxbak/zip/zname.h"

#include "zip/zip_impl.h"

/* The longest empty deflate stream that is looked at: two bytes are usual, a
 * compressor that was flushed gives a few more. */
#define EMPTY_MAX 64

/* Flags in which both headers must agree: the ones that change how the member
 * is understood. */
#define FLAGS_COMPARED                                                         \
    (ZFLAG_ENCRYPTED | ZFLAG_DESCRIPTOR | ZFLAG_PATCH | ZFLAG_STRONG |         \
     ZFLAG_UTF8 | ZFLAG_MASKED)

/* A writer that did not know a value yet left 0 and a descriptor. */
static bool
agrees(uint64_t local, uint64_t central, unsigned flags)
{
    return local == central || ((flags & ZFLAG_DESCRIPTOR) && local == 0);
}

/* Compare the fields of a local header, name and extra fields behind it, with
 * what the central record says.  Returns NULL or what is wrong. */
static const char *
compare(const struct zmember *m, struct cursor *c, const uint8_t *rest,
        size_t extra_len)
{
    const uint8_t *data;
    uint64_t v[2];
    uint32_t crc;
    unsigned version, flags, method;
    size_t len;
    const char *why;

    version = cursor_u16(c) & 0xff;
    flags = cursor_u16(c);
    method = cursor_u16(c);
    cursor_u32(c); /* time and date */
    crc = cursor_u32(c);
    v[1] = cursor_u32(c);
    v[0] = cursor_u32(c);
    if (memcmp(rest, m->name, m->name_len) != 0)
        return "local header and central record disagree in the name";
    if (method != m->method)
        return "local header and central record disagree in the method";
    if ((flags ^ m->flags) & FLAGS_COMPARED)
        return "local header and central record disagree in the flags";
    if (version > ZVERSION_MAX)
        return zrecord_version;
    rest += m->name_len;
    if ((why = zextra_find(rest, extra_len, ZEXTRA_ZIP64, &data, &len)) !=
            NULL ||
        (why = zextra_zip64(v, 2, data, len, NULL)) != NULL)
        return why;
    if (!agrees(crc, m->crc, flags))
        return "local header and central record disagree in the CRC";
    if (!agrees(v[1], m->csize, flags) || !agrees(v[0], m->usize, flags))
        return "local header and central record disagree in the sizes";
    return NULL;
}

/* Do local header and central record have the same AES field, or both none?
 * Readers of a stream decrypt by the first. */
static bool
same_aes(const uint8_t *p, size_t n, const uint8_t *q, size_t m)
{
    const uint8_t *one, *two;
    size_t one_len, two_len;

    return zextra_find(p, n, ZEXTRA_AES, &one, &one_len) == NULL &&
           zextra_find(q, m, ZEXTRA_AES, &two, &two_len) == NULL &&
           (one != NULL) == (two != NULL) && one_len == two_len &&
           (one == NULL || memcmp(one, two, one_len) == 0);
}

/* The same for the extra fields that give the member another name, or tell how
 * it is encrypted, or hide something. */
static const char *
compare_extra(const struct zmember *m, const uint8_t *p, size_t n,
              const char **rule)
{
    const uint8_t *extra, *one, *two;
    size_t len, one_len, two_len;

    *rule = "R5";
    if (zextra_find(p, n, ZEXTRA_NAME, &one, &one_len) != NULL)
        return "its local header has more than one Unicode Path field";
    extra = zrecord_extra(m, &len);
    zextra_find(extra, len, ZEXTRA_NAME, &two, &two_len);
    if ((one == NULL) != (two == NULL) || one_len != two_len ||
        (one != NULL && memcmp(one, two, one_len) != 0))
        return "local header and central record disagree in the Unicode Path";
    *rule = "R4";
    if (m->method == ZMETHOD_AES && !same_aes(p, n, extra, len))
        return "local header and central record disagree in the AES field";
    *rule = "R2";
    if (zextra_hides_record(
            p, m->name_len < ZEXTRA_BESIDE ? m->name_len : ZEXTRA_BESIDE, n, 0))
        return "the extra fields of its local header hold the signature of a "
               "ZIP record";
    return NULL;
}

/* Compare the `n` bytes of a descriptor; its length tells its form.  `wide`:
 * the local header says that its sizes are, and readers that stream believe it.
 */
static const char *
descriptor(const struct zmember *m, const uint8_t *p, size_t n, bool wide)
{
    struct cursor c;
    uint64_t csize, usize;
    uint32_t crc;

    if (n != 12 && n != 16 && n != 20 && n != 24)
        return "bytes behind the data are no data descriptor";
    if (wide && n < 20)
        return "its local header has a zip64 field, and the sizes in its data "
               "descriptor have 4 bytes instead of 8";
    cursor_init(&c, p, n);
    if ((n == 16 || n == 24) && cursor_u32(&c) != ZSIG_DESCRIPTOR)
        return "the data descriptor has no signature";
    crc = cursor_u32(&c);
    if ((n == 12 || n == 20) && crc == ZSIG_DESCRIPTOR)
        return "the CRC in its data descriptor looks like the signature that "
               "is missing there";
    csize = n >= 20 ? cursor_u64(&c) : cursor_u32(&c);
    usize = n >= 20 ? cursor_u64(&c) : cursor_u32(&c);
    if (crc != m->crc || csize != m->csize || usize != m->usize)
        return "data descriptor and central record disagree";
    return NULL;
}

/* Check what lies between the data and the next member, the `k`th. */
static int
check_behind(struct zdir *z, size_t i, size_t k, struct zwindow *w, bool wide,
             struct err *e)
{
    struct zmember *m = &z->members[i];
    uint64_t end = m->offset + m->local_len + m->csize;
    uint64_t gap = m->end - end;
    const uint8_t *p;
    const char *why;

    if (!(m->flags & ZFLAG_DESCRIPTOR)) {
        if (gap != 0)
            return zdir_refuse(
                z, i, e, "R1",
                "%ju bytes behind its data belong to no file in it",
                (uintmax_t)gap);
        return ST_OK;
    }
    if (gap > ZDESCRIPTOR_MAX)
        return zdir_refuse(z, i, e, "R1",
                           "%ju bytes behind its data are no data descriptor",
                           (uintmax_t)gap);
    p = zwindow_get(w, end, (size_t)gap, 0, k, e);
    if (p == NULL)
        return e->status;
    if ((why = descriptor(m, p, (size_t)gap, wide)) != NULL)
        return zdir_refuse(z, i, e, "R4", "%s", why);
    m->desc_len = (uint16_t)gap;
    return ST_OK;
}

/* Is that a whole deflate stream of nothing? */
static bool
is_empty_stream(const uint8_t *p, size_t n)
{
    uint8_t in[EMPTY_MAX], out;
    z_stream s = {0};
    bool empty;

    if (n == 2 && p[0] == 3 && p[1] == 0)
        return true;
    if (inflateInit2(&s, -MAX_WBITS) != Z_OK)
        return false;
    memcpy(in, p, n);
    s.next_in = in;
    s.avail_in = (uInt)n;
    s.next_out = &out;
    s.avail_out = 1;
    empty = inflate(&s, Z_FINISH) == Z_STREAM_END && s.avail_in == 0 &&
            s.avail_out == 1;
    inflateEnd(&s);
    return empty;
}

/* A deflated member that claims to hold nothing must hold nothing: most
 * readers do not look. */
static int
check_empty(const struct zdir *z, size_t i, size_t k, struct zwindow *w,
            struct err *e)
{
    const struct zmember *m = &z->members[i];
    const uint8_t *p;

    if (m->usize != 0 || m->method != ZMETHOD_DEFLATE ||
        (m->flags & ZFLAG_ENCRYPTED) ||
        (m->csize == 0 && zname_is_folder(m->name)))
        return ST_OK;
    if (m->csize <= EMPTY_MAX) {
        p = zwindow_get(w, m->offset + m->local_len, (size_t)m->csize, 0, k, e);
        if (p == NULL)
            return e->status;
        if (is_empty_stream(p, (size_t)m->csize))
            return ST_OK;
    }
    return zdir_refuse(z, i, e, "R4",
                       "it claims to hold 0 bytes, but its %ju bytes of data "
                       "are not the empty stream",
                       (uintmax_t)m->csize);
}

/* Check the local header of member `i`, and what follows its data; the `k`th
 * member of the file is the next one. */
static int
check_local(struct zdir *z, size_t i, size_t k, struct zwindow *w,
            struct err *e)
{
    struct zmember *m = &z->members[i];
    size_t name_len, extra_len, len, n;
    const char *why, *rule = "R4";
    const uint8_t *p, *zip64;
    struct cursor c;

    n = (size_t)ZLOCAL_LEN + m->name_len + ZEXTRA_USUAL;
    if ((p = zwindow_get(w, m->offset, ZLOCAL_LEN, n, k, e)) == NULL)
        return e->status;
    cursor_init(&c, p + L_NAME_LEN, 4);
    name_len = cursor_u16(&c);
    extra_len = cursor_u16(&c);
    cursor_init(&c, p, ZLOCAL_LEN);
    if (cursor_u32(&c) != ZSIG_LOCAL)
        return zdir_refuse(z, i, e, "R4", "no local header begins there");
    if (name_len != m->name_len)
        return zdir_refuse(
            z, i, e, "R4",
            "local header and central record disagree in the name");
    n = ZLOCAL_LEN + name_len + extra_len;
    if (m->end - m->offset - m->csize < n)
        return zdir_refuse(z, i, e, "R1",
                           "it overlaps what follows at offset %ju",
                           (uintmax_t)m->end);
    if ((p = zwindow_get(w, m->offset, n, 0, k, e)) == NULL)
        return e->status;
    cursor_init(&c, p + 4, ZLOCAL_LEN - 4);
    if ((why = compare(m, &c, p + ZLOCAL_LEN, extra_len)) != NULL ||
        (why = compare_extra(m, p + n - extra_len, extra_len, &rule)) != NULL)
        return zdir_refuse(z, i, e, rule, "%s", why);

    m->local_len = (uint32_t)n;
    zextra_find(p + n - extra_len, extra_len, ZEXTRA_ZIP64, &zip64, &len);
    zwindow_keep(w, m->offset, p, n);
    if (check_empty(z, i, k, w, e) != ST_OK ||
        check_behind(z, i, k, w, zip64 != NULL, e) != ST_OK)
        m->local_len = 0;
    return e->status;
}

int
zdir_local(struct zdir *z, size_t i, struct err *e)
{
    struct zwindow w = {.z = z};

    if (z->members[i].local_len == 0)
        check_local(z, i, z->count, &w, e);
    zwindow_close(&w);
    return e->status;
}

int
zdir_locals(struct zdir *z, struct err *e)
{
    struct zwindow w = {.z = z, .keeps = true};
    size_t k;

    for (k = 0; k < z->count && zwindow_expect(&w, k, e) == ST_OK; k++) {
        size_t i = z->in_file[k];

        if (z->members[i].local_len == 0 &&
            check_local(z, i, k + 1, &w, e) != ST_OK)
            break;
    }
    zwindow_close(&w);
    return e->status;
}
