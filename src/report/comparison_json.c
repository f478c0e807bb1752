#include <stdlib.h>

#include "cxbak/report/comparison.h"
#include "cxbak/report/differences.h"
#include "cxbak/report/jsonout.h"

static const struct user *
user_of(const struct backup *b, size_t i)
{
    return &b->database->users[i];
}

static struct json_t *
names_json(const struct comparison *c, enum member_change what)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < c->member_count; i++) {
        if (c->members[i].what == what)
            jsonout_append(list, jsonout_string(c->members[i].name));
    }
    return list;
}

static struct json_t *
numbers_json(const struct backup *b, const size_t *users, size_t n)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < n; i++)
        jsonout_append(list, jsonout_string(user_text(user_of(b, users[i]),
                                                      FIELD_NUMBER)));
    return list;
}

/* One value that differs: {Field, Old, New}. */
static struct json_t *
difference_json(const struct difference *d, struct backup *old,
                struct backup *new)
{
    char *was = comparison_old(d, old), *is = comparison_new(d, new);
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Field", field_info(d->field)->key);
    jsonout_set_string(one, "Old", was);
    jsonout_set_string(one, "New", is);
    free(was);
    free(is);
    return one;
}

/* Users with what differs of them: [{Number, Changes: [...]}]. */
static struct json_t *
users_json(const struct comparison *c, struct backup *old, struct backup *new)
{
    struct json_t *list = jsonout_array();
    size_t i = 0;

    while (i < c->count) {
        size_t user = c->list[i].old_user;
        struct json_t *one = jsonout_object(), *changes = jsonout_array();

        for (; i < c->count && c->list[i].old_user == user; i++)
            jsonout_append(changes, difference_json(&c->list[i], old, new));
        jsonout_set_string(one, "Number",
                           user_text(user_of(old, user), FIELD_NUMBER));
        jsonout_set(one, "Changes", changes);
        jsonout_append(list, one);
    }
    return list;
}

struct json_t *
comparison_json(const struct comparison *c, struct backup *old,
                struct backup *new)
{
    struct json_t *doc = jsonout_object(), *members = jsonout_object();

    jsonout_set(doc, "Users", users_json(c, old, new));
    jsonout_set(doc, "Added", numbers_json(new, c->added, c->added_count));
    jsonout_set(doc, "Removed",
                numbers_json(old, c->removed, c->removed_count));
    jsonout_set(members, "Changed", names_json(c, MEMBER_CHANGED));
    jsonout_set(members, "Added", names_json(c, MEMBER_ADDED));
    jsonout_set(members, "Removed", names_json(c, MEMBER_REMOVED));
    jsonout_set(doc, "Members", members);
    jsonout_set(doc, "Folders", members_folders_json(c));
    jsonout_set_string(doc, "Database", c->database);
    jsonout_set(doc, "Settings", settings_json(&c->settings));
    jsonout_set_count(doc, "SettingsUntold", c->settings.untold);
    jsonout_set_string(doc, "Archive", c->archive);
    return doc;
}

struct json_t *
comparison_unplanned_json(const struct plan_check *k,
                          const struct comparison *c, const struct backup *old)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < k->unplanned_count; i++) {
        const struct difference *d = &c->list[k->unplanned[i]];
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Number",
                           user_text(user_of(old, d->old_user), FIELD_NUMBER));
        jsonout_set_string(one, "Field", field_info(d->field)->key);
        jsonout_append(list, one);
    }
    return list;
}

/* What was planned and is not there. */
static struct json_t *
missing_json(const struct change *x, const struct backup *old,
             const struct backup *new)
{
    const char *number = user_text(user_of(old, x->edit.user), FIELD_NUMBER);
    size_t user = database_find(new->database, number, NULL);
    struct json_t *one = jsonout_object();
    char *wanted = change_new(x);

    jsonout_set_string(one, "Number", number);
    jsonout_set_string(one, "Field", field_info(x->edit.field)->key);
    jsonout_set_string(one, "Wanted", wanted);
    jsonout_set_string(one, "Found",
                       x->picture == NULL && user != SIZE_MAX
                           ? user_text(user_of(new, user), x->edit.field)
                           : NULL);
    free(wanted);
    return one;
}

struct json_t *
comparison_missing_json(const struct plan_check *k,
                        const struct changes *planned, const struct backup *old,
                        const struct backup *new)
{
    struct json_t *list = jsonout_array();
    size_t i;

    for (i = 0; i < k->missing_count; i++)
        jsonout_append(list,
                       missing_json(&planned->list[k->missing[i]], old, new));
    return list;
}

struct json_t *
comparison_conflict_json(const struct conflict *x)
{
    static const char *const reasons[] = {"value", "gone", "repeated",
                                          "person"};
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Plan", x->plan->path);
    jsonout_set_string(one, "Number", x->change->number);
    jsonout_set_string(one, "Field", field_info(x->change->field)->key);
    jsonout_set_string(one, "Reason", reasons[x->reason]);
    jsonout_set_string(one, "Expected", x->change->from.text);
    jsonout_set_string(one, "Found", x->found);
    jsonout_set_string(one, "Wanted", x->change->to.text);
    return one;
}
