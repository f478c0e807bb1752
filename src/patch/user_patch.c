/*
 * From values to patches.  A value is replaced between its tags; an element
 * that is missing is put where the file puts it in other users, with the
 * blanks that the file has there; clearing writes what the file itself uses
 * for an empty value.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/patch/user_patch.h"
#include "cxbak/util/buf.h"
#include "cxbak/backup/database.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "patch/patch_impl.h"
#include "patch/original_patch_impl.h"
#include "cxbak/backup/xml_style.h"

const char *
user_patch_lead(const struct user *u)
{
    return u->lead != NULL ? u->lead : "";
}

void
user_patch_patch(struct editor *ed, uint64_t at, uint64_t to, struct buf *b)
{
    size_t len = b->len;

    xpatch_add(ed->p, at, to - at, buf_steal(b), len);
}

void
user_patch_cut(struct editor *ed, uint64_t at, uint64_t to)
{
    struct buf none = BUF_INIT;

    user_patch_patch(ed, at, to, &none);
}

void
user_patch_add(struct buf *b, const char *name, const char *text)
{
    buf_printf(b, "<%s>", name);
    xpatch_escape(b, text);
    buf_printf(b, "</%s>", name);
}

/* Version 20 leaves out what is empty. */
#define LEAVES_OUT_SINCE 20

/* Add up how empty elements are written; returns how many there are. */
static size_t
add_forms(size_t sums[EMPTY_STYLES], const size_t more[EMPTY_STYLES])
{
    size_t k, n = 0;

    for (k = EMPTY_PAIR; k < EMPTY_STYLES; k++) {
        sums[k] += more[k];
        n += more[k];
    }
    return n;
}

/* The form that this edit asks for; else that of most of `own`, where there
 * is none that of most of the fields that people set, and where all of those
 * are filled that of the version. */
static enum empty_style
choose_form(const struct editor *ed, const size_t own[EMPTY_STYLES])
{
    const struct database *d = ed->d;
    size_t sums[EMPTY_STYLES] = {0}, n, i;
    enum empty_style best = EMPTY_PAIR;
    bool filled;

    if (ed->edit->original.form != EMPTY_UNKNOWN)
        return ed->edit->original.form;
    n = add_forms(sums, own);
    filled = n == 0;
    for (i = 0; i < FIELD_COUNT && filled; i++) {
        if (field_importable((enum field)i))
            n += add_forms(sums, d->style.empties[i]);
    }
    if (n == 0 && d->major >= LEAVES_OUT_SINCE)
        return EMPTY_ABSENT;
    for (i = EMPTY_PAIR; i < EMPTY_STYLES; i++) {
        if (sums[i] > sums[best])
            best = (enum empty_style)i;
    }
    return best;
}

enum empty_style
user_patch_form(const struct editor *ed, enum field f)
{
    return choose_form(ed, ed->d->style.empties[f]);
}

enum empty_style
user_patch_container_form(const struct editor *ed)
{
    return choose_form(ed, ed->d->style.properties_empties);
}

/* An element with attributes says more than its value, so it is never
 * removed. */
void
user_patch_empty(struct editor *ed, const struct place *at, const char *name,
                 enum empty_style form)
{
    struct buf b = BUF_INIT;

    if (form == EMPTY_ABSENT && at->tag_end - at->begin > strlen(name) + 1)
        form = EMPTY_PAIR;

    switch (form) {
    case EMPTY_ABSENT:
        user_patch_cut(ed, at->lead, at->end);
        return;
    case EMPTY_SPACED_TAG:
        buf_adds(&b, " />");
        break;
    case EMPTY_TAG:
        buf_adds(&b, "/>");
        break;
    case EMPTY_NO_VALUE:
    case EMPTY_UNKNOWN:
    case EMPTY_PAIR:
    case EMPTY_BLANK_PAIR:
    case EMPTY_STYLES:
        if (!place_is_empty(at)) {
            user_patch_cut(ed, at->open_end, at->close_begin);
            return;
        }
        buf_printf(&b, "></%s>", name);
        break;
    }
    user_patch_patch(ed, at->tag_end, at->end, &b);
}

void
user_patch_fill(struct editor *ed, const struct place *at, const char *name)
{
    struct buf b = BUF_INIT;

    if (!place_is_empty(at)) {
        xpatch_escape(&b, ed->edit->text);
        user_patch_patch(ed, at->open_end, at->close_begin, &b);
        return;
    }
    buf_addc(&b, '>');
    xpatch_escape(&b, ed->edit->text);
    buf_printf(&b, "</%s>", name);
    user_patch_patch(ed, at->tag_end, at->end, &b);
}

uint64_t
user_patch_last(const struct user *u)
{
    uint64_t at = u->at->element.open_end;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        if (!field_is_property((enum field)i) && u->at->value[i].place.end > at)
            at = u->at->value[i].place.end;
    }
    return at;
}

/* A field that is an element of its own. */
static void
edit_scalar(struct editor *ed, enum field f)
{
    const struct value *v = &ed->u->at->value[f];
    const char *name = field_there(f);
    enum empty_style form = ed->edit->original.form;
    struct buf b = BUF_INIT;
    uint64_t at;

    if (*ed->edit->text == '\0' && ed->u->text[f] != NULL) {
        user_patch_empty(ed, &v->place, name, user_patch_form(ed, f));
    } else if (ed->u->text[f] != NULL) {
        user_patch_fill(ed, &v->place, name);
    } else {
        at = v->anchor != 0 ? v->anchor : user_patch_last(ed->u);
        buf_adds(&b, user_patch_lead(ed->u));
        if (*ed->edit->text != '\0')
            user_patch_add(&b, name, ed->edit->text);
        else
            buf_printf(&b,
                       form == EMPTY_SPACED_TAG ? "<%s />"
                       : form == EMPTY_TAG      ? "<%s/>"
                                                : "<%s></%s>",
                       name, name);
        user_patch_patch(ed, at, at, &b);
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

const char user_patch_whose[] =
    "the database has two extension numbers for this user, so that whose "
    "value it is cannot be told; take a fresh backup";

/* Why the field is as no phone system writes it, so that it cannot be edited;
 * or NULL. */
static const char *
find_odd(const struct user *u, enum field f)
{
    if ((u->repeated & USER_BIT(FIELD_NUMBER)) != 0)
        return user_patch_whose;
    if ((u->repeated & USER_BIT(f)) != 0)
        return "the database has it twice for this user; save the user in the "
               "console and take a fresh backup";
    if ((u->markup & USER_BIT(f)) != 0)
        return "the database has elements or comments where a value belongs";
    return field_is_property(f) ? property_patch_odd(u) : NULL;
}

/* Is there anything to do, and can it be done?  `*todo` says the first. */
static int
check_field(struct editor *ed, bool *todo, struct err *e)
{
    const struct edit *edit = ed->edit;
    const char *why;
    size_t pos;
    uint32_t cp;

    *todo = false;
    if (!text_is_xml(edit->text, &pos, &cp))
        return err_set(e, ST_REFUSED,
                       "extension %s: %s: character %zu is U+%04X, which XML "
                       "cannot hold",
                       user_text(ed->u, FIELD_NUMBER),
                       field_info(edit->field)->label, pos, (unsigned)cp);
    if (strlen(edit->text) > USER_VALUE_MAX)
        return err_set(e, ST_REFUSED,
                       "extension %s: %s: the value is longer than the limit "
                       "of %zu bytes",
                       user_text(ed->u, FIELD_NUMBER),
                       field_info(edit->field)->label, USER_VALUE_MAX);
    if (edit->field == FIELD_NUMBER)
        return refuse(ed, "the extension number cannot be changed", e);
    assert(field_has(edit->field, FIELD_EDITABLE));
    if (strcmp(user_text(ed->u, edit->field), edit->text) == 0 &&
        (edit->original.form == EMPTY_UNKNOWN ||
         edit->original.form == database_form(ed->d, edit->user, edit->field)))
        return ST_OK;
    if ((why = find_odd(ed->u, edit->field)) != NULL)
        return refuse(ed, why, e);
    *todo = true;
    return ST_OK;
}

/* Does the edit change a property? */
static bool
is_property(const struct edit *edit)
{
    return edit->property != NULL || field_is_property(edit->field);
}

int
user_patch(const struct database *d, const struct edit *const *edits, size_t n,
           struct xpatches *p, struct err *e)
{
    struct property_task *wishes = mem_array(NULL, n, sizeof(*wishes));
    struct editor ed = {d, &d->users[edits[0]->user], edits[0], p};
    size_t i, count = 0;
    size_t properties = 0;
    bool todo;

    /* A piece that restores a property may replace the container, which other
     * edits of properties need. */
    for (i = 0; i < n; i++)
        properties += is_property(edits[i]);
    for (i = 0; i < n; i++) {
        ed.edit = edits[i];
        if (ed.edit->property != NULL) {
            if (property_patch_wish(&ed, &wishes[count], e) != ST_OK)
                goto done;
            count++;
            continue;
        }
        if (check_field(&ed, &todo, e) != ST_OK)
            goto done;
        if (!todo)
            continue;
        if (place_is_empty(&ed.u->at->element)) {
            refuse(&ed, "the database has an empty <Extension/>", e);
            goto done;
        }
        if (ed.edit->original.raw != NULL &&
            !(properties > 1 && is_property(ed.edit)) &&
            original_patch(d, ed.edit, p))
            continue;
        if (is_property(ed.edit))
            property_patch_field(&ed, &wishes[count++]);
        else
            edit_scalar(&ed, ed.edit->field);
    }
    property_patch_edit(&ed, wishes, count);
done:
    free(wishes);
    return e->status;
}

enum empty_style
database_form(const struct database *d, size_t user, enum field f)
{
    const struct user *u = &d->users[user];
    const struct value *v = &u->at->value[f];

    if (!field_is_property(f))
        return xml_style_form(&v->place, u->text[f]);
    if (v->property != NULL)
        return v->place.end == 0 ? EMPTY_NO_VALUE : EMPTY_UNKNOWN;
    return u->property_count > 0 ? EMPTY_ABSENT
                                 : xml_style_form(&u->at->properties, NULL);
}
