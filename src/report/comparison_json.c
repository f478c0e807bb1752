#include <stdlib.h>

#include "cxbak/report/comparison.h"
#include "cxbak/report/differences.h"
#include "cxbak/report/jsonout.h"

static const struct user *
user_of(const struct backup *b, size_t i)
{
    return &b->database->users[i];
}

static void
put_names(struct jsonout *o, const char *key, const struct comparison *c,
          enum member_change what)
{
    size_t i;

    jsonout_open(o, key, '[');
    for (i = 0; i < c->member_count; i++) {
        if (c->members[i].what == what)
            jsonout_put(o, NULL, jsonout_string(c->members[i].name));
    }
    jsonout_close(o);
}

static void
put_numbers(struct jsonout *o, const char *key, const struct backup *b,
            const size_t *users, size_t n)
{
    size_t i;

    jsonout_open(o, key, '[');
    for (i = 0; i < n; i++)
        jsonout_put(
            o, NULL,
            jsonout_string(user_text(user_of(b, users[i]), FIELD_NUMBER)));
    jsonout_close(o);
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
static void
put_users(struct jsonout *o, const struct comparison *c, struct backup *old,
          struct backup *new)
{
    size_t i = 0;

    jsonout_open(o, "Users", '[');
    while (i < c->count) {
        size_t user = c->list[i].old_user;
        struct json_t *one = jsonout_object(), *changes = jsonout_array();

        for (; i < c->count && c->list[i].old_user == user; i++)
            jsonout_append(changes, difference_json(&c->list[i], old, new));
        jsonout_set_string(one, "Number",
                           user_text(user_of(old, user), FIELD_NUMBER));
        jsonout_set(one, "Changes", changes);
        jsonout_put(o, NULL, one);
    }
    jsonout_close(o);
}

void
comparison_json(struct jsonout *o, const struct comparison *c,
                struct backup *old, struct backup *new)
{
    put_users(o, c, old, new);
    put_numbers(o, "Added", new, c->added, c->added_count);
    put_numbers(o, "Removed", old, c->removed, c->removed_count);
    jsonout_open(o, "Members", '{');
    put_names(o, "Changed", c, MEMBER_CHANGED);
    put_names(o, "Added", c, MEMBER_ADDED);
    put_names(o, "Removed", c, MEMBER_REMOVED);
    jsonout_close(o);
    jsonout_put(o, "Folders", members_folders_json(c));
    jsonout_put(o, "Database", jsonout_string(c->database));
    settings_json(o, "Settings", &c->settings);
    jsonout_put(o, "SettingsUntold", jsonout_count(c->settings.untold));
    jsonout_put(o, "Archive", jsonout_string(c->archive));
}

void
comparison_unplanned_json(struct jsonout *o, const struct plan_check *k,
                          const struct comparison *c, const struct backup *old)
{
    size_t i;

    jsonout_open(o, "NotPlanned", '[');
    for (i = 0; i < k->unplanned_count; i++) {
        const struct difference *d = &c->list[k->unplanned[i]];
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Number",
                           user_text(user_of(old, d->old_user), FIELD_NUMBER));
        jsonout_set_string(one, "Field", field_info(d->field)->key);
        jsonout_put(o, NULL, one);
    }
    jsonout_close(o);
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

void
comparison_missing_json(struct jsonout *o, const struct plan_check *k,
                        const struct changes *planned, const struct backup *old,
                        const struct backup *new)
{
    size_t i;

    jsonout_open(o, "NotDone", '[');
    for (i = 0; i < k->missing_count; i++)
        jsonout_put(o, NULL,
                    missing_json(&planned->list[k->missing[i]], old, new));
    jsonout_close(o);
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
