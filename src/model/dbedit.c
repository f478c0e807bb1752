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

#include "dbeditor.h"
#include "dbrestore.h"
#include "dbstyle.h"

const char *
dbedit_lead(const struct user *u)
{
    return u->lead != NULL ? u->lead : "";
}

void
dbedit_patch(struct editor *ed, uint64_t at, uint64_t to, struct buf *b)
{
    size_t len = b->len;

    xpatch_add(ed->p, at, to - at, buf_steal(b), len);
}

void
dbedit_cut(struct editor *ed, uint64_t at, uint64_t to)
{
    struct buf none = BUF_INIT;

    dbedit_patch(ed, at, to, &none);
}

void
dbedit_add(struct buf *b, const char *name, const struct edit *edit)
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

enum form
dbedit_form(const struct editor *ed, enum field f)
{
    return ed->edit->form != FORM_UNKNOWN ? ed->edit->form
                                          : usual_form(&ed->d->style, f);
}

/* An element with attributes says more than its value, so it is never
 * removed. */
void
dbedit_empty(struct editor *ed, const struct place *at, const char *name,
             enum form form)
{
    struct buf b = BUF_INIT;

    if (form == FORM_ABSENT && at->tag_end - at->begin > strlen(name) + 1)
        form = FORM_PAIR;

    switch (form) {
    case FORM_ABSENT:
        dbedit_cut(ed, at->lead, at->end);
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
            dbedit_cut(ed, at->open_end, at->close_begin);
            return;
        }
        buf_printf(&b, "></%s>", name);
        break;
    }
    dbedit_patch(ed, at->tag_end, at->end, &b);
}

void
dbedit_fill(struct editor *ed, const struct place *at, const char *name)
{
    struct buf b = BUF_INIT;

    if (!at->empty) {
        xpatch_escape(&b, ed->edit->text);
        dbedit_patch(ed, at->open_end, at->close_begin, &b);
        return;
    }
    buf_addc(&b, '>');
    xpatch_escape(&b, ed->edit->text);
    buf_printf(&b, "</%s>", name);
    dbedit_patch(ed, at->tag_end, at->end, &b);
}

uint64_t
dbedit_last(const struct user *u)
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
        dbedit_empty(ed, &v->place, name, dbedit_form(ed, f));
    } else if (v->text != NULL) {
        dbedit_fill(ed, &v->place, name);
    } else {
        at = v->anchor != 0 ? v->anchor : dbedit_last(ed->u);
        buf_adds(&b, dbedit_lead(ed->u));
        if (*ed->edit->text != '\0')
            dbedit_add(&b, name, ed->edit);
        else
            buf_printf(&b,
                       ed->edit->form == FORM_TAG     ? "<%s />"
                       : ed->edit->form == FORM_TIGHT ? "<%s/>"
                                                      : "<%s></%s>",
                       name, name);
        dbedit_patch(ed, at, at, &b);
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

/* Is there anything to do, and can it be done?  `*todo` says the first. */
static int
check_field(struct editor *ed, bool *todo, struct err *e)
{
    const struct edit *edit = ed->edit;
    const struct value *v = &ed->u->field[edit->field];
    size_t pos;
    uint32_t cp;

    *todo = false;
    if (!text_is_xml(edit->text, &pos, &cp))
        return err_set(e, ST_REFUSED,
                       "extension %s: %s: character %zu is U+%04X, which XML "
                       "cannot hold",
                       user_text(ed->u, FIELD_NUMBER),
                       field_info(edit->field)->label, pos, (unsigned)cp);
    if (edit->field == FIELD_NUMBER)
        return refuse(ed, "the extension number cannot be changed", e);
    if (strcmp(v->text != NULL ? v->text : "", edit->text) == 0 &&
        (edit->form == FORM_UNKNOWN ||
         edit->form == database_form(ed->d, edit->user, edit->field)))
        return ST_OK;
    if (v->repeated)
        return refuse(ed, "the database has it twice for this user", e);
    if (v->markup)
        return refuse(ed, "the database has elements where a value belongs", e);
    *todo = true;
    return ST_OK;
}

int
database_edit_user(const struct database *d, const struct edit *edits, size_t n,
                   struct xpatches *p, struct err *e)
{
    struct dbwish *wishes = mem_array(NULL, n, sizeof(*wishes));
    struct editor ed = {d, &d->users[edits->user], edits, p};
    size_t i, count = 0;
    bool todo, mixed = false;

    /* A piece that restores the mobile number may replace the container, which
     * other edits of properties need. */
    for (i = 0; i < n; i++)
        mixed |= edits[i].property != NULL;
    for (i = 0; i < n; i++) {
        ed.edit = &edits[i];
        if (ed.edit->property != NULL) {
            if (dbprops_wish(&ed, &wishes[count], e) != ST_OK)
                goto done;
            count++;
            continue;
        }
        if (check_field(&ed, &todo, e) != ST_OK)
            goto done;
        if (!todo)
            continue;
        if (ed.u->element.empty) {
            refuse(&ed, "the database has an empty <Extension/>", e);
            goto done;
        }
        if (ed.edit->raw != NULL &&
            !(mixed && ed.edit->field == FIELD_MOBILE) &&
            dbrestore(d, ed.edit, p))
            continue;
        if (ed.edit->field == FIELD_MOBILE)
            dbprops_mobile(&ed, &wishes[count++]);
        else
            edit_scalar(&ed, ed.edit->field);
    }
    dbprops_edit(&ed, wishes, count);
done:
    free(wishes);
    return e->status;
}

enum form
database_form(const struct database *d, size_t user, enum field f)
{
    const struct user *u = &d->users[user];

    if (f != FIELD_MOBILE)
        return dbstyle_form(&u->field[f].place, u->field[f].text);
    if (u->mobile.end == 0)
        return dbstyle_form(&u->properties, u->property_count > 0 ? "x" : NULL);
    return FORM_UNKNOWN;
}
