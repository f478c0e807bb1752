/*
 * Do two headers say the same but for what follows from place and content of
 * the member, and for padding (zpad_impl.h)?  The offset stands in the central
 * record itself, or, where it has outgrown 32 bits, in a zip64 field that was
 * not there before; then the record asks for another version, too.
 *
 * The central record (APPNOTE 4.3.12): signature 4, version made by 2, version
 * needed 2 at 6, flags 2, method 2, time 2 at 12, date 2, CRC 4 at 16, sizes
 * 8, lengths of name at 28, of extra fields at 30 and comment 6, disk 2,
 * attributes 6, offset 4 at 42, then name, extra fields and comment.  The
 * local header (4.3.7): see zlocal.c.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zrecord.h"

#include "zip/zip_impl.h"
#include "zip/zpad_impl.h"

/* Bytes of a zip64 end record that do not count members or tell places. */
#define END64_STEADY 24

/* A header, and what of it is not to show. */
struct header {
    const uint8_t *p;
    size_t len;
    bool local;
    size_t off64; /* where the zip64 offset is; 0: nowhere */
    bool loose;   /* the version, and the length of the extra fields */
    bool content; /* CRC and sizes */
    bool retimed; /* the time */
};

/* The time and date of a header. */
static uint32_t
time_of(const struct header *h)
{
    struct cursor c;

    cursor_init(&c, h->p + (h->local ? 10 : 12), 4);
    return cursor_u32(&c);
}

/* Put zeros over the times that a rewritten member gets (see zpatch.c). */
static void
hide_times(unsigned id, uint8_t *p, size_t n)
{
    if (id == ZEXTRA_TIME && n >= 5 && (p[0] & 1))
        memset(p + 1, 0, 4);
    else if (id == ZEXTRA_NTFS && n >= 16 && p[4] == 1 && p[5] == 0)
        memset(p + 8, 0, 8);
}

/* Append a field; of the zip64 field without the offset. */
static void
add_field(struct buf *b, const struct header *h, const uint8_t *data,
          unsigned id, size_t size)
{
    size_t at = (size_t)(data - h->p), start;
    bool has = h->off64 >= at && h->off64 + 8 <= at + size;
    uint8_t head[2];

    /* A field that holds nothing else is as good as none, and so is padding in
     * the local header of a member that changed. */
    if ((has && size == 8) ||
        (h->local && h->content && zpad_is_field(id, data, size)))
        return;
    cursor_put16(head, (uint16_t)id);
    buf_add(b, head, sizeof(head));
    start = b->len;
    if (has) {
        buf_add(b, data, h->off64 - at);
        buf_add(b, h->p + h->off64 + 8, at + size - h->off64 - 8);
    } else {
        buf_add(b, data, size);
    }
    if (h->content && id == ZEXTRA_ZIP64)
        memset(b->data + start, 0, b->len - start);
    if (h->retimed)
        hide_times(id, b->data + start, b->len - start);
}

/* Append the extra fields of one kind: zip64, which a new offset brings to the
 * front, or all others. */
static void
add_fields(struct buf *b, const struct header *h, struct cursor c, bool zip64)
{
    while (c.left >= 4) {
        unsigned id = cursor_u16(&c);
        size_t size = cursor_u16(&c);
        const uint8_t *data = cursor_bytes(&c, size);

        if (data == NULL)
            return;
        if ((id == ZEXTRA_ZIP64) == zip64)
            add_field(b, h, data, id, size);
    }
    if (!zip64)
        buf_add(b, c.p, c.left);
}

/* The header in a form in which nothing of that shows. */
static struct buf
normal_form(const struct header *h)
{
    size_t fixed = h->local ? ZLOCAL_LEN : ZCENTRAL_LEN, name_len, extra_len;
    size_t time_at = h->local ? 10 : 12, head;
    struct buf b = BUF_INIT;
    struct cursor c;

    cursor_init(&c, h->p + (h->local ? 26 : 28), 4);
    name_len = cursor_u16(&c);
    extra_len = cursor_u16(&c);
    head = fixed + name_len;
    buf_add(&b, h->p, head);
    if (!h->local)
        memset(b.data + 42, 0, 4);
    if (h->retimed)
        memset(b.data + time_at, 0, 4);
    if (h->content)
        memset(b.data + time_at + 4, 0, 12); /* CRC, sizes */
    if (h->local && h->content)
        memset(b.data + L_EXTRA_LEN, 0, 2); /* the fields follow */
    if (h->loose) {
        memset(b.data + 6, 0, 2);
        memset(b.data + 30, 0, 2);
    }
    cursor_init(&c, h->p + head, extra_len);
    add_fields(&b, h, c, true);
    add_fields(&b, h, c, false);
    buf_add(&b, h->p + head + extra_len, h->len - head - extra_len);
    return b;
}

static bool
same_header(struct header *x, struct header *y, bool content)
{
    struct buf a, b;
    bool same;

    x->content = y->content = content;
    x->retimed = y->retimed = content && time_of(x) != time_of(y);
    x->loose = y->loose = (x->off64 == 0) != (y->off64 == 0);
    a = normal_form(x);
    b = normal_form(y);
    same = a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
    buf_free(&a);
    buf_free(&b);
    return same;
}

static struct header
central_of(const struct zmember *m)
{
    return (struct header){
        .p = m->central, .len = m->central_len, .off64 = m->off64};
}

bool
zrecord_same(const struct zmember *m, const struct zmember *n, bool content)
{
    struct header x = central_of(m), y = central_of(n);

    /* Nearly all records are short and the same but for the offset. */
    if (m->off64 == 0 && n->off64 == 0 && m->central_len == n->central_len &&
        memcmp(m->central, n->central, C_OFFSET) == 0 &&
        memcmp(m->central + ZCENTRAL_LEN, n->central + ZCENTRAL_LEN,
               m->central_len - ZCENTRAL_LEN) == 0)
        return true;
    return same_header(&x, &y, content);
}

/* The parts of a central record that do not follow from the member's place, of
 * which some follow from its content. */
static const struct part {
    const char *word;
    unsigned at, len;
    bool content;
} parts[] = {
    {"program", 4, 2, false},     {"version needed", 6, 2, false},
    {"flags", 8, 2, false},       {"method", 10, 2, false},
    {"date", 12, 4, true},        {"check sum", 16, 4, true},
    {"packed size", 20, 4, true}, {"size", 24, 4, true},
    {"attributes", 36, 6, false},
};

static void
add_word(struct buf *b, size_t start, const char *word)
{
    buf_printf(b, "%s%s", b->len > start ? ", " : "", word);
}

void
zrecord_words(const struct zmember *m, const struct zmember *n, bool content,
              struct buf *b)
{
    struct header x = central_of(m), y = central_of(n);
    const uint8_t *p = m->central, *q = n->central;
    size_t start = b->len, i, len, other;
    const uint8_t *extra, *extras;

    if (zrecord_same(m, n, content))
        return;
    for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if ((!content || !parts[i].content) &&
            memcmp(p + parts[i].at, q + parts[i].at, parts[i].len) != 0)
            add_word(b, start, parts[i].word);
    }
    extra = zrecord_extra(m, &len);
    extras = zrecord_extra(n, &other);
    if (len != other || memcmp(extra, extras, len) != 0)
        add_word(b, start, "extra fields");
    extra += len;
    extras += other;
    len = x.len - (size_t)(extra - p);
    other = y.len - (size_t)(extras - q);
    if (len != other || memcmp(extra, extras, len) != 0)
        add_word(b, start, "comment");
}

/* The local header of a member, newly allocated; NULL on error. */
static uint8_t *
read_local(struct zdir *z, size_t i, struct err *e)
{
    const struct zmember *m = &z->members[i];
    uint8_t *p;

    if (zdir_local(z, i, e) != ST_OK)
        return NULL;
    p = mem_alloc(m->local_len);
    if (source_read(z->source, p, m->local_len, m->offset, e) == ST_OK)
        return p;
    free(p);
    return NULL;
}

/* Are the local headers the same, and if the time is another one, have both
 * of the new member's headers got it? */
static bool
same_local(const uint8_t *a, const struct zmember *m, const uint8_t *b,
           const struct zmember *n)
{
    struct header x = {.p = a, .len = m->local_len, .local = true};
    struct header y = {.p = b, .len = n->local_len, .local = true};
    struct header before = central_of(m), after = central_of(n);
    bool retimed =
        time_of(&x) != time_of(&y) || time_of(&before) != time_of(&after);

    return same_header(&x, &y, true) &&
           (!retimed || time_of(&y) == time_of(&after));
}

int
zrecord_headers(struct zdir *x, size_t i, struct zdir *y, size_t j,
                const char **why, struct err *e)
{
    const struct zmember *m = &x->members[i], *n = &y->members[j];
    uint8_t *a = read_local(x, i, e), *b = NULL;

    *why = NULL;
    if (a == NULL || (b = read_local(y, j, e)) == NULL)
        goto done;
    if (!zrecord_same(m, n, true))
        *why = "its time, its attributes or other data about it";
    else if (!same_local(a, m, b, n))
        *why = "the header before its data";
    else if (m->desc_len != n->desc_len)
        *why = "the record behind its data";
done:
    free(a);
    free(b);
    return e->status;
}

/* Does the archive need zip64 end records? */
static bool
needs_zip64(const struct zdir *z)
{
    return z->count >= ZMAX16 || z->end.dir_off >= ZMAX32 ||
           z->end.dir_size >= ZMAX32;
}

int
zrecord_end(const struct zdir *x, const struct zdir *y, const char **why,
            struct err *e)
{
    uint8_t a[END64_STEADY], b[END64_STEADY];

    *why = NULL;
    if (x->end.end64_off == 0 && y->end.end64_off == 0)
        return ST_OK;
    if (x->end.end64_off == 0) {
        *why = needs_zip64(y) ? NULL : "zip64 end records came without need";
        return ST_OK;
    }
    if (y->end.end64_off == 0) {
        *why = "its zip64 end records are gone";
        return ST_OK;
    }
    if (source_read(x->source, a, sizeof(a), x->end.end64_off, e) != ST_OK ||
        source_read(y->source, b, sizeof(b), y->end.end64_off, e) != ST_OK)
        return e->status;
    if (memcmp(a, b, sizeof(a)) != 0)
        *why = "its zip64 end record differs";
    return ST_OK;
}
