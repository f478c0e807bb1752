/*
 * All old values go into one table, and one walk over the database looks for
 * all of them at once.
 *
 * A whole name or an address counts wherever it stands; a mobile number where
 * calls are forwarded to, and in the phone book.  One of two names is
 * common, so it counts within the user's own element and in names that people
 * give (of queues, groups, menus) only.  What another user still has after the
 * change says nothing, but for places within the user's own element.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/setting.h"
#include "cxbak/util/human.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "leftover/leftover_search_impl.h"

/* Memory follows what is there: findings may take as many bytes as the database
 * has; what lies behind is only counted.  Small databases are taken for a
 * larger one. */
#define SMALL ((size_t)2 << 20)

/* What a finding takes beside its texts: allocating them, and the task that is
 * made of it. */
#define FINDING_MORE 96

/* What messages call an old value, and the finding on it. */
static const struct kind {
    unsigned kinds; /* one or several of enum old_kind */
    const char *word;
    const char *code;
    enum field field; /* FIELD_COUNT: of no single one */
} kind_words[] = {
    {OLD_EMAIL, "address", "leftover-email", FIELD_EMAIL},
    {OLD_MOBILE, "mobile number", "leftover-mobile", FIELD_MOBILE},
    {OLD_NAME | OLD_PART, "name", "leftover-name", FIELD_COUNT},
};

/* Is there room for a finding of that text?  Behind the first that there is
 * none for nothing is named. */
static bool
take_room(struct left_search *s, const char *text)
{
    size_t n = sizeof(struct finding) + FINDING_MORE + strlen(text);

    if (n > s->room) {
        s->room = 0;
        s->unnamed++;
        return false;
    }
    s->room -= n;
    return true;
}

void
left_add(struct left_search *s, const char *code, size_t user,
         const char *field, const char *text)
{
    /* A user may have several properties of one name. */
    if (s->last_user == user && strcmp(buf_str(&s->last), text) == 0)
        return;
    s->last_user = user;
    s->last.len = 0;
    buf_adds(&s->last, text);
    if (take_room(s, text))
        findings_add(s->f, code, left_text(s, user, FIELD_NUMBER), field, "%s",
                     text)
            ->introduced = s->edit;
}

void
left_tell(struct left_search *s, const struct left_found *found,
          const char *place)
{
    const struct kind *k = kind_words;
    char *text;

    while ((k->kinds & found->owner->kind) == 0)
        k++;
    text = mem_printf("the old %s \"%s\" is still in %s", k->word,
                      found->value->shown, place);
    left_add(s, k->code, found->owner->user,
             k->field != FIELD_COUNT ? field_info(k->field)->key : NULL, text);
    free(text);
}

/* Is it where calls are forwarded to, outside of the phone system? */
static bool
is_forward(const struct pbx_text *item)
{
    return strcmp(item->element, "External") == 0;
}

/* How the item is called, where it is not the thing itself. */
static char *
item_name(const struct pbx_text *item)
{
    const char *what = is_forward(item) ? "the forwarding" : item->element;

    if (strcmp(item->parent, "DNProperty") == 0)
        return mem_printf("the property %s", item->element);
    if (strcmp(item->parent, "PhoneDevice") == 0)
        return mem_printf("%s of the phone %s", item->element,
                          item->within != NULL ? item->within : "");
    if (item->within != NULL)
        return mem_printf("%s of \"%s\"", what, item->within);
    return mem_dup(what);
}

/* The place of an item within its thing; the caller frees it. */
static char *
place_name(const struct pbx_object *t, const struct pbx_text *item)
{
    char *thing = object_name(t), *place, *both;
    bool itself = strcmp(item->parent, "DNProperty") != 0 &&
                  strcmp(item->parent, "PhoneDevice") != 0 &&
                  (strcmp(item->element, "Name") == 0 ||
                   strcmp(item->element, OBJECT_BOTH_NAMES) == 0 ||
                   (t->name != NULL && strcmp(item->element, t->name) == 0));

    if (t->user != SIZE_MAX) {
        free(thing);
        return item_name(item);
    }
    if (itself)
        return thing;
    place = item_name(item);
    both = mem_printf("%s of the %s", place, thing);
    free(place);
    free(thing);
    return both;
}

/* Say that the value still stands in the item at hand. */
static void
tell(struct left_search *s, const struct left_found *found)
{
    const struct old_value *v = found->value;
    const struct old_owner *owner = found->owner;
    char n[HUMAN_ROOM];
    struct buf b = BUF_INIT;
    char *place;

    if (v == NULL)
        return;
    place = place_name(s->thing, s->item);
    buf_printf(&b, "%s%s",
               s->thing->user == SIZE_MAX &&
                       strncmp(place, "the ", strlen("the ")) != 0
                   ? "the "
                   : "",
               place);
    if (s->thing->user != SIZE_MAX && s->thing->user != owner->user)
        buf_printf(&b, " of extension %s",
                   s->thing->number != NULL ? s->thing->number : "");
    if (v->count > 1 && s->thing->user != owner->user)
        buf_printf(&b, " (%s had it)",
                   human_things(n, v->count - 1, "more user"));
    left_tell(s, found, buf_str(&b));
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
is_own_name(const struct left_search *s)
{
    return s->thing->user == SIZE_MAX &&
           strcmp(s->item->element, "Name") == 0 &&
           strcmp(s->item->parent, s->thing->element) == 0;
}

/* May the item hold a phone number: forwardings, the phone book? */
static bool
holds_numbers(const struct left_search *s)
{
    return is_forward(s->item) ||
           strcmp(s->thing->section, "PhoneBookEntries") == 0;
}

const struct old_owner *
left_owner(const struct old_value *v, unsigned kinds)
{
    size_t i;

    /* It may be a name of the first and a part of the second. */
    for (i = 0; i < v->count && i < 2; i++) {
        if ((v->owners[i].kind & kinds & ~v->held) != 0)
            return &v->owners[i];
    }
    return NULL;
}

static void
on_found(void *arg, struct old_value *v)
{
    struct left_search *s = arg;
    struct old_owner key = {s->thing->user, OLD_NAME};
    const struct old_owner *owner = NULL;
    unsigned kinds = OLD_NAME | OLD_EMAIL;

    if (is_own_name(s))
        kinds |= OLD_PART;
    if (holds_numbers(s))
        kinds |= OLD_MOBILE;

    /* The user's own element?  Else the first who had the value stands for all
     * of them. */
    if (s->thing->user != SIZE_MAX)
        owner = bsearch(&key, v->owners, v->count, sizeof(*v->owners),
                        compare_owner);
    if (owner == NULL)
        owner = left_owner(v, kinds);
    if (owner == NULL || (owner->kind == OLD_MOBILE && !holds_numbers(s)))
        return;
    if (owner->kind == OLD_EMAIL)
        s->email = (struct left_found){v, owner};
    else if (owner->kind == OLD_MOBILE)
        s->mobile = (struct left_found){v, owner};
    else if (s->name.value == NULL || s->name.owner->kind == OLD_PART)
        /* A whole name says more than a part of it. */
        s->name = (struct left_found){v, owner};
}

/* Not of the fields that the change is about, and not of secrets, whose
 * content is nobody's business. */
static bool
may_tell(const struct pbx_object *t, const struct pbx_text *item)
{
    return !setting_is_secret(item->element) && !object_is_field(t, item);
}

void
left_search_item(struct left_search *s, const struct pbx_object *t,
                 const struct pbx_text *item)
{
    s->thing = t;
    s->item = item;
    s->name = s->email = s->mobile = (struct left_found){NULL, NULL};
    if (!item->reference)
        old_search(&s->table, item->text, on_found, s);
    if ((s->name.value == NULL && s->email.value == NULL &&
         s->mobile.value == NULL) ||
        !may_tell(t, item))
        return;

    /* One of each kind. */
    tell(s, &s->name);
    tell(s, &s->email);
    tell(s, &s->mobile);
}

static void
visit(void *arg, const struct pbx_object *t)
{
    struct left_search *s = arg;
    size_t i;

    s->last_user = SIZE_MAX;
    if (t->user != SIZE_MAX && s->users[t->user].changes)
        left_visit_user(s, t);
    for (i = 0; i < t->count && s->table.count > 0; i++) {
        if (!t->items[i].unwanted)
            left_search_item(s, t, &t->items[i]);
    }
}

static void
on_wanted(void *arg, struct old_value *v)
{
    bool *wanted = arg;

    (void)v;
    *wanted = true;
}

/* Does any old value stand in the text? */
static bool
wants(void *arg, const char *text)
{
    const struct left_search *s = arg;
    bool wanted = false;

    old_search(&s->table, text, on_wanted, &wanted);
    return wanted;
}

static bool
changes(void *arg, size_t user)
{
    const struct left_search *s = arg;

    return s->users[user].changes;
}

/* Look at all things in the database in which an old value is, and at the
 * users that change. */
static int
search_database(struct left_search *s, struct err *e)
{
    const struct object_choice choice = {
        .visit = visit, .wants = wants, .matters = changes, .arg = s};

    return objects_visit_some(s->b, &choice, e);
}

/* Look everywhere, when it is known who changes how. */
static int
search(struct left_search *s, struct err *e)
{
    char n[HUMAN_ROOM];

    s->last_user = SIZE_MAX;
    left_prepare(s);
    if (s->changed && search_database(s, e) == ST_OK && s->o->members &&
        s->table.count > 0)
        left_search_members(s, e);
    if (s->unnamed > 0)
        findings_add(s->f, "leftover-name", NULL, NULL,
                     "%s with old values not named here: there are too many",
                     human_things(n, s->unnamed, "more place"))
            ->introduced = s->edit;
    old_free(&s->table);
    left_names_free(&s->names);
    buf_free(&s->last);
    free(s->users);
    return e->status;
}

/* The room for findings, see above. */
static size_t
room_of(const struct backup *b)
{
    uint64_t n = zdir_member(b->zip, b->db)->usize;

    return n < SMALL ? SMALL : n < SIZE_MAX ? (size_t)n : SIZE_MAX;
}

int
leftover_find(const struct changes *c, struct backup *b,
              const struct avatars *a, const struct leftover_options *o,
              struct findings *f, struct err *e)
{
    struct left_search s = {
        .b = b, .avatars = a, .o = o, .edit = true, .f = f, .room = room_of(b)};

    if (c->count == 0)
        return ST_OK;
    left_start(&s);
    left_change(&s, c);
    return search(&s, e);
}

int
leftover_since(const struct leftover_side *old, const struct leftover_side *new,
               const struct leftover_options *o, struct findings *f,
               struct err *e)
{
    struct left_search s = {.b = new->backup,
                            .avatars = new->avatars,
                            .o = o,
                            .f = f,
                            .room = room_of(new->backup)};

    left_start(&s);
    left_compare(&s, old);
    return search(&s, e);
}
