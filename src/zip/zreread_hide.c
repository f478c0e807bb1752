#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"
#include "zip/zreread_impl.h"

/* An id that no extra field has. */
#define NO_ID 0xff

/* The length of a whole AES field. */
#define AES_LEN 7

/* Offset of the external attributes in a central record; their highest byte
 * has the file type if the record was made on Unix. */
#define ATTRIBUTES 38
#define UNIX       3
#define UNIX_PLAIN 0x80
#define DOS_FOLDER 0x10

/* Longer than any local header. */
#define LOCAL_MAX (ZLOCAL_LEN + 2 * (uint64_t)ZMAX16)

/* A piece of the file. */
struct window {
    const struct zdir *z;
    uint64_t at;
    uint8_t *p;
    size_t n;
};

/* Put a byte at an offset of the file, if the window shows it. */
static void
put(const struct window *w, uint64_t off, uint8_t byte)
{
    if (off >= w->at && off - w->at < w->n)
        w->p[off - w->at] = byte;
}

/* Does libarchive need the field? */
static bool
is_needed(unsigned id, size_t size)
{
    return id == ZEXTRA_ZIP64 || id == ZEXTRA_NAME ||
           (id == ZEXTRA_AES && size == AES_LEN);
}

/* Hide the extra fields `raw` that stand at `off`. */
static void
hide_fields(const struct window *w, uint64_t off, const uint8_t *raw, size_t n)
{
    struct cursor c;
    size_t i;

    cursor_init(&c, raw, n);
    while (c.left >= 4) {
        uint64_t at = off + (n - c.left);
        unsigned id = cursor_u16(&c);
        size_t size = cursor_u16(&c);

        if (!is_needed(id, size)) {
            put(w, at, NO_ID);
            put(w, at + 1, NO_ID);
        }
        if (cursor_bytes(&c, size) == NULL)
            return;
    }
    for (i = n - c.left; i < n; i++)
        put(w, off + i, 0);
}

/* The same for those of the local header of a member, of which the window may
 * show just a part. */
static int
hide_local(const struct window *w, const struct zmember *m, struct err *e)
{
    uint64_t off = m->offset + ZLOCAL_LEN + m->name_len;
    size_t n = m->local_len - ZLOCAL_LEN - m->name_len;
    uint8_t *raw;

    if (n == 0 || off >= w->at + w->n || off + n <= w->at)
        return ST_OK;
    raw = mem_alloc(n);
    if (off >= w->at && off + n <= w->at + w->n)
        memcpy(raw, w->p + (off - w->at), n);
    else
        source_read(w->z->source, raw, n, off, e);
    if (e->status == ST_OK)
        hide_fields(w, off, raw, n);
    free(raw);
    return e->status;
}

/* All local headers in the window. */
static int
hide_locals(const struct window *w, struct err *e)
{
    const struct zdir *z = w->z;
    size_t low = 0, high = z->count, k;

    /* The first member whose header may reach into it. */
    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (z->members[z->in_file[mid]].offset + LOCAL_MAX <= w->at)
            low = mid + 1;
        else
            high = mid;
    }
    for (k = low; k < z->count; k++) {
        const struct zmember *m = &z->members[z->in_file[k]];

        if (m->offset >= w->at + w->n)
            break;
        if (hide_local(w, m, e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

/* The central record of a member, which stands at `off`. */
static void
hide_central(const struct window *w, const struct zmember *m, uint64_t off)
{
    const uint8_t *p = m->central;
    size_t head = ZCENTRAL_LEN + (size_t)m->name_len, extra_len;
    struct cursor c;

    cursor_init(&c, p + 30, 2);
    extra_len = cursor_u16(&c);
    hide_fields(w, off + head, p + head, extra_len);
    if (m->name_len > 0 && m->name[m->name_len - 1] == '/')
        return;
    if (p[5] == UNIX)
        put(w, off + ATTRIBUTES + 3, UNIX_PLAIN | (p[ATTRIBUTES + 3] & 0x0f));
    put(w, off + ATTRIBUTES, p[ATTRIBUTES] & ~DOS_FOLDER & 0xff);
}

/* All central records in the window. */
static void
hide_centrals(const struct window *w)
{
    const struct zdir *z = w->z;
    size_t i;

    if (w->at + w->n <= z->end.dir_off)
        return;
    for (i = 0; i < z->count; i++) {
        const struct zmember *m = &z->members[i];
        uint64_t off = z->end.dir_off + (uint64_t)(m->central - z->dir);

        if (off >= w->at + w->n)
            break;
        if (off + m->central_len > w->at)
            hide_central(w, m, off);
    }
}

int
zreread_hide(const struct zdir *z, uint64_t at, uint8_t *p, size_t n,
             struct err *e)
{
    const struct window w = {z, at, p, n};

    hide_centrals(&w);
    return hide_locals(&w, e);
}
