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
#include "salvage/salvage_names_impl.h"
#include "salvage/salvage_retry_impl.h"

/* Keep the directory that is whole, or else the records that follow each
 * other: the most there are, and of as many the last ones.  Others are those
 * of another archive. */
static void
choose_run(struct salvage *v)
{
    size_t i, k, best = v->listed, first = 0;

    for (i = 0; v->listed == 0 && i < v->record_count; i = k) {
        for (k = i;
             k < v->record_count && v->records[k].run == v->records[i].run;)
            k++;
        if (k - i >= best) {
            best = k - i;
            first = i;
        }
    }
    v->sum.foreign |= best < v->record_count;
    directory_keep(v, first, best);
}

/* Can `m` be the member that the record is about?  Where data are whole their
 * CRC decides, or the size of what has none. */
static bool
fits(const struct record *r, const struct piece *m)
{
    if (m->record != SIZE_MAX)
        return false;
    if (m->said.state == SALVAGE_LOST || strcmp(m->said.name, r->name) == 0)
        return m->said.state != SALVAGE_WHOLE || m->claim.crc == r->claim.crc;
    return m->claim.crc == r->claim.crc &&
           (m->claim.crc != 0 || m->claim.usize == r->claim.usize);
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

            if (m->said.state == SALVAGE_WHOLE && m->claim.crc != 0 &&
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

/* Link the other records to members of their name; whole ones first. */
static void
link_by_name(struct salvage *v)
{
    struct named *list = names_sort(v);
    size_t i, k, pass;

    for (pass = 0; pass < 2; pass++) {
        for (i = 0; i < v->record_count; i++) {
            const struct record *r = &v->records[i];

            if (r->piece != SIZE_MAX)
                continue;
            for (k = names_find(list, v->piece_count, r->name);
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

/* Both headers of a member must name it and its encryption alike; where they
 * do not, the record is right, if it is not damaged itself.  What else they
 * contradict each other in is told. */
static void
unify(struct salvage *v, struct piece *m)
{
    const struct record *r = &v->records[m->record];
    struct buf here = BUF_INIT, there = BUF_INIT;
    const uint8_t *old;
    size_t len;
    bool good = record_extra(r, m, &old, &len);

    if (strcmp(m->said.name, r->name) != 0)
        names_choose(v, r, m, good);
    extra_keep(&here, m->extra.data, m->extra.len, true);
    extra_keep(&there, old, len, true);
    if (good &&
        (here.len != there.len ||
         (here.len > 0 && memcmp(here.data, there.data, here.len) != 0))) {
        buf_free(&m->extra);
        buf_add(&m->extra, there.data, there.len);
    }
    buf_free(&here);
    buf_free(&there);
    m->torn = !good || !record_is_file(r, m) || !record_agrees(r, m);
    if (m->torn && m->said.why == NULL)
        m->said.why = "one of its headers was damaged";
    /* Where no data tell which is right, rare flags are damage. */
    if (m->said.state == SALVAGE_UNCHECKED)
        m->claim.flags &= r->claim.flags | FLAGS_OPENED;
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

/* Is the member of the record lost, or yet unchecked, and the record does not
 * know that it is encrypted? */
static bool
wants_retry(const struct salvage *v, const struct record *r)
{
    const struct piece *m = r->piece != SIZE_MAX ? &v->pieces[r->piece] : NULL;

    return m == NULL || m->said.state == SALVAGE_LOST ||
           (m->said.state == SALVAGE_UNCHECKED &&
            !(r->claim.flags & ZFLAG_ENCRYPTED));
}

/* Try again what is lost, and let the directory have its say. */
static int
use_records(struct salvage *v, struct err *e)
{
    uint64_t before = 0, after = 0;
    size_t i, next = 0;

    v->taken = 0;
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

/* In a file that a whole directory explains, what it does not list is no
 * member: it was deleted, or it is of another archive. */
static void
leave_unlisted(struct salvage *v)
{
    bool all = v->listed > 0;
    size_t i;

    for (i = 0; i < v->record_count; i++)
        all &= v->records[i].piece != SIZE_MAX;
    for (i = 0; all && i < v->piece_count; i++) {
        struct piece *m = &v->pieces[i];

        if (m->record != SIZE_MAX)
            continue;
        if (v->sum.foreign) {
            m->said.state = SALVAGE_LEFT;
            m->said.why = "it is of another archive";
        } else {
            m->left_out = true;
            v->sum.unlisted++;
        }
    }
}

int
match_directory(struct salvage *v, struct err *e)
{
    choose_run(v);
    link_by_offset(v, true);
    link_by_name(v);
    link_by_offset(v, false);
    link_by_crc(v);
    leave_unlisted(v);
    if (v->record_count > 0)
        v->sum.directory = v->record_count == v->end_count
                               ? SALVAGE_DIRECTORY_WHOLE
                               : SALVAGE_DIRECTORY_PART;
    if (use_records(v, e) == ST_OK)
        names_settle(v);
    return e->status;
}
