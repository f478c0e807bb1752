/* Names of people and things, addresses and hosts. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "redact/redact_impl.h"
#include "redact/redact_name_impl.h"

/* Group names that 3CX itself gives: this one, and those of favourites, which
 * have the extension behind. */
#define DEFAULT_GROUP "__DEFAULT__"
#define FAVOURITES    "___FAVORITES___"

char *
redact_word_key(const char *word)
{
    bool lost = false;
    char *ascii = text_ascii(word, &lost), *from, *to;

    for (from = to = ascii; *from != '\0'; from++) {
        if (isalnum((unsigned char)*from))
            *to++ = (char)tolower((unsigned char)*from);
    }
    *to = '\0';
    if (!lost && *ascii != '\0')
        return ascii;
    free(ascii);
    return text_fold(word);
}

/* The key of a word that is kept apart: no other one begins so. */
static char *
apart_key(const char *word)
{
    char *exact = text_fold(word), *key = alias_apart_key(exact);

    free(exact);
    return key;
}

/* Is the word kept apart from those that have its key? */
static bool
is_apart(const struct redactor *r, const char *word)
{
    char *exact = text_fold(word);
    bool apart = redact_is_apart(r, exact);

    free(exact);
    return apart;
}

/* The alias of the `n` bytes at `p`, a word. */
static const struct alias *
word_alias(struct redactor *r, enum alias_kind kind, const char *p, size_t n)
{
    char *word = mem_ndup(p, n);
    char *key = is_apart(r, word) ? apart_key(word) : redact_word_key(word);
    const struct alias *x = alias_add(&r->aliases, kind, key);

    free(key);
    free(word);
    return x;
}

/* The alias of a whole name that is written as one word, or NULL. */
static const struct alias *
find_whole(const struct redactor *r, const char *whole)
{
    char *key = redact_word_key(whole), *apart = apart_key(whole);
    const struct alias *x = alias_find(&r->aliases, ALIAS_FIRST, apart);

    if (x == NULL && !is_apart(r, whole))
        x = alias_find(&r->aliases, ALIAS_FIRST, key);
    free(apart);
    free(key);
    return x;
}

/* Append the alias in small letters. */
static bool
put_lower(const struct redactor *r, const struct alias *x, struct buf *out)
{
    char *lower;

    if (x->text == NULL)
        return r->learning;
    lower = text_lower(x->text);
    buf_adds(out, lower);
    free(lower);
    return true;
}

/* With names kept: one in the form of a number or an address goes as such, and
 * `*good` is the outcome.  False if it has neither form. */
static bool
put_other_form(struct redactor *r, const char *text, struct buf *out,
               bool *good)
{
    size_t at = out->len;

    if (redact_is_number(text)) {
        *good = redact_number(r, text, out);
        return true;
    }
    if (strchr(text, '@') != NULL && redact_email(r, text, out)) {
        *good = true;
        return true;
    }
    out->len = at;
    if (out->data != NULL)
        out->data[at] = '\0';
    return false;
}

bool
redact_name(struct redactor *r, enum alias_kind kind, const char *text,
            struct buf *out)
{
    const char *p = text;
    bool keeps = r->q->keep_names && redact_is_name(text), good;

    if (r->q->keep_names && !keeps && put_other_form(r, text, out, &good))
        return good;
    if (keeps)
        buf_adds(out, text);
    while (*p != '\0') {
        size_t n = strcspn(p, REDACT_NAME_SIGNS), signs;
        const struct alias *x = n > 0 ? word_alias(r, kind, p, n) : NULL;

        p += n;
        signs = strspn(p, REDACT_NAME_SIGNS);
        if (!keeps) {
            if (x != NULL && !redact_put(r, x, out))
                return false;
            buf_add(out, p, signs);
        }
        p += signs;
    }
    return true;
}

/* A name that 3CX gives to groups: the default one, and favourites of an
 * extension.  False if it is none. */
static bool
put_own_group(struct redactor *r, const char *text, struct buf *out, bool *good)
{
    size_t n = sizeof(FAVOURITES) - 1;

    if (strcmp(text, DEFAULT_GROUP) == 0) {
        buf_adds(out, text);
        *good = true;
        return true;
    }
    if (strncmp(text, FAVOURITES, n) != 0)
        return false;
    buf_adds(out, FAVOURITES);
    *good = text[n] == '\0' || redact_dn(r, text + n, out);
    return true;
}

bool
redact_title(struct redactor *r, enum alias_kind kind, const char *text,
             struct buf *out)
{
    bool word = (kind == ALIAS_PROFILE || kind == ALIAS_ROLE) &&
                redact_rules_word(text);
    const struct alias *x;
    bool good;
    char *key;

    if (kind == ALIAS_GROUP && put_own_group(r, text, out, &good))
        return good;
    if (word || (r->q->keep_names && redact_is_name(text))) {
        buf_adds(out, text);
        return true;
    }
    if (r->q->keep_names && put_other_form(r, text, out, &good))
        return good;
    key = text_fold(text);
    x = alias_add(&r->aliases, kind, key);
    free(key);
    return redact_put(r, x, out);
}

bool
redact_slug(struct redactor *r, const char *text, size_t len, struct buf *out)
{
    char *whole = mem_ndup(text, len);
    const struct alias *x = strpbrk(whole, REDACT_LOCAL_SIGNS) == NULL
                                ? find_whole(r, whole)
                                : NULL;
    const char *p = whole;
    bool good = true;

    /* "martinalder" may be a whole name without a blank. */
    if (x != NULL) {
        good = put_lower(r, x, out);
        p = "";
    }
    while (*p != '\0' && good) {
        size_t n = strcspn(p, REDACT_LOCAL_SIGNS), signs;

        if (n > 0)
            good = put_lower(r, word_alias(r, ALIAS_USER, p, n), out);
        p += n;
        signs = strspn(p, REDACT_LOCAL_SIGNS);
        buf_add(out, p, signs);
        p += signs;
    }
    free(whole);
    return good;
}

/* Append one host's name, or an IP address. */
static bool
put_host(struct redactor *r, const char *text, size_t len, struct buf *out)
{
    char *host = mem_ndup(text, len), *key = text_fold(host);
    enum alias_kind kind = strchr(host, ':') != NULL ? ALIAS_ADDRESS6
                           : host[strspn(host, "0123456789.")] == '\0'
                               ? ALIAS_ADDRESS
                               : ALIAS_DOMAIN;
    bool good = redact_put(r, alias_add(&r->aliases, kind, key), out);

    free(key);
    free(host);
    return good;
}

bool
redact_host(struct redactor *r, const char *text, struct buf *out)
{
    const char *colon = strchr(text, ':');
    size_t n = strlen(text), port;

    if (strpbrk(text, "/@?# \t\r\n[]\\") != NULL)
        return false;
    if (colon != NULL && strchr(colon + 1, ':') == NULL) {
        n = (size_t)(colon - text);
        port = strspn(colon + 1, "0123456789");
        if (port == 0 || port > 5 || colon[1 + port] != '\0')
            return false;
    }
    if (n == 0 || !put_host(r, text, n, out))
        return false;
    buf_adds(out, text + n);
    return true;
}

/* Append one address: words of names in it are those of the names. */
static bool
put_email(struct redactor *r, const char *p, size_t n, struct buf *out)
{
    const char *at = memchr(p, '@', n);
    size_t local = at != NULL ? (size_t)(at - p) : 0;

    if (local == 0 || local + 1 == n ||
        memchr(at + 1, '@', n - local - 1) != NULL ||
        !redact_slug(r, p, local, out))
        return false;
    buf_addc(out, '@');
    return put_host(r, at + 1, n - local - 1, out);
}

bool
redact_email(struct redactor *r, const char *text, struct buf *out)
{
    static const char between[] = ",; \t\r\n";
    const char *p = text;

    while (*p != '\0') {
        size_t n = strcspn(p, between), signs;

        if (n > 0 && !put_email(r, p, n, out))
            return false;
        p += n;
        signs = strspn(p, between);
        buf_add(out, p, signs);
        p += signs;
    }
    return true;
}

/* Learn one user's first and last name, and both as one word. */
static void
learn_user(struct redactor *r, const struct user *u)
{
    const char *first = user_text(u, FIELD_FIRST);
    const char *last = user_text(u, FIELD_LAST);
    const struct alias *x, *y;
    struct buf none = BUF_INIT;
    char *a, *b, *both;
    bool apart;

    redact_name(r, ALIAS_FIRST, first, &none);
    redact_name(r, ALIAS_LAST, last, &none);
    buf_free(&none);
    if (*first == '\0' || *last == '\0' ||
        strpbrk(first, REDACT_NAME_SIGNS) != NULL ||
        strpbrk(last, REDACT_NAME_SIGNS) != NULL)
        return;
    x = word_alias(r, ALIAS_FIRST, first, strlen(first));
    y = word_alias(r, ALIAS_LAST, last, strlen(last));
    apart = is_apart(r, first) || is_apart(r, last);
    a = apart ? apart_key(first) : redact_word_key(first);
    b = apart ? text_fold(last) : redact_word_key(last);
    both = mem_printf("%s%s", a, b);
    if (x->kind != ALIAS_JOINED && y->kind != ALIAS_JOINED)
        alias_join(&r->aliases, both, x, y);
    free(both);
    free(b);
    free(a);
}

void
redact_learn_users(struct redactor *r)
{
    const struct database *d = r->q->backup->database;
    size_t i;

    for (i = 0; i < d->user_count; i++)
        learn_user(r, &d->users[i]);
}
