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
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"

/* Flags in which both headers must agree: the ones that change how the member
 * is understood. */
#define FLAGS_COMPARED                                                         \
    (ZFLAG_ENCRYPTED | ZFLAG_DESCRIPTOR | ZFLAG_STRONG | ZFLAG_UTF8 |          \
     ZFLAG_MASKED)

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
    unsigned flags, method;
    size_t len;
    const char *why;

    cursor_u16(c); /* version needed */
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
    if ((why = zextra_find(rest + m->name_len, extra_len, ZEXTRA_ZIP64, &data,
                           &len)) != NULL ||
        (why = zextra_zip64(v, 2, data, len, NULL)) != NULL)
        return why;
    if (!agrees(crc, m->crc, flags))
        return "local header and central record disagree in the CRC";
    if (!agrees(v[1], m->csize, flags) || !agrees(v[0], m->usize, flags))
        return "local header and central record disagree in the sizes";
    return NULL;
}

/* Compare the `n` bytes of a descriptor; its length tells its form. */
static const char *
descriptor(const struct zmember *m, const uint8_t *p, size_t n)
{
    struct cursor c;
    uint64_t csize, usize;
    uint32_t crc;

    if (n != 12 && n != 16 && n != 20 && n != 24)
        return "bytes behind the data are no data descriptor";
    cursor_init(&c, p, n);
    if ((n == 16 || n == 24) && cursor_u32(&c) != ZSIG_DESCRIPTOR)
        return "the data descriptor has no signature";
    crc = cursor_u32(&c);
    csize = n >= 20 ? cursor_u64(&c) : cursor_u32(&c);
    usize = n >= 20 ? cursor_u64(&c) : cursor_u32(&c);
    if (crc != m->crc || csize != m->csize || usize != m->usize)
        return "data descriptor and central record disagree";
    return NULL;
}

/* Check what lies between the data and the next member. */
static int
check_behind(struct zdir *z, size_t i, struct err *e)
{
    struct zmember *m = &z->members[i];
    uint64_t end = m->offset + m->local_len + m->csize;
    uint64_t gap = m->end - end;
    uint8_t raw[24];
    const char *why;

    if (!(m->flags & ZFLAG_DESCRIPTOR)) {
        if (gap != 0)
            return zdir_refuse(z, i, e, "R1",
                               "%ju bytes behind its data belong to no member",
                               (uintmax_t)gap);
        return ST_OK;
    }
    if (gap > sizeof(raw))
        return zdir_refuse(z, i, e, "R1",
                           "%ju bytes behind its data are no data descriptor",
                           (uintmax_t)gap);
    if (io_pread(z->fd, raw, (size_t)gap, end, z->path, e) != ST_OK)
        return e->status;
    if ((why = descriptor(m, raw, (size_t)gap)) != NULL)
        return zdir_refuse(z, i, e, "R4", "%s", why);
    m->desc_len = (uint16_t)gap;
    return ST_OK;
}

int
zdir_local(struct zdir *z, size_t i, struct err *e)
{
    struct zmember *m = &z->members[i];
    uint8_t head[ZLOCAL_LEN], *rest = NULL;
    struct cursor c;
    size_t name_len, extra_len;
    const char *why;

    if (m->local_len != 0)
        return ST_OK;
    if (io_pread(z->fd, head, sizeof(head), m->offset, z->path, e) != ST_OK)
        return e->status;
    cursor_init(&c, head + ZLOCAL_LEN - 4, 4);
    name_len = cursor_u16(&c);
    extra_len = cursor_u16(&c);
    cursor_init(&c, head, sizeof(head));
    if (cursor_u32(&c) != ZSIG_LOCAL)
        return zdir_refuse(z, i, e, "R4", "no local header begins there");
    if (name_len != m->name_len)
        return zdir_refuse(
            z, i, e, "R4",
            "local header and central record disagree in the name");
    if (m->end - m->offset - ZLOCAL_LEN - m->csize < name_len + extra_len)
        return zdir_refuse(z, i, e, "R1",
                           "it overlaps what follows at offset %ju",
                           (uintmax_t)m->end);

    rest = mem_alloc(name_len + extra_len);
    if (io_pread(z->fd, rest, name_len + extra_len, m->offset + ZLOCAL_LEN,
                 z->path, e) != ST_OK)
        goto done;
    if ((why = compare(m, &c, rest, extra_len)) != NULL) {
        zdir_refuse(z, i, e, "R4", "%s", why);
        goto done;
    }
    m->local_len = (uint32_t)(ZLOCAL_LEN + name_len + extra_len);
    if (check_behind(z, i, e) != ST_OK)
        m->local_len = 0;
done:
    free(rest);
    return e->status;
}

int
zdir_locals(struct zdir *z, struct err *e)
{
    size_t k;

    for (k = 0; k < z->count; k++) {
        if (zdir_local(z, z->in_file[k], e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}
