#include <stdlib.h>

#include "cxbak/report/comparison.h"
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

/* Add one value that differs: {Field, Old, New}. */
static void
add_change(struct json_t *changes, const char *key, const char *old,
           const char *new)
{
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Field", key);
    jsonout_set_string(one, "Old", old);
    jsonout_set_string(one, "New", new);
    jsonout_append(changes, one);
}

/* What differs of one user, from the positions `*i` and `*k` on. */
static struct json_t *
user_json(const struct comparison *c, struct backup *old, struct backup *new,
          size_t user, size_t *i, size_t *k)
{
    const struct user *x = user_of(old, user);
    struct json_t *one = jsonout_object(), *changes = jsonout_array();

    for (; *i < c->field_count && c->fields[*i].old_user == user; ++*i) {
        const struct field_difference *f = &c->fields[*i];

        add_change(changes, field_info(f->field)->key, user_text(x, f->field),
                   user_text(user_of(new, f->new_user), f->field));
    }
    for (; *k < c->picture_count && c->pictures[*k].old_user == user; ++*k) {
        char *was = comparison_picture(old, c->pictures[*k].old_member);
        char *is = comparison_picture(new, c->pictures[*k].new_member);

        add_change(changes, "Avatar", was, is);
        free(was);
        free(is);
    }
    jsonout_set_string(one, "Number", user_text(x, FIELD_NUMBER));
    jsonout_set(one, "Changes", changes);
    return one;
}

/* Users with what differs of them: [{Number, Changes: [...]}]. */
static struct json_t *
users_json(const struct comparison *c, struct backup *old, struct backup *new)
{
    struct json_t *list = jsonout_array();
    size_t i = 0, k = 0, user;

    while ((user = comparison_next_user(c, old, i, k)) != SIZE_MAX)
        jsonout_append(list, user_json(c, old, new, user, &i, &k));
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
    jsonout_set_string(doc, "Database", c->database);
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
        const struct field_difference *f = &c->fields[k->unplanned[i]];
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Number",
                           user_text(user_of(old, f->old_user), FIELD_NUMBER));
        jsonout_set_string(one, "Field", field_info(f->field)->key);
        jsonout_append(list, one);
    }
    for (i = 0; i < k->unplanned_picture_count; i++) {
        size_t user = c->pictures[k->unplanned_pictures[i]].old_user;
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Number",
                           user_text(user_of(old, user), FIELD_NUMBER));
        jsonout_set_string(one, "Field", plan_field_key(PLAN_AVATAR));
        jsonout_append(list, one);
    }
    return list;
}

/* A picture that was planned and is not there. */
static struct json_t *
missing_picture_json(const struct plan_check *k, const struct changes *planned,
                     const struct backup *old, size_t i)
{
    const struct picture_change *x =
        &planned->pictures.list[k->missing_pictures[i]];
    struct json_t *one = jsonout_object();
    char *wanted = pictures_words(x->name, x->crc);

    jsonout_set_string(one, "Number",
                       user_text(user_of(old, x->user), FIELD_NUMBER));
    jsonout_set_string(one, "Field", plan_field_key(PLAN_AVATAR));
    jsonout_set_string(one, "Wanted", wanted);
    jsonout_set_string(one, "Found", NULL);
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

    for (i = 0; i < k->missing_count; i++) {
        const struct change *x = &planned->list[k->missing[i]];
        const char *number = user_text(user_of(old, x->user), FIELD_NUMBER);
        size_t user = database_find(new->database, number, NULL);
        struct json_t *one = jsonout_object();

        jsonout_set_string(one, "Number", number);
        jsonout_set_string(one, "Field", field_info(x->field)->key);
        jsonout_set_string(one, "Wanted", x->text);
        jsonout_set_string(
            one, "Found",
            user != SIZE_MAX ? user_text(user_of(new, user), x->field) : NULL);
        jsonout_append(list, one);
    }
    for (i = 0; i < k->missing_picture_count; i++)
        jsonout_append(list, missing_picture_json(k, planned, old, i));
    return list;
}

struct json_t *
comparison_conflict_json(const struct conflict *x)
{
    static const char *const reasons[] = {"value", "gone", "repeated"};
    struct json_t *one = jsonout_object();

    jsonout_set_string(one, "Plan", x->plan->path);
    jsonout_set_string(one, "Number", x->change->number);
    jsonout_set_string(one, "Field", plan_field_key(x->change->field));
    jsonout_set_string(one, "Reason", reasons[x->reason]);
    jsonout_set_string(one, "Expected", x->change->from);
    jsonout_set_string(one, "Found", x->found);
    jsonout_set_string(one, "Wanted", x->change->to);
    return one;
}
