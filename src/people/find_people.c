#include <stdlib.h>
#include <string.h>

#include "cxbak/people/find_people.h"
#include "cxbak/rules/user_keys.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "people/name_spell_impl.h"

/* Users whom a message names; more are counted. */
#define NAMED_MAX 8

struct people {
    const struct database *d;
    struct user_keys words[SPELT_COUNT]; /* of names, one by one */
    struct user_keys emails;             /* folded */
};

/* First and last name, and once more without apostrophes if it has any, as
 * many type it: "Sean O'Neill Sean ONeill". */
static char *
name_to_find(const struct user *u)
{
    static const char *const apostrophes[] = {"'", "\u2019", "`", "\u00B4"};
    char *name = user_name(u);
    struct buf b = BUF_INIT;
    const char *s = name;
    bool any = false;
    size_t i;

    buf_printf(&b, "%s ", name);
    while (*s != '\0') {
        for (i = 0; i < sizeof(apostrophes) / sizeof(apostrophes[0]); i++) {
            if (strncmp(s, apostrophes[i], strlen(apostrophes[i])) == 0)
                break;
        }
        if (i < sizeof(apostrophes) / sizeof(apostrophes[0])) {
            s += strlen(apostrophes[i]);
            any = true;
        } else {
            buf_addc(&b, *s++);
        }
    }
    if (!any) {
        buf_free(&b);
        return name;
    }
    free(name);
    return buf_steal(&b);
}

/* Add the words of a name, one by one. */
static void
add_words(struct user_keys *k, const char *name, enum spelling how, size_t user)
{
    char *words = name_spell(name, how), *save = NULL, *word;

    if (words == NULL)
        return;
    for (word = strtok_r(words, " ", &save); word != NULL;
         word = strtok_r(NULL, " ", &save))
        user_keys_add(k, mem_dup(word), user);
    free(words);
}

struct people *
people_new(const struct database *d)
{
    struct people *p = mem_calloc(1, sizeof(*p));
    size_t i;
    int how;

    p->d = d;
    for (i = 0; i < d->user_count; i++) {
        const char *email = user_text(&d->users[i], FIELD_EMAIL);
        char *name = name_to_find(&d->users[i]), *trimmed = text_trim(email);

        for (how = 0; how < SPELT_COUNT; how++)
            add_words(&p->words[how], name, (enum spelling)how, i);
        if (*trimmed != '\0')
            user_keys_add(&p->emails, text_fold(trimmed), i);
        free(trimmed);
        free(name);
    }
    for (how = 0; how < SPELT_COUNT; how++)
        user_keys_sort(&p->words[how]);
    user_keys_sort(&p->emails);
    return p;
}

void
people_free(struct people *p)
{
    int how;

    if (p == NULL)
        return;
    for (how = 0; how < SPELT_COUNT; how++)
        user_keys_free(&p->words[how]);
    user_keys_free(&p->emails);
    free(p);
}

/* Does the key fit the word at `s` of `n` bytes? */
static bool
fits_word(const char *key, const char *s, size_t n, enum people_fit fit)
{
    return strncmp(key, s, n) == 0 && (fit == PEOPLE_BEGIN || key[n] == '\0');
}

/* Is there a word in `words` that the one at `s` fits? */
static bool
has_word(const char *words, const char *s, size_t n, enum people_fit fit)
{
    const char *end;

    for (;; words = end + 1) {
        end = words + strcspn(words, " ");
        if (strncmp(words, s, n) == 0 && words + n <= end &&
            (fit == PEOPLE_BEGIN || words + n == end))
            return true;
        if (*end == '\0')
            return false;
    }
}

/* Has the user all words of the query? */
static bool
has_all(const struct people *p, size_t user, const char *query,
        enum spelling how, enum people_fit fit)
{
    char *name = name_to_find(&p->d->users[user]);
    char *words = name_spell(name, how);
    bool all = words != NULL;

    while (all && *query != '\0') {
        size_t n = strcspn(query, " ");

        all = has_word(words, query, n, fit);
        query += n + (query[n] == ' ');
    }
    free(words);
    free(name);
    return all;
}

static size_t
mark(bool *fits, size_t user)
{
    bool new = !fits[user];

    fits[user] = true;
    return new;
}

/* Those whose names have all words of the query, in one spelling: the first
 * word is looked up, and of these users the others are compared. */
static size_t
find_name(const struct people *p, const char *text, enum spelling how,
          enum people_fit fit, bool *fits)
{
    char *query = name_spell(text, how);
    const struct user_keys *k = &p->words[how];
    size_t n, count = 0, i;
    char *first;

    if (query == NULL)
        return 0;
    n = strcspn(query, " ");
    first = mem_ndup(query, n);
    for (i = user_keys_from(k, first);
         i < k->count && fits_word(k->list[i].text, first, n, fit); i++) {
        if (has_all(p, k->list[i].user, query, how, fit))
            count += mark(fits, k->list[i].user);
    }
    free(first);
    free(query);
    return count;
}

/* Those with that address, or with what stands before its @. */
static size_t
find_address(const struct people *p, const char *text, enum people_fit fit,
             bool *fits)
{
    const struct user_keys *k = &p->emails;
    char *trimmed = text_trim(text), *key = text_fold(trimmed);
    bool local = strchr(key, '@') == NULL;
    size_t n = strlen(key), count = 0, i;

    for (i = user_keys_from(k, key); n > 0 && i < k->count; i++) {
        const char *email = k->list[i].text;

        if (strncmp(email, key, n) != 0)
            break;
        if (local ? email[n] == '@' : fits_word(email, key, n, fit))
            count += mark(fits, k->list[i].user);
    }
    free(key);
    free(trimmed);
    return count;
}

/* Has the text a letter?  Digits and signs alone are no name. */
static bool
has_letter(const char *s)
{
    uint32_t cp;

    while (*s != '\0') {
        s += text_next(s, &cp);
        if (text_kind(cp) == TEXT_LETTER)
            return true;
    }
    return false;
}

size_t
people_find(const struct people *p, const char *text, enum people_fit fit,
            bool *fits)
{
    size_t count = 0;
    int how;

    if (!text_valid(text, strlen(text), NULL) || !has_letter(text))
        return 0;
    if (strchr(text, '@') != NULL)
        return find_address(p, text, fit, fits);
    for (how = 0; how < SPELT_COUNT; how++) {
        if (count == 0 || fit == PEOPLE_BEGIN)
            count += find_name(p, text, (enum spelling)how, fit, fits);
    }
    return count > 0 ? count : find_address(p, text, fit, fits);
}

/* What users can be called, for a hint. */
struct callings {
    char **list;
    size_t count;
    size_t cap;
};

static void
add_calling(struct callings *c, char *text)
{
    c->list = mem_grow(c->list, &c->cap, c->count, sizeof(*c->list));
    c->list[c->count++] = text;
}

static void
add_callings(struct callings *c, const struct user *u, bool address)
{
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);
    const char *email = user_text(u, FIELD_EMAIL);

    if (address) {
        add_calling(c, mem_dup(email));
        return;
    }
    add_calling(c, mem_dup(last));
    add_calling(c, mem_dup(first));
    add_calling(c, user_name(u));
    add_calling(c, mem_printf("%s %s", last, first));
}

size_t
people_nearest(const struct people *p, const char *text, bool *fits)
{
    struct callings c = {NULL, 0, 0};
    size_t i, count = 0;
    const char *near;

    if (!text_valid(text, strlen(text), NULL))
        return 0;
    if ((count = people_find(p, text, PEOPLE_BEGIN, fits)) > 0)
        return count;
    for (i = 0; i < p->d->user_count; i++)
        add_callings(&c, &p->d->users[i], strchr(text, '@') != NULL);
    near = text_nearest(text, (const char *const *)c.list, c.count);
    if (near != NULL)
        count = people_find(p, near, PEOPLE_WHOLE, fits);
    for (i = 0; i < c.count; i++)
        free(c.list[i]);
    free(c.list);
    return count;
}

char *
people_words(const struct people *p, const bool *fits)
{
    struct human_list l = {.max = NAMED_MAX};
    size_t i;

    for (i = 0; i < p->d->user_count; i++) {
        size_t user = p->d->by_number[i];
        char *words;

        if (!fits[user])
            continue;
        words = user_words(&p->d->users[user]);
        human_list_add(&l, words);
        free(words);
    }
    return human_list_end(&l);
}
