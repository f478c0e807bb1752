/*
 * Two databases are the same but for what may differ of users when their
 * bytes are the same once that is taken out on both sides.  What may differ
 * is one list for all callers: the fields, the mobile number, and the
 * properties that name pictures; or, of these, just what was wanted.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/ahead.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/xml/xpatch.h"

#include "compare/compare_impl.h"

/* One user on both sides, and what differs. */
struct two_users {
    struct compare_job *job;
    struct masks *m;
    size_t i, j; /* indices of the user */
    size_t edit; /* with what was wanted: the first edit of the user */
    const struct user *x, *y;
    struct property_pair *list; /* properties that differ */
    size_t count;
    size_t cap;
};

static void
add_property(struct two_users *p, const char *what, struct piece old,
             struct piece new)
{
    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    p->list[p->count++] = (struct property_pair){what, old, new};
}

/* Note that something of the user differs. */
static struct difference *
add_difference(struct two_users *p, enum field f)
{
    struct comparison *c = p->job->c;

    c->list = mem_grow(c->list, &c->cap, c->count, sizeof(*c->list));
    c->list[c->count] =
        (struct difference){p->i, p->j, f, SIZE_MAX, SIZE_MAX, false};
    return &c->list[c->count++];
}

/* One value: does it differ, and may it? */
static bool
compare_value(struct two_users *p, enum field f)
{
    const struct compare_wanted *w = p->job->wanted;
    bool wanted = w != NULL && wanted_field(w, p->edit, p->i, f) != NULL;
    bool differs = strcmp(user_text(p->x, f), user_text(p->y, f)) != 0;
    const char *label = field_info(f)->label;
    struct piece x, y;

    if (differs && w != NULL && !wanted)
        mask_refuse(p->m, p->x, label, "it was not to change");
    if (w != NULL ? !wanted : !differs)
        return differs;
    x = mask_field(p->x, f);
    y = mask_field(p->y, f);
    if (field_is_property(f))
        add_property(p, label, x, y);
    else
        mask_piece(p->m, p->x, label, &x, &y);
    return differs;
}

/* One field.  What nobody can edit is the rest of the database, and a
 * ContactImage is part of the picture. */
static void
compare_field(struct two_users *p, enum field f)
{
    if (f != FIELD_CONTACT_IMAGE &&
        (f == FIELD_NUMBER || field_has(f, FIELD_EDITABLE)) &&
        compare_value(p, f))
        add_difference(p, f);
}

static int
compare_names(const void *a, const void *b)
{
    const struct picture_property *x =
        *(const struct picture_property *const *)a;
    const struct picture_property *y =
        *(const struct picture_property *const *)b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : (x > y) - (x < y);
}

/* The properties by name, those of one name in their order. */
static const struct picture_property **
by_name(const struct picture_properties *p)
{
    const struct picture_property **list =
        mem_array(NULL, p->count, sizeof(*list));
    size_t i;

    for (i = 0; i < p->count; i++)
        list[i] = &p->list[i];
    if (p->count > 0)
        qsort(list, p->count, sizeof(*list), compare_names);
    return list;
}

/* One property, old and new; NULL where there is none.  Take it out if it
 * differs and names a picture; what only looks like it counts as the rest of
 * the database.  Does it differ? */
static bool
compare_reference(struct two_users *p, const struct picture_property *x,
                  const struct picture_property *y)
{
    const struct compare_job *job = p->job;
    const struct compare_wanted *w = job->wanted;
    size_t index = x != NULL ? (size_t)(x - p->x->pictures.list) : SIZE_MAX;
    const char *name = x != NULL ? x->name : y != NULL ? y->name : "";

    if ((x != NULL && y != NULL && strcmp(x->value, y->value) == 0) ||
        (x != NULL && !avatars_refers(&job->old_avatars, job->old, x)) ||
        (y != NULL && !avatars_refers(&job->new_avatars, job->new, y)))
        return false;
    if (w != NULL && !wanted_property(w, p->edit, p->i, index, y))
        mask_refuse(p->m, p->x, name, "it was not to change");
    else
        add_property(p, name, mask_property(p->x, x), mask_property(p->y, y));
    return true;
}

/* Match the properties that name pictures by name; of several with one name
 * the first with the first, and so on.  Does any differ? */
static bool
compare_references(struct two_users *p)
{
    size_t i = 0, j = 0;
    size_t n = p->x->pictures.count, k = p->y->pictures.count;
    const struct picture_property **x = by_name(&p->x->pictures);
    const struct picture_property **y = by_name(&p->y->pictures);
    bool differs = false;

    while (i < n || j < k) {
        int order = i == n ? 1 : j == k ? -1 : strcmp(x[i]->name, y[j]->name);

        differs |= compare_reference(p, order <= 0 ? x[i] : NULL,
                                     order >= 0 ? y[j] : NULL);
        i += order <= 0;
        j += order >= 0;
    }
    free(x);
    free(y);
    return differs;
}

/* Is the same picture shown for the user?  After an edit by CRC and size: its
 * content is compared with what was wanted.  What cannot be decoded is told as
 * a file. */
static bool
same_picture(const struct two_users *p)
{
    struct compare_job *job = p->job;
    size_t m = job->old_avatars.of_user[p->i].member;
    size_t n = job->new_avatars.of_user[p->j].member;
    const struct zmember *x, *y;
    enum zequal verdict;

    if (m == SIZE_MAX || n == SIZE_MAX)
        return m == n;
    x = zdir_member(job->old->zip, m);
    y = zdir_member(job->new->zip, n);
    if (strcmp(x->name, y->name) != 0)
        return false;
    if (job->wanted != NULL)
        return x->crc == y->crc && x->usize == y->usize;
    return content_equal(job, m, n, &verdict, &job->err) != ST_OK ||
           verdict != ZEQUAL_OTHER;
}

/* Compare the picture of the user, and what names it. */
static void
compare_picture(struct two_users *p)
{
    bool entry = compare_value(p, FIELD_CONTACT_IMAGE);
    bool property = compare_references(p);
    struct difference *d;

    if (!entry && !property && same_picture(p))
        return;
    d = add_difference(p, FIELD_AVATAR);
    d->entry = entry;
    d->old_member = p->job->old_avatars.of_user[p->i].member;
    d->new_member = p->job->new_avatars.of_user[p->j].member;
    p->job->c->pictures++;
}

/* Compare what may differ of one user. */
static void
compare_user(struct compare_job *job, struct masks *m, size_t i, size_t j)
{
    struct two_users p = {.job = job,
                          .m = m,
                          .i = i,
                          .j = j,
                          .x = &job->old->database->users[i],
                          .y = &job->new->database->users[j]};
    size_t before = job->c->count, k;
    const char *why;

    if (job->wanted != NULL)
        p.edit = wanted_first(job->wanted, i);
    for (k = 0; k < FIELD_COUNT; k++)
        compare_field(&p, (enum field)k);
    compare_picture(&p);
    mask_properties(m, p.x, p.y, p.list, p.count);
    free(p.list);
    job->c->users += job->c->count > before;
    if (job->wanted != NULL &&
        (why = wanted_of_user(job->wanted, p.edit, i, p.x, p.y)) != NULL)
        mask_refuse(m, p.x, why, "it is not what was wanted");
}

static void
add_index(size_t **list, size_t *count, size_t *cap, size_t i)
{
    *list = mem_grow(*list, cap, *count, sizeof(**list));
    (*list)[(*count)++] = i;
}

/* Match users by extension; of several with the same one, in their order. */
static void
match_users(struct compare_job *job, struct masks *m)
{
    const struct database *old = job->old->database;
    const struct database *new = job->new->database;
    struct comparison *c = job->c;
    size_t i = 0, j = 0;

    while (i < old->user_count || j < new->user_count) {
        size_t x = i < old->user_count ? old->by_number[i] : SIZE_MAX;
        size_t y = j < new->user_count ? new->by_number[j] : SIZE_MAX;
        int order = x == SIZE_MAX ? 1
                    : y == SIZE_MAX
                        ? -1
                        : strcmp(user_text(&old->users[x], FIELD_NUMBER),
                                 user_text(&new->users[y], FIELD_NUMBER));

        if (order < 0) {
            add_index(&c->removed, &c->removed_count, &c->removed_cap, x);
            i++;
        } else if (order > 0) {
            add_index(&c->added, &c->added_count, &c->added_cap, y);
            j++;
        } else {
            compare_user(job, m, x, y);
            i++;
            j++;
        }
    }
}

/* One side of the comparison: the database's bytes without its masks, which
 * a worker of its own decodes. */
struct side {
    struct backup_stream *stream;
    struct ahead *ahead;
    const uint8_t *block;
    size_t have;
    size_t used;
    uint64_t line;
};

static int
refill(struct side *s, struct err *e)
{
    if (s->used < s->have)
        return ST_OK;
    s->used = 0;
    return ahead_next(s->ahead, &s->block, &s->have, e);
}

/* How many of the `n` bytes are the same; at the end there are none. */
static size_t
common(const uint8_t *a, const uint8_t *b, size_t n)
{
    size_t i = 0;

    if (n == 0 || memcmp(a, b, n) == 0)
        return n;
    while (a[i] == b[i])
        i++;
    return i;
}

/* Compare the two streams; `*line` is where they differ first, 0 nowhere. */
static int
compare_streams(struct side *a, struct side *b, uint64_t *line, struct err *e)
{
    *line = 0;
    a->line = 1;
    for (;;) {
        size_t n, i;

        if (refill(a, e) != ST_OK || refill(b, e) != ST_OK)
            return e->status;
        n = a->have - a->used < b->have - b->used ? a->have - a->used
                                                  : b->have - b->used;
        i = common(a->block + a->used, b->block + b->used, n);
        a->line += text_lines(a->block + a->used, i);
        if (i < n || (n == 0 && a->have != b->have))
            *line = a->line;
        if (i < n || n == 0)
            return ST_OK;
        a->used += n;
        b->used += n;
    }
}

static int
open_side(struct side **sp, struct backup *b, const struct xpatches *p,
          struct err *e)
{
    struct backup_stream *stream;

    if (backup_stream_open(&stream, b, p, e) != ST_OK)
        return e->status;
    *sp = mem_calloc(1, sizeof(**sp));
    (*sp)->stream = stream;
    (*sp)->ahead = ahead_new(backup_stream_read, stream,
                             zdir_member(b->zip, b->db)->usize);
    return ST_OK;
}

static void
close_side(struct side *s)
{
    if (s == NULL)
        return;
    ahead_free(s->ahead);
    backup_stream_free(s->stream);
    free(s);
}

int
compare_databases(struct compare_job *job, struct err *e)
{
    struct comparison *c = job->c;
    struct masks m = {.why = NULL};
    struct side *x = NULL, *y = NULL;
    uint64_t line;

    match_users(job, &m);
    compare_say_database(c, m.why);
    if (job->err.status != ST_OK) {
        err_move(e, &job->err);
        goto done;
    }
    if (!xpatch_sort(&m.old) || !xpatch_sort(&m.new)) {
        compare_say_database(c, mem_dup("fields of users overlap"));
        goto done;
    }
    if (open_side(&x, job->old, &m.old, e) != ST_OK ||
        open_side(&y, job->new, &m.new, e) != ST_OK ||
        compare_streams(x, y, &line, e) != ST_OK)
        goto done;
    c->around = line != 0 && c->database == NULL;
    if (line != 0)
        compare_say_database(
            c, mem_printf("differs outside of users' fields, near line %ju",
                          (uintmax_t)line));
done:
    close_side(x);
    close_side(y);
    mask_free(&m);
    return e->status;
}
