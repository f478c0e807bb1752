/* What of a comparison concerns some users. */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "compare/compare_impl.h"

/* Who is looked at. */
struct focus {
    const char *const *numbers;
    size_t count;
};

static bool
is_looked_at(const struct focus *f, const char *number, size_t n)
{
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (strncmp(f->numbers[i], number, n) == 0 && f->numbers[i][n] == '\0')
            return true;
    }
    return false;
}

static bool
is_user(const struct focus *f, const struct backup *b, size_t user)
{
    const char *number = user_text(&b->database->users[user], FIELD_NUMBER);

    return is_looked_at(f, number, strlen(number));
}

/* Is the member called after one of them: a folder 200/, a file 200.png or
 * 200_2.png?  Digits that go on are another extension. */
static bool
is_their_member(const struct focus *f, const char *name)
{
    while (*name != '\0') {
        size_t n = strcspn(name, "/"), k = strcspn(name, "/._-");

        if (is_looked_at(f, name, k))
            return true;
        name += n + (name[n] == '/');
    }
    return false;
}

static void
copy_users(const struct focus *f, const struct backup *b, const size_t *from,
           size_t n, size_t **to, size_t *count, size_t *cap)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (!is_user(f, b, from[i]))
            continue;
        *to = mem_grow(*to, cap, *count, sizeof(**to));
        (*to)[(*count)++] = from[i];
    }
}

static void
copy_differences(struct comparison *to, const struct comparison *c,
                 const struct focus *f, const struct backup *old)
{
    size_t i, last = SIZE_MAX;

    for (i = 0; i < c->count; i++) {
        const struct difference *d = &c->list[i];

        if (!is_user(f, old, d->old_user))
            continue;
        to->list = mem_grow(to->list, &to->cap, to->count, sizeof(*to->list));
        to->list[to->count++] = *d;
        to->pictures += d->field == FIELD_AVATAR;
        to->users += d->old_user != last;
        last = d->old_user;
    }
}

static void
copy_members(struct comparison *to, const struct comparison *c,
             const struct focus *f)
{
    size_t i;

    for (i = 0; i < c->member_count; i++) {
        struct member_difference d = c->members[i];

        if (d.database || !is_their_member(f, d.name))
            continue;
        d.name = mem_dup(d.name);
        d.why = d.why != NULL ? mem_dup(d.why) : NULL;
        to->members = mem_grow(to->members, &to->member_cap, to->member_count,
                               sizeof(*to->members));
        to->members[to->member_count++] = d;
    }
}

static void
copy_settings(struct comparison *to, const struct comparison *c,
              const struct focus *f)
{
    size_t i;

    for (i = 0; i < c->settings.count; i++) {
        const struct setting_difference *d = &c->settings.list[i];

        if (d->number != NULL && is_looked_at(f, d->number, strlen(d->number)))
            settings_copy(&to->settings, d);
    }
    to->settings.untold = c->settings.untold;

    /* What the settings do not show may concern anybody. */
    if (c->database != NULL &&
        (to->settings.count > 0 || !c->around || c->settings.untold > 0))
        to->database = mem_dup(c->database);
}

void
compare_focus(struct comparison *to, const struct comparison *c,
              const struct backup *old, const struct backup *new,
              const char *const *numbers, size_t n)
{
    const struct focus f = {numbers, n};

    memset(to, 0, sizeof(*to));
    copy_differences(to, c, &f, old);
    copy_users(&f, new, c->added, c->added_count, &to->added, &to->added_count,
               &to->added_cap);
    copy_users(&f, old, c->removed, c->removed_count, &to->removed,
               &to->removed_count, &to->removed_cap);
    copy_members(to, c, &f);
    copy_settings(to, c, &f);
    to->around = c->around;
}
