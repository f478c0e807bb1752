/*
 * The writer goes through the members in the order of the file.  Runs of
 * members that stay are copied as one piece; a replaced one is compressed
 * into the output and its header filled in when its sizes are known; then
 * comes the directory, each record as it was but for its offset.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zwrite.h"

#include "zip/zcrypt_impl.h"
#include "zip/zheaders_impl.h"
#include "zip/zpack_impl.h"
#include "zip/zpad_impl.h"
#include "zip/zpatch_impl.h"
#include "zip/zip_impl.h"

/* What becomes of one member. */
struct member_output {
    const struct zedit *edit; /* NULL: it stays */
    uint64_t offset;          /* in the output */
    struct buf central;       /* its record, when it changed */
    uint16_t off64;           /* in that, as in struct zmember */
};

struct writer {
    struct zdir *z;
    const struct zedit *edits;
    size_t edit_count;
    struct sink *o;
    const struct observer *observer;
    struct zstamp stamp;
    struct member_output
        *fates; /* one for each member, then one for each added */
};

/* Where, beyond a multiple of ZPAD_BLOCK, the `k`th member of the file, which
 * is replaced, must end so that most of what stays behind it, up to the next
 * one that is replaced, moves by whole blocks; ZPAD_NONE if that is little. */
static size_t
end_wanted(const struct writer *w, size_t k)
{
    uint64_t end = w->z->members[w->z->in_file[k]].end, gone = 0, most = 0;
    uint64_t *stay = mem_calloc(ZPAD_BLOCK, sizeof(*stay));
    size_t want = ZPAD_NONE;

    /* By how much is gone before it. */
    while (++k < w->z->count) {
        size_t i = w->z->in_file[k], shift = (size_t)(gone % ZPAD_BLOCK);
        uint64_t n = w->z->members[i].end - w->z->members[i].offset;

        if (w->fates[i].edit == NULL)
            stay[shift] += n;
        else if (w->fates[i].edit->op == ZEDIT_REMOVE)
            gone += n;
        else
            break;
        if (stay[shift] > most) {
            most = stay[shift];
            want = (size_t)((end + shift) % ZPAD_BLOCK);
        }
    }
    free(stay);
    return most >= ZPAD_WORTH ? want : ZPAD_NONE;
}

/* Copy a stretch of the input, at most up to the next multiple of `step`, so
 * that pieces share whole blocks. */
static int
copy(struct writer *w, uint64_t off, uint64_t n, struct err *e)
{
    const uint64_t step = (uint64_t)64 << 20;

    while (n > 0) {
        uint64_t part = step - off % step;

        if (part > n)
            part = n;
        if (sink_copy(w->o, w->z->source, off, part, e) != ST_OK)
            return e->status;
        off += part;
        n -= part;
        if (observer_tell(w->observer, PHASE_WRITE, w->o->size,
                          w->z->end.file_size, e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

/* Take over the headers of member `i`, which is replaced. */
static int
take_headers(struct writer *w, size_t i, struct buf *local,
             struct member_output *fate, struct err *e)
{
    const struct zmember *m = &w->z->members[i];

    if (source_read(w->z->source, buf_room(local, m->local_len), m->local_len,
                    m->offset, e) != ST_OK)
        return e->status;
    local->len = m->local_len;
    buf_add(&fate->central, m->central, m->central_len);
    fate->off64 = m->off64;
    return ST_OK;
}

/* Write what libarchive encrypted by AES, member `made` of the archive `from`,
 * with the headers in `local` and `fate`, padded to end at `want`. */
static int
splice_aes(struct writer *w, const struct zmember *made,
           const struct source *from, struct buf *local, size_t desc_len,
           size_t want, struct member_output *fate, struct err *e)
{
    struct zcontent c = {made->crc, made->csize, made->usize};
    struct buf desc = BUF_INIT;

    /* No check sum of the content where there was none. */
    zpatch_aes(fate->central.data, false, zcrypt_aes(made));
    if (zpatch_aes(local->data, true, zcrypt_aes(made)))
        c.crc = 0;
    zpatch_header(local->data, true, &c, &w->stamp);
    zpatch_header(fate->central.data, false, &c, &w->stamp);
    if (desc_len > 0)
        zpatch_descriptor(&desc, desc_len, &c);
    zpad_header(local, 0);
    zpad_header(local,
                zpad_need(w->o->size + local->len + c.csize + desc.len, want));
    fate->offset = w->o->size;
    if (sink_write(w->o, local->data, local->len, e) == ST_OK &&
        sink_copy(w->o, from, made->local_len, c.csize, e) == ST_OK)
        sink_write(w->o, desc.data, desc.len, e);
    buf_free(&desc);
    return e->status;
}

/* The same in the traditional scheme: libarchive's own headers, with version
 * and attributes of member `m`.  Its time must stay, because there it serves
 * to recognise the password, and the descriptor with it. */
static int
splice_traditional(struct writer *w, const struct zmember *made,
                   const struct source *from, const struct zmember *m,
                   size_t want, struct member_output *fate, struct err *e)
{
    struct buf local = BUF_INIT;
    uint8_t *p = buf_room(&local, made->local_len);

    if (source_read(from, p, made->local_len, 0, e) != ST_OK)
        goto done;
    local.len = made->local_len;
    zpad_header(&local, zpad_need(w->o->size + made->end, want));
    fate->offset = w->o->size;
    if (sink_write(w->o, local.data, local.len, e) != ST_OK ||
        sink_copy(w->o, from, made->local_len, made->end - made->local_len,
                  e) != ST_OK)
        goto done;
    buf_add(&fate->central, made->central, made->central_len);
    p = fate->central.data;
    memcpy(p + C_MADE_BY, m->central + C_MADE_BY, 2);
    memcpy(p + C_INTERNAL, m->central + C_INTERNAL, 6); /* and external */
done:
    buf_free(&local);
    return e->status;
}

/* Write a member that is encrypted in the same way as member `i`, which it
 * replaces or stands beside. */
static int
write_encrypted(struct writer *w, size_t i, size_t want,
                const struct zedit *edit, struct member_output *fate,
                struct err *e)
{
    const struct zmember *m = &w->z->members[i];
    bool added = edit->op == ZEDIT_ADD;
    struct buf archive = BUF_INIT, local = BUF_INIT;
    struct source from;
    struct zdir *mini = NULL;

    if (zcrypt_make(&archive, w->z, i, added ? edit->name : m->name, edit,
                    &w->stamp, e) != ST_OK)
        goto done;
    from = source_memory(archive.data, archive.len, w->z->path);
    if (zdir_open(&mini, &from, e) != ST_OK || zdir_locals(mini, e) != ST_OK)
        goto done;
    if (m->method != ZMETHOD_AES) {
        splice_traditional(w, mini->members, &from, m, want, fate, e);
        goto done;
    }
    if (added) {
        zheaders_plain(edit->name, m, &local, &fate->central);
        zheaders_seal(m, &local, &fate->central);
    } else if (take_headers(w, i, &local, fate, e) != ST_OK) {
        goto done;
    }
    splice_aes(w, mini->members, &from, &local, added ? 0 : m->desc_len, want,
               fate, e);
done:
    zdir_free(mini);
    buf_free(&local);
    buf_free(&archive);
    return e->status;
}

/* Write a local header, the content behind it, and the header once more when
 * the sizes are known.  The member is padded to end at `want`. */
static int
write_member(struct writer *w, const struct zedit *edit, struct buf *local,
             size_t desc_len, size_t want, struct zcontent *c, struct err *e)
{
    struct zpacking how = {.pad_to = ZPAD_NONE};
    struct buf desc = BUF_INIT;
    struct cursor cur;
    uint64_t start = w->o->size, data;

    cursor_init(&cur, local->data + L_FLAGS, 4);
    how.flags = cursor_u16(&cur);
    how.method = cursor_u16(&cur);
    zpad_header(local, 0);
    data = start + local->len + edit->size + desc_len;
    if (how.method == ZMETHOD_STORED)
        zpad_header(local, zpad_need(data, want));
    if (want != ZPAD_NONE)
        how.pad_to = zpad_need(start + local->len + desc_len, want);
    if (sink_write(w->o, local->data, local->len, e) != ST_OK ||
        zpack(w->o, &how, edit->read, edit->arg, c, e) != ST_OK)
        return e->status;
    zpatch_header(local->data, true, c, &w->stamp);
    if (desc_len > 0)
        zpatch_descriptor(&desc, desc_len, c);
    if (sink_change(w->o, local->data, local->len, start, e) == ST_OK)
        sink_write(w->o, desc.data, desc.len, e);
    buf_free(&desc);
    if (e->status == ST_OK)
        sink_settle(w->o);
    return e->status;
}

/* Replace a plain member: both headers stay but for CRC, sizes and time. */
static int
replace_plain(struct writer *w, size_t i, size_t want, struct err *e)
{
    const struct zmember *m = &w->z->members[i];
    struct member_output *fate = &w->fates[i];
    struct buf local = BUF_INIT;
    struct zcontent c;

    fate->offset = w->o->size;
    if (take_headers(w, i, &local, fate, e) == ST_OK &&
        write_member(w, fate->edit, &local, m->desc_len, want, &c, e) == ST_OK)
        zpatch_header(fate->central.data, false, &c, &w->stamp);
    buf_free(&local);
    return e->status;
}

/* Add a member behind the others. */
static int
add_member(struct writer *w, const struct zedit *edit,
           struct member_output *fate, struct err *e)
{
    const struct zmember *like =
        edit->member != SIZE_MAX ? &w->z->members[edit->member] : NULL;
    struct buf local = BUF_INIT;
    struct zcontent c;

    fate->edit = edit;
    if (like != NULL && (like->flags & ZFLAG_ENCRYPTED) &&
        edit->password != NULL && !zname_is_folder(edit->name))
        return write_encrypted(w, edit->member, ZPAD_NONE, edit, fate, e);
    zheaders_plain(edit->name, like, &local, &fate->central);
    fate->offset = w->o->size;
    if (write_member(w, edit, &local, 0, ZPAD_NONE, &c, e) == ST_OK)
        zpatch_header(fate->central.data, false, &c, &w->stamp);
    buf_free(&local);
    return e->status;
}

/* Write all members; runs of those that stay are copied at once. */
static int
write_members(struct writer *w, struct err *e)
{
    uint64_t run = 0, run_len = 0;
    size_t k, added = 0;

    for (k = 0; k < w->z->count; k++) {
        size_t i = w->z->in_file[k];
        const struct zmember *m = &w->z->members[i];
        struct member_output *fate = &w->fates[i];

        if (fate->edit == NULL) {
            if (run_len == 0)
                run = m->offset;
            fate->offset = w->o->size + run_len;
            run_len += m->end - m->offset;
            continue;
        }
        if (copy(w, run, run_len, e) != ST_OK)
            return e->status;
        run_len = 0;
        if (fate->edit->op == ZEDIT_REMOVE)
            continue;
        if (m->flags & ZFLAG_ENCRYPTED)
            write_encrypted(w, i, end_wanted(w, k), fate->edit, fate, e);
        else
            replace_plain(w, i, end_wanted(w, k), e);
        if (e->status != ST_OK)
            return e->status;
    }
    if (copy(w, run, run_len, e) != ST_OK)
        return e->status;
    for (k = 0; k < w->edit_count; k++) {
        if (w->edits[k].op == ZEDIT_ADD &&
            add_member(w, &w->edits[k], &w->fates[w->z->count + added++], e) !=
                ST_OK)
            return e->status;
    }
    return ST_OK;
}

/* Append the record of one member to the directory. */
static void
add_record(const struct writer *w, size_t i, struct buf *dir)
{
    struct member_output *fate = &w->fates[i];

    if (i < w->z->count && fate->edit == NULL) {
        const struct zmember *m = &w->z->members[i];

        buf_add(&fate->central, m->central, m->central_len);
        fate->off64 = m->off64;
    }
    zpatch_offset(&fate->central, fate->off64, fate->offset);
    buf_add(dir, fate->central.data, fate->central.len);
    buf_free(&fate->central);
}

/* Put `v` into a field of the end record; returns true if it does not fit.
 * With a zip64 record (`wide`) what is saturated stays so; without one it is
 * the count of just 65,535 members. */
static bool
put_end(uint8_t *p, size_t width, uint64_t v, bool wide)
{
    uint64_t max = width == 2 ? ZMAX16 : ZMAX32, old;
    struct cursor c;

    cursor_init(&c, p, width);
    old = width == 2 ? cursor_u16(&c) : cursor_u32(&c);
    if (old == max && (wide || v == max))
        return false;
    if (width == 2)
        cursor_put16(p, (uint16_t)(v < max ? v : max));
    else
        cursor_put32(p, (uint32_t)(v < max ? v : max));
    return v >= max;
}

/* The zip64 records for a directory of `count` members and `size` bytes at
 * `dir_off`; `old` is the record as it was, or a new one. */
static void
add_end64(struct buf *tail, const uint8_t *old, size_t old_len, uint64_t count,
          uint64_t dir_off, uint64_t size)
{
    uint8_t loc[ZLOCATOR_LEN] = {0};
    uint8_t *p;

    buf_add(tail, old, old_len);
    p = tail->data;
    cursor_put64(p + E64_COUNT_HERE, count);
    cursor_put64(p + E64_COUNT, count);
    cursor_put64(p + E64_SIZE, size);
    cursor_put64(p + E64_OFFSET, dir_off);
    cursor_put32(loc, ZSIG_LOCATOR);
    cursor_put64(loc + 8, dir_off + size);
    cursor_put32(loc + 16, 1);
    buf_add(tail, loc, sizeof(loc));
}

/* Write the end records, in the form that the input has; zip64 ones are made
 * when they have become needed. */
static int
write_end(struct writer *w, uint64_t count, uint64_t dir_off, uint64_t size,
          struct err *e)
{
    const struct zend *end = &w->z->end;
    struct buf old = BUF_INIT, tail = BUF_INIT, last = BUF_INIT;
    uint64_t from = end->end64_off != 0 ? end->end64_off : end->end_off;
    size_t n = (size_t)(end->file_size - from), last_at;
    bool wide = end->end64_off != 0, grown = false;

    if (source_read(w->z->source, buf_room(&old, n), n, from, e) != ST_OK)
        goto done;
    last_at = (size_t)(end->end_off - from);
    buf_add(&last, old.data + last_at, n - last_at);
    grown |= put_end(last.data + E_COUNT_HERE, 2, count, wide);
    grown |= put_end(last.data + E_COUNT, 2, count, wide);
    grown |= put_end(last.data + E_SIZE, 4, size, wide);
    grown |= put_end(last.data + E_OFFSET, 4, dir_off, wide);
    if (wide) {
        add_end64(&tail, old.data, last_at - ZLOCATOR_LEN, count, dir_off,
                  size);
        /* The number of disks in the locator: 1, or 0 as some write. */
        memcpy(tail.data + last_at - 4, old.data + last_at - 4, 4);
    } else if (grown) {
        uint8_t made[ZEND64_LEN] = {0};

        cursor_put32(made, ZSIG_END64);
        cursor_put64(made + E64_LEFT, ZEND64_LEN - 12);
        cursor_put16(made + E64_MADE_BY, 45);
        cursor_put16(made + E64_VERSION, 45);
        add_end64(&tail, made, sizeof(made), count, dir_off, size);
    }
    buf_add(&tail, last.data, last.len);
    sink_write(w->o, tail.data, tail.len, e);
done:
    buf_free(&old);
    buf_free(&tail);
    buf_free(&last);
    return e->status;
}

/* Write directory and end records. */
static int
write_directory(struct writer *w, size_t added, struct err *e)
{
    uint64_t dir_off = w->o->size, count = 0;
    struct buf dir = BUF_INIT;
    size_t i;

    for (i = 0; i < w->z->count + added; i++) {
        const struct zedit *edit = w->fates[i].edit;

        if (edit != NULL && edit->op == ZEDIT_REMOVE)
            continue;
        add_record(w, i, &dir);
        count++;
    }
    if (sink_write(w->o, dir.data, dir.len, e) == ST_OK)
        write_end(w, count, dir_off, dir.len, e);
    buf_free(&dir);
    if (e->status == ST_OK)
        sink_settle(w->o);
    return e->status;
}

bool
zwrite_keeps_cipher(const struct zdir *z, size_t member)
{
    return zcrypt_keeps(&z->members[member]);
}

int
zwrite(struct zdir *z, const struct zedit *edits, size_t n,
       const struct zwrite_options *q, struct sink *o, struct err *e)
{
    struct writer w = {.z = z,
                       .edits = edits,
                       .edit_count = n,
                       .o = o,
                       .observer = q->observer,
                       .stamp = zpatch_stamp(q->time)};
    size_t k, added = 0;

    w.fates = mem_calloc(z->count + n, sizeof(*w.fates));
    for (k = 0; k < n && e->status == ST_OK; k++) {
        if (edits[k].op == ZEDIT_ADD) {
            added++;
            continue;
        }
        w.fates[edits[k].member].edit = &edits[k];
        zdir_local(z, edits[k].member, e);
    }
    if (e->status == ST_OK && write_members(&w, e) == ST_OK)
        write_directory(&w, added, e);
    for (k = 0; k < z->count + n; k++)
        buf_free(&w.fates[k].central);
    free(w.fates);
    return e->status;
}
