/*
 * One walk over the database, with the same table of values as the search for
 * what an edit leaves behind, but of one user and not of old values; then the
 * members of the archive and the mapping table.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/backup/mapping_table.h"
#include "cxbak/backup/setting.h"
#include "cxbak/util/mem.h"
#include "leftover/leftover_search_impl.h"
#include "leftover/mentions_impl.h"

/* Bytes that are said of one place, about. */
#define WHAT_MAX 1000

static const char *const kind_names[] = {
    [MENTION_GROUP] = "group",
    [MENTION_FAVOURITES] = "favourites",
    [MENTION_QUEUE] = "queue",
    [MENTION_RING_GROUP] = "ring group",
    [MENTION_IVR] = "digital receptionist",
    [MENTION_INBOUND] = "inbound rule",
    [MENTION_FORWARDING] = "forwarding",
    [MENTION_PHONE] = "phone",
    [MENTION_BLF] = "BLF",
    [MENTION_PHONE_BOOK] = "phone book",
    [MENTION_MEETING] = "meeting name",
    [MENTION_OTHER] = "other",
    [MENTION_PICTURE] = "picture",
    [MENTION_GREETING] = "greeting",
    [MENTION_RECORDING] = "recording",
    [MENTION_VOICEMAIL] = "voicemail",
    [MENTION_MAPPING] = "mapping table",
    [MENTION_TABLE] = "table",
};

const char *
mention_kind_name(enum mention_kind kind)
{
    return kind_names[kind];
}

/* Is `what` one of the parts of a list with semicolons? */
static bool
is_said(const char *list, const char *what)
{
    size_t n = strlen(what);
    const char *at = list;

    while ((at = strstr(at, what)) != NULL) {
        if ((at == list || at[-1] == ' ') && (at[n] == '\0' || at[n] == ';'))
            return true;
        at++;
    }
    return false;
}

/* One more of the same kind and place. */
static void
merge(struct mention *x, const char *what, size_t count)
{
    char *both;

    if (*what == '\0') {
        x->count += count;
    } else if (strlen(x->what) <= WHAT_MAX && !is_said(x->what, what)) {
        both =
            mem_printf("%s%s%s", x->what, *x->what != '\0' ? "; " : "", what);
        free(x->what);
        x->what = both;
        if (strlen(both) > WHAT_MAX) {
            x->what = mem_printf("%s; and more", both);
            free(both);
        }
    }
}

void
mentions_add(struct mentions *m, enum mention_kind kind, const char *place,
             const char *what, size_t count)
{
    struct mention *last = m->count > 0 ? &m->list[m->count - 1] : NULL;

    if (last != NULL && last->kind == kind && strcmp(last->place, place) == 0) {
        merge(last, what, count);
        return;
    }
    m->list = mem_grow(m->list, &m->cap, m->count, sizeof(*m->list));
    m->list[m->count] =
        (struct mention){kind, mem_dup(place), mem_dup(what), count, m->count};
    m->count++;
}

/* The search on its way. */
struct mention_search {
    struct mentions *m;
    const struct backup *b;
    const char *number;
    size_t user;
    struct old_table table;
    struct left_names names;

    /* While an item is searched. */
    const struct pbx_object *thing;
    const struct pbx_text *item;
    unsigned found; /* enum old_kind */
};

/* What kind of mention is in a thing of that element? */
static enum mention_kind
kind_of_thing(const struct pbx_object *t)
{
    static const struct {
        const char *element;
        enum mention_kind kind;
    } kinds[] = {
        {"Group", MENTION_GROUP},
        {"Queue", MENTION_QUEUE},
        {"RingGroup", MENTION_RING_GROUP},
        {"IVR", MENTION_IVR},
        {"ExternalLine", MENTION_INBOUND},
        {"PhoneBookEntry", MENTION_PHONE_BOOK},
    };
    size_t i;

    if (strcmp(t->section, "Gateways") == 0)
        return MENTION_INBOUND;
    if (object_is_favourites(t))
        return MENTION_FAVOURITES;
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(t->element, kinds[i].element) == 0)
            return kinds[i].kind;
    }
    return MENTION_OTHER;
}

static bool
is_blf(const struct pbx_text *item)
{
    return strcasestr(item->element, "BLF") != NULL ||
           strcasestr(item->parent, "BLF") != NULL;
}

static enum mention_kind
kind_of(struct mention_search *s)
{
    const struct pbx_object *t = s->thing;
    const struct pbx_text *item = s->item;

    if (is_blf(item))
        return MENTION_BLF;
    if (t->user == SIZE_MAX)
        return kind_of_thing(t);
    if (strcmp(item->parent, "PhoneDevice") == 0)
        return MENTION_PHONE;
    if ((leftover_signs(&s->names, item) & KEEPS_MEETING) != 0)
        return MENTION_MEETING;
    if (strcmp(item->element, "Internal") == 0 ||
        strcmp(item->element, "External") == 0)
        return MENTION_FORWARDING;
    return MENTION_OTHER;
}

/* What refers by the number, in words. */
static char *
reference_words(const struct pbx_text *item)
{
    const char *word = item->element;

    if (strcmp(word, "Member") == 0)
        return mem_dup("member");
    if (strcmp(word, "QueueAgent") == 0)
        return mem_dup("agent");
    if (strcmp(word, "Internal") == 0)
        word = "calls go to it";
    return item->within != NULL ? mem_printf("%s in \"%s\"", word, item->within)
                                : mem_dup(word);
}

/* What names the user, in words: "EmailAddress: address". */
static char *
value_words(const struct pbx_text *item, unsigned found)
{
    return mem_printf("%s: %s", item->element,
                      (found & OLD_EMAIL) != 0    ? "address"
                      : (found & OLD_MOBILE) != 0 ? "mobile number"
                                                  : "name");
}

/* Add what was found in the item at hand. */
static void
tell(struct mention_search *s, char *what)
{
    enum mention_kind kind = kind_of(s);
    const struct pbx_object *t = s->thing;
    char *place;

    if (t->user == s->user && t->user != SIZE_MAX && kind == MENTION_PHONE)
        place = mem_printf("phone %s",
                           s->item->within != NULL ? s->item->within : "");
    else if (t->user != SIZE_MAX)
        place = user_words(&s->b->database->users[t->user]);
    else
        place = object_name(t);
    mentions_add(s->m, kind, place, what, 1);
    free(place);
    free(what);
}

/* Does the number stand in the text, with no other digit beside it? */
static bool
has_number(const char *text, const char *number)
{
    size_t n = strlen(number);
    const char *at = text;

    for (; (at = strstr(at, number)) != NULL; at++) {
        bool before = at > text && at[-1] >= '0' && at[-1] <= '9';

        if (!before && (at[n] < '0' || at[n] > '9'))
            return true;
    }
    return false;
}

/* Is the element one that holds a number of the phone system? */
static bool
holds_reference(const struct pbx_text *item)
{
    size_t n = strlen(item->element);

    return item->reference ||
           (n > 2 && strcmp(item->element + n - 2, "DN") == 0);
}

/* Does the item name the extension by its number? */
static bool
names_number(const struct mention_search *s)
{
    if (is_blf(s->item))
        return has_number(s->item->text, s->number);
    return holds_reference(s->item) && strcmp(s->item->text, s->number) == 0;
}

static void
on_found(void *arg, struct old_value *v)
{
    struct mention_search *s = arg;
    size_t i;

    for (i = 0; i < v->count; i++)
        s->found |= (unsigned)v->owners[i].kind;
}

/* Which of the user's values does the item have? */
static unsigned
values_in(struct mention_search *s)
{
    const struct pbx_object *t = s->thing;
    const struct pbx_text *item = s->item;
    unsigned kinds = OLD_NAME | OLD_EMAIL;
    enum field f;

    if (item->reference || setting_is_secret(item->element))
        return 0;

    /* The user's own fields are no mention. */
    if (t->user != SIZE_MAX && t->user == s->user &&
        ((strcmp(item->parent, "Extension") == 0) ||
         (strcmp(item->parent, "DNProperty") == 0 &&
          field_find(SOURCE_PROPERTY, item->element, &f))))
        return 0;
    if (strcmp(item->element, "External") == 0 ||
        strcmp(t->section, "PhoneBookEntries") == 0)
        kinds |= OLD_MOBILE;
    if (t->user == SIZE_MAX && strcmp(item->element, "Name") == 0 &&
        strcmp(item->parent, t->element) == 0)
        kinds |= OLD_PART;
    s->found = 0;
    old_search(&s->table, item->text, on_found, s);
    return s->found & kinds;
}

static void
visit(void *arg, const struct pbx_object *t)
{
    struct mention_search *s = arg;
    unsigned found;
    size_t i;

    if (t->number != NULL && strcmp(t->number, s->number) == 0)
        s->m->exists = true;
    s->thing = t;
    for (i = 0; i < t->count; i++) {
        s->item = &t->items[i];

        /* Calls of the user's own that go to the own voicemail. */
        if (t->user != SIZE_MAX && t->user == s->user) {
            if (strcmp(s->item->element, "MAC") == 0 &&
                strcmp(s->item->parent, "PhoneDevice") == 0)
                tell(s, mem_dup(""));
        } else if (names_number(s)) {
            tell(s, reference_words(s->item));
        }
        if ((found = values_in(s)) != 0)
            tell(s, value_words(s->item, found));
    }
}

/* What the user is called, to be found. */
static void
add_values(struct mention_search *s)
{
    const struct user *u = &s->b->database->users[s->user];
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);
    const char *mobile = user_text(u, FIELD_MOBILE);
    const char *email = user_text(u, FIELD_EMAIL);

    left_add_name(&s->table, s->user, first, last);
    left_add_part(&s->table, s->user, first);
    left_add_part(&s->table, s->user, last);
    old_add(&s->table, old_email_key(email), email, s->user, OLD_EMAIL);
    old_add(&s->table, old_phone_key(mobile, false), mobile, s->user,
            OLD_MOBILE);
    old_add(&s->table, old_phone_key(mobile, true), mobile, s->user,
            OLD_MOBILE);
}

static void
on_mapping(void *arg, const char *number, const char *id)
{
    struct mention_search *s = arg;
    char *what;

    if (strcmp(number, s->number) != 0)
        return;
    what = mem_printf("ID %s", id != NULL ? id : "missing");
    mentions_add(s->m, MENTION_MAPPING, MAPPING_TABLE_NAME, what, 1);
    free(what);
}

static int
compare_kind(const struct mention *x, const struct mention *y)
{
    return (x->kind > y->kind) - (x->kind < y->kind);
}

static int
compare_order(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    int order = compare_kind(x, y);

    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static int
compare_place(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    int order = compare_kind(x, y);

    if (order == 0)
        order = strcmp(x->place, y->place);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static void
free_mention(struct mention *x)
{
    free(x->place);
    free(x->what);
}

/* Put those of one kind and place together, and all in their order. */
static void
settle(struct mentions *m)
{
    size_t i, n = 0;

    if (m->count == 0)
        return;
    qsort(m->list, m->count, sizeof(*m->list), compare_place);
    for (i = 0; i < m->count; i++) {
        struct mention *x = &m->list[i], *to = n > 0 ? &m->list[n - 1] : NULL;

        if (to != NULL && compare_kind(to, x) == 0 &&
            strcmp(to->place, x->place) == 0) {
            merge(to, x->what, x->count);
            free_mention(x);
        } else {
            m->list[n++] = *x;
        }
    }
    m->count = n;
    qsort(m->list, m->count, sizeof(*m->list), compare_order);
}

int
mentions_find(struct mentions *m, struct backup *b, const struct avatars *a,
              const char *number, size_t user, struct err *e)
{
    struct mention_search s = {.m = m, .b = b, .number = number, .user = user};

    memset(m, 0, sizeof(*m));
    if (user != SIZE_MAX)
        add_values(&s);
    if (objects_visit(b, visit, &s, e) == ST_OK &&
        mapping_table_visit(b, on_mapping, &s, e) == ST_OK &&
        mentions_search_beside(m, b, &s.table, e) == ST_OK)
        mentions_add_members(m, b, a, number, user);
    old_free(&s.table);
    left_names_free(&s.names);
    settle(m);
    return e->status;
}

void
mentions_free(struct mentions *m)
{
    size_t i;

    for (i = 0; i < m->count; i++)
        free_mention(&m->list[i]);
    free(m->list);
    memset(m, 0, sizeof(*m));
}
