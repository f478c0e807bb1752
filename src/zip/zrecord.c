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

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"
#include "cxbak/zip/zrecord.h"

#include "zip/zip_impl.h"

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
        return "the member lies on another disk";
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
    if (disk != 0 && disk != ZMAX16)
        return "the member lies on another disk";
    m->central = start;
    m->central_len = (uint32_t)(c->p - start);
    return read_zip64(m, disk);
}

const char *
zrecord_wrong(const struct zmember *m, const char **rule)
{
    size_t len;
    const uint8_t *extra = zrecord_extra(m, &len), *comment = extra + len;
    const char *why;

    *rule = "R5";
    if ((why = zname_unsafe(m->name, m->name_len)) != NULL ||
        (why = zspelling_wrong(m)) != NULL)
        return why;
    *rule = "R2";
    if (zextra_hides_record(extra, len))
        return "its extra fields hold the signature of a ZIP record";
    if (zextra_has_signature(comment,
                             (size_t)(m->central + m->central_len - comment)))
        return "its comment holds the signature of a ZIP record";
    *rule = "R4";
    if (m->method == ZMETHOD_STORED && !(m->flags & ZFLAG_ENCRYPTED) &&
        m->csize != m->usize)
        return "it is stored, but its two sizes differ";
    return NULL;
}

/* Does the field's content follow that of the member? */
static bool
follows_content(unsigned id)
{
    return id == ZEXTRA_ZIP64 || id == ZEXTRA_NTFS || id == ZEXTRA_TIME;
}

/* Append a field; of the zip64 field without the offset at `off64`. */
static void
add_field(struct buf *b, const struct zmember *m, const uint8_t *data,
          unsigned id, size_t size, bool content)
{
    size_t at = (size_t)(data - m->central), start;
    bool has = m->off64 >= at && m->off64 + (size_t)8 <= at + size;
    uint8_t head[2];

    /* A field that holds nothing else is as good as none. */
    if (has && size == 8)
        return;
    cursor_put16(head, (uint16_t)id);
    buf_add(b, head, sizeof(head));
    start = b->len;
    if (has) {
        buf_add(b, data, m->off64 - at);
        buf_add(b, m->central + m->off64 + 8, at + size - m->off64 - 8);
    } else {
        buf_add(b, data, size);
    }
    if (content && follows_content(id))
        memset(b->data + start, 0, b->len - start);
}

/* Append the extra fields of one kind: zip64, which a new offset brings to the
 * front, or all others. */
static void
add_fields(struct buf *b, const struct zmember *m, struct cursor c, bool zip64,
           bool content)
{
    while (c.left >= 4) {
        unsigned id = cursor_u16(&c);
        size_t size = cursor_u16(&c);
        const uint8_t *data = cursor_bytes(&c, size);

        if (data == NULL)
            return;
        if ((id == ZEXTRA_ZIP64) == zip64)
            add_field(b, m, data, id, size, content);
    }
    if (!zip64)
        buf_add(b, c.p, c.left);
}

/* The record in a form in which the offset does not show. */
static struct buf
normal_form(const struct zmember *m, bool loose, bool content)
{
    size_t extra_len, head = ZCENTRAL_LEN + (size_t)m->name_len;
    const uint8_t *extra = zrecord_extra(m, &extra_len);
    struct buf b = BUF_INIT;
    struct cursor c;

    buf_add(&b, m->central, head);
    memset(b.data + C_OFFSET, 0, 4);
    if (content)
        memset(b.data + C_TIME, 0, C_NAME_LEN - C_TIME);
    if (loose) {
        memset(b.data + C_VERSION, 0, 2);
        memset(b.data + C_EXTRA_LEN, 0, 2);
    }
    cursor_init(&c, extra, extra_len);
    add_fields(&b, m, c, true, content);
    add_fields(&b, m, c, false, content);
    buf_add(&b, m->central + head + extra_len,
            m->central_len - head - extra_len);
    return b;
}

bool
zrecord_same(const struct zmember *m, const struct zmember *n, bool content)
{
    bool loose = (m->off64 == 0) != (n->off64 == 0), same;
    struct buf a, b;

    /* Nearly all records are short and the same but for the offset. */
    if (m->off64 == 0 && n->off64 == 0 && m->central_len == n->central_len &&
        memcmp(m->central, n->central, C_OFFSET) == 0 &&
        memcmp(m->central + ZCENTRAL_LEN, n->central + ZCENTRAL_LEN,
               m->central_len - ZCENTRAL_LEN) == 0)
        return true;
    a = normal_form(m, loose, content);
    b = normal_form(n, loose, content);
    same = a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
    buf_free(&a);
    buf_free(&b);
    return same;
}
