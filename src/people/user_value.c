#include <stdint.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/people/user_value.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"

/* Add a value, which is taken over. */
static void
add(struct user_values *v, char *text)
{
    v->list = mem_grow(v->list, &v->cap, v->count, sizeof(*v->list));
    v->list[v->count++] = text;
}

void
user_values_add(struct user_values *v, const char *text)
{
    size_t i;

    for (i = 0; i < v->count && strcmp(v->list[i], text) != 0; i++)
        continue;
    if (i == v->count && *text != '\0')
        add(v, mem_dup(text));
}

/* How a list of groups is looked at. */
enum naming {
    BY_NAME,   /* the name, or else the number */
    BY_BOTH,   /* each for itself */
    WITH_OURS, /* the same, and of internal groups */
};

static void
add_groups(struct user_values *v, const struct groups *g, const char *number,
           enum naming by)
{
    size_t first, n = groups_of(g, number, &first), i;

    for (i = first; i < first + n; i++) {
        const struct group *one = &g->list[g->members[i].index];

        if (by != WITH_OURS && group_is_internal(one))
            continue;
        if (by != BY_NAME || *one->name == '\0')
            user_values_add(v, one->number);
        user_values_add(v, one->name);
    }
}

/* What the user is in any group, each once. */
static void
add_roles(struct user_values *v, const struct groups *g, const char *number)
{
    size_t first, n = groups_of(g, number, &first), i, k;

    for (i = first; i < first + n; i++) {
        const struct group_member *m = &g->members[i];

        for (k = 0; k < m->role_count; k++)
            user_values_add(v, groups_roles(g, m)[k]);
    }
}

/* Lists of groups, which are no one's single value; false for other fields. */
static bool
add_memberships(struct user_values *v, const struct database *d, size_t user,
                enum field f, enum naming by)
{
    const char *number = user_text(&d->users[user], FIELD_NUMBER);

    if (f == FIELD_GROUPS)
        add_groups(v, &d->groups, number, by);
    else if (f == FIELD_QUEUES)
        add_groups(v, &d->queues, number, by);
    else if (f == FIELD_RING_GROUPS)
        add_groups(v, &d->ring_groups, number, by);
    else if (f == FIELD_ROLES)
        add_roles(v, &d->groups, number);
    else
        return false;
    return true;
}

/* The single value of any other field. */
static char *
single(const struct backup *b, const struct avatars *a, size_t user,
       enum field f)
{
    const struct user *u = &b->database->users[user];
    const char *text;

    if (f == FIELD_NAME)
        return user_name(u);
    if (f == FIELD_ENABLED)
        return mem_dup(u->disabled ? "false" : "true");
    if (f == FIELD_PHONES)
        return mem_printf("%" PRIu32, u->phone_count);
    if (f == FIELD_AVATAR)
        text = avatars_name(a, b, user);
    else
        text = user_text(u, f);
    if (f != FIELD_AVATAR && field_has(f, FIELD_SECRET) && *text != '\0')
        text = "set";
    return mem_dup(text != NULL ? text : "");
}

void
user_values(struct user_values *v, const struct backup *b,
            const struct avatars *a, size_t user, enum field f)
{
    if (!add_memberships(v, b->database, user, f, BY_NAME))
        add(v, single(b, a, user, f));
}

/* The name the other way round, as lists of staff have it. */
static void
add_name_orders(struct user_values *v, const struct user *u)
{
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);

    if (*first == '\0' || *last == '\0')
        return;
    add(v, mem_printf("%s %s", last, first));
    add(v, mem_printf("%s, %s", last, first));
}

void
user_values_to_match(struct user_values *v, const struct backup *b,
                     const struct avatars *a, size_t user, enum field f,
                     bool internal)
{
    size_t first = v->count;
    const char *picture;

    if (!add_memberships(v, b->database, user, f,
                         internal ? WITH_OURS : BY_BOTH))
        add(v, single(b, a, user, f));
    if (f == FIELD_NAME)
        add_name_orders(v, &b->database->users[user]);
    if (f == FIELD_AVATAR &&
        (picture = avatar_in_backup(b, v->list[first])) != NULL)
        add(v, mem_dup(picture));
    if (v->count == first)
        add(v, mem_dup(""));
}

void
user_values_free(struct user_values *v)
{
    size_t i;

    for (i = 0; i < v->count; i++)
        free(v->list[i]);
    free(v->list);
    *v = (struct user_values){NULL, 0, 0};
}

char *
user_value(const struct backup *b, const struct avatars *a, size_t user,
           enum field f)
{
    struct user_values v = {NULL, 0, 0};
    struct buf all = BUF_INIT;
    size_t i;

    user_values(&v, b, a, user, f);
    for (i = 0; i < v.count; i++)
        buf_printf(&all, "%s%s", i > 0 ? ", " : "", v.list[i]);
    user_values_free(&v);
    buf_adds(&all, "");
    return all.data != NULL ? buf_steal(&all) : mem_dup("");
}
