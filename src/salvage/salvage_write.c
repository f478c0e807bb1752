/*
 * The new archive: each member with headers that tell the truth about it, its
 * packed data as they are, and a directory and end records as APPNOTE 4.3 has
 * them.  Sizes go into the headers; descriptors are kept only for the
 * traditional encryption, in which a flag says how the password is checked.
 */
#include <string.h>

#include "cxbak/backup/mark.h"
#include "cxbak/util/cursor.h"
#include "cxbak/zip/zdir.h"

#include "salvage/salvage_impl.h"
#include "salvage/salvage_sealed_impl.h"

/* Versions needed (4.4.3.2): for what is plain, for zip64, for AES, for other
 * methods at most; and of Unix (4.4.2). */
#define VERSION_PLAIN 20
#define VERSION_WIDE  45
#define VERSION_AES   51
#define VERSION_OTHER 63
#define HOST_UNIX     (3 << 8)

/* Flags that mean something of what is encrypted and was not opened. */
#define FLAGS_CLOSED                                                           \
    (FLAGS_OPENED | FLAGS_PLAIN | ZFLAG_PATCH | ZFLAG_STRONG | ZFLAG_MASKED)

/* Attributes of a member that no record is left of: a file or a folder that
 * its owner alone may read. */
#define ATTRIBUTES_FILE   (0100600U << 16)
#define ATTRIBUTES_FOLDER (040700U << 16 | 0x10)

/* The sizes of a member in 32 bits, and the zip64 field if there must be
 * one: in a local header always with both. */
static bool
is_wide(const struct claim *c)
{
    return c->csize >= ZMAX32 || c->usize >= ZMAX32;
}

static void
add_zip64(struct buf *extra, const struct claim *c, const uint64_t *offset)
{
    bool sizes = is_wide(c), far = offset != NULL && *offset >= ZMAX32;
    uint8_t field[4 + 24];
    size_t n = 4;

    if (!sizes && !far)
        return;
    if (sizes) {
        cursor_put64(field + n, c->usize);
        cursor_put64(field + n + 8, c->csize);
        n += 16;
    }
    if (far) {
        cursor_put64(field + n, *offset);
        n += 8;
    }
    cursor_put16(field, ZEXTRA_ZIP64);
    cursor_put16(field + 2, (uint16_t)(n - 4));
    buf_add(extra, field, n);
}

/* The version needed. */
static unsigned
version_of(const struct claim *c)
{
    if (c->method == ZMETHOD_AES)
        return VERSION_AES;
    if (c->method != ZMETHOD_STORED && c->method != ZMETHOD_DEFLATE)
        return VERSION_OTHER;
    return is_wide(c) ? VERSION_WIDE : VERSION_PLAIN;
}

/* The fields that both headers have, from `p` on: version needed, flags,
 * method, time, CRC, sizes, lengths of name and extra fields. */
static void
put_common(uint8_t *p, const struct piece *m, unsigned flags, size_t extra_len)
{
    const struct claim *c = &m->claim;

    cursor_put16(p, (uint16_t)version_of(c));
    cursor_put16(p + 2, (uint16_t)flags);
    cursor_put16(p + 4, c->method);
    cursor_put32(p + 6, m->stamp);
    cursor_put32(p + 10, c->crc);
    cursor_put32(p + 14, is_wide(c) ? ZMAX32 : (uint32_t)c->csize);
    cursor_put32(p + 18, is_wide(c) ? ZMAX32 : (uint32_t)c->usize);
    cursor_put16(p + 22, (uint16_t)strlen(m->said.name));
    cursor_put16(p + 24, (uint16_t)extra_len);
}

/* The extra fields of the central record: those of the old one, or what the
 * local header has of those that both must have. */
static void
central_extra(const struct salvage *v, const struct piece *m, struct buf *extra,
              struct buf *comment)
{
    const struct record *r;
    const uint8_t *old;
    size_t len;

    if (m->record == SIZE_MAX ||
        !record_extra(&v->records[m->record], m, &old, &len)) {
        extra_keep(extra, m->extra.data, m->extra.len, true);
        return;
    }
    r = &v->records[m->record];
    extra_keep(extra, old, len, false);
    len += (size_t)(old - r->bytes.data);
    buf_add(comment, r->bytes.data + len, r->bytes.len - len);
}

static void
add_descriptor(struct buf *desc, const struct claim *c)
{
    bool wide = is_wide(c);
    size_t n = wide ? 24 : 16;
    uint8_t *p = buf_room(desc, n);

    cursor_put32(p, ZSIG_DESCRIPTOR);
    cursor_put32(p + 4, c->crc);
    if (wide) {
        cursor_put64(p + 8, c->csize);
        cursor_put64(p + 16, c->usize);
    } else {
        cursor_put32(p + 8, (uint32_t)c->csize);
        cursor_put32(p + 12, (uint32_t)c->usize);
    }
    desc->len += n;
}

/* The flags that it gets. */
static unsigned
flags_of(const struct piece *m)
{
    unsigned flags = m->claim.flags;

    if (!sealed(&m->claim))
        return flags & FLAGS_PLAIN;
    flags &= m->said.state == SALVAGE_WHOLE ? FLAGS_OPENED : FLAGS_CLOSED;
    if (!(flags & ZFLAG_ENCRYPTED) || m->claim.method == ZMETHOD_AES)
        flags &= ~(unsigned)ZFLAG_DESCRIPTOR;
    return flags;
}

void
rebuild_headers(const struct salvage *v, const struct piece *m, uint64_t offset,
                struct buf *local, struct buf *desc, struct buf *central)
{
    size_t name_len = strlen(m->said.name);
    struct buf here = BUF_INIT, there = BUF_INIT, comment = BUF_INIT;
    unsigned flags = flags_of(m);
    uint8_t *p;

    if (flags & ZFLAG_DESCRIPTOR)
        add_descriptor(desc, &m->claim);

    buf_add(&here, m->extra.data, m->extra.len);
    add_zip64(&here, &m->claim, NULL);
    p = memset(buf_room(local, ZLOCAL_LEN), 0, ZLOCAL_LEN);
    local->len += ZLOCAL_LEN;
    cursor_put32(p, ZSIG_LOCAL);
    put_common(p + L_VERSION, m, flags, here.len);
    buf_add(local, m->said.name, name_len);
    buf_add(local, here.data, here.len);

    central_extra(v, m, &there, &comment);
    add_zip64(&there, &m->claim, &offset);
    p = memset(buf_room(central, ZCENTRAL_LEN), 0, ZCENTRAL_LEN);
    central->len += ZCENTRAL_LEN;
    cursor_put16(p + C_MADE_BY, HOST_UNIX | VERSION_WIDE);
    cursor_put32(p + C_EXTERNAL,
                 name_len > 0 && m->said.name[name_len - 1] == '/'
                     ? ATTRIBUTES_FOLDER
                     : ATTRIBUTES_FILE);
    if (m->record != SIZE_MAX) {
        const uint8_t *old = v->records[m->record].bytes.data;

        memcpy(p + C_MADE_BY, old + C_MADE_BY, 2);
        memcpy(p + C_INTERNAL, old + C_INTERNAL, 2);
        if (record_is_file(&v->records[m->record], m))
            memcpy(p + C_EXTERNAL, old + C_EXTERNAL, 4);
        else
            p[C_MADE_BY + 1] = HOST_UNIX >> 8;
    }
    cursor_put32(p, ZSIG_CENTRAL);
    put_common(p + C_VERSION, m, flags, there.len);
    cursor_put16(p + C_COMMENT_LEN, (uint16_t)comment.len);
    cursor_put32(p + C_OFFSET, offset >= ZMAX32 ? ZMAX32 : (uint32_t)offset);
    buf_add(central, m->said.name, name_len);
    buf_add(central, there.data, there.len);
    buf_add(central, comment.data, comment.len);
    buf_free(&here);
    buf_free(&there);
    buf_free(&comment);
}

/* The zip64 records. */
static void
add_end64(struct buf *to, uint64_t count, uint64_t dir_off, uint64_t dir_size)
{
    uint8_t p[ZEND64_LEN + ZLOCATOR_LEN] = {0};

    cursor_put32(p, ZSIG_END64);
    cursor_put64(p + E64_LEFT, ZEND64_LEN - 12);
    cursor_put16(p + E64_MADE_BY, VERSION_WIDE);
    cursor_put16(p + E64_VERSION, VERSION_WIDE);
    cursor_put64(p + E64_COUNT_HERE, count);
    cursor_put64(p + E64_COUNT, count);
    cursor_put64(p + E64_SIZE, dir_size);
    cursor_put64(p + E64_OFFSET, dir_off);
    cursor_put32(p + ZEND64_LEN, ZSIG_LOCATOR);
    cursor_put64(p + ZEND64_LEN + 8, dir_off + dir_size);
    cursor_put32(p + ZEND64_LEN + 16, 1);
    buf_add(to, p, sizeof(p));
}

void
rebuild_end(struct buf *to, uint64_t count, uint64_t dir_off, uint64_t dir_size,
            const char *comment)
{
    uint8_t p[ZEND_LEN] = {0};

    if (count >= ZMAX16 || dir_off >= ZMAX32 || dir_size >= ZMAX32)
        add_end64(to, count, dir_off, dir_size);
    cursor_put32(p, ZSIG_END);
    cursor_put16(p + E_COUNT_HERE, (uint16_t)(count < ZMAX16 ? count : ZMAX16));
    cursor_put16(p + E_COUNT, (uint16_t)(count < ZMAX16 ? count : ZMAX16));
    cursor_put32(p + E_SIZE, (uint32_t)(dir_size < ZMAX32 ? dir_size : ZMAX32));
    cursor_put32(p + E_OFFSET, (uint32_t)(dir_off < ZMAX32 ? dir_off : ZMAX32));
    cursor_put16(p + E_OFFSET + 4, (uint16_t)strlen(comment));
    buf_add(to, p, sizeof(p));
    buf_adds(to, comment);
}

/* Write one member; its record goes to `dir`. */
static int
write_piece(const struct salvage *v, const struct piece *m, struct sink *o,
            struct buf *dir, struct err *e)
{
    struct buf local = BUF_INIT, desc = BUF_INIT;

    rebuild_headers(v, m, o->size, &local, &desc, dir);
    if (sink_write(o, local.data, local.len, e) == ST_OK &&
        sink_copy(o, v->source, m->claim.data, m->claim.csize, e) == ST_OK &&
        desc.len > 0)
        sink_write(o, desc.data, desc.len, e);
    buf_free(&local);
    buf_free(&desc);
    return e->status;
}

int
salvage_write(const struct salvage *v, struct sink *o, struct err *e)
{
    struct buf dir = BUF_INIT;
    uint64_t count = 0, at;
    size_t i;

    for (i = 0; i < v->piece_count; i++) {
        const struct piece *m = &v->pieces[i];

        if (m->said.state > SALVAGE_UNCHECKED)
            continue;
        if (write_piece(v, m, o, &dir, e) != ST_OK ||
            observer_tell(v->options->observer, PHASE_WRITE, o->size,
                          v->source->size, e) != ST_OK)
            goto done;
        count++;
    }
    at = dir.len;
    rebuild_end(&dir, count, o->size, at, mark_comment(MARK_SALVAGED));
    if (sink_write(o, dir.data, dir.len, e) == ST_OK)
        sink_settle(o);
done:
    buf_free(&dir);
    return e->status;
}
