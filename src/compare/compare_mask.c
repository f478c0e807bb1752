/*
 * What may differ of a user, and how it is taken out of both databases.
 *
 * A mask covers only what is understood: an element's value if it is text and
 * nothing else, and a whole element if there is nothing in it but that.  What
 * is not is left where it is, so that it shows as a difference, and the
 * reason is kept.
 */
#include <string.h>

#include "cxbak/util/mem.h"

#include "compare/compare_impl.h"

static void
take_out(struct xpatches *p, uint64_t from, uint64_t to)
{
    xpatch_add(p, from, to - from, NULL, 0);
}

void
mask_refuse(struct masks *m, const struct user *u, const char *what,
            const char *why)
{
    if (m->why == NULL)
        m->why = mem_printf("extension %s: %s: %s", user_text(u, FIELD_NUMBER),
                            what, why);
}

/* Take the content of an element out on both sides.  Where one side writes it
 * as <X />, all behind the name and attributes goes; what is left shows that it
 * did not move. */
static void
mask_content(struct masks *m, const struct place *x, const struct place *y)
{
    if (place_is_empty(x) || place_is_empty(y)) {
        take_out(&m->old, x->tag_end, x->end);
        take_out(&m->new, y->tag_end, y->end);
    } else {
        take_out(&m->old, x->open_end, x->close_begin);
        take_out(&m->new, y->open_end, y->close_begin);
    }
}

/* Has the element no attributes? */
static bool
is_bare(const struct place *p, const char *name)
{
    return p->tag_end - p->begin == 1 + strlen(name);
}

static bool
is_there(const struct piece *x)
{
    return x->place != NULL || x->picture != NULL;
}

/* Where it stands, and where its value does: `end` is 0 if that is not there.
 */
static struct place
place_of(const struct piece *x)
{
    return x->picture != NULL ? place_far(&x->picture->place, x->at)
                              : *x->place;
}

static struct place
value_of(const struct piece *x)
{
    if (x->picture != NULL)
        return place_far(&x->picture->value_place, x->at);
    return x->value != NULL ? *x->value : (struct place){.end = 0};
}

/* Why the difference may not be masked, or NULL. */
static const char *
refusal(const struct piece *x, const struct piece *y)
{
    if (x->repeated || y->repeated)
        return "it is there twice";
    if (is_there(x) && is_there(y))
        return x->text && y->text ? NULL : "more than text is in its value";
    return (is_there(x) ? x : y)->plain
               ? NULL
               : "it came or went with more than a value";
}

/* A property on both sides, of which one has no value yet. */
static bool
mask_lone_value(struct masks *m, const struct place *x, const struct place *y)
{
    const struct place *v = x->end != 0 ? x : y;

    if (v->end != 0 && !is_bare(v, "Value"))
        return false;
    if (v->end != 0)
        take_out(v == x ? &m->old : &m->new, v->lead, v->end);
    return true;
}

static void
take_out_whole(struct xpatches *p, const struct piece *x)
{
    struct place place = place_of(x);

    take_out(p, place.lead, place.end);
}

void
mask_piece(struct masks *m, const struct user *u, const char *what,
           const struct piece *x, const struct piece *y)
{
    const char *why = refusal(x, y);
    struct place v = value_of(x), w = value_of(y);

    if (why != NULL)
        mask_refuse(m, u, what, why);
    else if (!is_there(x) && is_there(y))
        take_out_whole(&m->new, y);
    else if (is_there(x) && !is_there(y))
        take_out_whole(&m->old, x);
    else if (v.end != 0 && w.end != 0)
        mask_content(m, &v, &w);
    else if (!mask_lone_value(m, &v, &w))
        mask_refuse(m, u, what, "its value came or went with attributes");
}

static const struct place *
there(const struct place *p)
{
    return p->end != 0 ? p : NULL;
}

struct piece
mask_field(const struct user *u, enum field f)
{
    const struct value *v = &u->at->value[f];
    const struct property_place *p = v->property;
    struct piece piece = {.value = there(&v->place),
                          .repeated = (u->repeated & USER_BIT(f)) != 0,
                          .text = (u->markup & USER_BIT(f)) == 0};

    if (field_is_property(f)) {
        piece.place = p != NULL ? &p->place : NULL;
        piece.plain = p != NULL && p->plain;
    } else {
        piece.place = piece.value;
        piece.plain = piece.place != NULL && piece.text &&
                      is_bare(piece.place, field_there(f));
    }
    return piece;
}

struct piece
mask_property(const struct user *u, const struct picture_property *p)
{
    if (p == NULL)
        return (struct piece){.place = NULL};
    return (struct piece){.picture = p,
                          .at = u->pictures.at,
                          .text = !p->odd,
                          .plain = p->plain && !p->odd};
}

/* Is the container there with nothing in it but `n` properties, or not there
 * at all? */
static bool
holds_only(const struct user *u, size_t n)
{
    return u->property_count == n && !u->properties_mixed;
}

/* Neither side has other properties: their container may be empty, or
 * missing. */
static void
mask_container(struct masks *m, const struct user *x, const struct user *y)
{
    static const char what[] = "Properties";
    const struct place *p = &x->at->properties, *q = &y->at->properties;

    if (p->end != 0 && q->end != 0) {
        take_out(&m->old, p->tag_end, p->end);
        take_out(&m->new, q->tag_end, q->end);
    } else if (!is_bare(p->end != 0 ? p : q, what)) {
        mask_refuse(m, x, what, "it came or went with attributes");
    } else if (p->end != 0) {
        take_out(&m->old, p->lead, p->end);
    } else {
        take_out(&m->new, q->lead, q->end);
    }
}

void
mask_properties(struct masks *m, const struct user *x, const struct user *y,
                const struct property_pair *list, size_t n)
{
    size_t i, gone = 0, come = 0;
    bool plain = true;

    if (n == 0)
        return;
    if (x->properties_repeated || y->properties_repeated || x->names_odd ||
        y->names_odd) {
        mask_refuse(m, x, list[0].what,
                    x->properties_repeated || y->properties_repeated
                        ? "there are two Properties"
                        : "a DNProperty has two names, or elements in one");
        return;
    }
    for (i = 0; i < n; i++) {
        gone += !is_there(&list[i].new);
        come += !is_there(&list[i].old);
        plain &= refusal(&list[i].old, &list[i].new) == NULL;
    }
    if (plain && gone + come > 0 && holds_only(x, gone) &&
        holds_only(y, come)) {
        mask_container(m, x, y);
        return;
    }
    for (i = 0; i < n; i++)
        mask_piece(m, x, list[i].what, &list[i].old, &list[i].new);
}

void
mask_free(struct masks *m)
{
    xpatch_free(&m->old);
    xpatch_free(&m->new);
}
