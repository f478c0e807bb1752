/*
 * Two databases are the same but for users' fields when their bytes are the
 * same once every field that differs is taken out on both sides.  A field's
 * value leaves a mark behind where it stood, so that it cannot move; an
 * element that only one side has is taken out whole.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/xml/xpatch.h"

#include "compare/compare_impl.h"

/* Bytes compared at once. */
#define BLOCK ((size_t)64 << 10)

/* XML cannot hold this byte, so that no text looks like a mark. */
#define MARK     ""
#define MARK_LEN 1

static void
take_out(struct xpatches *p, uint64_t from, uint64_t to, bool mark)
{
    xpatch_add(p, from, to - from, mem_ndup(MARK, MARK_LEN),
               mark ? MARK_LEN : 0);
}

/* Take the content of an element out on both sides; the tags go too where
 * one side writes it as <X />. */
static void
mask_content(struct xpatches *a, const struct place *x, struct xpatches *b,
             const struct place *y)
{
    if (x->empty || y->empty) {
        take_out(a, x->tag_end, x->end, true);
        take_out(b, y->tag_end, y->end, true);
    } else {
        take_out(a, x->open_end, x->close_begin, true);
        take_out(b, y->open_end, y->close_begin, true);
    }
}

/* A property on one or both sides that is to be taken out. */
struct masked {
    const struct place *old, *old_value; /* NULL: there is none */
    const struct place *new, *new_value;
};

/* The properties of one person that differ. */
struct masks {
    struct masked *list;
    size_t count;
    size_t cap;
};

static const struct place *
there(const struct place *p)
{
    return p->end != 0 ? p : NULL;
}

static void
add_mask(struct masks *m, struct masked x)
{
    m->list = mem_grow(m->list, &m->cap, m->count, sizeof(*m->list));
    m->list[m->count++] = x;
}

/* Both sides have the property: its value differs. */
static void
mask_value(struct xpatches *a, struct xpatches *b, const struct masked *m)
{
    if (m->old_value != NULL && m->new_value != NULL)
        mask_content(a, m->old_value, b, m->new_value);
    else if (m->old_value != NULL)
        take_out(a, m->old_value->lead, m->old_value->end, false);
    else if (m->new_value != NULL)
        take_out(b, m->new_value->lead, m->new_value->end, false);
}

/* Neither side has other properties: their container may be empty, or
 * missing. */
static void
mask_container(struct xpatches *a, const struct user *x, struct xpatches *b,
               const struct user *y)
{
    if (x->properties.end == 0) {
        take_out(b, y->properties.lead, y->properties.end, false);
    } else if (y->properties.end == 0) {
        take_out(a, x->properties.lead, x->properties.end, false);
    } else {
        take_out(a, x->properties.tag_end, x->properties.end, true);
        take_out(b, y->properties.tag_end, y->properties.end, true);
    }
}

static void
mask_properties(struct xpatches *a, const struct user *x, struct xpatches *b,
                const struct user *y, const struct masks *m)
{
    size_t i, gone = 0, come = 0;

    for (i = 0; i < m->count; i++) {
        gone += m->list[i].new == NULL;
        come += m->list[i].old == NULL;
    }
    if (gone + come > 0 && x->property_count == gone &&
        y->property_count == come) {
        mask_container(a, x, b, y);
        return;
    }
    for (i = 0; i < m->count; i++) {
        const struct masked *p = &m->list[i];

        if (p->old != NULL && p->new != NULL)
            mask_value(a, b, p);
        else if (p->old != NULL)
            take_out(a, p->old->lead, p->old->end, false);
        else if (p->new != NULL)
            take_out(b, p->new->lead, p->new->end, false);
    }
}

static void
mask_field(struct xpatches *a, const struct user *x, struct xpatches *b,
           const struct user *y, enum field f)
{
    const struct value *v = &x->value[f], *w = &y->value[f];

    if (v->text != NULL && w->text != NULL)
        mask_content(a, &v->place, b, &w->place);
    else if (v->text != NULL)
        take_out(a, v->place.lead, v->place.end, false);
    else
        take_out(b, w->place.lead, w->place.end, false);
}

/* Two databases side by side, and what is to be taken out of each. */
struct sides {
    struct comparison *c;
    const struct backup *old, *new;
    const struct avatars *old_avatars, *new_avatars;
    struct xpatches a, b;
};

static int
compare_names(const void *a, const void *b)
{
    const struct picture_property *x = *(
                                      const struct picture_property *const *)a,
                                  *y = *(
                                      const struct picture_property *const *)b;
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
 * the database. */
static void
compare_reference(const struct sides *s, const struct picture_property *old,
                  const struct picture_property *new, struct masks *m)
{
    if ((old != NULL && new != NULL &&strcmp(old->value, new->value) == 0) ||
        (old != NULL && !avatars_refers(s->old_avatars, s->old, old)) ||
        (new != NULL && !avatars_refers(s->new_avatars, s->new, new)))
        return;
    add_mask(m, (struct masked){old != NULL ? &old->place : NULL,
                                old != NULL ? there(&old->value_place) : NULL,
                                new != NULL ? &new->place : NULL,
                                new != NULL ? there(&new->value_place) : NULL});
}

/* Match the properties that name pictures by name; of several with one name
 * the first with the first, and so on. */
static void
compare_references(const struct sides *s, const struct user *x,
                   const struct user *y, struct masks *m)
{
    const struct picture_property **p = by_name(&x->pictures);
    const struct picture_property **q = by_name(&y->pictures);
    size_t i = 0, j = 0, n = x->pictures.count, k = y->pictures.count;

    while (i < n || j < k) {
        int order = i == n ? 1 : j == k ? -1 : strcmp(p[i]->name, q[j]->name);

        compare_reference(s, order <= 0 ? p[i] : NULL, order >= 0 ? q[j] : NULL,
                          m);
        i += order <= 0;
        j += order >= 0;
    }
    free(p);
    free(q);
}

/* The picture that is shown for one person. */
static bool
same_picture(const struct sides *s, size_t i, size_t j)
{
    size_t m = s->old_avatars->of_user[i].member;
    size_t n = s->new_avatars->of_user[j].member;
    const struct zmember *x, *y;

    if (m == SIZE_MAX || n == SIZE_MAX)
        return m == n;
    x = zdir_member(s->old->zip, m);
    y = zdir_member(s->new->zip, n);
    return strcmp(x->name, y->name) == 0 && x->crc == y->crc &&
           x->usize == y->usize;
}

/* Note that something of a person differs. */
static struct difference *
add_difference(struct comparison *c, size_t i, size_t j, enum field f)
{
    c->list = mem_grow(c->list, &c->cap, c->count, sizeof(*c->list));
    c->list[c->count] = (struct difference){i, j, f, SIZE_MAX, SIZE_MAX};
    return &c->list[c->count++];
}

/* Compare the picture of one person, and what names it. */
static void
compare_picture(struct sides *s, size_t i, size_t j, struct masks *m)
{
    struct difference *d;
    size_t before = m->count;

    compare_references(s, &s->old->database->users[i],
                       &s->new->database->users[j], m);
    if (m->count == before && same_picture(s, i, j))
        return;
    d = add_difference(s->c, i, j, FIELD_AVATAR);
    d->old_member = s->old_avatars->of_user[i].member;
    d->new_member = s->new_avatars->of_user[j].member;
    s->c->pictures++;
}

/* The place of the property that holds the value, or NULL. */
static const struct place *
property_of(const struct value *v)
{
    return v->property != NULL ? &v->property->place : NULL;
}

/* Compare the fields of one person. */
static void
compare_user(struct sides *s, size_t i, size_t j)
{
    const struct user *x = &s->old->database->users[i];
    const struct user *y = &s->new->database->users[j];
    struct masks m = {NULL, 0, 0};
    size_t before = s->c->count, k;

    for (k = 0; k < FIELD_COUNT; k++) {
        enum field f = (enum field)k;

        /* What nobody can edit is the rest of the database. */
        if ((f != FIELD_NUMBER && !field_has(f, FIELD_EDITABLE)) ||
            strcmp(user_text(x, f), user_text(y, f)) == 0)
            continue;
        add_difference(s->c, i, j, f);
        if (field_is_property(f))
            add_mask(&m, (struct masked){property_of(&x->value[f]),
                                         there(&x->value[f].place),
                                         property_of(&y->value[f]),
                                         there(&y->value[f].place)});
        else
            mask_field(&s->a, x, &s->b, y, f);
    }
    compare_picture(s, i, j, &m);
    mask_properties(&s->a, x, &s->b, y, &m);
    free(m.list);
    s->c->users += s->c->count > before;
}

static void
add_index(size_t **list, size_t *count, size_t *cap, size_t i)
{
    *list = mem_grow(*list, cap, *count, sizeof(**list));
    (*list)[(*count)++] = i;
}

/* Match users by extension; of several with the same one, in their order. */
static void
match_users(struct sides *s)
{
    const struct database *old = s->old->database, *new = s->new->database;
    struct comparison *c = s->c;
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
            compare_user(s, x, y);
            i++;
            j++;
        }
    }
}

/* One side of the comparison: the database's bytes without its masks. */
struct side {
    struct backup_stream *stream;
    uint8_t block[BLOCK];
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
    return backup_stream_read(s->stream, s->block, sizeof(s->block), &s->have,
                              e);
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
        for (i = 0; i < n; i++) {
            if (a->block[a->used + i] != b->block[b->used + i])
                break;
            a->line += a->block[a->used + i] == '\n';
        }
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
    return ST_OK;
}

static void
close_side(struct side *s)
{
    if (s == NULL)
        return;
    backup_stream_free(s->stream);
    free(s);
}

int
compare_databases(struct comparison *c, struct backup *old, struct backup *new,
                  const struct avatars *old_avatars,
                  const struct avatars *new_avatars, struct err *e)
{
    struct sides s = {.c = c,
                      .old = old,
                      .new = new,
                      .old_avatars = old_avatars,
                      .new_avatars = new_avatars};
    struct side *x = NULL, *y = NULL;
    uint64_t line;

    match_users(&s);
    if (!xpatch_sort(&s.a) || !xpatch_sort(&s.b)) {
        c->database = mem_dup("fields of users overlap");
        goto done;
    }
    if (open_side(&x, old, &s.a, e) != ST_OK ||
        open_side(&y, new, &s.b, e) != ST_OK ||
        compare_streams(x, y, &line, e) != ST_OK)
        goto done;
    if (line != 0)
        c->database = mem_printf("differs outside of users' fields, near line "
                                 "%ju",
                                 (uintmax_t)line);
done:
    close_side(x);
    close_side(y);
    xpatch_free(&s.a);
    xpatch_free(&s.b);
    return e->status;
}
