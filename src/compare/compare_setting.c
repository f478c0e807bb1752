/*
 * The settings of one thing on both sides.  Texts are the same setting where
 * they have one name, in an element of one name, within one profile, device
 * or rule; of several the equal ones go, and the rest is matched in its order.
 * References (the members of a group) come and go, they do not change.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/setting.h"
#include "cxbak/field/field.h"
#include "cxbak/util/mem.h"

#include "compare/settings_impl.h"

/* The texts of a thing, in order. */
struct sorted {
    const struct pbx_text **list;
    size_t count;
};

static bool
is_property(const struct pbx_text *x)
{
    return strcmp(x->parent, "DNProperty") == 0;
}

bool
setting_is_elsewhere(const struct pbx_object *t, const struct pbx_text *x)
{
    enum field f;

    if (strcmp(x->element, "FirstName and LastName") == 0)
        return true;
    if (t->user == SIZE_MAX || x->reference)
        return false;
    if (is_property(x))
        return field_find(SOURCE_PROPERTY, x->element, &f) &&
               field_has(f, FIELD_EDITABLE);
    return strcmp(x->parent, t->element) == 0 &&
           field_find(SOURCE_ELEMENT, x->element, &f) &&
           (f == FIELD_NUMBER || field_has(f, FIELD_EDITABLE));
}

static int
compare_texts(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

/* Are they the same setting? */
static int
by_setting(const struct pbx_text *x, const struct pbx_text *y)
{
    int order = compare_texts(x->within, y->within);

    if (order == 0)
        order = strcmp(x->parent, y->parent);
    if (order == 0)
        order = strcmp(x->element, y->element);
    return order != 0 ? order : (int)x->reference - (int)y->reference;
}

/* By setting, then as they stand. */
static int
by_place(const void *a, const void *b)
{
    const struct pbx_text *x = *(const struct pbx_text *const *)a;
    const struct pbx_text *y = *(const struct pbx_text *const *)b;
    int order = by_setting(x, y);

    return order != 0 ? order : (x > y) - (x < y);
}

/* By setting, then by text. */
static int
by_text(const void *a, const void *b)
{
    const struct pbx_text *x = *(const struct pbx_text *const *)a;
    const struct pbx_text *y = *(const struct pbx_text *const *)b;
    int order = by_setting(x, y);

    if (order == 0)
        order = strcmp(x->text, y->text);
    return order != 0 ? order : (x > y) - (x < y);
}

static struct sorted
sort_texts(const struct pbx_object *t)
{
    struct sorted s = {mem_array(NULL, t->count, sizeof(*s.list)), 0};
    size_t i;

    for (i = 0; i < t->count; i++) {
        if (!setting_is_elsewhere(t, &t->items[i]))
            s.list[s.count++] = &t->items[i];
    }
    if (s.count > 0)
        qsort(s.list, s.count, sizeof(*s.list), by_text);
    return s;
}

/* Leave out what both have, and put the rest in its order. */
static void
drop_equal(struct sorted *x, struct sorted *y)
{
    size_t i = 0, j = 0, n = 0, m = 0;

    while (i < x->count || j < y->count) {
        int order = i == x->count ? 1 : j == y->count ? -1 : 0;

        if (order == 0)
            order = by_setting(x->list[i], y->list[j]);
        if (order == 0 && i < x->count && j < y->count)
            order = strcmp(x->list[i]->text, y->list[j]->text);
        if (order < 0)
            x->list[n++] = x->list[i];
        else if (order > 0)
            y->list[m++] = y->list[j];
        i += order <= 0;
        j += order >= 0;
    }
    x->count = n;
    y->count = m;
    if (n > 0)
        qsort(x->list, n, sizeof(*x->list), by_place);
    if (m > 0)
        qsort(y->list, m, sizeof(*y->list), by_place);
}

/* The thing with the name of the user whose it is. */
static char *
name_thing(const struct backup *b, const struct pbx_object *t)
{
    const struct database *d = b->database;
    size_t user = t->user != SIZE_MAX && t->number != NULL
                      ? database_find(d, t->number, NULL)
                      : SIZE_MAX;
    char *words = object_name(t), *name, *both;

    if (user == SIZE_MAX)
        return words;
    name = user_name(&d->users[user]);
    if (*name == '\0') {
        free(name);
        return words;
    }
    both = mem_printf("%s \"%s\"", words, name);
    free(words);
    free(name);
    return both;
}

/* What a setting is called: with the element around it, unless that is the
 * thing itself or only says that it is a property. */
static char *
name_setting(const struct pbx_object *t, const struct pbx_text *x)
{
    size_t n = strlen(x->parent);
    bool property = n >= 8 && strcmp(x->parent + n - 8, "Property") == 0 &&
                    strcmp(x->element, "Name") != 0;

    if (property || strcmp(x->parent, t->element) == 0 ||
        strcmp(x->parent, x->element) == 0)
        return mem_dup(x->element);
    return mem_printf("%s %s", x->parent, x->element);
}

/* A value, if it may be shown: a number of the system is no secret. */
static const char *
shown(const struct pbx_text *x)
{
    if (x != NULL && (x->reference || setting_there_may_be_shown(
                                          x->parent, x->element, x->text)))
        return x->text;
    return NULL;
}

/* The thing whose settings are told. */
struct telling {
    struct settings *s;
    const struct pbx_object *thing;
    char *words; /* what it is called */
    bool full;   /* there was no room for a difference */
};

static size_t
length(const char *s)
{
    return s != NULL ? strlen(s) + 1 : 0;
}

/* One setting differs; NULL for a side that has none. */
static void
tell(struct telling *p, const struct pbx_text *x, const struct pbx_text *y)
{
    const struct pbx_text *any = x == NULL || y != NULL ? y : x;
    const char *about = any->reference ? any->text : NULL;
    char *name = name_setting(p->thing, any);
    struct setting_difference d = {
        .what = x == NULL   ? SETTING_ADDED
                : y == NULL ? SETTING_REMOVED
                            : SETTING_CHANGED,
        .thing = p->words,
        .number = p->thing->user != SIZE_MAX ? p->thing->number : about,
        .within = any->within,
        .setting = name,
        .old = shown(x),
        .new = shown(y)};

    /* One of two values tells something of the other. */
    if (d.what == SETTING_CHANGED && (d.old == NULL || d.new == NULL))
        d.old = d.new = NULL;
    if (settings_room(p->s, length(d.thing) + length(d.number) +
                                length(d.within) + length(d.setting) +
                                length(d.old) + length(d.new)))
        settings_copy(p->s, &d);
    else
        p->full = true;
    free(name);
}

void
settings_of_thing(struct settings *s, const struct backup *b,
                  const struct pbx_object *old, const struct pbx_object *new)
{
    struct sorted x = sort_texts(old), y = sort_texts(new);
    struct telling p = {s, new, name_thing(b, new), false};
    size_t i = 0, j = 0;

    drop_equal(&x, &y);
    while (i < x.count || j < y.count) {
        int order = i == x.count   ? 1
                    : j == y.count ? -1
                                   : by_setting(x.list[i], y.list[j]);

        if (order == 0 && x.list[i]->reference) {
            tell(&p, x.list[i++], NULL);
            tell(&p, NULL, y.list[j++]);
            continue;
        }
        tell(&p, order <= 0 ? x.list[i] : NULL, order >= 0 ? y.list[j] : NULL);
        i += order <= 0;
        j += order >= 0;
    }
    s->untold += p.full;
    free(p.words);
    free(x.list);
    free(y.list);
}

void
settings_whole(struct settings *s, const struct backup *b,
               enum setting_change what, const struct pbx_object *t)
{
    struct setting_difference d = {.what = what};
    char *words;

    /* Users that came or went are told elsewhere. */
    if (t->user != SIZE_MAX)
        return;
    d.thing = words = name_thing(b, t);
    if (settings_room(s, length(words)))
        settings_copy(s, &d);
    else
        s->untold++;
    free(words);
}
