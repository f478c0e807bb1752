/*
 * Central records (APPNOTE 4.3.12):
 *
 *   signature 4, version made by 2, version needed 2, flags 2, method 2,
 *   time 2, date 2, CRC-32 4, compressed size 4, size 4, name length 2,
 *   extra length 2, comment length 2, disk 2, internal attributes 2,
 *   external attributes 4, offset 4, name, extra fields, comment
 *
 * The offset stands in the record itself, or, where it has outgrown 32 bits,
 * in a zip64 field; a record that grows by one asks for another version, too.
 */
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/zip/zrecord.h"

#include "zip/zip_impl.h"

const char zrecord_version[] =
    "it asks for a version of ZIP above 6.3, which is the highest there is: "
    "some programs leave it out, some refuse the archive";

const uint8_t *
zrecord_extra(const struct zmember *m, size_t *len)
{
    struct cursor c;

    cursor_init(&c, m->central + C_EXTRA_LEN, 2);
    *len = cursor_u16(&c);
    return m->central + ZCENTRAL_LEN + m->name_len;
}

/* The zip64 values of a record, and where its offset is stored. */
static const char *
read_zip64(struct zmember *m, unsigned disk)
{
    uint64_t v[4] = {m->usize, m->csize, m->offset, disk};
    const uint8_t *extra, *data;
    size_t len, data_len, at;
    const char *why;

    extra = zrecord_extra(m, &len);
    if ((why = zextra_find(extra, len, ZEXTRA_ZIP64, &data, &data_len)) !=
            NULL ||
        (why = zextra_zip64(v, 4, data, data_len, &at)) != NULL)
        return why;
    if (v[3] != 0)
        return "it lies on another disk";
    m->usize = v[0];
    m->csize = v[1];
    m->offset = v[2];
    if (at != 0)
        m->off64 = (uint16_t)((size_t)(data - m->central) + at - 1);
    return NULL;
}

const char *
zrecord_read(struct zmember *m, struct cursor *c, char *names)
{
    const uint8_t *start = c->p, *name;
    unsigned extra_len, comment_len, disk;

    if (cursor_u32(c) != ZSIG_CENTRAL)
        return "no central record begins here";
    cursor_u32(c); /* versions */
    m->flags = cursor_u16(c);
    m->method = cursor_u16(c);
    cursor_u32(c); /* time and date */
    m->crc = cursor_u32(c);
    m->csize = cursor_u32(c);
    m->usize = cursor_u32(c);
    m->name_len = cursor_u16(c);
    extra_len = cursor_u16(c);
    comment_len = cursor_u16(c);
    disk = cursor_u16(c);
    cursor_u16(c); /* internal attributes */
    cursor_u32(c); /* external attributes */
    m->offset = cursor_u32(c);
    name = cursor_bytes(c, m->name_len);
    cursor_bytes(c, extra_len);
    cursor_bytes(c, comment_len);
    if (!c->ok)
        return "the record runs over the end of the directory";

    memcpy(names, name, m->name_len);
    names[m->name_len] = '\0';
    m->name = names;
    m->signs = (uint16_t)zname_signs(names, m->name_len);
    if (disk != 0 && disk != ZMAX16)
        return "it lies on another disk";
    m->central = start;
    m->central_len = (uint32_t)(c->p - start);
    return read_zip64(m, disk);
}

/* As many bytes of a name or a comment as may belong to a signature. */
static size_t
least(size_t n)
{
    return n < ZEXTRA_BESIDE ? n : ZEXTRA_BESIDE;
}

const char *
zrecord_wrong(const struct zmember *m, const char **rule)
{
    size_t len;
    const uint8_t *extra = zrecord_extra(m, &len), *comment = extra + len;
    size_t comment_len = (size_t)(m->central + m->central_len - comment);
    const char *why;

    *rule = "R5";
    if ((why = zname_unsafe(m->name, m->name_len, m->signs)) != NULL ||
        (why = zspelling_wrong(m)) != NULL)
        return why;
    *rule = "R2";
    if (zextra_has_signature(comment, comment_len))
        return "its comment holds the signature of a ZIP record";
    if (zextra_hides_record(extra, least(m->name_len), len, least(comment_len)))
        return "its extra fields hold the signature of a ZIP record";
    *rule = "R4";
    if (m->central[C_VERSION] > ZVERSION_MAX)
        return zrecord_version;
    if (m->method == ZMETHOD_STORED && !(m->flags & ZFLAG_ENCRYPTED) &&
        m->csize != m->usize)
        return "it is stored, but its two sizes differ";
    return NULL;
}
