/*
 * Editing the properties of a user.  All edits of one user's properties are
 * done together, because the first one that comes brings the container with
 * it, and the last one that goes leaves it empty.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "patch/patch_impl.h"

#define DEFAULT_TYPE "String"

/* One level of indentation, where the file shows none. */
#define INDENT "    "

/* Where a new property goes in a file that has them in order: behind the last
 * one whose name is before its own.  0: behind all others. */
static uint64_t
sorted_place(const struct editor *ed, const struct value *v)
{
    const struct user *u = ed->u;

    if (!ed->d->style.properties_sorted || u->properties_unsorted ||
        u->property_count == 0)
        return 0;
    return v->anchor != 0 ? v->anchor : u->at->properties.open_end;
}

/* Is there a Value that says nothing but its text? */
static bool
has_bare_value(const struct value *v)
{
    return v->place.end != 0 &&
           v->place.tag_end - v->place.begin == sizeof("<Value") - 1;
}

void
property_patch_field(const struct editor *ed, struct property_task *w)
{
    const struct field_info *fi = field_info(ed->edit->field);
    const struct value *v = &ed->u->at->value[ed->edit->field];

    *w = (struct property_task){.edit = ed->edit,
                                .name = field_there(ed->edit->field),
                                .type = fi->type,
                                .description = fi->description,
                                .remove = *ed->edit->text == '\0'};
    if (v->property == NULL) {
        w->behind = sorted_place(ed, v);
        return;
    }
    w->place = v->property->place;
    w->value = v->place;
    w->part_end = v->property->part_end;

    /* What holds more than it should stays but for the value, whose element
     * is emptied.  In a file that has properties without Value they stay, too,
     * but Value goes; also where it came by the change that is undone. */
    if (has_bare_value(v))
        w->no_value = ed->edit->original.form == EMPTY_NO_VALUE ||
                      (ed->edit->original.form == EMPTY_UNKNOWN &&
                       v->property->plain && ed->d->style.without_value > 0);
    w->keep = !v->property->plain || w->no_value;
}

const char *
property_patch_odd(const struct user *u)
{
    if ((u->repeated & USER_BIT(FIELD_NUMBER)) != 0)
        return user_patch_whose;
    if (u->properties_repeated)
        return "the database has two Properties for this user";
    if (u->names_odd)
        return "a DNProperty of this user has two names, or elements in its "
               "name, so that whose value it holds cannot be told";
    return NULL;
}

int
property_patch_wish(const struct editor *ed, struct property_task *w,
                    struct err *e)
{
    const struct property_edit *p = ed->edit->property;
    const struct picture_property *old;
    const char *why;

    *w = (struct property_task){.edit = ed->edit,
                                .name = p->name,
                                .type = p->type,
                                .description = p->description,
                                .remove = p->remove};
    if (place_is_empty(&ed->u->at->element))
        return err_set(e, ST_REFUSED,
                       "extension %s: the database has an empty "
                       "<Extension/>, which cannot take the property %s",
                       user_text(ed->u, FIELD_NUMBER), p->name);
    if ((why = property_patch_odd(ed->u)) != NULL)
        return err_set(e, ST_REFUSED, "extension %s: the property %s: %s",
                       user_text(ed->u, FIELD_NUMBER), p->name, why);
    if (p->index == SIZE_MAX)
        return ST_OK;
    old = &ed->u->pictures.list[p->index];
    if (old->odd)
        return err_set(e, ST_REFUSED,
                       "extension %s: the property %s has two values, or "
                       "elements where a value belongs, and cannot be edited",
                       user_text(ed->u, FIELD_NUMBER), old->name);
    if (p->remove && !old->plain)
        return err_set(e, ST_REFUSED,
                       "extension %s: the property %s holds more than it "
                       "should, and cannot be taken out",
                       user_text(ed->u, FIELD_NUMBER), old->name);
    w->place = place_far(&old->place, ed->u->pictures.at);
    w->value = place_far(&old->value_place, ed->u->pictures.at);
    w->part_end = ed->u->pictures.at + old->part_end;
    return ST_OK;
}

/* The blanks `lead` with one more level of indentation, if they are a line of
 * their own. */
static char *
deeper(const char *lead)
{
    return mem_printf("%s%s", lead, strchr(lead, '\n') != NULL ? INDENT : "");
}

/* Append one child of a DNProperty; none that has nothing to say. */
static void
add_part(struct buf *b, const char *lead, const char *name,
         const struct property_task *w)
{
    if (strcmp(name, "Description") == 0 && w->description == NULL)
        return;
    buf_adds(b, lead);
    if (strcmp(name, "Value") == 0)
        user_patch_add(b, name, w->edit->text);
    else if (strcmp(name, "Name") == 0)
        user_patch_add(b, name, w->name);
    else if (strcmp(name, "Type") == 0)
        user_patch_add(b, name, w->type != NULL ? w->type : DEFAULT_TYPE);
    else
        user_patch_add(b, name, w->description);
}

/* Is this a child that add_part() knows? */
static bool
known_part(const char *name)
{
    return strcmp(name, "Value") == 0 || strcmp(name, "Name") == 0 ||
           strcmp(name, "Type") == 0 || strcmp(name, "Description") == 0;
}

/* Append a whole DNProperty with its blanks before, in the file's style. */
static void
add_property(struct buf *b, const struct editor *ed,
             const struct property_task *w)
{
    static const char *const parts[] = {"Name", "Value", "Type", "Description"};
    const struct xml_style *s = &ed->d->style;
    const struct user *u = ed->u;
    char *lead, *inner;
    bool has_value = false;
    size_t i;

    if (u->property_lead != NULL || s->property_lead != NULL)
        lead = mem_dup(u->property_lead != NULL ? u->property_lead
                                                : s->property_lead);
    else
        lead = deeper(user_patch_lead(u));
    inner = deeper(lead);
    buf_printf(b, "%s<DNProperty>", lead);
    for (i = 0; i < s->part_count; i++) {
        if (!known_part(s->parts[i]))
            continue;
        add_part(b, s->part_lead[i], s->parts[i], w);
        has_value |= strcmp(s->parts[i], "Value") == 0;
    }
    for (i = 0; s->part_count == 0 && i < 4; i++) {
        add_part(b, inner, parts[i], w);
        has_value = true;
    }
    if (!has_value)
        add_part(b, s->part_lead[s->part_count - 1], "Value", w);
    buf_printf(b, "%s</DNProperty>",
               s->property_close != NULL ? s->property_close : lead);
    free(inner);
    free(lead);
}

/* Blanks before the end tag of Properties. */
static const char *
properties_close(const struct editor *ed)
{
    const char *close = ed->d->style.properties_close;

    return close != NULL ? close : user_patch_lead(ed->u);
}

/* Put new properties behind those that are there; `b` holds them, and is
 * emptied. */
static void
insert(struct editor *ed, struct buf *b)
{
    const struct user *u = ed->u;
    const struct place *at = &u->at->properties;
    struct buf whole = BUF_INIT;

    if (u->at->last_property != 0) {
        user_patch_patch(ed, u->at->last_property, u->at->last_property, b);
    } else if (at->end != 0 && !place_is_empty(at)) {
        if (at->open_end == at->close_begin)
            buf_adds(b, properties_close(ed));
        user_patch_patch(ed, at->open_end, at->open_end, b);
    } else if (at->end != 0) {
        buf_printf(&whole, ">%s%s</Properties>", buf_str(b),
                   properties_close(ed));
        user_patch_patch(ed, at->tag_end, at->end, &whole);
    } else {
        const char *lead = ed->d->style.properties_lead;
        uint64_t behind = u->at->properties_anchor != 0
                              ? u->at->properties_anchor
                              : user_patch_last(u);

        buf_printf(&whole, "%s<Properties>%s%s</Properties>",
                   lead != NULL ? lead : user_patch_lead(u), buf_str(b),
                   properties_close(ed));
        user_patch_patch(ed, behind, behind, &whole);
    }
    buf_free(b);
}

/* Put a value into a property that is there. */
static void
fill(struct editor *ed, const struct property_task *w)
{
    struct buf b = BUF_INIT;

    ed->edit = w->edit;
    if (w->value.end != 0) {
        user_patch_fill(ed, &w->value, "Value");
        return;
    }
    /* The property has no Value yet. */
    if (ed->d->style.part_count > 0)
        buf_adds(&b, ed->d->style.part_lead[0]);
    user_patch_add(&b, "Value", w->edit->text);
    user_patch_patch(ed, w->part_end, w->part_end, &b);
}

/* Take out `gone` properties.  A container in which nothing but blanks would
 * be left is written as the edit asks, or as the file writes those. */
static void
take_out(struct editor *ed, const struct property_task *w, size_t n,
         size_t gone, bool more)
{
    const struct user *u = ed->u;
    enum empty_style form = EMPTY_UNKNOWN;
    size_t i;

    for (i = 0; i < n; i++) {
        ed->edit = w[i].edit;
        if (w[i].remove && form == EMPTY_UNKNOWN)
            form = user_patch_container_form(ed);
    }
    if (!more && u->property_count == gone && u->at->properties.end != 0 &&
        !u->properties_mixed && form != EMPTY_BLANK_PAIR &&
        form != EMPTY_UNKNOWN) {
        user_patch_empty(ed, &u->at->properties, "Properties", form);
        return;
    }
    for (i = 0; i < n; i++) {
        if (w[i].remove && w[i].place.end != 0 && !w[i].keep)
            user_patch_cut(ed, w[i].place.lead, w[i].place.end);
        else if (w[i].remove && w[i].no_value)
            user_patch_cut(ed, w[i].value.lead, w[i].value.end);
        else if (w[i].remove && w[i].value.end != 0 &&
                 !place_is_empty(&w[i].value))
            user_patch_cut(ed, w[i].value.open_end, w[i].value.close_begin);
    }
}

void
property_patch_edit(struct editor *ed, const struct property_task *w, size_t n)
{
    struct buf b = BUF_INIT;
    size_t i, gone = 0, come = 0;
    bool removing = false;

    for (i = 0; i < n; i++) {
        if (w[i].remove) {
            gone += w[i].place.end != 0 && !w[i].keep;
            removing = true;
        } else if (w[i].place.end != 0) {
            fill(ed, &w[i]);
        } else if (w[i].behind != 0) {
            struct buf one = BUF_INIT;

            add_property(&one, ed, &w[i]);
            user_patch_patch(ed, w[i].behind, w[i].behind, &one);
            come++;
        } else {
            add_property(&b, ed, &w[i]);
            come++;
        }
    }
    if (b.len > 0)
        insert(ed, &b);
    if (removing)
        take_out(ed, w, n, gone, come > 0);
}
