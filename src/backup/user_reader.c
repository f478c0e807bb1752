/*
 * A user being read: the scalars, the properties with the places of those that
 * are fields or name a picture, and the phones.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backup/user_reader_impl.h"
#include "cxbak/backup/photo_sync.h"
#include "cxbak/util/mem.h"

/* Limits (R8), far from what anybody has: besides that of a value, a user of
 * 16 MiB, and so many elements in it, each of which takes more memory than it
 * has bytes. */
#define USER_SIZE_MAX     ((uint64_t)16 << 20)
#define USER_CHILDREN_MAX ((size_t)250000)

/* Strings of blanks that are compared before another is kept: users mostly
 * have two, the same as the one before. */
#define LEADS_NEAR 8

/* A copy of a string of blanks, shared with the users just before. */
static const char *
share(struct database *d, const char *text, size_t len)
{
    size_t i;

    for (i = d->lead_count; i > 0 && d->lead_count - i < LEADS_NEAR; i--) {
        const char *s = d->leads[i - 1];

        if (strncmp(s, text, len) == 0 && s[len] == '\0')
            return s;
    }
    d->leads =
        mem_grow(d->leads, &d->lead_cap, d->lead_count, sizeof(*d->leads));
    d->leads[d->lead_count] = mem_ndup(text, len);
    return d->leads[d->lead_count++];
}

struct user *
user_reader_current(struct user_reader *r)
{
    return &r->d->users[r->d->user_count - 1];
}

void
user_reader_start(struct user_reader *r, const struct xelement *el, size_t line)
{
    struct database *d = r->d;
    struct user *u;

    d->users =
        mem_grow(d->users, &r->user_cap, d->user_count, sizeof(*d->users));
    memset(&d->users[d->user_count], 0, sizeof(*d->users));
    u = &d->users[d->user_count++];
    u->line = (uint32_t)line;
    u->pictures.at = el->begin;
    r->picture_count = 0;
    u->at = r->values ? &r->places : mem_calloc(1, sizeof(*u->at));
    if (r->details)
        u->details = mem_calloc(1, sizeof(*u->details));
    xml_children_start(&r->children);
}

/* Children of an Extension tell how the file is laid out. */
void
user_reader_child(struct user_reader *r, const struct xelement *el)
{
    struct user *u = user_reader_current(r);

    u->nested |= strcmp(el->name, "Extension") == 0;
    if (u->lead == NULL)
        u->lead = share(r->d, el->lead_text, el->lead_len);
}

int
user_reader_child_end(struct user_reader *r, const struct xelement *el,
                      const char *where, struct err *e)
{
    if (r->children.count == USER_CHILDREN_MAX) {
        err_set(e, ST_BACKUP,
                "%s: line %zu: this user has more than %zu elements, which no "
                "phone system writes; take a fresh backup",
                where, (size_t)user_reader_current(r)->line, USER_CHILDREN_MAX);
        return err_rule(e, "R8");
    }
    xml_children_add(&r->children, el->name, el->end);
    return ST_OK;
}

void
user_reader_properties(struct user_reader *r, const struct xelement *el)
{
    xml_style_set(&r->d->style.properties_lead, el->lead_text, el->lead_len);
}

void
user_reader_property(struct user_reader *r, const struct xelement *el)
{
    struct user *u = user_reader_current(r);

    xml_property_start(&r->property, el);
    if (u->property_lead == NULL)
        u->property_lead = share(r->d, el->lead_text, el->lead_len);
}

/* The element of a field has ended. */
static void
keep_scalar(struct user_reader *r, enum field f, const struct xelement *el)
{
    struct user *u = user_reader_current(r);
    struct value *v = &u->at->value[f];

    if (u->text[f] != NULL) {
        u->repeated |= USER_BIT(f);
        return;
    }
    u->text[f] = arena_dup(&r->d->texts, el->text);
    v->place = xml_style_place(el);
    if (el->parent || el->remark)
        u->markup |= USER_BIT(f);
}

/* A child of the Extension that is no container.  The settings are all but the
 * fields that everybody asks for. */
void
user_reader_scalar_end(struct user_reader *r, const struct xelement *el)
{
    struct user *u = user_reader_current(r);
    enum field f;

    if (field_find(SOURCE_ELEMENT, el->name, &f)) {
        keep_scalar(r, f, el);
        if (field_has(f, FIELD_LISTED))
            return;
    }
    u->photo_synced |= photo_sync_is_on(el->name, el->text);
    if (strcmp(el->name, "Enabled") == 0)
        u->disabled = strcasecmp(el->text, "False") == 0;
    if (r->details && !el->parent)
        pairs_add(&u->details->scalars, &r->d->texts, el->name, el->text);
}

/* A text that the database keeps, or NULL where there is none. */
static const char *
keep_text(struct user_reader *r, const struct buf *b, bool there)
{
    return !there       ? NULL
           : b->len > 0 ? arena_dup(&r->d->texts, buf_str(b))
                        : "";
}

static bool
is_text(const char *text, const struct buf *b, bool there)
{
    return text == NULL ? !there : there && strcmp(text, buf_str(b)) == 0;
}

/* What properties have beside name and value: mostly the same in all. */
static const struct property_form *
keep_form(struct user_reader *r)
{
    const struct xml_property *p = &r->property;
    struct property_forms *f = &r->d->forms;
    struct property_form *last = f->count > 0 ? f->list[f->count - 1] : NULL;

    if (last != NULL && is_text(last->type, &p->type, p->has_type) &&
        is_text(last->description, &p->description, p->has_description))
        return last;
    f->list = mem_grow(f->list, &f->cap, f->count, sizeof(*f->list));
    last = mem_alloc(sizeof(*last));
    last->type = keep_text(r, &p->type, p->has_type);
    last->description = keep_text(r, &p->description, p->has_description);
    return f->list[f->count++] = last;
}

/* Keep a DNProperty that names a picture. */
static void
keep_picture(struct user_reader *r, const struct xelement *el)
{
    uint64_t at = user_reader_current(r)->pictures.at;
    const struct xml_property *p = &r->property;
    struct place place = xml_style_place(el);

    r->pictures = mem_grow(r->pictures, &r->picture_cap, r->picture_count,
                           sizeof(*r->pictures));
    r->pictures[r->picture_count++] = (struct picture_property){
        .name = keep_text(r, &p->name, true),
        .value = keep_text(r, &p->value, true),
        .form = keep_form(r),
        .place = place_near(&place, at),
        .value_place = place_near(&p->value_place, at),
        .part_end = (uint32_t)(p->last_end - at),
        .odd = p->repeated || p->markup,
        .plain = p->plain};
}

/* The pictures of a user who has been read take as much as they need. */
static void
give_pictures(struct user_reader *r, struct picture_properties *to)
{
    if (r->picture_count == 0)
        return;
    to->count = r->picture_count;
    to->list = mem_array(NULL, to->count, sizeof(*to->list));
    memcpy(to->list, r->pictures, to->count * sizeof(*to->list));
}

/* The property of a field has ended. */
static void
keep_field(struct user_reader *r, enum field f, const struct xelement *el)
{
    const struct xml_property *p = &r->property;
    struct user *u = user_reader_current(r);
    struct value *v = &u->at->value[f];

    if (v->property != NULL) {
        u->repeated |= USER_BIT(f);
        return;
    }
    v->property = mem_calloc(1, sizeof(*v->property));
    v->property->place = xml_style_place(el);
    v->property->part_end = p->last_end;
    v->property->plain = p->plain;
    u->text[f] = arena_dup(&r->d->texts, buf_str(&p->value));
    if (p->markup)
        u->markup |= USER_BIT(f);
    if (p->repeated)
        u->repeated |= USER_BIT(f);
    if (p->has_value)
        v->place = p->value_place;
}

/* The first Properties of a user has ended, or one more. */
void
user_reader_properties_end(struct user_reader *r, const struct xelement *el)
{
    struct user *u = user_reader_current(r);

    if (!el->empty)
        xml_style_set(&r->d->style.properties_close, el->lead_text,
                      el->lead_len);
    if (u->at->properties.end != 0) {
        u->properties_repeated = true;
        return;
    }
    u->at->properties = xml_style_place(el);
    u->properties_mixed |= el->mixed;
}

/* Are the properties in the order of their names, and behind which would
 * those of the fields go? */
static void
note_order(struct user_reader *r, struct user *u, const struct xelement *el)
{
    const char *name = buf_str(&r->property.name);
    size_t i;

    u->properties_unsorted |=
        u->property_count > 0 && strcmp(buf_str(&r->last_name), name) > 0;
    r->last_name.len = 0;
    buf_adds(&r->last_name, name);
    r->d->style.without_value += r->property.has_name && !r->property.has_value;
    for (i = 0; i < FIELD_COUNT; i++) {
        if (field_is_property((enum field)i) &&
            strcmp(name, field_there((enum field)i)) < 0)
            u->at->value[i].anchor = el->end;
    }
}

/* A DNProperty has ended: is it a field's, or does it name a picture? */
void
user_reader_property_end(struct user_reader *r, const struct xelement *el)
{
    struct user *u = user_reader_current(r);
    struct xml_property *p = &r->property;
    enum field f;
    bool ours = field_find(SOURCE_PROPERTY, buf_str(&p->name), &f);

    xml_property_end(p, el);
    u->names_odd |= p->name_odd;
    note_order(r, u, el);
    u->property_count++;
    u->at->last_property = el->end;
    xml_style_property(&r->d->style, p, el,
                       ours && field_has(f, FIELD_EDITABLE));
    u->photo_synced |= photo_sync_is_on(buf_str(&p->name), buf_str(&p->value));
    if (ours)
        keep_field(r, f, el);
    else if (user_value_is_picture(buf_str(&p->value)) ||
             user_name_is_picture(buf_str(&p->name)))
        keep_picture(r, el);
    if (r->details)
        pairs_add(&u->details->properties, &r->d->texts, buf_str(&p->name),
                  buf_str(&p->value));
}

/* The places of the user at hand, who has been read, are not kept. */
static void
drop_places(struct user_reader *r)
{
    user_places_clear(&r->places);
    user_reader_current(r)->at = NULL;
}

/* All of an Extension was read. */
void
user_reader_end(struct user_reader *r, const struct xelement *el)
{
    struct user *u = user_reader_current(r);

    u->at->element = xml_style_place(el);
    give_pictures(r, &u->pictures);
    xml_style_extension(&r->d->style, u, &r->children);
    if (r->details) {
        pairs_fit(&u->details->scalars);
        pairs_fit(&u->details->properties);
    }
    if (r->values)
        drop_places(r);
    else
        child_order_note(&r->order, u, &r->children);
}

/* The longest value of a field, or text of a property of a picture; NULL is
 * none. */
static bool
too_long(const char *text)
{
    return text != NULL && strlen(text) > USER_VALUE_MAX;
}

/* The name of a field or picture property whose value is too long, or NULL. */
static const char *
find_too_long(const struct user *u)
{
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        if (too_long(u->text[i]))
            return field_there((enum field)i);
    }
    for (i = 0; i < u->pictures.count; i++) {
        if (too_long(u->pictures.list[i].value) ||
            too_long(u->pictures.list[i].name))
            return "a property that names a picture";
    }
    return NULL;
}

int
user_reader_check(const struct user_reader *r, const struct xelement *el,
                  const char *where, struct err *e)
{
    const struct database *d = r->d;
    const struct user *u = &d->users[d->user_count - 1];
    const char *field = find_too_long(u);
    uint64_t size = el->end - el->begin;
    size_t line = u->line;

    if (field != NULL)
        err_set(e, ST_BACKUP,
                "%s: line %zu: of this user, %s is longer than the limit of "
                "%zu bytes",
                where, line, field, USER_VALUE_MAX);
    else if (size > USER_SIZE_MAX)
        err_set(e, ST_BACKUP,
                "%s: line %zu: this user takes %ju bytes; the limit is %ju",
                where, line, (uintmax_t)size, (uintmax_t)USER_SIZE_MAX);
    else if (d->user_count > USERS_SMALL_MAX &&
             el->end / d->user_count < USER_SIZE_MIN)
        err_set(e, ST_BACKUP,
                "%s: line %zu: more than %zu users of less than %zu bytes "
                "each, which no phone system writes; take a fresh backup",
                where, line, USERS_SMALL_MAX, USER_SIZE_MIN);
    else
        return ST_OK;
    return err_rule(e, "R8");
}

void
user_reader_device_end(struct user_reader *r)
{
    struct user *u = user_reader_current(r);

    if (r->details) {
        struct user_details *d = u->details;

        d->phones = mem_grow(d->phones, &d->phone_cap, u->phone_count,
                             sizeof(*d->phones));
        d->phones[u->phone_count] = (struct phone){r->mac, r->model};
        r->mac = r->model = NULL;
    }
    u->phone_count++;
}

static void
set(char **to, const char *text)
{
    free(*to);
    *to = mem_dup(text);
}

void
user_reader_device_part_end(struct user_reader *r, const struct xelement *el)
{
    if (r->details && strcmp(el->name, "MAC") == 0)
        set(&r->mac, el->text);
    else if (r->details && strcmp(el->name, "TemplateFilename") == 0)
        set(&r->model, el->text);
}

void
user_reader_stop(struct user_reader *r)
{
    struct database *d = r->d;

    if (d->user_count > 0 && user_reader_current(r)->at == &r->places)
        drop_places(r);
}

void
user_reader_free(struct user_reader *r)
{
    user_places_clear(&r->places);
    xml_children_free(&r->children);
    xml_property_free(&r->property);
    buf_free(&r->last_name);
    child_order_free(&r->order);
    free(r->pictures);
    free(r->mac);
    free(r->model);
}
