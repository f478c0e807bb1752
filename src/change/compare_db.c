/*
 * Two databases are the same but for users' fields when their bytes are the
 * same once every field that differs is taken out on both sides.  A field's
 * value leaves a mark behind where it stood, so that it cannot move; an
 * element that only one side has is taken out whole.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/mem.h"
#include "cxbak/xpatch.h"

#include "comparepriv.h"

/* Bytes compared at once. */
#define BLOCK ((size_t)64 << 10)

/* XML cannot hold this byte, so that no text looks like a mark. */
#define MARK ""
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

/* The mobile number is a property, which one side may not have; without it
 * its container may be empty or missing. */
static void
mask_mobile_property(struct xpatches *a, const struct user *x,
                     struct xpatches *b, const struct user *y)
{
    if (x->property_count > 1 || y->property_count > 0)
        take_out(a, x->mobile.lead, x->mobile.end, false);
    else if (y->properties.end == 0)
        take_out(a, x->properties.lead, x->properties.end, false);
    else {
        take_out(a, x->properties.tag_end, x->properties.end, true);
        take_out(b, y->properties.tag_end, y->properties.end, true);
    }
}

static void
mask_mobile(struct xpatches *a, const struct user *x, struct xpatches *b,
            const struct user *y)
{
    const struct value *v = &x->field[FIELD_MOBILE];
    const struct value *w = &y->field[FIELD_MOBILE];

    if (x->mobile.end == 0)
        mask_mobile_property(b, y, a, x);
    else if (y->mobile.end == 0)
        mask_mobile_property(a, x, b, y);
    else if (v->place.end != 0 && w->place.end != 0)
        mask_content(a, &v->place, b, &w->place);
    else if (v->place.end != 0)
        take_out(a, v->place.lead, v->place.end, false);
    else
        take_out(b, w->place.lead, w->place.end, false);
}

static void
mask_field(struct xpatches *a, const struct user *x, struct xpatches *b,
           const struct user *y, enum field f)
{
    const struct value *v = &x->field[f], *w = &y->field[f];

    if (f == FIELD_MOBILE)
        mask_mobile(a, x, b, y);
    else if (v->text != NULL && w->text != NULL)
        mask_content(a, &v->place, b, &w->place);
    else if (v->text != NULL)
        take_out(a, v->place.lead, v->place.end, false);
    else
        take_out(b, w->place.lead, w->place.end, false);
}

/* Compare the fields of one person. */
static void
compare_user(struct comparison *c, const struct database *old, size_t i,
             const struct database *new, size_t j, struct xpatches *a,
             struct xpatches *b)
{
    const struct user *x = &old->users[i], *y = &new->users[j];
    bool changed = false;
    size_t k;

    for (k = 0; k < FIELD_COUNT; k++) {
        enum field f = (enum field)k;

        if (strcmp(user_text(x, f), user_text(y, f)) == 0)
            continue;
        c->fields = mem_grow(c->fields, &c->field_cap, c->field_count,
                             sizeof(*c->fields));
        c->fields[c->field_count++] = (struct field_change){i, j, f};
        mask_field(a, x, b, y, f);
        changed = true;
    }
    c->users_changed += changed;
}

static void
add_index(size_t **list, size_t *count, size_t *cap, size_t i)
{
    *list = mem_grow(*list, cap, *count, sizeof(**list));
    (*list)[(*count)++] = i;
}

/* Match users by extension; of several with the same one, in their order. */
static void
match_users(struct comparison *c, const struct database *old,
            const struct database *new, struct xpatches *a,
            struct xpatches *b)
{
    size_t i = 0, j = 0;

    while (i < old->user_count || j < new->user_count) {
        size_t x = i < old->user_count ? old->by_number[i] : SIZE_MAX;
        size_t y = j < new->user_count ? new->by_number[j] : SIZE_MAX;
        int order = x == SIZE_MAX   ? 1
                    : y == SIZE_MAX ? -1
                                    : strcmp(user_text(&old->users[x],
                                                       FIELD_NUMBER),
                                             user_text(&new->users[y],
                                                       FIELD_NUMBER));

        if (order < 0) {
            add_index(&c->removed, &c->removed_count, &c->removed_cap, x);
            i++;
        } else if (order > 0) {
            add_index(&c->added, &c->added_count, &c->added_cap, y);
            j++;
        } else {
            compare_user(c, old, x, new, y, a, b);
            i++;
            j++;
        }
    }
}

static int
read_zip(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    return zread_next(arg, p, n, got, e);
}

/* One side of the comparison: the database's bytes without its masks. */
struct side {
    struct zread *r;
    struct xpatcher *x;
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
    return xpatcher_read(s->x, s->block, sizeof(s->block), &s->have, e);
}

/* Compare the two streams; `*line` is where they differ first, 0 nowhere. */
static int
compare_streams(struct side *a, struct side *b, uint64_t *line,
                struct err *e)
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
    struct side *s;
    struct zread *r;
    int rc;

    if ((rc = backup_read(&r, b, e)) != ST_OK)
        return rc;
    s = mem_calloc(1, sizeof(*s));
    s->r = r;
    s->x = xpatcher_new(p, read_zip, r);
    *sp = s;
    return ST_OK;
}

static void
close_side(struct side *s)
{
    if (s == NULL)
        return;
    xpatcher_free(s->x);
    zread_free(s->r);
    free(s);
}

int
compare_databases(struct comparison *c, struct backup *old,
                  struct backup *new, struct err *e)
{
    struct xpatches a = {0}, b = {0};
    struct side *x = NULL, *y = NULL;
    uint64_t line;

    match_users(c, old->database, new->database, &a, &b);
    if (!xpatch_sort(&a) || !xpatch_sort(&b)) {
        c->database = mem_dup("fields of users overlap");
        goto done;
    }
    if (open_side(&x, old, &a, e) != ST_OK ||
        open_side(&y, new, &b, e) != ST_OK ||
        compare_streams(x, y, &line, e) != ST_OK)
        goto done;
    if (line != 0)
        c->database = mem_printf("differs outside of users' fields, near line "
                                 "%ju",
                                 (uintmax_t)line);
done:
    close_side(x);
    close_side(y);
    xpatch_free(&a);
    xpatch_free(&b);
    return e->status;
}
