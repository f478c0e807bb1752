/*
 * From changes to a plan.  For every change the plan keeps how the old value
 * was written, unless writing it anew gives the same bytes: then undoing the
 * plan gives back the database as it was.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/layout.h"
#include "cxbak/mem.h"
#include "cxbak/spelling.h"
#include "cxbak/xpatch.h"

#include "planpriv.h"

/* What a change may do away with: an element, and its bytes. */
struct unit {
    enum spelling_root root;
    const struct place *place; /* NULL if there is nothing */
    size_t span;
};

/* The old value's element, or for a mobile number that goes away all that
 * goes with it. */
static struct unit
find_unit(const struct user *u, const struct change *x)
{
    const struct value *v = &u->field[x->field];
    struct unit unit = {SPELLING_VALUE, NULL, 0};

    if (x->field != FIELD_MOBILE) {
        unit.place = v->text != NULL ? &v->place : NULL;
    } else if (u->mobile.end == 0) {
        unit.root = SPELLING_CONTAINER;
        unit.place = u->properties.end != 0 && u->properties.empty
                         ? &u->properties
                         : NULL;
    } else if (*x->text != '\0') {
        unit.root = v->place.end != 0 ? SPELLING_VALUE : SPELLING_PROPERTY;
        unit.place = v->place.end != 0 ? &v->place : &u->mobile;
    } else {
        unit.root =
            u->property_count > 1 ? SPELLING_PROPERTY : SPELLING_CONTAINER;
        unit.place = u->property_count > 1 ? &u->mobile : &u->properties;
    }
    return unit;
}

/* Is the old value written just as writing it anew would do it? */
static bool
is_usual(const struct change *x, const char *old, const struct unit *unit,
         enum form form, const char *tail)
{
    struct buf b = BUF_INIT;
    bool same;

    if (unit->place == NULL)
        return true;
    if (*old == '\0' && x->field == FIELD_MOBILE)
        return unit->root == SPELLING_CONTAINER &&
               (form == FORM_TIGHT || strcmp(tail, " />") == 0);
    if (*old == '\0')
        return form == FORM_PAIR || form == FORM_TIGHT ||
               strcmp(tail, " />") == 0;
    if (*x->text == '\0')
        return false;

    /* The element stays, so only the text between its tags counts. */
    xpatch_escape(&b, old);
    same = unit->place->close_begin - unit->place->open_end == b.len &&
           strncmp(tail + (unit->place->open_end - unit->place->tag_end),
                   buf_str(&b), b.len) == 0;
    buf_free(&b);
    return same;
}

/* How many elements stand before the unit in its parent. */
static size_t
count_before(const struct layout_user *children, const struct unit *unit)
{
    if (unit->root == SPELLING_PROPERTY)
        return layout_before(&children->properties, unit->place->lead);
    return layout_before(&children->own, unit->place->lead);
}

/* Describe how the old value is written.  `bytes` are those of the unit. */
static void
describe(struct plan_spelling *to, const struct change *x,
         const struct backup *b, const struct unit *unit, const char *bytes,
         const struct layout_user *children)
{
    const char *old = user_text(&b->database->users[x->user], x->field), *tail;
    struct spelling parsed;
    size_t lead;

    if (*old == '\0')
        to->form = database_form(b->database, x->user, x->field);
    if (unit->place == NULL)
        return;
    tail = bytes + (unit->place->tag_end - unit->place->lead);
    if (is_usual(x, old, unit, to->form, tail))
        return;

    /* The tag's attributes stay where they are: the piece has its name. */
    to->form = FORM_UNKNOWN;
    lead = (size_t)(unit->place->begin - unit->place->lead);
    to->raw = mem_printf("%.*s<%s%s", (int)lead, bytes,
                         spelling_name(x->field, unit->root), tail);
    if (!spelling_parse(&parsed, to->raw, x->field, old)) {
        free(to->raw);
        to->raw = NULL;
    } else if (children != NULL) {
        to->after = count_before(children, unit);
    }
}

/* Choose what has to be read of the database. */
static struct unit *
choose(struct layout *l, const struct changes *c, const struct backup *b)
{
    struct unit *units = mem_array(NULL, c->count, sizeof(*units));
    size_t i;

    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];

        units[i] = find_unit(&b->database->users[x->user], x);
        if (units[i].place == NULL)
            continue;
        units[i].span =
            layout_span(l, units[i].place->lead, units[i].place->end);
        if (*x->text == '\0')
            layout_choose(l, b, x->user);
    }
    return units;
}

static void
fill(struct plan *p, const struct changes *c, const struct backup *b,
     const struct unit *units, const struct layout *l)
{
    size_t i;

    for (i = 0; i < c->count; i++) {
        const struct change *x = &c->list[i];
        const struct user *u = &b->database->users[x->user];
        struct plan_change *to = plan_add(p);

        to->number = mem_dup(user_text(u, FIELD_NUMBER));
        to->field = x->field;
        to->from = mem_dup(user_text(u, x->field));
        to->to = mem_dup(x->text);
        describe(&to->from_spelling, x, b, &units[i],
                 units[i].place != NULL ? l->spans[units[i].span].bytes : NULL,
                 l->users != NULL && *x->text == '\0' ? l->users[x->user]
                                                      : NULL);
    }
}

int
plan_make(struct plan *p, const struct changes *c, struct backup *b,
          struct err *e)
{
    struct layout l = {0};
    struct unit *units = choose(&l, c, b);

    memset(p, 0, sizeof(*p));
    if (layout_read(&l, b, e) == ST_OK) {
        p->database = mem_dup(zdir_member(b->zip, b->db)->name);
        p->crc = plan_crc(b);
        p->version = mem_dup(b->database->version);
        p->date = mem_dup(b->database->date);
        fill(p, c, b, units, &l);
    }
    layout_free(&l);
    free(units);
    return e->status;
}

void
plan_changes(struct changes *c, const struct comparison *d,
             const struct backup *old, const struct backup *new, size_t *left)
{
    size_t i;

    *left = 0;
    for (i = 0; i < d->field_count; i++) {
        const struct field_change *f = &d->fields[i];
        const struct user *u = &new->database->users[f->new_user];
        size_t count;

        database_find(old->database, user_text(u, FIELD_NUMBER), &count);
        if (count == 1 && f->field != FIELD_NUMBER)
            change_add_exact(c, f->old_user, f->field, user_text(u, f->field));
        else
            (*left)++;
    }
    change_settle(c, old);
}
