#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/people/photo_match.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "people/name_spell_impl.h"
#include "people/photo_words_impl.h"

struct photo_matcher {
    const struct database *d;
    struct photo_match_order order;
    struct user_keys emails;
    struct user_keys locals; /* what stands before the @ */
    struct user_keys words;  /* first names and last names alone */
    struct user_keys names[SPELT_COUNT];
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
                       "\"%s\" is no way to match; give number, email or name, "
                       "or several with commas between",
                       word);
    for (k = 0; k < o->count; k++) {
        if (o->by[k] == (enum photo_match_by)i)
            return err_set(e, ST_USAGE, "\"%s\" is given twice", word);
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
        user_keys_add(&m->names[how], name_spell(one, (enum spelling)how),
                      user);
        if (*first != '\0' && *last != '\0')
            user_keys_add(&m->names[how], name_spell(two, (enum spelling)how),
                          user);
    }
    free(one);
    free(two);
    user_keys_add(&m->words, name_spell(first, SPELT_FOLDED), user);
    user_keys_add(&m->words, name_spell(last, SPELT_FOLDED), user);
}

/* The address of a user, and its local part. */
static void
add_address(struct photo_matcher *m, size_t user)
{
    char *email = text_fold(user_text(&m->d->users[user], FIELD_EMAIL));
    const char *at = strrchr(email, '@');

    if (at != NULL && at > email)
        user_keys_add(&m->locals, mem_ndup(email, (size_t)(at - email)), user);
    if (*email != '\0')
        user_keys_add(&m->emails, email, user);
    else
        free(email);
}

struct photo_matcher *
photo_matcher_new(const struct database *d, const struct photo_match_order *o)
{
    struct photo_matcher *m = mem_calloc(1, sizeof(*m));
    size_t i;

    m->d = d;
    m->order = *o;
    for (i = 0; i < d->user_count; i++) {
        add_address(m, i);
        add_names(m, i);
    }
    user_keys_sort(&m->emails);
    user_keys_sort(&m->locals);
    user_keys_sort(&m->words);
    for (i = 0; i < SPELT_COUNT; i++)
        user_keys_sort(&m->names[i]);
    return m;
}

void
photo_matcher_free(struct photo_matcher *m)
{
    size_t i;

    if (m == NULL)
        return;
    user_keys_free(&m->emails);
    user_keys_free(&m->locals);
    user_keys_free(&m->words);
    for (i = 0; i < SPELT_COUNT; i++)
        user_keys_free(&m->names[i]);
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
look_up(const struct user_keys *k, const char *text, struct photo_match *r)
{
    size_t i;

    for (i = user_keys_from(k, text);
         i < k->count && strcmp(k->list[i].text, text) == 0; i++)
        add_user(r, k->list[i].user);
}

/* Those whose first and last name this is, in the most exact spelling that
 * anybody has. */
static void
by_whole_name(const struct photo_matcher *m, const char *name,
              struct photo_match *r)
{
    static const char *const rules[SPELT_COUNT] = {
        "name", "name in ASCII spelling", "name without umlauts"};
    int how;

    for (how = 0; how < SPELT_COUNT && r->count == 0; how++) {
        char *key = name_spell(name, (enum spelling)how);

        r->rule = rules[how];
        if (key != NULL)
            look_up(&m->names[how], key, r);
        free(key);
    }
}

/* The same, and then without titles and years around it. */
static void
by_name(const struct photo_matcher *m, const char *name, struct photo_match *r)
{
    char *left;

    by_whole_name(m, name, r);
    if (r->count > 0 || (left = photo_words_name(name)) == NULL)
        return;
    by_whole_name(m, left, r);
    r->rule = "name among other words";
    free(left);
}

/* The local part of an address.  It may also be the name of somebody else, or
 * a part of it: then it is not certain. */
static void
by_local_part(const struct photo_matcher *m, const char *name, const char *key,
              struct photo_match *r)
{
    struct photo_match others = {NULL, 0, PHOTO_MATCH_NAME, NULL};
    char *word;
    size_t i;

    look_up(&m->locals, key, r);
    if (r->count == 0)
        return;
    by_whole_name(m, name, &others);
    if ((word = name_spell(name, SPELT_FOLDED)) != NULL)
        look_up(&m->words, word, &others);
    for (i = 0; i < others.count; i++)
        add_user(r, others.users[i]);
    r->rule = "local part of the e-mail address";
    photo_match_free(&others);
    free(word);
}

static void
by_email(const struct photo_matcher *m, const char *name, struct photo_match *r)
{
    char *trimmed = text_trim(name), *key = text_fold(trimmed);

    r->rule = "e-mail address";
    look_up(&m->emails, key, r);
    if (r->count == 0)
        by_local_part(m, name, key, r);
    free(key);
    free(trimmed);
}

/* The extension that the name begins with.  If what follows is the name of
 * somebody else, both may be meant. */
static void
by_number(const struct photo_matcher *m, const char *name,
          struct photo_match *r)
{
    const char *behind = photo_words_number(name);
    struct photo_match other = {NULL, 0, PHOTO_MATCH_NAME, NULL};
    size_t n, at, count;
    char *number;

    r->rule = behind != NULL ? "extension behind a word" : "extension";
    if (behind != NULL)
        name = behind;
    n = strspn(name, "0123456789");
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

    *r = (struct photo_match){NULL, 0, PHOTO_MATCH_NUMBER, NULL};
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
