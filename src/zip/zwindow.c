/*
 * What stands between the data of members, read in the order of the file
 * through a window: where members are short one read takes thousands of
 * headers, where they are long it takes the end of one and the header of the
 * next.  In a large file the headers of many long members are read together,
 * before.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/gather.h"
#include "cxbak/util/mem.h"

#include "zip/zip_impl.h"

/* Bytes that the window has at most, and bytes between two headers that are
 * cheaper to read than to jump over. */
#define WINDOW_MAX ((size_t)256 << 10)
#define JUMP_MIN   ((uint64_t)16 << 10)

/* Bytes of extra fields that a local header may have more than the central
 * record. */
#define EXTRA_MORE 20

/* Headers that lie far apart are kept, up to so many bytes of an archive: a
 * reader that comes later needs no read for each. */
#define KEPT_MAX ((size_t)4 << 20)

/* Headers that a slow disk may fetch at the same time. */
#define AHEAD ((size_t)64)

/* How much is worth reading from `off` on, when the `k`th member of the file
 * is the next one whose header is wanted. */
static size_t
worth_reading(const struct zdir *z, uint64_t off, size_t k)
{
    uint64_t end = off;

    for (; k < z->count; k++) {
        const struct zmember *m = &z->members[z->in_file[k]];
        uint64_t head = m->offset + ZLOCAL_LEN + m->name_len + ZEXTRA_USUAL;

        if (m->offset > end + JUMP_MIN || head - off > WINDOW_MAX)
            break;
        end = head;
    }
    return (size_t)(end - off);
}

/* Room to keep `n` bytes from `off` on; NULL if they are not to be kept. */
static uint8_t *
room_to_keep(struct zdir *z, uint64_t off, size_t n)
{
    uint8_t *p;

    if (z->kept.len + n > KEPT_MAX ||
        (z->piece_count > 0 && off <= z->pieces[z->piece_count - 1].off))
        return NULL;
    z->pieces =
        mem_grow(z->pieces, &z->piece_cap, z->piece_count, sizeof(*z->pieces));
    z->pieces[z->piece_count++] = (struct zpiece){off, z->kept.len, n};
    p = (uint8_t *)buf_room(&z->kept, n);
    z->kept.len += n;
    return p;
}

void
zwindow_keep(struct zwindow *w, uint64_t off, const uint8_t *p, size_t n)
{
    uint8_t *to;

    if (w->keeps && w->start == off && w->len > 0 &&
        (to = room_to_keep(w->z, off, n)) != NULL)
        memcpy(to, p, n);
}

const uint8_t *
zwindow_kept(const struct zdir *z, uint64_t off, size_t *n)
{
    size_t low = 0, high = z->piece_count;
    const struct zpiece *x;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (z->pieces[mid].off <= off)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0)
        return NULL;
    x = &z->pieces[low - 1];
    if (off - x->off >= x->len)
        return NULL;
    *n = x->len - (size_t)(off - x->off);
    return z->kept.data + x->at + (off - x->off);
}

/* Where to begin reading for the header of the `k`th member of the file, since
 * a descriptor may stand before it; 0 if the member before begins near it. */
static uint64_t
alone(const struct zdir *z, size_t k)
{
    const struct zmember *m = &z->members[z->in_file[k]], *before;

    if (k == 0)
        return 0;
    before = &z->members[z->in_file[k - 1]];
    if (m->offset - before->offset < JUMP_MIN)
        return 0;
    return m->offset - (before->flags & ZFLAG_DESCRIPTOR ? ZDESCRIPTOR_MAX : 0);
}

/* Read and keep the headers that lie far apart from the `k`th member of the
 * file on, as many as are read together.  Returns the member behind them. */
static size_t
fetch(struct zdir *z, struct gather *g, size_t k, struct err *e)
{
    struct gather_piece list[GATHER_MAX];
    size_t first = z->piece_count, n = 0, i;

    for (; k < z->count && n < GATHER_MAX; k++) {
        const struct zmember *m = &z->members[z->in_file[k]];
        uint64_t from = alone(z, k), end = m->offset + ZLOCAL_LEN + m->name_len;
        size_t extra;

        zrecord_extra(m, &extra);
        end += extra + EXTRA_MORE;
        if (end > z->end.dir_off)
            end = z->end.dir_off;
        n += from > 0 && room_to_keep(z, from, (size_t)(end - from)) != NULL;
    }
    for (i = 0; i < n; i++) {
        const struct zpiece *x = &z->pieces[first + i];

        list[i] = (struct gather_piece){x->off, x->len, z->kept.data + x->at};
    }
    gather_read(g, list, n, e);
    return k;
}

const uint8_t *
zwindow_get(struct zwindow *w, uint64_t off, size_t n, size_t least, size_t k,
            struct err *e)
{
    uint64_t left = w->z->end.dir_off - off;
    const uint8_t *kept;
    size_t more;

    if (off >= w->start && off - w->start <= w->len &&
        w->len - (size_t)(off - w->start) >= n)
        return w->p + (off - w->start);
    if ((kept = zwindow_kept(w->z, off, &more)) != NULL && more >= n)
        return kept;
    more = worth_reading(w->z, off, k);
    if (more < least)
        more = least;
    if (more < n)
        more = n;
    if (more > left)
        more = (size_t)left;
    if (more > w->room) {
        w->room = more;
        w->p = mem_array(w->p, w->room, 1);
    }
    w->len = 0;
    if (source_read(w->z->source, w->p, more, off, e) != ST_OK)
        return NULL;
    w->start = off;
    w->len = more;
    return w->p;
}

/* Tell the disk which headers are wanted: at every AHEADth member of the file
 * those of as many.  Those that lie close are read together, anyway. */
static void
tell_disk(const struct zdir *z, size_t k)
{
    size_t end = k + AHEAD < z->count ? k + AHEAD : z->count;
    uint64_t before = 0;

    if (!z->source->cold || k % AHEAD != 0 ||
        z->members[z->in_file[k]].local_len != 0)
        return;
    for (; k < end; k++) {
        const struct zmember *m = &z->members[z->in_file[k]];

        if (m->offset - before > JUMP_MIN)
            source_expect(z->source, m->offset, ZLOCAL_LEN);
        before = m->offset;
    }
}

int
zwindow_expect(struct zwindow *w, size_t k, struct err *e)
{
    if (k == 0)
        w->gather = gather_new(w->z->source);
    tell_disk(w->z, k);
    if (w->gather != NULL && k == w->fetched)
        w->fetched = fetch(w->z, w->gather, k, e);
    return e->status;
}

void
zwindow_close(struct zwindow *w)
{
    gather_free(w->gather);
    free(w->p);
}
