#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/database.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/xml/xscan.h"

#include "cxbak/backup/element_path.h"
#include "cxbak/backup/xml_style.h"
#include "backup/child_order_impl.h"

/* Strings of blanks that are compared before another is kept: users mostly
 * have two, the same as the one before. */
#define LEADS_NEAR 8

struct database_reader {
    struct database *d;
    struct xscan *x;
    const char *where;
    bool details;
    bool in_root; /* the root is PhoneSystem */
    size_t user_cap;
    enum element_path places[XSCAN_DEPTH_MAX + 1];
    struct xml_children children; /* of the Extension at hand */
    struct xml_property property; /* the DNProperty at hand */
    struct buf last_name;         /* of the property before */
    struct child_order order;
    struct pair parameter;
    char *mac;
    char *model;
    char *group; /* name of the Group at hand */
};

static void
set(char **to, const char *text)
{
    free(*to);
    *to = mem_dup(text);
}

static void
add_pair(struct pairs *p, const char *name, const char *value)
{
    p->list = mem_grow(p->list, &p->cap, p->count, sizeof(*p->list));
    p->list[p->count++] = (struct pair){mem_dup(name), mem_dup(value)};
}

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

static struct place
place_of(const struct xelement *el)
{
    return (struct place){el->lead,        el->begin, el->tag_end, el->open_end,
                          el->close_begin, el->end,   el->empty};
}

/* The user at hand. */
static struct user *
current(struct database_reader *r)
{
    return &r->d->users[r->d->user_count - 1];
}

static void
start_extension(struct database_reader *r)
{
    struct database *d = r->d;

    d->users =
        mem_grow(d->users, &r->user_cap, d->user_count, sizeof(*d->users));
    memset(&d->users[d->user_count], 0, sizeof(*d->users));
    d->users[d->user_count].line = xscan_line(r->x);
    d->user_count++;
    r->children.count = 0;
}

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct database_reader *r = arg;
    enum element_path at = element_path_of(r->places[el->depth - 1], el->name);

    r->places[el->depth] = at;
    switch (at) {
    case PATH_ROOT:
        r->in_root = true;
        break;
    case PATH_EXTENSION:
        start_extension(r);
        break;
    case PATH_PROPERTY:
        xml_property_start(&r->property, el);
        break;
    case PATH_PROPERTY_PART:
        xml_property_part(&r->property, el);
        xscan_capture(x);
        break;
    case PATH_PROFILE:
        current(r)->profile_count++;
        break;
    case PATH_GROUP:
        groups_start(&r->d->groups);
        break;
    case PATH_MEMBER:
        groups_member(&r->d->groups, el);
        break;
    case PATH_ROLE:
        groups_role(&r->d->groups, el);
        break;
    case PATH_VERSION:
    case PATH_DATE:
    case PATH_COMPANY:
    case PATH_EXTERNAL_FQDN:
    case PATH_PARAMETER_NAME:
    case PATH_PARAMETER_VALUE:
    case PATH_SCALAR:
    case PATH_DEVICE_PART:
    case PATH_GROUP_NAME:
        xscan_capture(x);
        break;
    case PATH_OTHER:
    case PATH_DOCUMENT:
    case PATH_HEADER:
    case PATH_LICENSE:
    case PATH_FQDN:
    case PATH_PARAMETERS:
    case PATH_PARAMETER:
    case PATH_TENANTS:
    case PATH_TENANT:
    case PATH_DN:
    case PATH_PROPERTIES:
    case PATH_DEVICES:
    case PATH_DEVICE:
    case PATH_PROFILES:
    case PATH_GROUPS:
    case PATH_MEMBERS:
        break;
    }
    if (el->depth == 1 && !r->in_root)
        return err_set(e, ST_BACKUP,
                       "%s: line %zu: the root element is <%s>, not "
                       "<PhoneSystem>: this is no phone system's database "
                       "(rule R10)",
                       r->where, xscan_line(x), el->name);

    if (r->places[el->depth - 1] == PATH_PROPERTIES && at != PATH_PROPERTY)
        current(r)->properties_mixed = true;

    /* Children of an Extension tell how the file is laid out. */
    if (r->places[el->depth - 1] == PATH_EXTENSION && el->depth > 1) {
        struct user *u = current(r);

        if (u->lead == NULL)
            u->lead = share(r->d, el->lead_text, el->lead_len);
        if (at == PATH_PROPERTIES)
            xml_style_set(&r->d->style.properties_lead, el->lead_text,
                          el->lead_len);
    }
    if (at == PATH_PROPERTY && current(r)->property_lead == NULL)
        current(r)->property_lead = share(r->d, el->lead_text, el->lead_len);
    return ST_OK;
}

/* The element of a field has ended. */
static void
keep_scalar(struct value *v, const struct xelement *el)
{
    if (v->text != NULL) {
        v->repeated = true;
        return;
    }
    v->text = mem_dup(el->text);
    v->place = place_of(el);
    v->markup = el->parent || el->remark;
}

/* A child of the Extension that is no container.  The settings are all but the
 * fields that everybody asks for. */
static void
end_scalar(struct database_reader *r, const struct xelement *el)
{
    struct user *u = current(r);
    enum field f;

    if (field_find(SOURCE_ELEMENT, el->name, &f)) {
        keep_scalar(&u->value[f], el);
        if (field_has(f, FIELD_LISTED))
            return;
    }
    if (strcmp(el->name, "Enabled") == 0)
        u->disabled = strcasecmp(el->text, "False") == 0;
    if (r->details && !el->parent)
        add_pair(&u->scalars, el->name, el->text);
}

/* A text, or NULL where there is none. */
static char *
text_or_null(const struct buf *b, bool there)
{
    return there ? mem_dup(buf_str(b)) : NULL;
}

/* Keep a DNProperty that names a picture. */
static void
keep_picture(struct database_reader *r, const struct xelement *el)
{
    struct picture_properties *list = &current(r)->pictures;
    const struct xml_property *p = &r->property;

    list->list =
        mem_grow(list->list, &list->cap, list->count, sizeof(*list->list));
    list->list[list->count++] = (struct picture_property){
        .name = mem_dup(buf_str(&p->name)),
        .value = mem_dup(buf_str(&p->value)),
        .type = text_or_null(&p->type, p->has_type),
        .description = text_or_null(&p->description, p->has_description),
        .place = place_of(el),
        .value_place = p->value_place,
        .part_end = p->last_end,
        .odd = p->repeated || p->markup,
        .plain = p->plain};
}

/* The property of a field has ended. */
static void
keep_field(struct value *v, const struct xml_property *p,
           const struct xelement *el)
{
    if (v->property != NULL) {
        v->repeated = true;
        return;
    }
    v->property = mem_calloc(1, sizeof(*v->property));
    v->property->place = place_of(el);
    v->property->part_end = p->last_end;
    v->property->plain = p->plain;
    v->text = mem_dup(buf_str(&p->value));
    v->markup = p->markup;
    v->repeated = p->repeated;
    if (p->has_value)
        v->place = p->value_place;
}

/* The first Properties of a user has ended, or one more. */
static void
end_properties(struct user *u, const struct xelement *el)
{
    if (u->properties.end != 0) {
        u->properties_repeated = true;
        return;
    }
    u->properties = place_of(el);
    u->properties_mixed |= el->mixed;
}

/* Are the properties in the order of their names, and behind which would
 * those of the fields go? */
static void
note_order(struct database_reader *r, struct user *u, const struct xelement *el)
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
            u->value[i].anchor = el->end;
    }
}

/* A DNProperty has ended: is it a field's, or does it name a picture? */
static void
end_property(struct database_reader *r, const struct xelement *el)
{
    struct user *u = current(r);
    struct xml_property *p = &r->property;
    enum field f;
    bool ours = field_find(SOURCE_PROPERTY, buf_str(&p->name), &f);

    xml_property_end(p, el);
    u->names_odd |= p->name_odd;
    note_order(r, u, el);
    u->property_count++;
    u->last_property = el->end;
    xml_style_property(&r->d->style, p, el,
                       ours && field_has(f, FIELD_EDITABLE));
    if (ours)
        keep_field(&u->value[f], p, el);
    else if (user_value_is_picture(buf_str(&p->value)) ||
             user_name_is_picture(buf_str(&p->name)))
        keep_picture(r, el);
    if (r->details)
        add_pair(&u->properties_list, buf_str(&p->name), buf_str(&p->value));
}

/* All of an Extension was read. */
static void
end_extension(struct database_reader *r, const struct xelement *el)
{
    struct user *u = current(r);

    u->element = place_of(el);
    xml_style_extension(&r->d->style, u, &r->children);
    child_order_note(&r->order, u, &r->children);
}

static void
end_device(struct database_reader *r)
{
    struct user *u = current(r);

    if (r->details) {
        u->phones = mem_grow(u->phones, &u->phone_cap, u->phone_count,
                             sizeof(*u->phones));
        u->phones[u->phone_count] = (struct phone){r->mac, r->model};
        r->mac = r->model = NULL;
    }
    u->phone_count++;
}

/* The text of an element outside of users. */
static void
end_system(struct database_reader *r, enum element_path at, const char *text)
{
    struct database *d = r->d;

    if (at == PATH_VERSION)
        set(&d->version, text);
    else if (at == PATH_DATE)
        set(&d->date, text);
    else if (at == PATH_COMPANY)
        set(&d->company, text);
    else if (at == PATH_EXTERNAL_FQDN)
        set(&d->external_fqdn, text);
    else if (at == PATH_PARAMETER_NAME)
        set(&r->parameter.name, text);
    else if (at == PATH_PARAMETER_VALUE)
        set(&r->parameter.value, text);
}

static void
end_parameter(struct database_reader *r)
{
    if (r->parameter.name != NULL)
        add_pair(&r->d->parameters, r->parameter.name,
                 r->parameter.value != NULL ? r->parameter.value : "");
    set(&r->parameter.name, NULL);
    set(&r->parameter.value, NULL);
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct database_reader *r = arg;
    enum element_path at = r->places[el->depth];

    (void)x;
    if (r->places[el->depth - 1] == PATH_EXTENSION && el->depth > 1)
        xml_children_add(&r->children, el->name, el->end);
    switch (at) {
    case PATH_EXTENSION:
        end_extension(r, el);
        break;
    case PATH_SCALAR:
        end_scalar(r, el);
        break;
    case PATH_PROPERTIES:
        end_properties(current(r), el);
        if (!el->empty)
            xml_style_set(&r->d->style.properties_close, el->lead_text,
                          el->lead_len);
        break;
    case PATH_PROPERTY:
        end_property(r, el);
        break;
    case PATH_PROPERTY_PART:
        xml_property_part_end(&r->property, el);
        break;
    case PATH_DEVICE:
        end_device(r);
        break;
    case PATH_DEVICE_PART:
        if (r->details && strcmp(el->name, "MAC") == 0)
            set(&r->mac, el->text);
        else if (r->details && strcmp(el->name, "TemplateFilename") == 0)
            set(&r->model, el->text);
        break;
    case PATH_PARAMETER:
        end_parameter(r);
        break;
    case PATH_GROUP_NAME:
        set(&r->group, el->text);
        break;
    case PATH_GROUP:
        groups_end(&r->d->groups, r->group);
        set(&r->group, NULL);
        break;
    case PATH_VERSION:
    case PATH_DATE:
    case PATH_COMPANY:
    case PATH_EXTERNAL_FQDN:
    case PATH_PARAMETER_NAME:
    case PATH_PARAMETER_VALUE:
        end_system(r, at, el->text);
        break;
    case PATH_OTHER:
    case PATH_DOCUMENT:
    case PATH_ROOT:
    case PATH_HEADER:
    case PATH_LICENSE:
    case PATH_FQDN:
    case PATH_PARAMETERS:
    case PATH_TENANTS:
    case PATH_TENANT:
    case PATH_DN:
    case PATH_DEVICES:
    case PATH_PROFILES:
    case PATH_PROFILE:
    case PATH_GROUPS:
    case PATH_MEMBERS:
    case PATH_MEMBER:
    case PATH_ROLE:
        break;
    }
    return e->status;
}

struct database_reader *
database_begin(const char *where, bool details)
{
    static const struct xhandler handler = {.start = on_start, .end = on_end};
    struct database_reader *r = mem_calloc(1, sizeof(*r));

    r->where = where;
    r->details = details;
    r->d = mem_calloc(1, sizeof(*r->d));
    r->places[0] = PATH_DOCUMENT;
    r->x = xscan_new(&handler, r, where);
    return r;
}

int
database_push(struct database_reader *r, const void *p, size_t n, struct err *e)
{
    return xscan_push(r->x, p, n, e);
}

static int
compare_number(const void *a, const void *b, void *arg)
{
    const struct database *d = arg;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int order = strcmp(user_text(&d->users[i], FIELD_NUMBER),
                       user_text(&d->users[j], FIELD_NUMBER));

    return order != 0 ? order : (i > j) - (i < j);
}

int
database_end(struct database_reader *r, struct database **dp, struct err *e)
{
    struct database *d = r->d;
    size_t i;

    if (xscan_finish(r->x, e) != ST_OK)
        return e->status;
    if (d->version == NULL)
        d->version = mem_dup("");
    if (d->date == NULL)
        d->date = mem_dup("");
    if (d->company == NULL)
        d->company = mem_dup("");
    if (d->external_fqdn == NULL)
        d->external_fqdn = mem_dup("");
    d->major = (unsigned)strtoul(d->version, NULL, 10);
    child_order_settle(&r->order, d);
    d->by_number = mem_array(NULL, d->user_count, sizeof(*d->by_number));
    for (i = 0; i < d->user_count; i++)
        d->by_number[i] = i;
    if (d->user_count > 0)
        qsort_r(d->by_number, d->user_count, sizeof(*d->by_number),
                compare_number, d);
    groups_sort(&d->groups);
    *dp = d;
    r->d = NULL;
    return ST_OK;
}

void
database_abandon(struct database_reader *r)
{
    if (r == NULL)
        return;
    xscan_free(r->x);
    database_free(r->d);
    xml_children_free(&r->children);
    xml_property_free(&r->property);
    buf_free(&r->last_name);
    child_order_free(&r->order);
    free(r->parameter.name);
    free(r->parameter.value);
    free(r->mac);
    free(r->model);
    free(r->group);
    free(r);
}

static void
free_pairs(struct pairs *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        free(p->list[i].name);
        free(p->list[i].value);
    }
    free(p->list);
}

static void
free_pictures(struct picture_properties *p)
{
    size_t i;

    for (i = 0; i < p->count; i++) {
        free(p->list[i].name);
        free(p->list[i].value);
        free(p->list[i].type);
        free(p->list[i].description);
    }
    free(p->list);
}

static void
free_user(struct user *u)
{
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        free(u->value[i].text);
        free(u->value[i].property);
    }
    free_pairs(&u->scalars);
    free_pairs(&u->properties_list);
    free_pictures(&u->pictures);
    for (i = 0; u->phones != NULL && i < u->phone_count; i++) {
        free(u->phones[i].mac);
        free(u->phones[i].model);
    }
    free(u->phones);
}

void
database_free(struct database *d)
{
    size_t i;

    if (d == NULL)
        return;
    for (i = 0; i < d->user_count; i++)
        free_user(&d->users[i]);
    for (i = 0; i < d->lead_count; i++)
        free(d->leads[i]);
    xml_style_free(&d->style);
    free_pairs(&d->parameters);
    groups_free(&d->groups);
    free(d->leads);
    free(d->users);
    free(d->by_number);
    free(d->version);
    free(d->date);
    free(d->company);
    free(d->external_fqdn);
    free(d);
}
