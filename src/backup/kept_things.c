/*
 * All texts, names of elements among them, are numbered, and a thing is a row
 * of numbers.  A user has mostly the same as the one before, in the same order:
 * what is alike is neither looked up nor written again.
 *
 *     section element user+1 count, and of what is no user: number name
 *         and for each text one of
 *         skip << 2 | SAME              as in the row before, after so many
 *         skip << 2 | OTHER_TEXT text   likewise, but for the text
 *         NEW element+reference parent within text
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/setting.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"

#include "backup/kept_things_impl.h"
#include "backup/numbered_texts_impl.h"

/* Memory that may be taken: that part of the document, and a little more for
 * small ones. */
#define SHARE     4
#define ROOM_MORE ((size_t)64 << 10)

/* The number of no text, and of the empty one. */
#define NO_TEXT    0
#define EMPTY_TEXT 1

/* How a text is written. */
enum coding { SAME, OTHER_TEXT, NEW };

/* Texts of the row before that may be skipped. */
#define SKIP_MAX 8

/* What is known of a text while things are visited. */
enum opinion { NOT_ASKED, UNWANTED, WANTED };

/* What a name says of texts that are called so: that they are secrets, or in an
 * Extension what `database` has of it. */
enum meaning { LOOKED_AT = 1, SECRET = 2, FIELD = 4 };

/* A text of a thing: numbers. */
struct kept {
    uint32_t element; /* twice; and one if it is a reference */
    uint32_t parent;
    uint32_t within;
    uint32_t text;
};

/* Those of a thing. */
struct row {
    struct kept *list;
    size_t count;
    size_t cap;
};

struct kept_things {
    size_t room; /* bytes that may be taken */
    bool given_up;
    struct numbered_texts texts;
    uint8_t *meanings; /* of texts that are names: enum meaning */
    size_t meaning_count;
    struct buf rows;
    struct row now;    /* while one is added ... */
    struct row before; /* ... and the one before */
};

/* Keep nothing any more. */
static void
give_up(struct kept_things *k)
{
    k->given_up = true;
    numbered_texts_free(&k->texts);
    buf_free(&k->rows);
    free(k->meanings);
    free(k->now.list);
    free(k->before.list);
    k->meanings = NULL;
    k->now = k->before = (struct row){NULL, 0, 0};
}

/* The number of a text; NO_TEXT also if all was given up. */
static uint32_t
number_of(struct kept_things *k, const char *s)
{
    uint32_t n = NO_TEXT;

    if (s == NULL || k->given_up)
        return NO_TEXT;
    if ((n = numbered_texts_number(&k->texts, s)) == NO_TEXT ||
        n > UINT32_MAX / 2)
        give_up(k);
    return n;
}

/* Append a number: seven bits in each byte, the lowest first. */
static void
put(struct kept_things *k, size_t n)
{
    for (; n > 0x7f; n >>= 7)
        buf_addc(&k->rows, (char)(0x80 | (n & 0x7f)));
    buf_addc(&k->rows, (char)n);
}

static size_t
get(const uint8_t **p)
{
    size_t n = 0, shift;

    for (shift = 0; **p & 0x80; shift += 7)
        n |= (size_t)(*(*p)++ & 0x7f) << shift;
    return n | (size_t) * (*p)++ << shift;
}

/* Is there no need to keep the text that is called so? */
static bool
is_hidden(struct kept_things *k, uint32_t name, const struct pbx_object *t,
          const struct pbx_text *item)
{
    size_t n = k->meaning_count;
    unsigned m;

    if (name >= n) {
        k->meaning_count = (size_t)name * 2;
        k->meanings = mem_array(k->meanings, k->meaning_count, 1);
        memset(k->meanings + n, 0, k->meaning_count - n);
    }
    if (k->meanings[name] == 0)
        k->meanings[name] = LOOKED_AT |
                            (setting_is_secret(item->element) ? SECRET : 0) |
                            (object_names_field(item->element) ? FIELD : 0);
    m = k->meanings[name];
    return (m & SECRET) != 0 || ((m & FIELD) != 0 && object_is_field(t, item));
}

/* Is it the text of that number? */
static bool
is_text(const struct kept_things *k, uint32_t n, const char *s)
{
    return s == NULL ? n == NO_TEXT
                     : n != NO_TEXT && strcmp(k->texts.list[n], s) == 0;
}

/* Is all but its text as in the row before? */
static bool
is_alike(const struct kept_things *k, const struct kept *one,
         const struct pbx_text *item)
{
    return (one->element & 1) == item->reference &&
           is_text(k, one->element >> 1, item->element) &&
           is_text(k, one->parent, item->parent) &&
           is_text(k, one->within, item->within);
}

/* One like it in the row before, from `at` on, or NULL. */
static const struct kept *
find_alike(const struct kept_things *k, size_t at, const struct pbx_text *item)
{
    size_t i;

    for (i = at; i < k->before.count && i - at < SKIP_MAX; i++) {
        if (is_alike(k, &k->before.list[i], item))
            return &k->before.list[i];
    }
    return NULL;
}

/* The number of its text, which may be `old`; not of a secret, nor of what the
 * user has beside. */
static uint32_t
text_of(struct kept_things *k, uint32_t name, uint32_t old,
        const struct pbx_object *t, const struct pbx_text *item)
{
    if (k->given_up || is_hidden(k, name, t, item))
        return EMPTY_TEXT;
    return is_text(k, old, item->text) ? old : number_of(k, item->text);
}

/* Write a text; `*at` is where the next like it is in the row before. */
static struct kept
put_item(struct kept_things *k, size_t *at, const struct pbx_object *t,
         const struct pbx_text *item)
{
    const struct kept *alike = find_alike(k, *at, item);
    struct kept one;
    uint32_t name, old;
    size_t skip;

    if (alike != NULL) {
        one = *alike;
        old = one.text;
        skip = (size_t)(alike - k->before.list) - *at;
        *at += skip + 1;
        one.text = text_of(k, one.element >> 1, old, t, item);
        put(k, skip << 2 | (one.text == old ? SAME : OTHER_TEXT));
        if (one.text != old)
            put(k, one.text);
        return one;
    }
    name = number_of(k, item->element);
    one.element = name << 1 | item->reference;
    one.parent = number_of(k, item->parent);
    one.within = number_of(k, item->within);
    one.text = text_of(k, name, NO_TEXT, t, item);
    put(k, NEW);
    put(k, one.element);
    put(k, one.parent);
    put(k, one.within);
    put(k, one.text);
    return one;
}

/* Give up if all of it takes more than it may. */
static void
check_room(struct kept_things *k)
{
    if (numbered_texts_size(&k->texts) + k->meaning_count + k->rows.cap +
            (k->now.cap + k->before.cap) * sizeof(*k->now.list) >
        k->room)
        give_up(k);
}

static void
put_items(struct kept_things *k, const struct pbx_object *t)
{
    struct row before = k->now;
    size_t i, at = 0;

    k->now = k->before;
    k->before = before;
    k->now.count = 0;
    for (i = 0; i < t->count && !k->given_up; i++) {
        struct kept one = put_item(k, &at, t, &t->items[i]);

        check_room(k);
        if (k->given_up)
            return;
        k->now.list =
            mem_grow(k->now.list, &k->now.cap, i, sizeof(*k->now.list));
        k->now.list[k->now.count++] = one;
    }
}

struct kept_things *
kept_things_new(uint64_t size)
{
    struct kept_things *k = mem_calloc(1, sizeof(*k));

    k->room = (size_t)(size / SHARE) + ROOM_MORE;
    number_of(k, ""); /* EMPTY_TEXT */
    return k;
}

void
kept_things_add(void *arg, const struct pbx_object *t)
{
    struct kept_things *k = arg;

    if (k->given_up)
        return;
    put(k, number_of(k, t->section));
    put(k, number_of(k, t->element));
    put(k, t->user + 1);
    put(k, t->count);
    if (t->user == SIZE_MAX) {
        put(k, number_of(k, t->number));
        put(k, number_of(k, t->name));
    }
    check_room(k);
    put_items(k, t);
}

bool
kept_things_given_up(const struct kept_things *k)
{
    return k->given_up;
}

/* A visit: the thing at hand, and what was asked so far. */
struct visit {
    const struct kept_things *k;
    const struct database *d;
    const struct object_choice *c;
    const uint8_t *at; /* in the rows */
    uint8_t *opinions; /* of all texts: enum opinion */
    struct row now;
    struct row before;
    struct pbx_text *items;
    size_t item_cap;
};

static const char *
text(const struct visit *v, size_t n)
{
    return n != NO_TEXT ? v->k->texts.list[n] : NULL;
}

static uint32_t
get_number(struct visit *v)
{
    return (uint32_t)get(&v->at);
}

static bool
is_wanted(const struct visit *v, uint32_t n)
{
    if (v->opinions[n] == NOT_ASKED)
        v->opinions[n] = v->c->wants(v->c->arg, text(v, n)) ? WANTED : UNWANTED;
    return v->opinions[n] == WANTED;
}

/* The next text; `*at` is where the next like it is in the row before. */
static struct kept
get_item(struct visit *v, size_t *at)
{
    size_t code = get(&v->at);
    struct kept one;

    if (code != NEW) {
        *at += code >> 2;
        one = v->before.list[(*at)++];
        if ((code & 3) == OTHER_TEXT)
            one.text = get_number(v);
        return one;
    }
    one.element = get_number(v);
    one.parent = get_number(v);
    one.within = get_number(v);
    one.text = get_number(v);
    return one;
}

/* The texts of the next thing; is any of them wanted? */
static bool
get_items(struct visit *v, size_t count)
{
    struct row before = v->now;
    size_t i, at = 0;
    bool wanted = false;

    v->now = v->before;
    v->before = before;
    v->now.count = count;
    for (i = 0; i < count; i++) {
        v->now.list =
            mem_grow(v->now.list, &v->now.cap, i, sizeof(*v->now.list));
        v->now.list[i] = get_item(v, &at);
        wanted |= is_wanted(v, v->now.list[i].text);
    }
    return wanted;
}

/* Show a thing with its texts. */
static void
show(struct visit *v, struct pbx_object *t)
{
    size_t i;

    for (i = 0; i < t->count; i++) {
        const struct kept *one = &v->now.list[i];

        v->items = mem_grow(v->items, &v->item_cap, i, sizeof(*v->items));
        v->items[i] =
            (struct pbx_text){.reference = one->element & 1,
                              .unwanted = v->opinions[one->text] == UNWANTED,
                              .element = text(v, one->element >> 1),
                              .parent = text(v, one->parent),
                              .text = text(v, one->text),
                              .within = text(v, one->within)};
    }
    t->items = v->items;
    v->c->visit(v->c->arg, t);
}

/* The next thing. */
static void
visit_thing(struct visit *v)
{
    struct pbx_object t = {.section = text(v, get(&v->at))};

    t.element = text(v, get(&v->at));
    t.user = get(&v->at) - 1;
    t.count = get(&v->at);
    if (t.user == SIZE_MAX) {
        t.number = text(v, get(&v->at));
        t.name = text(v, get(&v->at));
    } else {
        t.number = user_text(&v->d->users[t.user], FIELD_NUMBER);
    }
    if (get_items(v, t.count) ||
        (t.user != SIZE_MAX && v->c->matters(v->c->arg, t.user)))
        show(v, &t);
}

void
kept_things_visit(const struct database *d, const struct object_choice *c)
{
    const struct kept_things *k = d->things;
    struct visit v = {.k = k,
                      .d = d,
                      .c = c,
                      .at = k->rows.data,
                      .opinions =
                          mem_calloc(k->texts.count, sizeof(*v.opinions))};

    while (v.at < k->rows.data + k->rows.len)
        visit_thing(&v);
    free(v.now.list);
    free(v.before.list);
    free(v.items);
    free(v.opinions);
}

void
kept_things_free(struct kept_things *k)
{
    if (k == NULL)
        return;
    give_up(k);
    free(k);
}
