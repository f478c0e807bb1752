/*
 * The way through the file: from record to record.  Behind a member that is
 * whole the next one is looked for where it ends; behind one that is not, from
 * its header on, unless it is known where it ends.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/metadata.h"
#include "cxbak/util/cursor.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zdir.h"
#include "cxbak/zip/zname.h"

#include "salvage/salvage_impl.h"
#include "salvage/salvage_names_impl.h"
#include "salvage/salvage_sealed_impl.h"

/* The latest version needed (APPNOTE 4.4.3). */
#define VERSION_MAX 63

/* A stored member that begins like this is an archive itself. */
static const uint8_t archive_magic[] = {'P', 'K', 3, 4};

struct piece *
piece_add(struct salvage *v, const struct piece *p)
{
    v->pieces =
        mem_grow(v->pieces, &v->piece_cap, v->piece_count, sizeof(*v->pieces));
    v->pieces[v->piece_count] = *p;
    return &v->pieces[v->piece_count++];
}

void
piece_free(struct piece *p)
{
    free(p->said.name);
    buf_free(&p->extra);
}

/* Does the end record at `at` end an archive that begins at `start`? */
static int
ends_archive(struct salvage *v, uint64_t start, uint64_t at, bool *is,
             struct err *e)
{
    const uint8_t *b;
    struct cursor c;
    uint64_t size;

    *is = false;
    if (v->limit - at < ZEND_LEN)
        return ST_OK;
    if ((b = window_get(&v->window, at, ZEND_LEN, e)) == NULL)
        return e->status;
    cursor_init(&c, b + E_SIZE, 8);
    size = cursor_u32(&c);
    *is = size + cursor_u32(&c) == at - start;
    return ST_OK;
}

/* Is the piece, whose data are damaged, an archive itself?  Then what follows
 * up to its end record is not ours: `*end` is behind that.  If the file ends
 * within the archive, all that follows belongs to it. */
static int
skip_archive(struct salvage *v, const struct piece *p, uint64_t *end,
             struct err *e)
{
    uint64_t start = p->claim.data, at = start;
    bool known = p->claim.known, is;
    const uint8_t *b;
    uint32_t sig;

    *end = 0;
    if (p->claim.method != ZMETHOD_STORED || sealed(&p->claim) ||
        (known && p->claim.csize == 0) || at > v->limit ||
        v->limit - at < ZEND_LEN)
        return ST_OK;
    if ((b = window_get(&v->window, at, sizeof(archive_magic), e)) == NULL)
        return e->status;
    if (memcmp(b, archive_magic, sizeof(archive_magic)) != 0)
        return ST_OK;
    for (;;) {
        at += 4;
        if (window_seek(&v->window, at, v->limit, &at, &sig, e) != ST_OK)
            return e->status;
        if (sig == 0)
            break;
        if (sig != ZSIG_END)
            continue;
        known = false;
        if (ends_archive(v, start, at, &is, e) != ST_OK)
            return e->status;
        if (is) {
            *end = at + ZEND_LEN;
            return ST_OK;
        }
    }
    if (known)
        *end = v->limit;
    return ST_OK;
}

/* Put what was proven into the piece. */
static void
settle(struct piece *p, const struct proof *proof)
{
    p->said.state = proof->state;
    p->said.why = proof->why;
    p->decoded = proof->decoded;
    p->end = proof->end;
    if (proof->state == SALVAGE_LOST && !proof->decoded &&
        proof->why != sealed_not_opened) {
        p->said.size = p->claim.known ? p->claim.usize : UINT64_MAX;
        return;
    }
    p->said.size = proof->usize;
    p->claim.flags = proof->flags;
    p->claim.method = proof->method;
    p->claim.csize = proof->csize;
    p->claim.usize = proof->usize;
    p->claim.crc = proof->crc;
}

/* Is it likely that the header is wrong about where the data begin?  That of
 * an empty file is, if nothing begins behind it. */
static int
is_misplaced(struct salvage *v, const struct piece *p,
             const struct proof *proof, bool *is, struct err *e)
{
    bool empty = proof->state == SALVAGE_WHOLE && proof->usize == 0;
    bool lost = proof->state == SALVAGE_LOST;
    bool ends = true;
    size_t len;

    if (empty && prove_boundary(v, proof->end, 0, &ends, &len, e) != ST_OK)
        return e->status;
    *is = !ends || (lost && proof->end == 0) || (p->odd && (empty || lost));
    return ST_OK;
}

/* A local header may stand at `*at`; go behind what belongs to it. */
static int
visit_local(struct salvage *v, uint64_t *at, struct err *e)
{
    struct piece p = {.record = SIZE_MAX};
    struct proof proof;
    bool good, misplaced = false, done = false, mended;
    uint64_t next = *at + 4, end = 0;

    if (local_read(v, *at, &p, &good, e) != ST_OK || !good)
        goto none;
    mended = sealed_mend(&p);
    if (prove(v, &p, &proof, e) != ST_OK)
        goto none;
    if (is_misplaced(v, &p, &proof, &misplaced, e) != ST_OK ||
        (misplaced && local_repair(v, &p, &proof, &done, e) != ST_OK))
        goto none;
    misplaced &= !done;
    if (proof.state == SALVAGE_LOST && proof.end == 0 &&
        skip_archive(v, &p, &end, e) != ST_OK)
        goto none;
    /* Where an empty file ends is not known if it is not where it says. */
    if (proof.end > next && !(misplaced && proof.state == SALVAGE_WHOLE))
        next = proof.end;
    else if (end > next)
        next = end;
    *at = next;
    settle(&p, &proof);
    if (mended && p.said.state == SALVAGE_WHOLE && p.said.why == NULL)
        p.said.why = sealed_mended;
    piece_add(v, &p);
    v->run++;
    v->sum.foreign |= v->listed > 0 && p.said.offset > v->end_dir;
    return ST_OK;

none:
    *at = next;
    piece_free(&p);
    return e->status;
}

/* An end record, of the usual kind or the one of zip64. */
static int
visit_end(struct salvage *v, uint64_t at, uint32_t sig, struct err *e)
{
    size_t len = sig == ZSIG_END ? ZEND_LEN : ZEND64_LEN;
    const uint8_t *b;
    struct cursor c;

    v->sum.foreign |= v->listed > 0; /* that one is known */
    if (v->listed > 0 || v->source->size - at < len)
        return ST_OK;
    if ((b = window_get(&v->window, at, len, e)) == NULL)
        return e->status;
    cursor_init(&c, b, len);
    if (sig == ZSIG_END64) {
        cursor_bytes(&c, E64_COUNT);
        v->end_count = cursor_u64(&c);
        cursor_u64(&c);
        v->end_dir = cursor_u64(&c);
        return ST_OK;
    }
    cursor_bytes(&c, E_COUNT);
    len = cursor_u16(&c);
    if (len != ZMAX16 || v->end_count < ZMAX16)
        v->end_count = len;
    cursor_u32(&c);
    at = cursor_u32(&c);
    if (at != ZMAX32)
        v->end_dir = at;
    return ST_OK;
}

/* Go through the file from `*at` to the limit. */
static int
walk_gap(struct salvage *v, uint64_t *at, struct err *e)
{
    while (*at < v->limit) {
        uint32_t sig;
        size_t len;

        if (observer_tell(v->options->observer, PHASE_SALVAGE, *at,
                          v->source->size, e) != ST_OK ||
            window_seek(&v->window, *at, v->limit, at, &sig, e) != ST_OK)
            return e->status;
        if (sig == 0)
            break;
        if (sig == ZSIG_LOCAL) {
            visit_local(v, at, e);
        } else if (sig == ZSIG_CENTRAL) {
            record_read(v, *at, &len, e);
            *at += len > 0 ? len : 4;
        } else {
            if (sig == ZSIG_END || sig == ZSIG_END64)
                visit_end(v, *at, sig, e);
            *at += 4;
        }
        if (e->status != ST_OK)
            return e->status;
    }
    return ST_OK;
}

/* Go through what is not known yet. */
static int
walk(struct salvage *v, struct err *e)
{
    uint64_t at = 0;
    size_t k;

    for (k = 0; k < v->known_count; k++) {
        v->limit = v->known[k].start;
        if (walk_gap(v, &at, e) != ST_OK)
            return e->status;
        at = v->known[k].end;
        v->run++;
    }
    v->limit = v->source->size;
    if (walk_gap(v, &at, e) == ST_OK)
        directory_sort(v);
    return e->status;
}

/* The name of the root as tar and its kin write it, if one packs a folder
 * from within: "./", "./metadata". */
static const char here[] = "./";

/* Take it away where all have it, so that no two names become one. */
static void
strip_dots(struct salvage *v)
{
    size_t i, n = sizeof(here) - 1;

    for (i = 0; i < v->piece_count; i++) {
        if (!v->pieces[i].left_out &&
            strncmp(v->pieces[i].said.name, here, n) != 0)
            return;
    }
    for (i = 0; i < v->piece_count; i++) {
        struct piece *p = &v->pieces[i];
        size_t left = p->left_out ? 0 : strlen(p->said.name + n);

        if (left > 0)
            memmove(p->said.name, p->said.name + n, left + 1);
        else
            p->left_out = true; /* the folder itself */
    }
    v->sum.dotted = true;
}

/* Drop what is left out, and put the others in the order of the file. */
static void
tidy(struct salvage *v)
{
    size_t i, n = 0;

    for (i = 0; i < v->piece_count; i++) {
        if (v->pieces[i].left_out)
            piece_free(&v->pieces[i]);
        else
            v->pieces[n++] = v->pieces[i];
    }
    v->piece_count = n;
    directory_sort(v);
}

/* Does the archive open as it is? */
static int
check_intact(struct salvage *v, struct err *e)
{
    struct zdir *z = NULL;
    bool right = v->sum.lost == 0 && !v->sum.dotted && !v->sum.foreign;
    size_t i;

    for (i = 0; i < v->piece_count; i++) {
        struct piece *m = &v->pieces[i];
        uint16_t asked = m->record == SIZE_MAX
                             ? m->version
                             : v->records[m->record].bytes.data[C_VERSION];

        if (m->said.why == NULL && (asked & 0xff) > VERSION_MAX)
            m->said.why = "it asked for a version of ZIP that there is not";
        right &= !m->torn &&
                 (m->said.state == SALVAGE_UNCHECKED || m->said.why == NULL);
    }
    v->sum.intact = right && zdir_open(&z, v->source, e) == ST_OK &&
                    zdir_locals(z, e) == ST_OK;
    zdir_free(z);
    if (e->status == ST_BACKUP)
        err_free(e);
    return e->status;
}

/* Where the password opens nothing, it is wrong, and what it does not open may
 * be whole. */
static void
blame_password(struct salvage *v)
{
    size_t i;

    for (i = 0; i < v->piece_count; i++) {
        const struct piece *m = &v->pieces[i];

        if ((m->claim.flags & ZFLAG_ENCRYPTED) &&
            m->said.state == SALVAGE_WHOLE)
            return;
    }
    for (i = 0; i < v->piece_count; i++) {
        struct piece *m = &v->pieces[i];

        if (m->said.why == sealed_not_opened && m->end != 0)
            m->said.state = SALVAGE_UNCHECKED;
    }
}

static void
sum_up(struct salvage *v)
{
    struct salvage_summary *s = &v->sum;
    size_t i;

    s->metadata = s->database = SIZE_MAX;
    for (i = 0; i < v->piece_count; i++) {
        const struct salvage_member *m = &v->pieces[i].said;

        s->whole += m->state == SALVAGE_WHOLE;
        s->folders += m->state == SALVAGE_WHOLE && zname_is_folder(m->name);
        s->unchecked += m->state == SALVAGE_UNCHECKED;
        s->lost += m->state == SALVAGE_LOST;
        s->left += m->state == SALVAGE_LEFT;
        s->sealed += m->state == SALVAGE_UNCHECKED &&
                     (v->pieces[i].claim.flags & ZFLAG_ENCRYPTED) != 0;
        if (m->state == SALVAGE_LEFT)
            continue;
        if (strcmp(m->name, METADATA_NAME) == 0)
            s->metadata = i;
        else if (names_database(m->name))
            s->database = i;
    }
}

int
salvage_survey(struct salvage **sp, const struct source *s,
               const struct salvage_options *o, struct err *e)
{
    struct salvage *v = mem_calloc(1, sizeof(*v));

    v->source = v->window.source = s;
    v->options = o;
    v->end_count = v->end_dir = UINT64_MAX;
    if (directory_explain(v, e) != ST_OK || walk(v, e) != ST_OK ||
        match_directory(v, e) != ST_OK)
        goto err1;
    strip_dots(v);
    names_keep_inside(v);
    tidy(v);
    blame_password(v);
    sum_up(v);
    if (v->piece_count == 0) {
        err_set(e, ST_BACKUP,
                "%s: there is nothing in it that looks like a file of a ZIP "
                "archive",
                s->name);
        goto err1;
    }
    if (check_intact(v, e) != ST_OK)
        goto err1;

    /* Success! */
    *sp = v;
    return ST_OK;

err1:
    salvage_free(v);
    /* Failure! */
    return e->status;
}

const struct salvage_summary *
salvage_summary(const struct salvage *v)
{
    return &v->sum;
}

const struct salvage_member *
salvage_member(const struct salvage *v, size_t i)
{
    return &v->pieces[i].said;
}

void
salvage_free(struct salvage *v)
{
    size_t i;

    if (v == NULL)
        return;
    for (i = 0; i < v->piece_count; i++)
        piece_free(&v->pieces[i]);
    for (i = 0; i < v->record_count; i++) {
        buf_free(&v->records[i].bytes);
        free(v->records[i].name);
    }
    free(v->pieces);
    free(v->records);
    free(v->known);
    free(v->window.p);
    free(v);
}
