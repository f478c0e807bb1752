/*
 * Members and directory, held against each other.  A record belongs to the
 * member that begins where it says, or, where the file was shifted, to the one
 * of its name.  A member that is lost is tried once more by what its record
 * says: also one of which no local header is left.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zdir.h"

#include "salvage/salvage_impl.h"
#include "salvage/salvage_retry_impl.h"

/* What looking at one name costs. */
#define LOOK_COST 64

/* Keep the records that follow each other: the most there are, and of as many
 * the last ones.  Others are those of archives in members. */
static void
choose_run(struct salvage *v)
{
    size_t i, k, n = 0, best = 0, first = 0;

    for (i = 0; i < v->record_count; i = k) {
        for (k = i;
             k < v->record_count && v->records[k].run == v->records[i].run;)
            k++;
        if (k - i >= best) {
            best = k - i;
            first = i;
        }
    }
    for (i = 0; i < v->record_count; i++) {
        if (i >= first && i < first + best) {
            v->records[n++] = v->records[i];
        } else {
            buf_free(&v->records[i].bytes);
            free(v->records[i].name);
        }
    }
    v->record_count = n;
}

/* Can `m` be the member that the record is about?  Where data are whole their
 * CRC decides; AES has none, so there the name does. */
static bool
fits(const struct record *r, const struct piece *m)
{
    if (m->record != SIZE_MAX)
        return false;
    if (m->said.state == SALVAGE_LOST || strcmp(m->said.name, r->name) == 0)
        return m->said.state != SALVAGE_WHOLE || m->claim.crc == r->claim.crc;
    return m->claim.crc != 0 && m->claim.crc == r->claim.crc;
}

static void
link_record(struct salvage *v, size_t i, size_t piece)
{
    v->records[i].piece = piece;
    v->pieces[piece].record = i;
}

/* Link records to the members that begin where they say; with `named`, if they
 * have the same name too. */
static void
link_by_offset(struct salvage *v, bool named)
{
    size_t i;

    for (i = 0; i < v->record_count; i++) {
        const struct record *r = &v->records[i];
        size_t low = 0, high = v->piece_count;

        while (low < high) {
            size_t mid = low + (high - low) / 2;

            if (v->pieces[mid].said.offset < r->offset)
                low = mid + 1;
            else
                high = mid;
        }
        if (r->piece == SIZE_MAX && low < v->piece_count &&
            v->pieces[low].said.offset == r->offset &&
            fits(r, &v->pieces[low]) &&
            (!named || strcmp(v->pieces[low].said.name, r->name) == 0))
            link_record(v, i, low);
    }
}

/* Link records that are damaged to members of their CRC, one after the other
 * in the order of both. */
static void
link_by_crc(struct salvage *v)
{
    size_t i, k = 0;

    for (i = 0; i < v->record_count; i++) {
        size_t from = k;

        if (v->records[i].piece != SIZE_MAX)
            continue;
        if (!prove_may_try(v, v->piece_count))
            return;
        for (; k < v->piece_count; k++) {
            const struct piece *m = &v->pieces[k];

            if (m->said.state == SALVAGE_WHOLE &&
                m->claim.usize == v->records[i].claim.usize &&
                fits(&v->records[i], m)) {
                link_record(v, i, k);
                break;
            }
        }
        if (k == v->piece_count)
            k = from;
        else
            k++;
    }
}

/* A name and whose it is. */
struct named {
    const char *name;
    size_t index;
};

static int
compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* The members by name; newly allocated. */
static struct named *
sort_names(const struct salvage *v)
{
    struct named *list = mem_array(NULL, v->piece_count, sizeof(*list));
    size_t i;

    for (i = 0; i < v->piece_count; i++)
        list[i] = (struct named){v->pieces[i].said.name, i};
    if (v->piece_count > 0)
        qsort(list, v->piece_count, sizeof(*list), compare_named);
    return list;
}

/* The first in the list with that name, or the end of it. */
static size_t
find_name(const struct named *list, size_t n, const char *name)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(list[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Link the other records to members of their name; whole ones first. */
static void
link_by_name(struct salvage *v)
{
    struct named *list = sort_names(v);
    size_t i, k, pass;

    for (pass = 0; pass < 2; pass++) {
        for (i = 0; i < v->record_count; i++) {
            const struct record *r = &v->records[i];

            if (r->piece != SIZE_MAX)
                continue;
            for (k = find_name(list, v->piece_count, r->name);
                 k < v->piece_count && strcmp(list[k].name, r->name) == 0;
                 k++) {
                const struct piece *m = &v->pieces[list[k].index];

                if (fits(r, m) &&
                    (pass > 0 || m->said.state == SALVAGE_WHOLE)) {
                    link_record(v, i, list[k].index);
                    break;
                }
            }
        }
    }
    free(list);
}

/* What stands behind the last of these signs, with it: the name in its folder,
 * the ending. */
static const char *
last_part(const char *name, const char *signs)
{
    const char *last = name, *p;

    for (p = name; (p = strpbrk(p, signs)) != NULL; p++)
        last = p;
    return last;
}

#define FOLDERS "/\\"

/* How much a name is like those of other members: the same folder, or the same
 * one at the top, the same name in it, the same ending. */
static unsigned
likeness(const struct salvage *v, const char *name, const struct piece *but)
{
    size_t i, folder = (size_t)(last_part(name, FOLDERS) - name);
    size_t top = strcspn(name, FOLDERS);
    unsigned in_folder = 0, same_top = 0, same_last = 0, same_ending = 0;

    for (i = 0; i < v->piece_count; i++) {
        const char *other = v->pieces[i].said.name;

        if (&v->pieces[i] == but)
            continue;
        if ((size_t)(last_part(other, FOLDERS) - other) == folder &&
            strncmp(other, name, folder) == 0)
            in_folder = 1;
        if (strcspn(other, FOLDERS) == top && strncmp(other, name, top) == 0)
            same_top = 1;
        if (strcmp(last_part(other, FOLDERS), last_part(name, FOLDERS)) == 0)
            same_last = 1;
        if (strcmp(last_part(other, "."), last_part(name, ".")) == 0)
            same_ending = 1;
    }
    return in_folder + same_top + same_last + same_ending;
}

/* Is the name of the record the right one, where the local header, whose data
 * are whole, has another?  Damage that ends a name goes on behind it; else the
 * names of others must tell. */
static bool
is_named_right(struct salvage *v, const struct record *r, const struct piece *m,
               const uint8_t *extra, size_t extra_len)
{
    if (m->said.state != SALVAGE_WHOLE || !local_is_name(m->said.name))
        return true;
    return local_is_name(r->name) && extra_is_whole(extra, extra_len) &&
           (!prove_may_try(v, v->piece_count * LOOK_COST) ||
            likeness(v, r->name, m) >= likeness(v, m->said.name, m));
}

/* Both headers of a member must name it and its encryption alike; where they
 * do not, the record is right, if it is not damaged itself. */
static void
unify(struct salvage *v, struct piece *m)
{
    const struct record *r = &v->records[m->record];
    struct buf here = BUF_INIT, there = BUF_INIT, extra = BUF_INIT;
    size_t name_len, extra_len;
    const uint8_t *old;
    struct cursor c;

    cursor_init(&c, r->bytes.data + C_NAME_LEN, 4);
    name_len = cursor_u16(&c);
    extra_len = cursor_u16(&c);
    old = r->bytes.data + ZCENTRAL_LEN + name_len;
    if (strcmp(m->said.name, r->name) != 0) {
        if (is_named_right(v, r, m, old, extra_len)) {
            free(m->said.name);
            m->said.name = mem_dup(r->name);
        }
        if (m->said.why == NULL)
            m->said.why = "its name was damaged";
    }
    extra_keep(&here, m->extra.data, m->extra.len, true);
    extra_keep(&there, old, extra_len, true);
    if (here.len != there.len ||
        (here.len > 0 && memcmp(here.data, there.data, here.len) != 0)) {
        buf_add(&extra, there.data, there.len);
        buf_free(&m->extra);
        m->extra = extra;
    }
    buf_free(&here);
    buf_free(&there);
}

/* Was the member of record `i` found whole?  Then `*shift` is how much further
 * it is than the record says. */
static bool
is_found(const struct salvage *v, size_t i, uint64_t *shift)
{
    const struct record *r = &v->records[i];

    if (r->piece == SIZE_MAX || v->pieces[r->piece].said.state != SALVAGE_WHOLE)
        return false;
    *shift = v->pieces[r->piece].said.offset - r->offset;
    return true;
}

/* Is the member of the record lost, or not even encrypted and yet unchecked?
 */
static bool
wants_retry(const struct salvage *v, const struct record *r)
{
    const struct piece *m = r->piece != SIZE_MAX ? &v->pieces[r->piece] : NULL;

    return m == NULL || m->said.state == SALVAGE_LOST ||
           (m->said.state == SALVAGE_UNCHECKED &&
            !(m->claim.flags & ZFLAG_ENCRYPTED));
}

/* Try again what is lost, and let the directory have its say. */
static int
use_records(struct salvage *v, struct err *e)
{
    uint64_t before = 0, after = 0;
    size_t i, next = 0;

    for (i = 0; i < v->piece_count; i++) {
        if (v->pieces[i].said.state != SALVAGE_LOST)
            v->taken += v->pieces[i].claim.csize;
    }
    for (i = 0; i < v->record_count; i++) {
        struct record *r = &v->records[i];

        if (next <= i) {
            next = i + 1;
            while (next < v->record_count && !is_found(v, next, &after))
                next++;
        }
        if (wants_retry(v, r) && retry_record(v, i, before, after, e) != ST_OK)
            return e->status;
        is_found(v, i, &before);
        unify(v, &v->pieces[r->piece]);
    }
    return ST_OK;
}

/* How good a member is among those of its name. */
static unsigned
rank(const struct piece *m)
{
    unsigned good = m->said.state == SALVAGE_WHOLE       ? 4
                    : m->said.state == SALVAGE_UNCHECKED ? 2
                                                         : 0;

    return good + (m->record != SIZE_MAX);
}

/* Of members of one name the best stays. */
static void
drop_doubles(struct salvage *v)
{
    struct named *list = sort_names(v);
    size_t i, best = 0;

    for (i = 1; i < v->piece_count; i++) {
        struct piece *a = &v->pieces[list[best].index];
        struct piece *b = &v->pieces[list[i].index];

        if (strcmp(a->said.name, b->said.name) != 0) {
            best = i;
        } else if (rank(b) > rank(a)) {
            a->left_out = true;
            best = i;
        } else {
            b->left_out = true;
        }
    }
    free(list);
}

int
match_directory(struct salvage *v, struct err *e)
{
    bool placed;
    size_t i;

    choose_run(v);
    link_by_offset(v, true);
    link_by_name(v);
    link_by_offset(v, false);
    link_by_crc(v);
    placed = v->record_count > 0 && v->records[0].at == v->end_dir &&
             v->record_count == v->end_count;
    for (i = 0; i < v->record_count; i++)
        placed &= v->records[i].piece != SIZE_MAX;
    if (v->record_count > 0)
        v->sum.directory = v->record_count == v->end_count
                               ? SALVAGE_DIRECTORY_WHOLE
                               : SALVAGE_DIRECTORY_PART;
    if (use_records(v, e) != ST_OK)
        return e->status;

    /* In a file where all is in its place and known by the directory, what a
     * whole directory does not list is no member. */
    for (i = 0; placed && i < v->piece_count; i++) {
        struct piece *m = &v->pieces[i];

        m->left_out = m->record == SIZE_MAX;
        v->sum.unlisted += m->left_out;
    }
    drop_doubles(v);
    return ST_OK;
}
