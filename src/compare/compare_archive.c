/* The members of two archives, held against each other. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/zip/zrecord.h"

#include "compare/compare_impl.h"

/* Bytes compared at once. */
#define BLOCK ((size_t)1 << 20)

/* What may differ of a picture. */
#define CONTENT "content"

struct pair_of {
    struct comparison *c;
    struct backup *old;
    struct backup *new;
    const struct avatars *old_avatars;
    const struct avatars *new_avatars;
    uint8_t *a;
    uint8_t *b;
    const struct observer *observer;
    uint64_t done;
};

/* Is the member of either archive a user's picture, or a folder of them? */
static bool
is_picture(const struct pair_of *p, const char *name)
{
    size_t i = zdir_find(p->old->zip, name), j = zdir_find(p->new->zip, name);

    return avatar_is_folder(name) ||
           (i != SIZE_MAX && p->old_avatars->uses[i] > 0) ||
           (j != SIZE_MAX && p->new_avatars->uses[j] > 0);
}

static void
add(struct pair_of *p, enum member_change what, const struct backup *b,
    size_t i, const char *why)
{
    struct comparison *c = p->c;
    const char *name = zdir_member(b->zip, i)->name;

    c->members = mem_grow(c->members, &c->member_cap, c->member_count,
                          sizeof(*c->members));
    c->members[c->member_count++] = (struct member_difference){
        what, mem_dup(name), why != NULL ? mem_dup(why) : NULL, i == b->db,
        (why == NULL || strcmp(why, CONTENT) == 0 ||
         (zdir_member(b->zip, i)->flags & ZFLAG_ENCRYPTED)) &&
            is_picture(p, name)};
}

/* Are the bytes of the two files the same? */
static int
same_bytes(struct pair_of *p, uint64_t x, uint64_t y, uint64_t n, bool *same,
           struct err *e)
{
    *same = true;
    while (n > 0 && *same) {
        size_t part = n < BLOCK ? (size_t)n : BLOCK;

        if (source_read(&p->old->source, p->a, part, x, e) != ST_OK ||
            source_read(&p->new->source, p->b, part, y, e) != ST_OK)
            return e->status;
        *same = memcmp(p->a, p->b, part) == 0;
        x += part;
        y += part;
        n -= part;
        p->done += part;
        if (observer_tell(p->observer, PHASE_COMPARE, p->done,
                          zdir_file_size(p->old->zip), e) != ST_OK)
            return e->status;
    }
    return ST_OK;
}

/* What differs between two members of the same name, or NULL. */
static int
compare_member(struct pair_of *p, size_t i, size_t j, bool bytes,
               const char **why, struct err *e)
{
    const struct zmember *m = zdir_member(p->old->zip, i);
    const struct zmember *n = zdir_member(p->new->zip, j);
    bool same;

    *why = NULL;
    if (m->crc != n->crc || m->usize != n->usize) {
        bool encrypted = (m->flags & ZFLAG_ENCRYPTED) != 0;

        *why = bytes && !encrypted && !zrecord_same(m, n, true)
                   ? "content and attributes"
                   : CONTENT;
        return ST_OK;
    }
    if (!bytes)
        return ST_OK;
    if (!zrecord_same(m, n, false)) {
        *why = "central record";
        return ST_OK;
    }
    if (m->end - m->offset != n->end - n->offset) {
        *why = "length";
        return ST_OK;
    }
    if (same_bytes(p, m->offset, n->offset, m->end - m->offset, &same, e) !=
        ST_OK)
        return e->status;
    if (!same)
        *why = "bytes";
    return ST_OK;
}

/* Compare every member of the old archive with the one of its name. */
static int
compare_members(struct pair_of *p, bool bytes, struct err *e)
{
    size_t k, n = zdir_count(p->old->zip);

    for (k = 0; k < n; k++) {
        size_t i = zdir_in_file(p->old->zip, k);
        size_t j = zdir_find(p->new->zip, zdir_member(p->old->zip, i)->name);
        const char *why;

        if (j == SIZE_MAX) {
            add(p, MEMBER_REMOVED, p->old, i, NULL);
            continue;
        }
        if (compare_member(p, i, j, bytes, &why, e) != ST_OK)
            return e->status;
        if (why != NULL)
            add(p, MEMBER_CHANGED, p->old, i, why);
    }
    for (k = 0; k < zdir_count(p->new->zip); k++) {
        size_t j = zdir_in_file(p->new->zip, k);

        if (zdir_find(p->old->zip, zdir_member(p->new->zip, j)->name) ==
            SIZE_MAX)
            add(p, MEMBER_ADDED, p->new, j, NULL);
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
    uint64_t x = zdir_comment(p->old->zip), y = zdir_comment(p->new->zip);
    uint64_t n = zdir_file_size(p->old->zip) - x;

    *same = n == zdir_file_size(p->new->zip) - y;
    return *same ? same_bytes(p, x, y, n, same, e) : ST_OK;
}

int
compare_archives(struct comparison *c, struct backup *old, struct backup *new,
                 const struct avatars *old_avatars,
                 const struct avatars *new_avatars, enum compare_members how,
                 const struct observer *observer, struct err *e)
{
    struct pair_of p = {.c = c,
                        .old = old,
                        .new = new,
                        .old_avatars = old_avatars,
                        .new_avatars = new_avatars,
                        .observer = observer};
    bool same = true;

    p.a = mem_alloc(BLOCK);
    p.b = mem_alloc(BLOCK);
    if (compare_members(&p, how == COMPARE_BYTES, e) != ST_OK ||
        (how == COMPARE_BYTES && same_comment(&p, &same, e) != ST_OK))
        goto done;
    if (!same)
        c->archive = mem_dup("the archive comment differs");
    else if (how == COMPARE_BYTES &&
             (!same_order(old, new, false) || !same_order(old, new, true)))
        c->archive = mem_dup("the members stand in another order");
    if (how == COMPARE_BYTES && c->archive == NULL) {
        const struct zmember *m = zdir_member(old->zip, old->db);
        const struct zmember *n = zdir_member(new->zip, new->db);

        if (strcmp(m->name, n->name) != 0)
            c->archive = mem_dup("the database has another name");
        else if (!old->encrypted && !zrecord_same(m, n, true))
            c->archive =
                mem_dup("the attributes of the database's member differ");
    }
done:
    free(p.a);
    free(p.b);
    return e->status;
}
