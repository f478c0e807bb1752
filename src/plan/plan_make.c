/*
 * From changes to a plan.  For every change the plan keeps how the old value
 * was written, unless writing it anew gives the same bytes: then undoing the
 * plan gives back the database as it was.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/patch/document_index.h"
#include "cxbak/image/image.h"
#include "cxbak/util/mem.h"
#include "cxbak/patch/original_xml.h"
#include "cxbak/xml/xpatch.h"

#include "plan/plan_impl.h"

/* What a change may do away with: an element, and its bytes. */
struct unit {
    enum piece_kind root;
    const struct place *place; /* NULL if there is nothing */
    size_t span;
};

/* The old value's element, or for a property that goes away all that goes with
 * it. */
static struct unit
find_unit(const struct user *u, const struct edit *x)
{
    const struct value *v = &u->at->value[x->field];
    struct unit unit = {PIECE_VALUE, NULL, 0};

    if (!field_is_property(x->field)) {
        unit.place = u->text[x->field] != NULL ? &v->place : NULL;
    } else if (v->property == NULL) {
        unit.root = PIECE_CONTAINER;
        unit.place =
            place_is_empty(&u->at->properties) ? &u->at->properties : NULL;
    } else if (*x->text != '\0') {
        unit.root = v->place.end != 0 ? PIECE_VALUE : PIECE_PROPERTY;
        unit.place = v->place.end != 0 ? &v->place : &v->property->place;
    } else if (!v->property->plain) {
        unit.place = v->place.end != 0 ? &v->place : NULL;
    } else {
        bool alone = user_property_alone(u, x->field);

        unit.root = alone ? PIECE_CONTAINER : PIECE_PROPERTY;
        unit.place = alone ? &u->at->properties : &v->property->place;
    }
    return unit;
}

/* Is the old value written just as writing it anew would do it? */
static bool
is_usual(const struct edit *x, const char *old, const struct unit *unit,
         enum empty_style form, const char *tail)
{
    struct buf b = BUF_INIT;
    bool same;

    if (unit->place == NULL)
        return true;
    if (*old == '\0' && field_is_property(x->field))
        return unit->root == PIECE_CONTAINER &&
               (form == EMPTY_TAG || strcmp(tail, " />") == 0);
    if (*old == '\0')
        return form == EMPTY_PAIR || form == EMPTY_TAG ||
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

/* How many elements stand before the unit in its parent, and how many
 * comments and instructions behind the last of them. */
static size_t
count_before(const struct document_index_user *children,
             const struct unit *unit, size_t *past)
{
    return document_index_before(
        unit->root == PIECE_PROPERTY ? &children->properties : &children->own,
        unit->place->lead, past);
}

/* Describe how the old value is written.  `bytes` are those of the unit. */
static void
describe(struct plan *p, struct original *to, const struct edit *x,
         const struct backup *b, const struct unit *unit, const char *bytes,
         const struct document_index_user *children)
{
    const char *old = user_text(&b->database->users[x->user], x->field), *tail;
    struct spelling parsed;
    size_t lead;
    char *raw;

    if (*old == '\0')
        to->form = database_form(b->database, x->user, x->field);
    if (unit->place == NULL)
        return;
    tail = bytes + (unit->place->tag_end - unit->place->lead);
    if (is_usual(x, old, unit, to->form, tail))
        return;

    /* The tag's attributes stay where they are: the piece has its name. */
    lead = (size_t)(unit->place->begin - unit->place->lead);
    raw = mem_printf("%.*s<%s%s", (int)lead, bytes,
                     original_xml_name(x->field, unit->root), tail);
    if (original_xml_parse(&parsed, raw, x->field, old))
        to->raw = arena_dup(&p->texts, raw);
    free(raw);
    if (to->raw == NULL)
        return;
    to->form = EMPTY_UNKNOWN;
    if (children != NULL)
        to->after = count_before(children, unit, &to->past);
}

/* Choose what has to be read of the database. */
static struct unit *
choose(struct document_index *l, const struct changes *c,
       const struct backup *b)
{
    struct unit *units = mem_array(NULL, c->count, sizeof(*units));
    size_t i;

    for (i = 0; i < c->count; i++) {
        const struct edit *x = change_edit(&c->list[i]);

        units[i] = (struct unit){PIECE_VALUE, NULL, 0};
        if (x != NULL)
            units[i] = find_unit(&b->database->users[x->user], x);
        if (units[i].place == NULL)
            continue;
        units[i].span =
            document_index_span(l, units[i].place->lead, units[i].place->end);
        if (*x->text == '\0')
            document_index_choose(l, b, x->user);
    }
    return units;
}

/* A picture's CRC in hexadecimal. */
static const char *
keep_crc(struct plan *p, uint32_t crc)
{
    char text[9];

    snprintf(text, sizeof(text), "%08x", (unsigned)crc);
    return arena_dup(&p->texts, text);
}

/* A picture of the backup; one that cannot be read is left out, which undoing
 * then says. */
static void
keep_picture(struct plan *p, struct plan_value *v, struct backup *b,
             const struct picture *x)
{
    struct plan_picture *to = plan_add_picture(v);
    struct err e = ERR_INIT;

    if (x->old == SIZE_MAX)
        return;
    v->text = keep_crc(p, x->old_crc);
    to->member = arena_dup(&p->texts, zdir_member(b->zip, x->old)->name);
    if (avatar_read(b, x->old, &to->image, &e) != ST_OK)
        buf_free(&to->image);
    err_free(&e);
}

/* The picture before a change and after it. */
static void
fill_picture(struct plan *p, struct plan_change *to, const struct change *x,
             struct backup *b)
{
    const struct buf *image = &x->picture->image;
    struct plan_picture *new = plan_add_picture(&to->to);

    keep_picture(p, &to->from, b, x->picture);
    if (*x->edit.text == '\0')
        return;
    to->to.text = keep_crc(p, x->picture->crc);
    new->member = arena_dup(&p->texts, x->edit.text);
    buf_add(&new->image, image->data, image->len);
}

/* The value before a change and after it, or the ContactImage. */
static void
fill_value(struct plan *p, struct plan_change *to, const struct edit *x,
           const char *old)
{
    bool entry = to->field == FIELD_AVATAR;

    *(entry ? &to->from.picture->entry : &to->from.text) =
        arena_dup(&p->texts, old);
    *(entry ? &to->to.picture->entry : &to->to.text) =
        arena_dup(&p->texts, x->text);
}

static void
fill(struct plan *p, const struct changes *c, struct backup *b,
     const struct unit *units, const struct document_index *l)
{
    const char *twice;
    size_t i;

    for (i = 0; i < c->count; i++) {
        const struct edit *x = change_edit(&c->list[i]);
        size_t user = c->list[i].edit.user;
        const struct user *u = &b->database->users[user];
        struct plan_change *to = plan_add(p, user_text(u, FIELD_NUMBER));

        if (i == 0 || c->list[i - 1].edit.user != user)
            plan_add_person(p, to->number, user_text(u, FIELD_FIRST),
                            user_text(u, FIELD_LAST));
        to->field = c->list[i].edit.field;
        if (c->list[i].picture != NULL)
            fill_picture(p, to, &c->list[i], b);
        if (x == NULL && *user_text(u, FIELD_CONTACT_IMAGE) != '\0') {
            to->from.picture->entry = to->to.picture->entry =
                arena_dup(&p->texts, user_text(u, FIELD_CONTACT_IMAGE));
        }
        if (x == NULL)
            continue;
        fill_value(p, to, x, user_text(u, x->field));
        describe(p, &to->from.original, x, b, &units[i],
                 units[i].place != NULL ? l->spans[units[i].span].bytes : NULL,
                 l->users != NULL && *x->text == '\0' ? l->users[x->user]
                                                      : NULL);
    }
    plan_end_people(p, &twice);
}

/* A plan names users by extension, so each that changes must be the only one
 * of his. */
static int
check_numbers(const struct changes *c, const struct backup *b, struct err *e)
{
    size_t i, count;

    for (i = 0; i < c->count; i++) {
        size_t user = c->list[i].edit.user;
        const char *number = user_text(&b->database->users[user], FIELD_NUMBER);

        database_find(b->database, number, &count);
        if (*number == '\0')
            return err_set(e, ST_REFUSED,
                           "%s: a user without an extension changes, whom no "
                           "plan can name; write the backup itself with -o",
                           b->path);
        if (count > 1)
            return err_set(e, ST_REFUSED,
                           "%s: %zu users have the extension %s, so a plan "
                           "cannot say who is meant; write the backup itself "
                           "with -o, or leave them out",
                           b->path, count, number);
    }
    return ST_OK;
}

int
plan_make(struct plan *p, const struct changes *c, struct backup *b,
          struct err *e)
{
    struct document_index l = {0};
    struct unit *units;

    memset(p, 0, sizeof(*p));
    if (check_numbers(c, b, e) != ST_OK)
        return e->status;
    units = choose(&l, c, b);
    if (document_index_read(&l, b, e) == ST_OK) {
        p->database = arena_dup(&p->texts, zdir_member(b->zip, b->db)->name);
        p->crc = keep_crc(p, zdir_member(b->zip, b->db)->crc);
        p->version = arena_dup(&p->texts, b->database->version);
        p->date = arena_dup(&p->texts, b->database->date);
        fill(p, c, b, units, &l);
    }
    document_index_free(&l);
    free(units);
    return e->status;
}

/* The picture of the new backup, or that there is none, and the ContactImage
 * that the user has there. */
static int
add_picture(struct changes *c, const struct difference *d, struct backup *new,
            size_t *left, struct err *e)
{
    const char *entry =
        user_text(&new->database->users[d->new_user], FIELD_CONTACT_IMAGE);
    struct buf image = BUF_INIT;
    enum image_format f;

    if (d->new_member == SIZE_MAX) {
        change_give_entry(change_clear_picture(c, d->old_user), entry);
        return ST_OK;
    }
    if (avatar_read(new, d->new_member, &image, e) != ST_OK)
        goto done;
    f = image_sniff(image.data, image.len, NULL);
    if (f == IMAGE_PNG || f == IMAGE_JPEG)
        change_give_entry(
            change_set_picture(
                c, d->old_user,
                mem_dup(zdir_member(new->zip, d->new_member)->name), &image),
            entry);
    else
        ++*left;
done:
    buf_free(&image);
    return e->status;
}

int
plan_changes(struct changes *c, const struct comparison *d, struct backup *old,
             struct backup *new, size_t *left, struct err *e)
{
    size_t i, count;

    *left = 0;
    for (i = 0; i < d->count && e->status == ST_OK; i++) {
        const struct difference *x = &d->list[i];
        const struct user *u = &new->database->users[x->new_user];

        database_find(old->database, user_text(u, FIELD_NUMBER), &count);
        if (count != 1 || x->field == FIELD_NUMBER)
            ++*left;
        else if (x->field == FIELD_AVATAR)
            add_picture(c, x, new, left, e);
        else
            change_add_exact(c, x->old_user, x->field, user_text(u, x->field));
    }
    return e->status;
}
