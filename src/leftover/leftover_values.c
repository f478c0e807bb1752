/* What is looked for: the values that users had and no longer have. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cxbak/zip/zequal.h"
#include "leftover/leftover_search_impl.h"

/* Digits of an extension that are looked for in the name of a greeting. */
#define NUMBER_MAX 32

const char *
left_text(const struct left_search *s, size_t user, enum field f)
{
    return s->users[user].before[f];
}

void
left_start(struct left_search *s)
{
    const struct database *d = s->b->database;
    size_t i, k;

    s->users = mem_calloc(d->user_count, sizeof(*s->users));
    for (i = 0; i < d->user_count; i++) {
        struct left_user *u = &s->users[i];

        u->greeting = SIZE_MAX;
        for (k = 0; k < FIELD_COUNT; k++)
            u->before[k] = u->after[k] = user_text(&d->users[i], (enum field)k);
    }
}

void
left_change(struct left_search *s, const struct changes *c)
{
    size_t i;

    for (i = 0; i < c->count; i++) {
        const struct edit *x = &c->list[i].edit;
        struct left_user *u = &s->users[x->user];

        u->changes = true;
        if (x->field == FIELD_AVATAR)
            u->picture = true;
        else
            u->after[x->field] = x->text;
    }
}

/* Do the two users have one picture? */
static bool
same_picture(const struct left_search *s, size_t user,
             const struct leftover_side *old, size_t former)
{
    size_t i = s->avatars->of_user[user].member;
    size_t k = old->avatars->of_user[former].member;
    enum zequal verdict = ZEQUAL_UNKNOWN;
    struct zequal_member x, y;
    struct err ignored = ERR_INIT;

    if (i == SIZE_MAX || k == SIZE_MAX)
        return i == k;
    x = (struct zequal_member){s->b->zip, i, s->b->password};
    y = (struct zequal_member){old->backup->zip, k, old->backup->password};
    zequal_members(&x, &y, false, &verdict, &ignored);
    err_free(&ignored);
    return verdict != ZEQUAL_OTHER;
}

void
left_compare(struct left_search *s, const struct leftover_side *old)
{
    const struct database *d = old->backup->database;
    size_t i, k, count;

    for (i = 0; i < s->b->database->user_count; i++) {
        struct left_user *u = &s->users[i];
        size_t former = database_find(d, u->after[FIELD_NUMBER], &count);

        /* Of several with one extension it cannot be told who is who. */
        if (count != 1)
            continue;
        for (k = 0; k < FIELD_COUNT; k++) {
            u->before[k] = user_text(&d->users[former], (enum field)k);
            u->changes |= strcmp(u->before[k], u->after[k]) != 0;
        }
        u->picture = !same_picture(s, i, old, former);
    }
}

/* The words of two names run together. */
static char *
both_key(const char *a, const char *b)
{
    char *text = mem_printf("%s %s", a, b), *key = old_name_key(text);

    free(text);
    return key;
}

/* The same in plain letters, as links and logins have it. */
static char *
plain_key(const char *a, const char *b)
{
    char *text = mem_printf("%s %s", a, b), *plain = text_ascii(text, NULL);
    char *key = old_name_key(plain);

    free(plain);
    free(text);
    return key;
}

static bool
same_key(char *a, char *b)
{
    bool same = a != NULL && b != NULL ? strcmp(a, b) == 0 : a == b;

    free(a);
    free(b);
    return same;
}

static bool
same_name(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || same_key(old_name_key(a), old_name_key(b));
}

/* Is `part` one of the words of the name, or several in a row? */
struct containing {
    bool found;
};

static void
on_contained(void *arg, struct old_value *v)
{
    struct containing *c = arg;

    (void)v;
    c->found = true;
}

static bool
name_contains(const char *name, const char *part)
{
    struct old_table t = {0};
    struct containing c = {false};

    old_add(&t, old_name_key(part), part, 0, OLD_PART);
    old_search(&t, name, on_contained, &c);
    old_free(&t);
    return c.found;
}

void
left_add_part(struct old_table *t, size_t user, const char *part)
{
    char *key = old_name_key(part);

    if (key != NULL && old_key_is_telling(key)) {
        old_add(t, mem_dup(key), part, user, OLD_PART);
        old_add(t, plain_key(part, ""), part, user, OLD_PART);
    }
    free(key);
}

void
left_add_name(struct old_table *t, size_t user, const char *first,
              const char *last)
{
    char *shown;

    if (*first == '\0' || *last == '\0')
        return;
    shown = mem_printf("%s %s", first, last);
    old_add(t, both_key(first, last), shown, user, OLD_NAME);
    old_add(t, both_key(last, first), shown, user, OLD_NAME);
    old_add(t, plain_key(first, last), shown, user, OLD_NAME);
    old_add(t, plain_key(last, first), shown, user, OLD_NAME);
    free(shown);
}

/* Add a name alone, if it is gone. */
static void
add_part(struct left_search *s, size_t i, const char *part,
         const char *new_name)
{
    if (!name_contains(new_name, part))
        left_add_part(&s->table, i, part);
}

/* Add what is looked for of a user whose name changes. */
static void
add_names(struct left_search *s, size_t i)
{
    const char *first = left_text(s, i, FIELD_FIRST);
    const char *last = left_text(s, i, FIELD_LAST);
    const char *const *new = s->users[i].after;
    char *new_name = mem_printf("%s %s", new[FIELD_FIRST], new[FIELD_LAST]);

    if (!same_key(both_key(first, last), old_name_key(new_name)) &&
        !same_key(both_key(last, first), old_name_key(new_name)))
        left_add_name(&s->table, i, first, last);
    if (!same_name(first, new[FIELD_FIRST]))
        add_part(s, i, first, new_name);
    if (!same_name(last, new[FIELD_LAST]))
        add_part(s, i, last, new_name);
    free(new_name);
}

/* Are first and last name put the other way round? */
static bool
is_swapped(const char *first, const char *last, const char *new_first,
           const char *new_last)
{
    return same_name(first, new_last) && same_name(last, new_first);
}

bool
leftover_other_person(const char *first, const char *last,
                      const char *new_first, const char *new_last)
{
    return (*first != '\0' || *last != '\0') && !same_name(first, new_first) &&
           !same_name(last, new_last) &&
           !is_swapped(first, last, new_first, new_last);
}

static bool
same_phone(const char *a, const char *b)
{
    return strcmp(a, b) == 0 ||
           same_key(old_phone_key(a, false), old_phone_key(b, false));
}

static void
add_mobile(struct left_search *s, size_t i)
{
    const char *mobile = left_text(s, i, FIELD_MOBILE);

    if (same_phone(mobile, s->users[i].after[FIELD_MOBILE]))
        return;
    old_add(&s->table, old_phone_key(mobile, false), mobile, i, OLD_MOBILE);
    old_add(&s->table, old_phone_key(mobile, true), mobile, i, OLD_MOBILE);
}

/* Fill the table. */
static void
add_old_values(struct left_search *s)
{
    size_t i;

    for (i = 0; i < s->b->database->user_count; i++) {
        struct left_user *u = &s->users[i];
        const char *email = left_text(s, i, FIELD_EMAIL);
        const char *first = left_text(s, i, FIELD_FIRST);
        const char *last = left_text(s, i, FIELD_LAST);
        const char *new_first = u->after[FIELD_FIRST];
        const char *new_last = u->after[FIELD_LAST];

        if (!u->changes)
            continue;
        s->changed = true;
        u->renamed =
            (!same_name(first, new_first) || !same_name(last, new_last)) &&
            !is_swapped(first, last, new_first, new_last);
        u->person = leftover_other_person(first, last, new_first, new_last);
        if (u->renamed)
            add_names(s, i);
        if (!same_key(old_email_key(email),
                      old_email_key(u->after[FIELD_EMAIL])))
            old_add(&s->table, old_email_key(email), email, i, OLD_EMAIL);
        add_mobile(s, i);
    }
}

/* Note which of the values somebody has after the change. */
static void
hold_new_values(struct left_search *s)
{
    size_t i;

    if (s->table.count == 0)
        return;
    for (i = 0; i < s->b->database->user_count; i++) {
        const char *const *v = s->users[i].after;
        const char *first = v[FIELD_FIRST], *last = v[FIELD_LAST];

        if (s->table.kinds & OLD_EMAIL)
            old_hold(&s->table, old_email_key(v[FIELD_EMAIL]), OLD_EMAIL);
        if (s->table.kinds & OLD_MOBILE) {
            old_hold(&s->table, old_phone_key(v[FIELD_MOBILE], false),
                     OLD_MOBILE);
            old_hold(&s->table, old_phone_key(v[FIELD_MOBILE], true),
                     OLD_MOBILE);
        }
        if (!(s->table.kinds & (OLD_NAME | OLD_PART)))
            continue;
        old_hold(&s->table, both_key(first, last), OLD_NAME);
        old_hold(&s->table, both_key(last, first), OLD_NAME);
        old_hold(&s->table, plain_key(first, last), OLD_NAME);
        old_hold(&s->table, plain_key(last, first), OLD_NAME);
        old_hold(&s->table, old_name_key(first), OLD_PART);
        old_hold(&s->table, old_name_key(last), OLD_PART);
    }
}

/* Find the greetings of users whose name changes: 200/greeting.wav and
 * 200_greeting.wav in the folder of greetings. */
static void
find_greetings(struct left_search *s)
{
    const struct database *d = s->b->database;
    size_t i;

    for (i = 0; i < zdir_count(s->b->zip); i++) {
        size_t n, user;
        const char *name = left_in_folder(s->b, i, LEFT_GREETINGS, &n);
        char number[NUMBER_MAX];

        if (name == NULL || n >= sizeof(number))
            continue;
        memcpy(number, name, n);
        number[n] = '\0';
        user = database_find(d, number, NULL);
        if (user != SIZE_MAX && s->users[user].greeting == SIZE_MAX)
            s->users[user].greeting = i;
    }
}

void
left_prepare(struct left_search *s)
{
    add_old_values(s);
    hold_new_values(s);
    find_greetings(s);
}
