/*
 * All old values go into one table, and one walk over the database looks for
 * all of them at once.
 *
 * A whole name or an address counts wherever it stands.  One of two names is
 * common, so it counts within the user's own element and in names that people
 * give (of queues, groups, menus) only.  What another user still has after the
 * change says nothing, but for places within the user's own element.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/buf.h"
#include "cxbak/leftover.h"
#include "cxbak/mem.h"
#include "cxbak/text.h"
#include "cxbak/walk.h"
#include "change/leftover_impl.h"

/* The folder of voicemail greetings. */
#define GREETINGS "vmailprompts"

/* Digits of an extension that are looked for in the name of a greeting. */
#define NUMBER_MAX 32

/* A user that changes, or any user, in its place. */
struct side {
    const char *value[FIELD_COUNT]; /* as it would be */
    bool changes;
    bool renamed;    /* a name says something else now */
    bool person;     /* both names do */
    bool picture;    /* the picture changes, too */
    size_t greeting; /* the member, or SIZE_MAX */
};

struct search {
    struct backup *b;
    const struct avatars *avatars;
    struct findings *f;
    struct side *users;
    struct old_table table;

    /* While an item is searched. */
    const struct walk_thing *thing;
    const struct walk_item *item;
    const struct old_value *name; /* the best that was found in it */
    const struct old_owner *name_owner;
    const struct old_value *email;
    const struct old_owner *email_owner;
};

static const char *
old_text(const struct search *s, size_t user, enum field f)
{
    return user_text(&s->b->database->users[user], f);
}

/* The users as they would be. */
static void
make_sides(struct search *s, const struct changes *c)
{
    size_t n = s->b->database->user_count, i, k;

    s->users = mem_calloc(n, sizeof(*s->users));
    for (i = 0; i < n; i++) {
        s->users[i].greeting = SIZE_MAX;
        for (k = 0; k < FIELD_COUNT; k++)
            s->users[i].value[k] = old_text(s, i, (enum field)k);
    }
    for (i = 0; i < c->count; i++) {
        struct side *u = &s->users[c->list[i].user];

        u->changes = true;
        u->value[c->list[i].field] = c->list[i].text;
    }
    for (i = 0; i < c->pictures.count; i++) {
        struct side *u = &s->users[c->pictures.list[i].user];

        u->changes = u->picture = true;
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
    return same_key(old_name_key(a), old_name_key(b));
}

/* Is `part` one of the words of the name, or several in a row? */
struct containing {
    bool found;
};

static void
on_contained(void *arg, const struct old_value *v)
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

/* Add a name alone, if it is gone and says enough. */
static void
add_part(struct search *s, size_t i, const char *part, const char *new_name)
{
    char *key = old_name_key(part), *plain = plain_key(part, "");

    if (key != NULL && old_key_is_telling(key) &&
        !name_contains(new_name, part)) {
        old_add(&s->table, key, part, i, OLD_PART);
        old_add(&s->table, plain, part, i, OLD_PART);
        return;
    }
    free(key);
    free(plain);
}

/* Add what is looked for of a user whose name changes. */
static void
add_names(struct search *s, size_t i)
{
    const char *first = old_text(s, i, FIELD_FIRST);
    const char *last = old_text(s, i, FIELD_LAST);
    const char *const *new = s->users[i].value;
    char *shown = mem_printf("%s%s%s", first, *first && *last ? " " : "", last);
    char *new_name = mem_printf("%s %s", new[FIELD_FIRST], new[FIELD_LAST]);

    if (*first != '\0' && *last != '\0' &&
        !same_key(both_key(first, last), old_name_key(new_name)) &&
        !same_key(both_key(last, first), old_name_key(new_name))) {
        old_add(&s->table, both_key(first, last), shown, i, OLD_NAME);
        old_add(&s->table, both_key(last, first), shown, i, OLD_NAME);
        old_add(&s->table, plain_key(first, last), shown, i, OLD_NAME);
        old_add(&s->table, plain_key(last, first), shown, i, OLD_NAME);
    }
    if (!same_name(first, new[FIELD_FIRST]))
        add_part(s, i, first, new_name);
    if (!same_name(last, new[FIELD_LAST]))
        add_part(s, i, last, new_name);
    free(new_name);
    free(shown);
}

/* Are first and last name put the other way round? */
static bool
is_swapped(const struct search *s, size_t i)
{
    const char *const *new = s->users[i].value;

    return same_name(old_text(s, i, FIELD_FIRST), new[FIELD_LAST]) &&
           same_name(old_text(s, i, FIELD_LAST), new[FIELD_FIRST]);
}

/* Does another person get the extension?  Not if there was none. */
static bool
is_other_person(const struct search *s, size_t i)
{
    const char *first = old_text(s, i, FIELD_FIRST);
    const char *last = old_text(s, i, FIELD_LAST);
    const char *const *new = s->users[i].value;

    return (*first != '\0' || *last != '\0') &&
           !same_name(first, new[FIELD_FIRST]) &&
           !same_name(last, new[FIELD_LAST]);
}

/* Fill the table. */
static void
add_old_values(struct search *s)
{
    size_t i;

    for (i = 0; i < s->b->database->user_count; i++) {
        struct side *u = &s->users[i];
        const char *email = old_text(s, i, FIELD_EMAIL);

        if (!u->changes)
            continue;
        u->renamed =
            !is_swapped(s, i) &&
            (!same_name(old_text(s, i, FIELD_FIRST), u->value[FIELD_FIRST]) ||
             !same_name(old_text(s, i, FIELD_LAST), u->value[FIELD_LAST]));
        u->person = u->renamed && is_other_person(s, i);
        if (u->renamed)
            add_names(s, i);
        if (!same_key(old_email_key(email),
                      old_email_key(u->value[FIELD_EMAIL])))
            old_add(&s->table, old_email_key(email), email, i, OLD_EMAIL);
    }
}

/* Note which of the values somebody has after the change. */
static void
hold_new_values(struct search *s)
{
    size_t i;

    if (s->table.count == 0)
        return;
    for (i = 0; i < s->b->database->user_count; i++) {
        const char *const *v = s->users[i].value;
        const char *first = v[FIELD_FIRST], *last = v[FIELD_LAST];

        old_hold(&s->table, both_key(first, last), OLD_NAME);
        old_hold(&s->table, both_key(last, first), OLD_NAME);
        old_hold(&s->table, plain_key(first, last), OLD_NAME);
        old_hold(&s->table, plain_key(last, first), OLD_NAME);
        old_hold(&s->table, old_name_key(first), OLD_PART);
        old_hold(&s->table, old_name_key(last), OLD_PART);
        old_hold(&s->table, old_email_key(v[FIELD_EMAIL]), OLD_EMAIL);
    }
}

/* Find the greetings of users whose name changes: 200/greeting.wav and
 * 200_greeting.wav in the folder of greetings. */
static void
find_greetings(struct search *s)
{
    const struct database *d = s->b->database;
    size_t i;

    for (i = 0; i < zdir_count(s->b->zip); i++) {
        const char *name = zdir_member(s->b->zip, i)->name;
        size_t n = strcspn(name, "/\\"), user;
        char number[NUMBER_MAX];

        /* In a nested backup one folder comes before. */
        if (s->b->nested && name[n] != '\0') {
            name += n + 1;
            n = strcspn(name, "/\\");
        }
        if (n != sizeof(GREETINGS) - 1 || name[n] == '\0' ||
            strncasecmp(name, GREETINGS, n) != 0)
            continue;
        name += n + 1;
        n = strspn(name, "0123456789");
        if (n == 0 || n >= sizeof(number) || name[n] == '\0' ||
            strchr("/\\_-.", name[n]) == NULL || name[n + 1] == '\0')
            continue;
        memcpy(number, name, n);
        number[n] = '\0';
        user = database_find(d, number, NULL);
        if (user != SIZE_MAX && s->users[user].greeting == SIZE_MAX)
            s->users[user].greeting = i;
    }
}

static struct finding *
add(struct search *s, const char *code, size_t user, const char *field,
    const char *text)
{
    struct finding *f = findings_add(
        s->f, code, old_text(s, user, FIELD_NUMBER), field, "%s", text);

    f->introduced = true;
    return f;
}

/* The place of an item within its thing; the caller frees it. */
static char *
place_name(const struct walk_thing *t, const struct walk_item *item)
{
    char *thing = walk_name(t), *place;
    bool itself = strcmp(item->element, "Name") == 0 ||
                  strcmp(item->element, "FirstName and LastName") == 0 ||
                  (t->name != NULL && strcmp(item->element, t->name) == 0);

    if (t->user != SIZE_MAX) {
        free(thing);
        thing = NULL;
    }
    if (strcmp(item->parent, "DNProperty") == 0)
        place = mem_printf("the property %s", item->element);
    else if (strcmp(item->parent, "PhoneDevice") == 0)
        place = mem_printf("%s of the phone %s", item->element,
                           item->within != NULL ? item->within : "");
    else if (itself && thing != NULL)
        return thing;
    else if (item->within != NULL)
        place = mem_printf("%s of \"%s\"", item->element, item->within);
    else
        place = mem_dup(item->element);
    if (thing != NULL) {
        char *both = mem_printf("%s of the %s", place, thing);

        free(place);
        free(thing);
        return both;
    }
    return place;
}

/* Say that the value of `owner` still stands in the item at hand. */
static void
tell(struct search *s, const struct old_value *v, const struct old_owner *owner)
{
    bool email = owner->kind == OLD_EMAIL;
    char *place = place_name(s->thing, s->item);
    struct buf b = BUF_INIT;

    buf_printf(&b, "the old %s \"%s\" is still in %s%s",
               email ? "address" : "name", v->shown,
               s->thing->user == SIZE_MAX ? "the " : "", place);
    if (s->thing->user != SIZE_MAX && s->thing->user != owner->user)
        buf_printf(&b, " of extension %s",
                   s->thing->number != NULL ? s->thing->number : "");
    if (v->count > 1 && s->thing->user != owner->user)
        buf_printf(&b, " (%zu more user%s had it)", v->count - 1,
                   v->count == 2 ? "" : "s");
    add(s, email ? "leftover-email" : "leftover-name", owner->user,
        email ? field_info(FIELD_EMAIL)->key : NULL, buf_str(&b));
    buf_free(&b);
    free(place);
}

static int
compare_owner(const void *a, const void *b)
{
    const struct old_owner *x = a, *y = b;

    return (x->user > y->user) - (x->user < y->user);
}

/* Does the item name the thing itself, in words that people chose? */
static bool
is_own_name(const struct search *s)
{
    return s->thing->user == SIZE_MAX &&
           strcmp(s->item->element, "Name") == 0 &&
           strcmp(s->item->parent, s->thing->element) == 0;
}

static void
on_found(void *arg, const struct old_value *v)
{
    struct search *s = arg;
    struct old_owner key = {s->thing->user, OLD_NAME};
    const struct old_owner *owner = NULL;
    size_t i;

    /* The user's own element?  Else the first who had the value stands for all
     * of them; it may be a name of the first and a part of the second. */
    if (s->thing->user != SIZE_MAX)
        owner = bsearch(&key, v->owners, v->count, sizeof(*v->owners),
                        compare_owner);
    for (i = 0; owner == NULL && i < v->count && i < 2; i++) {
        enum old_kind kind = v->owners[i].kind;

        if ((kind & v->held) == 0 && (kind != OLD_PART || is_own_name(s)))
            owner = &v->owners[i];
    }
    if (owner == NULL)
        return;
    if (owner->kind == OLD_EMAIL) {
        s->email = v;
        s->email_owner = owner;
    } else if (s->name == NULL || s->name_owner->kind == OLD_PART) {
        /* A whole name says more than a part of it. */
        s->name = v;
        s->name_owner = owner;
    }
}

/* Not of the fields that the change is about, and not of secrets, whose
 * content is nobody's business. */
static bool
may_tell(const struct walk_thing *t, const struct walk_item *item)
{
    enum field f;

    if (user_is_secret(item->element))
        return false;
    return t->user == SIZE_MAX || strcmp(item->parent, "Extension") != 0 ||
           (!field_parse(item->element, &f) &&
            strcmp(item->element, "FirstName and LastName") != 0);
}

/* Look for old values in the item at hand, and tell one of each kind. */
static void
search_item(struct search *s)
{
    s->name = s->email = NULL;
    if (!s->item->reference)
        old_search(&s->table, s->item->text, on_found, s);
    if ((s->name == NULL && s->email == NULL) || !may_tell(s->thing, s->item))
        return;
    if (s->name != NULL)
        tell(s, s->name, s->name_owner);
    if (s->email != NULL)
        tell(s, s->email, s->email_owner);
}

/* Note that picture, PIN and so on are still the former person's. */
static void
tell_person(struct search *s, size_t user, unsigned keeps)
{
    static const char *const words[] = {"picture", "voicemail PIN",
                                        "voicemail greeting", "web password",
                                        "meeting link"};
    size_t n = sizeof(words) / sizeof(words[0]), i, left = 0, said = 0;
    struct buf b = BUF_INIT;
    char *name;

    for (i = 0; i < n; i++)
        left += (keeps >> i) & 1;
    if (left == 0)
        return;
    name = user_name(&s->b->database->users[user]);
    buf_adds(&b, "another person gets the extension: ");
    for (i = 0; i < n; i++) {
        if (!(keeps >> i & 1))
            continue;
        buf_printf(&b, "%s%s",
                   said == 0     ? ""
                   : --left == 1 ? " and "
                                 : ", ",
                   words[i]);
        said++;
    }
    buf_printf(&b, " %s still of \"%s\"", said == 1 ? "is" : "are", name);
    add(s, "leftover-person", user, NULL, buf_str(&b));
    buf_free(&b);
    free(name);
}

/* What only the user's own element shows. */
static void
visit_user(struct search *s, const struct walk_thing *t)
{
    const struct side *u = &s->users[t->user];
    const char *sync = NULL;
    unsigned keeps = 0;
    size_t i;
    char *text;

    for (i = 0; i < t->count; i++) {
        keeps |= leftover_keeps(&t->items[i]);
        if (sync == NULL && leftover_shows_sync(&t->items[i]))
            sync = t->items[i].element;
    }
    if (u->greeting != SIZE_MAX)
        keeps |= KEEPS_GREETING;
    if (!u->picture && s->avatars != NULL &&
        s->avatars->of_user[t->user].rule != AVATAR_NONE)
        keeps |= KEEPS_PICTURE;
    if (u->person)
        tell_person(s, t->user, keeps);
    if (u->renamed && u->greeting != SIZE_MAX) {
        text = mem_printf("the voicemail greeting %s %s",
                          zdir_member(s->b->zip, u->greeting)->name,
                          u->person ? "is the former person's"
                                    : "may say the old name");
        add(s, "leftover-greeting", t->user, NULL, text);
        free(text);
    }
    if (sync != NULL) {
        text = mem_printf("the property %s shows that a directory service "
                          "keeps this user; the next synchronisation may undo "
                          "the edit",
                          sync);
        add(s, "sync-overwrites", t->user, NULL, text);
        free(text);
    }
}

static void
visit(void *arg, const struct walk_thing *t)
{
    struct search *s = arg;
    size_t i;

    if (t->user != SIZE_MAX && t->user < s->b->database->user_count &&
        s->users[t->user].changes)
        visit_user(s, t);
    for (i = 0; i < t->count && s->table.count > 0; i++) {
        s->thing = t;
        s->item = &t->items[i];
        search_item(s);
    }
}

int
leftover_find(const struct changes *c, struct backup *b,
              const struct avatars *a, struct findings *f, struct err *e)
{
    struct search s = {.b = b, .avatars = a, .f = f};

    if (c->count == 0 && c->pictures.count == 0)
        return ST_OK;
    make_sides(&s, c);
    add_old_values(&s);
    hold_new_values(&s);
    find_greetings(&s);
    walk_database(b, visit, &s, e);
    old_free(&s.table);
    free(s.users);
    return e->status;
}
