#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/setting.h"
#include "cxbak/people/user_value.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/preview.h"
#include "cxbak/report/users_json.h"

/* One value of the user; a count and a truth are no strings, and what there
 * is not is null where it is worked out. */
static void
set_value(struct json_t *one, const char *key, enum field f, const char *value)
{
    const struct field_info *fi = field_info(f);

    if (fi->json == JSON_TRUTH)
        jsonout_set_bool(one, key, strcmp(value, "true") == 0);
    else if (fi->json == JSON_COUNT)
        jsonout_set_count(one, key, strtoull(value, NULL, 10));
    else
        jsonout_set_string(
            one, key,
            fi->source == SOURCE_DERIVED && *value == '\0' ? NULL : value);
}

/* All values of a field that has several. */
static struct json_t *
list_json(const struct backup *b, const struct avatars *a, size_t user,
          enum field f)
{
    struct json_t *list = jsonout_array();
    struct user_values v = {NULL, 0, 0};
    size_t i;

    user_values(&v, b, a, user, f);
    for (i = 0; i < v.count; i++)
        jsonout_append(list, jsonout_string(v.list[i]));
    user_values_free(&v);
    return list;
}

struct json_t *
users_json_row(const struct backup *b, const struct avatars *a, size_t user,
               const enum field *columns, size_t count)
{
    struct json_t *one = jsonout_object();
    size_t i;

    for (i = 0; i < count; i++) {
        const char *key = field_info(columns[i])->key;
        char *value;

        if (field_info(columns[i])->json == JSON_LIST) {
            jsonout_set(one, key, list_json(b, a, user, columns[i]));
            continue;
        }
        value = user_value(b, a, user, columns[i]);
        set_value(one, key, columns[i], value);
        free(value);
    }
    return one;
}

static struct json_t *
groups_json(const struct database *d, const struct user *u)
{
    const struct groups *g = &d->groups;
    struct json_t *list = jsonout_array();
    size_t first, n, i, k;

    n = groups_of(g, user_text(u, FIELD_NUMBER), &first);
    for (i = first; i < first + n; i++) {
        const struct group_member *m = &g->members[i];
        struct json_t *one = jsonout_object(), *roles = jsonout_array();

        for (k = 0; k < m->role_count; k++)
            jsonout_append(roles, jsonout_string(groups_roles(g, m)[k]));
        jsonout_set_string(one, "Name", groups_name(g, m));
        jsonout_set_bool(one, "Primary", m->primary);
        jsonout_set(one, "Roles", roles);
        jsonout_append(list, one);
    }
    return list;
}

static struct json_t *
findings_json(const struct user *u, const struct findings *f)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (finding_is_about(&f->list[i], user_text(u, FIELD_NUMBER)))
            jsonout_append(list, preview_finding_json(&f->list[i]));
    }
    return list;
}

/* Name and value of each pair; of what is not known to be harmless only
 * whether it is set. */
static struct json_t *
pairs_json(const struct pairs *p)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < p->count; i++) {
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Name", p->list[i].name);
        if (!setting_may_be_shown(p->list[i].name, p->list[i].value))
            jsonout_set_bool(one, "Set", p->list[i].value[0] != '\0');
        else
            jsonout_set_string(one, "Value", p->list[i].value);
        jsonout_append(list, one);
    }
    return list;
}

struct json_t *
users_json_whole(const struct backup *b, const struct avatars *a, size_t user,
                 const struct findings *f)
{
    const struct user *u = &b->database->users[user];
    const struct avatar *picture = &a->of_user[user];
    struct json_t *one = jsonout_object(), *phones = jsonout_array();
    char *rule;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++) {
        char *value = user_value(b, a, user, (enum field)i);

        jsonout_set_string(one, field_info((enum field)i)->key, value);
        free(value);
    }
    jsonout_set_bool(one, "Enabled", !u->disabled);
    jsonout_set_string(one, "Avatar", avatars_name(a, b, user));
    rule = picture->rule != AVATAR_NONE ? avatars_rule(picture) : NULL;
    jsonout_set_string(one, "AvatarRule", rule);
    free(rule);
    for (i = 0; i < u->phone_count; i++) {
        struct json_t *phone = jsonout_object();

        jsonout_set_string(phone, "MAC", user_details(u)->phones[i].mac);
        jsonout_set_string(phone, "Template", user_details(u)->phones[i].model);
        jsonout_append(phones, phone);
    }
    jsonout_set(one, "Phones", phones);
    jsonout_set(one, "Groups", groups_json(b->database, u));
    jsonout_set(one, "Settings", pairs_json(&user_details(u)->scalars));
    jsonout_set(one, "Properties", pairs_json(&user_details(u)->properties));
    jsonout_set(one, "Findings", findings_json(u, f));
    return one;
}
