#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "redact/redact_alias_impl.h"

/* Digits of the longest number that is invented; E.164 has 15. */
#define DIGITS_MAX 40

/* A real number of so many digits must not stand within an invented one; of
 * shorter ones some always would. */
#define DIGITS_TELLING 6

/* Numbers that are tried before there is none left. */
#define TRIES_MAX 20000

/* How an invented value of each kind is made of its number, and in which group
 * it is.  NUMBER has its own way. */
static const struct {
    enum alias_kind group;
    const char *form;
} kinds[ALIAS_KINDS] = {
    [ALIAS_FIRST] = {ALIAS_FIRST, "First%zu"},
    [ALIAS_LAST] = {ALIAS_FIRST, "Last%zu"},
    [ALIAS_NAME] = {ALIAS_FIRST, "Name%zu"},
    [ALIAS_USER] = {ALIAS_FIRST, "user%zu"},
    [ALIAS_JOINED] = {ALIAS_FIRST, NULL},
    [ALIAS_COMPANY] = {ALIAS_COMPANY, "Company %zu"},
    [ALIAS_GROUP] = {ALIAS_COMPANY, "Group %zu"},
    [ALIAS_QUEUE] = {ALIAS_COMPANY, "Queue %zu"},
    [ALIAS_RING_GROUP] = {ALIAS_COMPANY, "Ring group %zu"},
    [ALIAS_MENU] = {ALIAS_COMPANY, "Menu %zu"},
    [ALIAS_ROUTE] = {ALIAS_COMPANY, "Route %zu"},
    [ALIAS_TRUNK] = {ALIAS_COMPANY, "Trunk %zu"},
    [ALIAS_RULE] = {ALIAS_COMPANY, "Rule %zu"},
    [ALIAS_PROFILE] = {ALIAS_COMPANY, "Profile %zu"},
    [ALIAS_ROLE] = {ALIAS_COMPANY, "role %zu"},
    [ALIAS_DOMAIN] = {ALIAS_DOMAIN, "domain%zu.example"},
    [ALIAS_ADDRESS] = {ALIAS_ADDRESS, NULL},
    [ALIAS_ADDRESS6] = {ALIAS_ADDRESS6, "2001:db8::%zx"},
    [ALIAS_NUMBER] = {ALIAS_NUMBER, NULL},
    [ALIAS_MAC] = {ALIAS_MAC, "02%010zx"},
    [ALIAS_FILE] = {ALIAS_FILE, "file%zu"},
    [ALIAS_PICTURE] = {ALIAS_PICTURE, "picture%zu"},
    [ALIAS_OBJECT] = {ALIAS_OBJECT, "DN%zu"},
    [ALIAS_DN] = {ALIAS_DN, NULL},
};

static int
compare(const void *a, const void *b)
{
    const struct alias *x = a, *y = b;

    return strcmp(x->key, y->key);
}

/* The key as the tree holds it; the tree does not change it. */
static struct alias
probe(const char *key)
{
    struct alias a = {0};

    memcpy(&a.key, &key, sizeof(key));
    return a;
}

const struct alias *
alias_find(const struct aliases *a, enum alias_kind kind, const char *key)
{
    struct alias sought = probe(key);
    struct alias *const *found =
        tfind(&sought, &a->trees[kinds[kind].group], compare);

    return found != NULL ? *found : NULL;
}

char *
alias_apart_key(const char *exact)
{
    return mem_printf("=%s", exact);
}

/* Is it the key of any alias of words, names of things, hosts or files?  What
 * is invented must not be what is real. */
static bool
is_real(const struct aliases *a, const char *text)
{
    static const enum alias_kind groups[] = {ALIAS_FIRST,  ALIAS_COMPANY,
                                             ALIAS_DOMAIN, ALIAS_ADDRESS,
                                             ALIAS_MAC,    ALIAS_ADDRESS6};
    char *key = text_fold(text), *apart = alias_apart_key(key);
    bool found = alias_find(a, ALIAS_FIRST, apart) != NULL;
    size_t i;

    for (i = 0; i < sizeof(groups) / sizeof(groups[0]) && !found; i++)
        found = alias_find(a, groups[i], key) != NULL;
    free(apart);
    free(key);
    return found;
}

/* Does a real number stand in these digits, or are they an extension? */
static bool
holds_real_number(const struct aliases *a, const char *digits)
{
    size_t n = strlen(digits), from, len;
    char part[DIGITS_MAX + 1];

    if (alias_find(a, ALIAS_NUMBER, digits) != NULL ||
        alias_find(a, ALIAS_DN, digits) != NULL)
        return true;
    for (from = 0; from < n; from++) {
        for (len = DIGITS_TELLING; from + len <= n; len++) {
            memcpy(part, digits + from, len);
            part[len] = '\0';
            if (alias_find(a, ALIAS_NUMBER, part) != NULL)
                return true;
        }
    }
    return false;
}

/* A number of as many digits as the key: 555 and then counted, as far as
 * there is room for it.  NULL when there is none left. */
static char *
invent_number(struct aliases *a, const char *key)
{
    size_t n = strlen(key), fixed = n >= 7 ? 3 : n >= 5 ? 1 : 0, tries;
    char text[DIGITS_MAX + 24];

    if (n > DIGITS_MAX)
        return NULL;
    for (tries = 0; tries < TRIES_MAX; tries++) {
        int len = snprintf(text, sizeof(text), "%.*s%0*zu", (int)fixed, "555",
                           (int)(n - fixed), ++a->numbers[n]);

        if (len < 0 || (size_t)len > n)
            return NULL;
        if (!holds_real_number(a, text))
            return mem_dup(text);
    }
    return NULL;
}

/* An address of the range for benchmarks (RFC 2544), which nobody has. */
static char *
invent_address(struct aliases *a)
{
    size_t n = ++a->used[ALIAS_ADDRESS];

    return mem_printf("198.%zu.%zu.%zu", 18 + (n >> 16 & 1), n >> 8 & 255,
                      n & 255);
}

/* A value of any other kind. */
static char *
invent(struct aliases *a, enum alias_kind kind)
{
    size_t n = ++a->used[kind];

    /* The form is one of the table above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return mem_printf(kinds[kind].form, n);
#pragma GCC diagnostic pop
}

static char *
join(const struct alias *x)
{
    char *both = mem_printf("%s%s", x->first->text, x->last->text);
    char *text = text_lower(both);

    free(both);
    return text;
}

static void
give_text(struct aliases *a, struct alias *x)
{
    if (x->kind == ALIAS_NUMBER) {
        x->text = invent_number(a, x->key);
        return;
    }
    if (x->kind == ALIAS_DN) {
        x->text = x->key;
        return;
    }
    do {
        free(x->text);
        x->text = x->kind == ALIAS_JOINED    ? join(x)
                  : x->kind == ALIAS_ADDRESS ? invent_address(a)
                                             : invent(a, x->kind);
    } while (x->kind != ALIAS_JOINED && is_real(a, x->text));
}

static struct alias *
add(struct aliases *a, enum alias_kind kind, const char *key)
{
    struct alias *x = mem_calloc(1, sizeof(*x));

    x->key = arena_dup(&a->keys, key);
    x->kind = kind;
    a->list = mem_grow(a->list, &a->cap, a->count, sizeof(*a->list));
    a->list[a->count++] = x;
    mem_check(tsearch(x, &a->trees[kinds[kind].group], compare));
    return x;
}

const struct alias *
alias_add(struct aliases *a, enum alias_kind kind, const char *key)
{
    const struct alias *found = alias_find(a, kind, key);
    struct alias *x;

    if (found != NULL)
        return found;
    x = add(a, kind, key);
    if (a->settled)
        give_text(a, x);
    return x;
}

void
alias_join(struct aliases *a, const char *key, const struct alias *first,
           const struct alias *last)
{
    struct alias *x;

    if (alias_find(a, ALIAS_JOINED, key) != NULL)
        return;
    x = add(a, ALIAS_JOINED, key);
    x->first = first;
    x->last = last;
}

void
aliases_settle(struct aliases *a)
{
    size_t i;

    a->numbers = mem_calloc(DIGITS_MAX + 1, sizeof(*a->numbers));
    a->settled = true;
    for (i = 0; i < a->count; i++)
        give_text(a, a->list[i]);
}

static void
keep(void *x)
{
    (void)x;
}

void
aliases_free(struct aliases *a)
{
    size_t i;

    for (i = 0; i < ALIAS_KINDS; i++)
        tdestroy(a->trees[i], keep);
    for (i = 0; i < a->count; i++) {
        if (a->list[i]->text != a->list[i]->key)
            free(a->list[i]->text);
        free(a->list[i]);
    }
    arena_free(&a->keys);
    free(a->list);
    free(a->numbers);
    memset(a, 0, sizeof(*a));
}
