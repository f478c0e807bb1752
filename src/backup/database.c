#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/database.h"
#include "cxbak/backup/photo_sync.h"
#include "cxbak/util/mem.h"
#include "cxbak/xml/xscan.h"

#include "cxbak/backup/element_path.h"
#include "cxbak/backup/xml_style.h"
#include "backup/objects_impl.h"
#include "backup/kept_things_impl.h"
#include "backup/user_reader_impl.h"

struct database_reader {
    struct database *d;
    struct xscan *x;
    const char *where;
    bool in_root; /* the root is PhoneSystem */
    enum element_path places[XSCAN_DEPTH_MAX + 1];
    struct user_reader user;
    char *parameter_name; /* the one at hand */
    char *parameter_value;
    struct groups *groups; /* that the one at hand belongs to */
    char *group_name;      /* its name, and number */
    char *group_number;
    struct kept_things *things; /* to be kept, or NULL */
    struct objects_walk *walk;  /* over them */
};

static void
set(char **to, const char *text)
{
    free(*to);
    *to = mem_dup(text);
}

/* A Group starts, or what has members like one. */
static void
start_group(struct database_reader *r, struct groups *g)
{
    r->groups = g;
    set(&r->group_name, NULL);
    set(&r->group_number, NULL);
    groups_start(g);
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
        user_reader_start(&r->user, el, xscan_line(x));
        break;
    case PATH_PROPERTY:
        user_reader_property(&r->user, el);
        break;
    case PATH_PROPERTY_PART:
        xml_property_part(&r->user.property, el);
        xscan_capture(x);
        break;
    case PATH_PROPERTIES:
        user_reader_properties(&r->user, el);
        break;
    case PATH_PROFILE:
        user_reader_current(&r->user)->profile_count++;
        break;
    case PATH_REDACTED:
        r->d->redacted = true;
        break;
    case PATH_GROUP:
        start_group(r, &r->d->groups);
        break;
    case PATH_QUEUE:
        start_group(r, &r->d->queues);
        picture_owners_start(&r->d->owners, false, el->name);
        break;
    case PATH_RING_GROUP:
        start_group(r, &r->d->ring_groups);
        picture_owners_start(&r->d->owners, false, el->name);
        break;
    case PATH_MEMBER:
        groups_member(r->groups, el);
        break;
    case PATH_ROLE:
        groups_role(r->groups, el);
        break;
    case PATH_OBJECT:
    case PATH_ENTRY:
        picture_owners_start(&r->d->owners, at == PATH_ENTRY, el->name);
        break;
    case PATH_VERSION:
    case PATH_DATE:
    case PATH_COMPANY:
    case PATH_EXTERNAL_FQDN:
    case PATH_INTERNAL_FQDN:
    case PATH_PARAMETER_NAME:
    case PATH_PARAMETER_VALUE:
    case PATH_SCALAR:
    case PATH_DEVICE_PART:
    case PATH_GROUP_NAME:
    case PATH_OBJECT_PART:
    case PATH_ENTRY_PART:
    case PATH_GROUP_NUMBER:
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
    case PATH_DEVICES:
    case PATH_DEVICE:
    case PATH_PROFILES:
    case PATH_GROUPS:
    case PATH_MEMBERS:
    case PATH_PHONE_BOOK:
        break;
    }
    if (el->depth == 1 && !r->in_root) {
        err_set(e, ST_BACKUP,
                "%s: line %zu: the root element is <%s>, not <PhoneSystem>: "
                "this is no phone system's database",
                r->where, xscan_line(x), el->name);
        return err_rule(e, "R10");
    }

    if (r->places[el->depth - 1] == PATH_PROPERTIES && at != PATH_PROPERTY)
        user_reader_current(&r->user)->properties_mixed = true;
    if (r->places[el->depth - 1] == PATH_EXTENSION && el->depth > 1)
        user_reader_child(&r->user, el);
    if (r->walk != NULL)
        objects_walk_start(r->walk, x, el);
    return ST_OK;
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
    else if (at == PATH_INTERNAL_FQDN)
        set(&d->internal_fqdn, text);
    else if (at == PATH_PARAMETER_NAME)
        set(&r->parameter_name, text);
    else if (at == PATH_PARAMETER_VALUE)
        set(&r->parameter_value, text);
}

static void
end_parameter(struct database_reader *r)
{
    if (r->parameter_name != NULL && r->parameter_value != NULL)
        r->d->photos_synced |=
            photo_sync_is_on(r->parameter_name, r->parameter_value) ||
            photo_sync_in(r->parameter_value);
    if (r->parameter_name != NULL)
        pairs_add(&r->d->parameters, &r->d->texts, r->parameter_name,
                  r->parameter_value != NULL ? r->parameter_value : "");
    set(&r->parameter_name, NULL);
    set(&r->parameter_value, NULL);
}

/* Name or Number of a Group has ended, or of a queue or ring group, which may
 * have a picture too. */
static void
end_group_part(struct database_reader *r, enum element_path at,
               const struct xelement *el)
{
    set(at == PATH_GROUP_NAME ? &r->group_name : &r->group_number, el->text);
    if (r->groups != &r->d->groups)
        picture_owners_part(&r->d->owners, false, el->name, el->text);
}

static void
stop_walk(struct database_reader *r)
{
    objects_walk_free(r->walk);
    kept_things_free(r->things);
    r->walk = NULL;
    r->things = NULL;
}

static void
end_in_walk(struct database_reader *r, const struct xelement *el)
{
    objects_walk_end(r->walk, el);
    if (kept_things_given_up(r->things))
        stop_walk(r);
}

static int
on_end(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    struct database_reader *r = arg;
    enum element_path at = r->places[el->depth];

    (void)x;
    if (r->walk != NULL)
        end_in_walk(r, el);
    if (r->places[el->depth - 1] == PATH_EXTENSION && el->depth > 1 &&
        user_reader_child_end(&r->user, el, r->where, e) != ST_OK)
        return e->status;
    switch (at) {
    case PATH_EXTENSION:
        user_reader_end(&r->user, el);
        return user_reader_check(&r->user, el, r->where, e);
    case PATH_SCALAR:
        user_reader_scalar_end(&r->user, el);
        break;
    case PATH_PROPERTIES:
        user_reader_properties_end(&r->user, el);
        break;
    case PATH_PROPERTY:
        user_reader_property_end(&r->user, el);
        break;
    case PATH_PROPERTY_PART:
        xml_property_part_end(&r->user.property, el);
        break;
    case PATH_DEVICE:
        user_reader_device_end(&r->user);
        break;
    case PATH_DEVICE_PART:
        user_reader_device_part_end(&r->user, el);
        break;
    case PATH_PARAMETER:
        end_parameter(r);
        break;
    case PATH_GROUP_NAME:
    case PATH_GROUP_NUMBER:
        end_group_part(r, at, el);
        break;
    case PATH_GROUP:
        groups_end(r->groups, r->group_name, r->group_number);
        break;
    case PATH_QUEUE:
    case PATH_RING_GROUP:
        groups_end(r->groups, r->group_name, r->group_number);
        picture_owners_end(&r->d->owners, false);
        break;
    case PATH_OBJECT:
    case PATH_ENTRY:
        picture_owners_end(&r->d->owners, at == PATH_ENTRY);
        break;
    case PATH_OBJECT_PART:
    case PATH_ENTRY_PART:
        picture_owners_part(&r->d->owners, at == PATH_ENTRY_PART, el->name,
                            el->text);
        break;
    case PATH_VERSION:
    case PATH_DATE:
    case PATH_COMPANY:
    case PATH_EXTERNAL_FQDN:
    case PATH_INTERNAL_FQDN:
    case PATH_PARAMETER_NAME:
    case PATH_PARAMETER_VALUE:
        end_system(r, at, el->text);
        break;
    case PATH_OTHER:
    case PATH_DOCUMENT:
    case PATH_ROOT:
    case PATH_REDACTED:
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
    case PATH_PHONE_BOOK:
        break;
    }
    return e->status;
}

struct database_reader *
database_begin(const char *where, struct database_options o)
{
    static const struct xhandler handler = {.start = on_start, .end = on_end};
    struct database_reader *r = mem_calloc(1, sizeof(*r));

    r->where = where;
    r->d = mem_calloc(1, sizeof(*r->d));
    r->user.d = r->d;
    r->user.details = (o.keep & KEEP_DETAILS) != 0;
    r->user.values = (o.keep & KEEP_VALUES) != 0;
    r->places[0] = PATH_DOCUMENT;
    r->x = o.quick ? xscan_quick(&handler, r, where, o.size)
                   : xscan_new(&handler, r, where);
    if ((o.keep & KEEP_THINGS) != 0) {
        r->things = kept_things_new(o.size);
        r->walk = objects_walk_new(r->d, kept_things_add, r->things);
    }
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
    d->plain = xscan_plain(r->x);
    d->major = (unsigned)strtoul(d->version, NULL, 10);
    child_order_settle(&r->user.order, d);
    d->by_number = mem_array(NULL, d->user_count, sizeof(*d->by_number));
    for (i = 0; i < d->user_count; i++)
        d->by_number[i] = i;
    if (d->user_count > 0)
        qsort_r(d->by_number, d->user_count, sizeof(*d->by_number),
                compare_number, d);
    groups_sort(&d->groups);
    groups_sort(&d->queues);
    groups_sort(&d->ring_groups);
    d->things = r->things;
    r->things = NULL;
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
    stop_walk(r);
    if (r->d != NULL)
        user_reader_stop(&r->user);
    database_free(r->d);
    user_reader_free(&r->user);
    free(r->parameter_name);
    free(r->parameter_value);
    free(r->group_name);
    free(r->group_number);
    free(r);
}

void
database_free(struct database *d)
{
    size_t i;

    if (d == NULL)
        return;
    for (i = 0; i < d->user_count; i++)
        user_free(&d->users[i]);
    arena_free(&d->texts);
    for (i = 0; i < d->lead_count; i++)
        free(d->leads[i]);
    xml_style_free(&d->style);
    pairs_free(&d->parameters);
    groups_free(&d->groups);
    picture_owners_free(&d->owners);
    groups_free(&d->queues);
    groups_free(&d->ring_groups);
    kept_things_free(d->things);
    for (i = 0; i < d->forms.count; i++)
        free(d->forms.list[i]);
    free(d->forms.list);
    free(d->leads);
    free(d->users);
    free(d->by_number);
    free(d->version);
    free(d->date);
    free(d->company);
    free(d->external_fqdn);
    free(d->internal_fqdn);
    free(d);
}
