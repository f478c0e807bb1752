/* The members of two archives, held against each other. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/image/image.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/zip/zname.h"
#include "cxbak/zip/zread.h"
#include "cxbak/zip/zrecord.h"

#include "compare/compare_impl.h"

/* Bytes compared at once. */
#define BLOCK ((size_t)1 << 20)

/* Bytes that tell what kind of picture a file is. */
#define SNIFF 4096

/* What may differ of a member; and what is told of one that is only packed
 * anew, or that cannot be compared. */
static const char content[] = "content";
static const char packed[] = "with the same content";
static const char unknown[] =
    "it is encrypted with a password that is not known, or damaged";

/* How far two members are stored in the same way. */
enum stored { STORED_SAME, STORED_ENTRY, STORED_LENGTH, STORED_BYTES };

struct pair_of {
    struct compare_job *job;
    struct buf words; /* the last reason that was made */
    uint8_t *a;
    uint8_t *b;
    uint64_t done;
};

/* Does the member of either archive belong to a user as a picture? */
static bool
is_of_user(const struct compare_job *job, const char *name)
{
    size_t i = zdir_find(job->old->zip, name);
    size_t j = zdir_find(job->new->zip, name);

    return (i != SIZE_MAX && job->old_avatars.uses[i] > 0) ||
           (j != SIZE_MAX && job->new_avatars.uses[j] > 0);
}

/* Why the content of a member is no picture of the kind that its name says;
 * NULL if it is one. */
static const char *
no_picture(struct backup *b, size_t i)
{
    const char *name = zdir_member(b->zip, i)->name;
    enum image_format said = image_format_of_name(name), found;
    uint8_t p[SNIFF];
    struct err e = ERR_INIT;
    struct zread *r = NULL;
    size_t n = 0, got = 1;

    if (zread_open(&r, b->zip, i, b->password, &e) == ST_OK) {
        while (n < sizeof(p) && got > 0 &&
               zread_next(r, p + n, sizeof(p) - n, &got, &e) == ST_OK)
            n += got;
    }
    zread_free(r);
    found = image_sniff(p, n, NULL);
    if (e.status != ST_OK)
        found = IMAGE_NONE;
    err_free(&e);
    if (found != IMAGE_PNG && found != IMAGE_JPEG)
        return "its content is no PNG or JPEG picture";
    return found == said ? NULL : "its content is not what its name says";
}

/* Why a picture, or a folder of pictures, differs in another way than an edit
 * makes it; NULL if that is how. */
static const char *
refuse_picture(const struct compare_job *job, enum member_change what,
               struct backup *b, size_t i)
{
    const struct zmember *m = zdir_member(b->zip, i);

    if (avatar_is_folder(m->name))
        return m->usize == 0 && m->csize == 0 ? NULL
                                              : "it is a folder with content";
    if (!is_of_user(job, m->name))
        return "";
    return what == MEMBER_REMOVED ? NULL : no_picture(b, i);
}

/* The operation that makes a difference. */
static enum zedit_op
operation(enum member_change what)
{
    return what == MEMBER_ADDED     ? ZEDIT_ADD
           : what == MEMBER_REMOVED ? ZEDIT_REMOVE
                                    : ZEDIT_REPLACE;
}

/* Note that member `i` of `b`, the new backup unless the member is gone,
 * differs; `why` may be NULL. */
static void
add(struct pair_of *p, enum member_change what, struct backup *b, size_t i,
    const char *why)
{
    const struct compare_job *job = p->job;
    const struct zmember *m = zdir_member(b->zip, i);
    struct member_difference d = {.what = what, .name = mem_dup(m->name)};
    struct comparison *c = job->c;
    const char *odd =
        why != NULL && why != content && why != packed ? why : NULL;

    d.database = what != MEMBER_ADDED && i == b->db;
    d.unknown = why == unknown;
    if (job->wanted != NULL && !d.database) {
        const struct compare_member *w = wanted_member(job->wanted, m->name);

        if (odd == NULL && (w == NULL || w->op != operation(what)))
            odd = "";
    } else if (d.database) {
        if (what != MEMBER_CHANGED)
            odd = "";
    } else if (odd == NULL) {
        odd = refuse_picture(job, what, b, i);
    }
    d.expected = odd == NULL;
    d.packed = d.expected && why == packed;
    d.picture = d.expected && !d.database && !d.packed;
    if (odd != NULL && *odd != '\0')
        why = odd;
    d.why = why != NULL ? mem_dup(why) : NULL;
    c->members = mem_grow(c->members, &c->member_cap, c->member_count,
                          sizeof(*c->members));
    c->members[c->member_count++] = d;
}

/* Are the bytes of the two files the same? */
static int
same_bytes(struct pair_of *p, uint64_t x, uint64_t y, uint64_t n, bool *same,
           struct err *e)
{
    const struct compare_job *job = p->job;

    *same = true;
    while (n > 0 && *same) {
        size_t part = n < BLOCK ? (size_t)n : BLOCK;

        if (source_read(&job->old->source, p->a, part, x, e) != ST_OK ||
            source_read(&job->new->source, p->b, part, y, e) != ST_OK)
            return e->status;
        *same = memcmp(p->a, p->b, part) == 0;
        x += part;
        y += part;
        n -= part;
        p->done += part;
        if (observer_tell(job->observer, PHASE_COMPARE, p->done,
                          zdir_file_size(job->old->zip), e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

/* What the entries of two members in the directory say otherwise; `anew`: but
 * for what follows from another content. */
static const char *
entry_words(struct pair_of *p, size_t i, size_t j, bool anew)
{
    p->words.len = 0;
    buf_adds(&p->words, "data about it (");
    zrecord_words(zdir_member(p->job->old->zip, i),
                  zdir_member(p->job->new->zip, j), anew, &p->words);
    buf_adds(&p->words, ")");
    return buf_str(&p->words);
}

/* What differs beside the content of a member that was packed anew; `content`
 * if nothing does.  What is encrypted anew gets other fields. */
static int
compare_changed(struct pair_of *p, size_t i, size_t j, const char **why,
                struct err *e)
{
    struct zdir *x = p->job->old->zip, *y = p->job->new->zip;
    unsigned flags = zdir_member(x, i)->flags;

    *why = content;
    if ((flags ^ zdir_member(y, j)->flags) & ZFLAG_ENCRYPTED)
        *why = "one is encrypted, the other is not";
    else if (!(flags & ZFLAG_ENCRYPTED) &&
             zrecord_headers(x, i, y, j, why, e) == ST_OK && *why == NULL)
        *why = content;
    else if (e->status == ST_OK && *why != content &&
             !zrecord_same(zdir_member(x, i), zdir_member(y, j), true))
        *why = entry_words(p, i, j, true);
    return e->status;
}

/* Are they stored in the same way? */
static int
compare_stored(struct pair_of *p, size_t i, size_t j, enum stored *how,
               struct err *e)
{
    const struct zmember *m = zdir_member(p->job->old->zip, i);
    const struct zmember *n = zdir_member(p->job->new->zip, j);
    bool same = true;

    *how = STORED_SAME;
    if (!zrecord_same(m, n, false))
        *how = STORED_ENTRY;
    else if (m->end - m->offset != n->end - n->offset)
        *how = STORED_LENGTH;
    else if (p->job->how == COMPARE_BYTES &&
             same_bytes(p, m->offset, n->offset, m->end - m->offset, &same,
                        e) == ST_OK &&
             !same)
        *how = STORED_BYTES;
    return e->status;
}

/* The same in words, NULL if they are. */
static const char *
stored_words(struct pair_of *p, size_t i, size_t j, enum stored how)
{
    if (how == STORED_ENTRY)
        return entry_words(p, i, j, false);
    return how == STORED_LENGTH  ? "length"
           : how == STORED_BYTES ? "bytes"
                                 : NULL;
}

/* What differs of a member that an edit has copied or replaced: nothing is
 * decoded here. */
static int
compare_edited(struct pair_of *p, size_t i, size_t j, const char **why,
               struct err *e)
{
    const struct zmember *m = zdir_member(p->job->old->zip, i);
    const struct zmember *n = zdir_member(p->job->new->zip, j);
    const struct compare_wanted *wanted = p->job->wanted;
    bool database = i == p->job->old->db && wanted->edit_count > 0;
    enum stored how;

    /* One to be replaced may have the length and, encrypted, the CRC of 0 that
     * it had. */
    if (m->crc != n->crc || m->usize != n->usize || database ||
        wanted_member(wanted, m->name) != NULL)
        return compare_changed(p, i, j, why, e);
    if (compare_stored(p, i, j, &how, e) == ST_OK)
        *why = stored_words(p, i, j, how);
    return e->status;
}

/* The contents are the same, and they are stored in another way: so it is with
 * the database and pictures after an edit and another one back. */
static int
compare_packed_anew(struct pair_of *p, size_t i, size_t j, enum stored how,
                    const char **why, struct err *e)
{
    const struct compare_job *job = p->job;
    const struct zmember *m = zdir_member(job->old->zip, i);

    if ((i == job->old->db && j == job->new->db) || is_of_user(job, m->name)) {
        if (compare_changed(p, i, j, why, e) == ST_OK && *why == content)
            *why = packed;
    } else if (how == STORED_ENTRY) {
        entry_words(p, i, j, false);
        buf_adds(&p->words, ", with the same content");
        *why = buf_str(&p->words);
    } else {
        *why = (m->flags & ZFLAG_ENCRYPTED) != 0
                   ? "encrypted anew, with the same content"
                   : "packed anew, with the same content";
    }
    return e->status;
}

/* What differs between two members of the same name, or NULL. */
static int
compare_member(struct pair_of *p, size_t i, size_t j, const char **why,
               struct err *e)
{
    const struct compare_job *job = p->job;
    unsigned flags = zdir_member(job->old->zip, i)->flags |
                     zdir_member(job->new->zip, j)->flags;
    enum stored how = STORED_SAME;
    enum zequal verdict;

    *why = NULL;
    if (job->wanted != NULL)
        return compare_edited(p, i, j, why, e);
    if (job->how != COMPARE_CONTENT) {
        if (compare_stored(p, i, j, &how, e) != ST_OK || how == STORED_SAME)
            return e->status;
    }
    if (content_equal(p->job, i, j, &verdict, e) != ST_OK)
        return e->status;
    if (verdict == ZEQUAL_UNKNOWN)
        *why = (flags & ZFLAG_ENCRYPTED) != 0 || job->how == COMPARE_CONTENT
                   ? unknown
                   : stored_words(p, i, j, how);
    else if (job->how == COMPARE_CONTENT)
        *why = verdict == ZEQUAL_OTHER ? content : NULL;
    else if (verdict == ZEQUAL_OTHER)
        compare_changed(p, i, j, why, e);
    else
        compare_packed_anew(p, i, j, how, why, e);
    return e->status;
}

/* The same as zdir_find() for names in the order of another file: mostly the
 * member is the `*place`th of this one, or one came before it. */
static size_t
find_next(const struct zdir *z, const char *name, size_t *place)
{
    size_t k;

    for (k = *place; k < zdir_count(z) && k < *place + 2; k++) {
        size_t i = zdir_in_file(z, k);

        if (strcmp(zdir_member(z, i)->name, name) == 0) {
            *place = k + 1;
            return i;
        }
    }
    return zdir_find(z, name);
}

/* Is it a folder that is there without an entry, too, in the new archive or in
 * the old one? */
static bool
is_understood(struct pair_of *p, const struct zmember *m, bool new)
{
    return p->job->how == COMPARE_CONTENT && m->usize == 0 &&
           zname_is_folder(m->name) && content_below(p->job, new, m->name);
}

/* Compare every member of the old archive with the one of its name. */
static int
compare_members(struct pair_of *p, struct err *e)
{
    struct backup *old = p->job->old, *new = p->job->new;
    size_t k, n = zdir_count(old->zip), place = 0;

    for (k = 0; k < n; k++) {
        size_t i = zdir_in_file(old->zip, k);
        size_t j = find_next(new->zip, zdir_member(old->zip, i)->name, &place);
        const char *why;

        if (j == SIZE_MAX) {
            if (!is_understood(p, zdir_member(old->zip, i), true))
                add(p, MEMBER_REMOVED, old, i, NULL);
            continue;
        }
        if (compare_member(p, i, j, &why, e) != ST_OK)
            return e->status;
        if (why != NULL)
            add(p, MEMBER_CHANGED, new, j, why);
    }
    for (k = place = 0; k < zdir_count(new->zip); k++) {
        size_t j = zdir_in_file(new->zip, k);
        const char *name = zdir_member(new->zip, j)->name;

        if (find_next(old->zip, name, &place) == SIZE_MAX &&
            !is_understood(p, zdir_member(new->zip, j), false))
            add(p, MEMBER_ADDED, new, j, NULL);
    }
    return ST_OK;
}

/* The order of those members that both archives have, in the directory or in
 * the file. */
static bool
same_order(const struct backup *old, const struct backup *new, bool in_file)
{
    size_t i = 0, j = 0, n = zdir_count(old->zip), m = zdir_count(new->zip);

    while (i < n && j < m) {
        const char *x =
            zdir_member(old->zip, in_file ? zdir_in_file(old->zip, i) : i)
                ->name;
        const char *y =
            zdir_member(new->zip, in_file ? zdir_in_file(new->zip, j) : j)
                ->name;

        if (strcmp(x, y) == 0) {
            i++;
            j++;
        } else if (zdir_find(new->zip, x) == SIZE_MAX) {
            i++;
        } else if (zdir_find(old->zip, y) == SIZE_MAX) {
            j++;
        } else {
            return false;
        }
    }
    return true;
}

/* Is the archive comment the same? */
static int
same_comment(struct pair_of *p, bool *same, struct err *e)
{
    uint64_t x = zdir_comment(p->job->old->zip),
             y = zdir_comment(p->job->new->zip);
    uint64_t n = zdir_file_size(p->job->old->zip) - x;

    *same = n == zdir_file_size(p->job->new->zip) - y;
    return *same ? same_bytes(p, x, y, n, same, e) : ST_OK;
}

/* Does a member that came stand before the first one that was there?  3CX
 * looks for `metadata` at a fixed place. */
static bool
new_one_first(const struct backup *old, const struct backup *new)
{
    const char *is = zdir_member(new->zip, zdir_in_file(new->zip, 0))->name;
    const char *was = zdir_member(old->zip, zdir_in_file(old->zip, 0))->name;

    return zdir_find(old->zip, is) == SIZE_MAX &&
           zdir_find(new->zip, was) != SIZE_MAX;
}

/* What differs of the archives beside their members. */
static int
compare_rest(struct pair_of *p, struct err *e)
{
    struct backup *old = p->job->old, *new = p->job->new;
    struct comparison *c = p->job->c;
    const char *why;
    bool same;

    if (same_comment(p, &same, e) != ST_OK ||
        zrecord_end(old->zip, new->zip, &why, e) != ST_OK)
        return e->status;
    if (!same)
        compare_say_archive(c, mem_dup("the archive comment differs"));
    if (why != NULL)
        compare_say_archive(c, mem_dup(why));
    if (!same_order(old, new, false) || !same_order(old, new, true))
        compare_say_archive(c,
                            mem_dup("the files in it stand in another order"));
    if (new_one_first(old, new))
        compare_say_archive(c, mem_dup("a new file stands at its front"));
    if (strcmp(zdir_member(old->zip, old->db)->name,
               zdir_member(new->zip, new->db)->name) != 0)
        compare_say_archive(c, mem_dup("the database has another name"));
    return ST_OK;
}

int
compare_archives(struct compare_job *job, struct err *e)
{
    struct pair_of p = {.job = job};

    p.a = mem_alloc(BLOCK);
    p.b = mem_alloc(BLOCK);
    if (compare_members(&p, e) == ST_OK && job->how != COMPARE_CONTENT)
        compare_rest(&p, e);
    buf_free(&p.words);
    free(p.a);
    free(p.b);
    return e->status;
}
