/*
 * From values to patches.  A value is replaced between its tags; an element
 * that is missing is put where the file puts it in other users, with the
 * blanks that the file has there; clearing writes what the file itself uses
 * for an empty value.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/buf.h"
#include "cxbak/database.h"
#include "cxbak/mem.h"
#include "cxbak/text.h"

#include "dbrestore.h"
#include "dbstyle.h"

#define MOBILE_NAME        "MOBILENUMBER"
#define MOBILE_DESCRIPTION "The mobile number specified for extension"

/* One level of indentation, where the file shows none. */
#define INDENT "    "

/* An edit on its way. */
struct editor {
    const struct database *d;
    const struct user *u;
    const struct edit *edit;
    struct xpatches *p;
};

/* Blanks before the children of the user. */
static const char *
lead_of(const struct user *u)
{
    return u->lead != NULL ? u->lead : "";
}

/* Add a patch with the text of a buffer, which is emptied. */
static void
patch(struct editor *ed, uint64_t at, uint64_t to, struct buf *b)
{
    size_t len = b->len;

    xpatch_add(ed->p, at, to - at, buf_steal(b), len);
}

/* Add a patch that drops bytes. */
static void
cut(struct editor *ed, uint64_t at, uint64_t to)
{
    struct buf none = BUF_INIT;

    patch(ed, at, to, &none);
}

/* <NAME>value</NAME> */
static void
add_element(struct buf *b, const char *name, const struct edit *edit)
{
    buf_printf(b, "<%s>", name);
    xpatch_escape(b, edit->text);
    buf_printf(b, "</%s>", name);
}

/* Add up how empty fields are written, whatever field it is. */
static void
sum_fields(const struct style *s, size_t sums[FORM_COUNT])
{
    size_t i, k;

    for (i = 0; i < FIELD_COUNT; i++) {
        for (k = FORM_PAIR; i != FIELD_MOBILE && k < FORM_COUNT; k++)
            sums[k] += s->empties[i][k];
    }
}

/* How empty values of field `f` are mostly written in this file. */
static enum form
usual_form(const struct style *s, enum field f)
{
    size_t sums[FORM_COUNT] = {0}, i, k;
    enum form best = FORM_PAIR;

    for (i = FORM_PAIR; i < FORM_COUNT; i++)
        sums[i] = s->empties[f][i];
    for (i = FORM_PAIR, k = 0; i < FORM_COUNT; i++)
        k += sums[i];

    /* Nobody has this field empty: look at the other fields. */
    if (k == 0)
        sum_fields(s, sums);
    sums[FORM_UNKNOWN] = 0;
    for (i = FORM_PAIR; i < FORM_COUNT; i++) {
        if (sums[i] > sums[best])
            best = (enum form)i;
    }
    return best;
}

/* The form that this edit asks for, or else the usual one. */
static enum form
wanted_form(const struct editor *ed, enum field f)
{
    return ed->edit->form != FORM_UNKNOWN ? ed->edit->form
                                          : usual_form(&ed->d->style, f);
}

/* Write an element without content.  One with attributes says more than its
 * value, so it is never removed. */
static void
empty_element(struct editor *ed, const struct place *at, const char *name,
              enum form form)
{
    struct buf b = BUF_INIT;

    if (form == FORM_ABSENT && at->tag_end - at->begin > strlen(name) + 1)
        form = FORM_PAIR;

    switch (form) {
    case FORM_ABSENT:
        cut(ed, at->lead, at->end);
        return;
    case FORM_TAG:
        buf_adds(&b, " />");
        break;
    case FORM_TIGHT:
        buf_adds(&b, "/>");
        break;
    case FORM_UNKNOWN:
    case FORM_PAIR:
    case FORM_BLANK:
    case FORM_COUNT:
        if (!at->empty) {
            cut(ed, at->open_end, at->close_begin);
            return;
        }
        buf_printf(&b, "></%s>", name);
        break;
    }
    patch(ed, at->tag_end, at->end, &b);
}

/* Put the value into an element that is there. */
static void
fill_element(struct editor *ed, const struct place *at, const char *name)
{
    struct buf b = BUF_INIT;

    if (!at->empty) {
        xpatch_escape(&b, ed->edit->text);
        patch(ed, at->open_end, at->close_begin, &b);
        return;
    }
    buf_addc(&b, '>');
    xpatch_escape(&b, ed->edit->text);
    buf_printf(&b, "</%s>", name);
    patch(ed, at->tag_end, at->end, &b);
}

/* Where a missing field goes when the file does not show it: behind the last
 * field that is there. */
static uint64_t
last_field(const struct user *u)
{
    uint64_t at = u->element.open_end;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        if (i != FIELD_MOBILE && u->field[i].place.end > at)
            at = u->field[i].place.end;
    }
    return at;
}

/* A field that is an element of its own. */
static void
edit_scalar(struct editor *ed, enum field f)
{
    const struct value *v = &ed->u->field[f];
    const char *name = field_info(f)->key;
    struct buf b = BUF_INIT;
    uint64_t at;

    if (*ed->edit->text == '\0' && v->text != NULL) {
        empty_element(ed, &v->place, name, wanted_form(ed, f));
    } else if (v->text != NULL) {
        fill_element(ed, &v->place, name);
    } else {
        at = v->anchor != 0 ? v->anchor : last_field(ed->u);
        buf_adds(&b, lead_of(ed->u));
        if (*ed->edit->text != '\0')
            add_element(&b, name, ed->edit);
        else
            buf_printf(&b, ed->edit->form == FORM_TAG     ? "<%s />"
                           : ed->edit->form == FORM_TIGHT ? "<%s/>"
                                                          : "<%s></%s>",
                       name, name);
        patch(ed, at, at, &b);
    }
}

/* The blanks `lead` with one more level of indentation, if they are a line of
 * their own. */
static char *
deeper(const char *lead)
{
    return mem_printf("%s%s", lead, strchr(lead, '\n') != NULL ? INDENT : "");
}

/* Append one child of a DNProperty. */
static void
add_part(struct buf *b, const char *name, const struct edit *edit)
{
    if (strcmp(name, "Value") == 0)
        add_element(b, name, edit);
    else if (strcmp(name, "Name") == 0)
        buf_adds(b, "<Name>" MOBILE_NAME "</Name>");
    else if (strcmp(name, "Type") == 0)
        buf_adds(b, "<Type>String</Type>");
    else if (strcmp(name, "Description") == 0)
        buf_adds(b, "<Description>" MOBILE_DESCRIPTION "</Description>");
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
add_property(struct buf *b, const struct editor *ed)
{
    static const char *const parts[] = {"Name", "Value", "Type", "Description"};
    const struct style *s = &ed->d->style;
    const struct user *u = ed->u;
    char *lead, *inner;
    bool has_value = false;
    size_t i;

    if (u->property_lead != NULL || s->property_lead != NULL)
        lead = mem_dup(u->property_lead != NULL ? u->property_lead
                                                : s->property_lead);
    else
        lead = deeper(lead_of(u));
    inner = deeper(lead);
    buf_printf(b, "%s<DNProperty>", lead);
    for (i = 0; i < s->part_count; i++) {
        if (!known_part(s->parts[i]))
            continue;
        buf_adds(b, s->part_lead[i]);
        add_part(b, s->parts[i], ed->edit);
        has_value |= strcmp(s->parts[i], "Value") == 0;
    }
    for (i = 0; s->part_count == 0 && i < 4; i++) {
        buf_adds(b, inner);
        add_part(b, parts[i], ed->edit);
        has_value = true;
    }
    if (!has_value) {
        buf_adds(b, s->part_lead[s->part_count - 1]);
        add_part(b, "Value", ed->edit);
    }
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

    return close != NULL ? close : lead_of(ed->u);
}

/* The user has no mobile number: insert the property. */
static void
insert_mobile(struct editor *ed)
{
    const struct user *u = ed->u;
    const struct place *at = &u->properties;
    struct buf b = BUF_INIT;

    if (u->last_property != 0) {
        add_property(&b, ed);
        patch(ed, u->last_property, u->last_property, &b);
    } else if (at->end != 0 && !at->empty) {
        add_property(&b, ed);
        if (at->open_end == at->close_begin)
            buf_adds(&b, properties_close(ed));
        patch(ed, at->open_end, at->open_end, &b);
    } else if (at->end != 0) {
        buf_addc(&b, '>');
        add_property(&b, ed);
        buf_printf(&b, "%s</Properties>", properties_close(ed));
        patch(ed, at->tag_end, at->end, &b);
    } else {
        const char *lead = ed->d->style.properties_lead;

        buf_printf(&b, "%s<Properties>", lead != NULL ? lead : lead_of(u));
        add_property(&b, ed);
        buf_printf(&b, "%s</Properties>", properties_close(ed));
        patch(ed, last_field(u), last_field(u), &b);
    }
}

/* Remove the property; a container that is left empty is written as the file
 * writes those. */
static void
remove_mobile(struct editor *ed)
{
    const struct user *u = ed->u;
    enum form form = wanted_form(ed, FIELD_MOBILE);

    if (u->property_count > 1 || form == FORM_BLANK || form == FORM_UNKNOWN)
        cut(ed, u->mobile.lead, u->mobile.end);
    else
        empty_element(ed, &u->properties, "Properties", form);
}

static void
edit_mobile(struct editor *ed)
{
    const struct user *u = ed->u;
    const struct value *v = &u->field[FIELD_MOBILE];
    struct buf b = BUF_INIT;

    if (*ed->edit->text == '\0') {
        remove_mobile(ed);
    } else if (u->mobile.end == 0) {
        insert_mobile(ed);
    } else if (v->place.end != 0) {
        fill_element(ed, &v->place, "Value");
    } else {
        /* The property has no Value yet. */
        if (ed->d->style.part_count > 0)
            buf_adds(&b, ed->d->style.part_lead[0]);
        add_element(&b, "Value", ed->edit);
        patch(ed, u->mobile_part, u->mobile_part, &b);
    }
}

/* Say why the user's field cannot be edited. */
static int
refuse(const struct editor *ed, const char *why, struct err *e)
{
    return err_set(e, ST_REFUSED, "extension %s: %s: %s",
                   user_text(ed->u, FIELD_NUMBER),
                   field_info(ed->edit->field)->label, why);
}

int
database_edit(const struct database *d, const struct edit *edit,
              struct xpatches *p, struct err *e)
{
    struct editor ed = {d, &d->users[edit->user], edit, p};
    const struct value *v = &ed.u->field[edit->field];
    size_t pos;
    uint32_t cp;

    if (!text_is_xml(edit->text, &pos, &cp))
        return err_set(e, ST_REFUSED,
                       "extension %s: %s: character %zu is U+%04X, which XML "
                       "cannot hold",
                       user_text(ed.u, FIELD_NUMBER),
                       field_info(edit->field)->label, pos, (unsigned)cp);
    if (edit->field == FIELD_NUMBER)
        return refuse(&ed, "the extension number cannot be changed", e);
    if (strcmp(v->text != NULL ? v->text : "", edit->text) == 0 &&
        (edit->form == FORM_UNKNOWN ||
         edit->form == database_form(d, edit->user, edit->field)))
        return ST_OK;
    if (v->repeated)
        return refuse(&ed, "the database has it twice for this user", e);
    if (v->markup)
        return refuse(&ed, "the database has elements where a value belongs",
                      e);
    if (ed.u->element.empty)
        return refuse(&ed, "the database has an empty <Extension/>", e);
    if (edit->raw != NULL && dbrestore(d, edit, p))
        return ST_OK;
    if (edit->field == FIELD_MOBILE)
        edit_mobile(&ed);
    else
        edit_scalar(&ed, edit->field);
    return ST_OK;
}

enum form
database_form(const struct database *d, size_t user, enum field f)
{
    const struct user *u = &d->users[user];

    if (f != FIELD_MOBILE)
        return dbstyle_form(&u->field[f].place, u->field[f].text);
    if (u->mobile.end == 0)
        return dbstyle_form(&u->properties,
                            u->property_count > 0 ? "x" : NULL);
    return FORM_UNKNOWN;
}
