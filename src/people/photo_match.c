#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/people/photo_match.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* How names are spelt for comparing, the most exact first. */
enum spelling {
    SPELT_FOLDED, /* words without case */
    SPELT_ASCII,  /* ue for u-umlaut, accents dropped */
    SPELT_BARE,   /* u for u-umlaut */
    SPELT_COUNT
};

struct key {
    char *text;
    size_t user;
};

struct keys {
    struct key *list;
    size_t count;
    size_t cap;
};

struct photo_matcher {
    const struct database *d;
    struct photo_match_order order;
    struct keys emails;
    struct keys names[SPELT_COUNT];
};

const struct photo_match_order match_all = {
    {PHOTO_MATCH_NUMBER, PHOTO_MATCH_EMAIL, PHOTO_MATCH_NAME},
    PHOTO_MATCH_COUNT};

static const char *const way_names[PHOTO_MATCH_COUNT] = {"number", "email",
                                                         "name"};

const char *
photo_match_name(enum photo_match_by by)
{
    return way_names[by];
}

/* Add one way to the order. */
static int
add_way(struct photo_match_order *o, const char *word, struct err *e)
{
    size_t i, k;

    for (i = 0; i < PHOTO_MATCH_COUNT; i++) {
        if (strcasecmp(word, way_names[i]) == 0)
            break;
    }
    if (i == PHOTO_MATCH_COUNT)
        return err_set(e, ST_USAGE,
                       "there is no way to match called \"%s\": number, "
                       "email, name",
                       word);
    for (k = 0; k < o->count; k++) {
        if (o->by[k] == (enum photo_match_by)i)
            return err_set(e, ST_USAGE, "\"%s\" is there twice", word);
    }
    o->by[o->count++] = (enum photo_match_by)i;
    return ST_OK;
}

int
photo_match_parse(const char *text, struct photo_match_order *o, struct err *e)
{
    char *copy = mem_dup(text), *save = NULL, *word;

    o->count = 0;
    for (word = strtok_r(copy, ", ", &save); word != NULL;
         word = strtok_r(NULL, ", ", &save)) {
        if (add_way(o, word, e) != ST_OK)
            break;
    }
    free(copy);
    if (e->status == ST_OK && o->count == 0)
        err_set(e, ST_USAGE, "say how to match: number, email, name");
    return e->status;
}

/* Is this byte part of a word? */
static bool
in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The words of a folded text with one blank between. */
static char *
words_of(const char *s)
{
    struct buf b = BUF_INIT;

    for (; *s != '\0'; s++) {
        if (in_word(*s))
            buf_addc(&b, *s);
        else if (b.len > 0 && b.data[b.len - 1] != ' ')
            buf_addc(&b, ' ');
    }
    if (b.len > 0 && b.data[b.len - 1] == ' ')
        b.data[--b.len] = '\0';
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

/* Drop the `e` that spells an umlaut, so that ae, oe, ue are a, o, u. */
static void
bare(char *s)
{
    char *to = s;
    char last = '\0';

    for (; *s != '\0'; s++) {
        bool spelt = *s == 'e' && (last == 'a' || last == 'o' || last == 'u');

        last = *s;
        if (!spelt)
            *to++ = *s;
    }
    *to = '\0';
}

/* The name in one spelling, or NULL if it has none. */
static char *
spell(const char *name, enum spelling how)
{
    char *folded = text_fold(name), *out = folded;
    bool lost = false;

    if (how != SPELT_FOLDED) {
        out = text_ascii(folded, &lost);
        free(folded);
    }
    if (lost) {
        free(out);
        return NULL;
    }
    folded = words_of(out);
    free(out);
    if (how == SPELT_BARE)
        bare(folded);
    if (*folded == '\0') {
        free(folded);
        return NULL;
    }
    return folded;
}

/* Add a key, unless it is NULL; it is taken over. */
static void
add_key(struct keys *k, char *text, size_t user)
{
    if (text == NULL)
        return;
    k->list = mem_grow(k->list, &k->cap, k->count, sizeof(*k->list));
    k->list[k->count++] = (struct key){text, user};
}

static int
compare(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    return order != 0 ? order : (x->user > y->user) - (x->user < y->user);
}

static void
sort(struct keys *k)
{
    if (k->count > 0)
        qsort(k->list, k->count, sizeof(*k->list), compare);
}

/* The names of one user in both orders and all spellings. */
static void
add_names(struct photo_matcher *m, size_t user)
{
    const struct user *u = &m->d->users[user];
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);
    char *one = mem_printf("%s %s", first, last);
    char *two = mem_printf("%s %s", last, first);
    int how;

    for (how = 0; how < SPELT_COUNT; how++) {
        add_key(&m->names[how], spell(one, (enum spelling)how), user);
        if (*first != '\0' && *last != '\0')
            add_key(&m->names[how], spell(two, (enum spelling)how), user);
    }
    free(one);
    free(two);
}

struct photo_matcher *
photo_matcher_new(const struct database *d, const struct photo_match_order *o)
{
    struct photo_matcher *m = mem_calloc(1, sizeof(*m));
    size_t i;

    m->d = d;
    m->order = *o;
    for (i = 0; i < d->user_count; i++) {
        const char *email = user_text(&d->users[i], FIELD_EMAIL);

        if (*email != '\0')
            add_key(&m->emails, text_fold(email), i);
        add_names(m, i);
    }
    sort(&m->emails);
    for (i = 0; i < SPELT_COUNT; i++)
        sort(&m->names[i]);
    return m;
}

static void
free_keys(struct keys *k)
{
    size_t i;

    for (i = 0; i < k->count; i++)
        free(k->list[i].text);
    free(k->list);
}

void
photo_matcher_free(struct photo_matcher *m)
{
    size_t i;

    if (m == NULL)
        return;
    free_keys(&m->emails);
    for (i = 0; i < SPELT_COUNT; i++)
        free_keys(&m->names[i]);
    free(m);
}

static void
add_user(struct photo_match *r, size_t user)
{
    size_t i;

    for (i = 0; i < r->count; i++) {
        if (r->users[i] == user)
            return;
    }
    r->users = mem_array(r->users, r->count + 1, sizeof(*r->users));
    r->users[r->count++] = user;
}

/* Add the users who have the key. */
static void
look_up(const struct keys *k, const char *text, struct photo_match *r)
{
    size_t low = 0, high = k->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(k->list[mid].text, text) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < k->count && strcmp(k->list[low].text, text) == 0; low++)
        add_user(r, k->list[low].user);
}

static void
by_name(const struct photo_matcher *m, const char *name, struct photo_match *r)
{
    int how;

    for (how = 0; how < SPELT_COUNT && r->count == 0; how++) {
        char *key = spell(name, (enum spelling)how);

        if (key != NULL)
            look_up(&m->names[how], key, r);
        free(key);
    }
}

static void
by_email(const struct photo_matcher *m, const char *name, struct photo_match *r)
{
    char *trimmed = text_trim(name), *key = text_fold(trimmed);

    look_up(&m->emails, key, r);
    free(key);
    free(trimmed);
}

/* The extension that the name begins with.  If what follows is the name of
 * somebody else, both may be meant. */
static void
by_number(const struct photo_matcher *m, const char *name,
          struct photo_match *r)
{
    size_t n = strspn(name, "0123456789"), at, count;
    struct photo_match other = {NULL, 0, PHOTO_MATCH_NAME};
    char *number;

    if (n == 0 || strchr(" _-.,(", name[n]) == NULL)
        return;
    number = mem_ndup(name, n);
    at = database_position(m->d, number, &count);
    free(number);
    while (count-- > 0)
        add_user(r, m->d->by_number[at + count]);
    if (r->count == 0)
        return;
    by_name(m, name + n, &other);
    for (n = 0; n < other.count; n++) {
        if (other.users[n] == r->users[0])
            other.count = 0;
    }
    for (n = 0; n < other.count; n++)
        add_user(r, other.users[n]);
    photo_match_free(&other);
}

void
photo_matcher_find(const struct photo_matcher *m, const char *name,
                   struct photo_match *r)
{
    size_t i;

    *r = (struct photo_match){NULL, 0, PHOTO_MATCH_NUMBER};
    if (!text_valid(name, strlen(name), NULL))
        return;
    for (i = 0; i < m->order.count && r->count == 0; i++) {
        r->by = m->order.by[i];
        if (r->by == PHOTO_MATCH_NUMBER)
            by_number(m, name, r);
        else if (r->by == PHOTO_MATCH_EMAIL)
            by_email(m, name, r);
        else
            by_name(m, name, r);
    }
}

void
photo_match_free(struct photo_match *r)
{
    free(r->users);
    r->users = NULL;
    r->count = 0;
}

char *
photo_stem(const struct user *u)
{
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);

    return mem_printf("%s%s%s%s%s", user_text(u, FIELD_NUMBER),
                      *first || *last ? " " : "", last,
                      *first && *last ? ", " : "", first);
}
