/*
 * Do two central records say the same but for the place of the member?  The
 * offset stands in the record itself, or, where it has outgrown 32 bits, in a
 * zip64 field that was not there before; then the record asks for another
 * version, too.
 *
 * The record (APPNOTE 4.3.12): signature 4, version made by 2, version needed
 * 2 at 6, flags 2, method 2, time 2 at 12, date 2, CRC 4 at 16, sizes 8,
 * lengths of name, extra fields (at 30) and comment 6, disk 2, attributes 6,
 * offset 4 at 42, then name, extra fields and comment.
 */
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"
#include "cxbak/zip/zrecord.h"

/* Extra fields that speak of offset, size and time. */
#define EXTRA_ZIP64 0x0001
#define EXTRA_NTFS  0x000a
#define EXTRA_TIME  0x5455

/* Does the field's content follow that of the member? */
static bool
follows_content(unsigned id)
{
    return id == EXTRA_ZIP64 || id == EXTRA_NTFS || id == EXTRA_TIME;
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
        if ((id == EXTRA_ZIP64) == zip64)
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
    struct buf b = BUF_INIT;
    struct cursor c;

    cursor_init(&c, m->central + 30, 2);
    extra_len = cursor_u16(&c);
    buf_add(&b, m->central, head);
    memset(b.data + 42, 0, 4);
    if (content)
        memset(b.data + 12, 0, 16); /* time, date, CRC, sizes */
    if (loose) {
        memset(b.data + 6, 0, 2);
        memset(b.data + 30, 0, 2);
    }
    cursor_init(&c, m->central + head, extra_len);
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
    struct buf a = normal_form(m, loose, content);
    struct buf b = normal_form(n, loose, content);

    same = a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
    buf_free(&a);
    buf_free(&b);
    return same;
}
