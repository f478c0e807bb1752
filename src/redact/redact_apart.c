/*
 * Words are looked up in a tolerant way: Jürgen, Juergen and JUERGEN are one,
 * so that a name and an address find each other.  Where that would make one of
 * two users, who are then told apart by nothing but such a spelling (müller@
 * and mueller@, a!b@ and ab@), the words of the second one that differ are kept
 * apart, wherever they stand.
 */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "redact/redact_name_impl.h"

/* What stands around words here; XML has no such character. */
#define EDGE '\1'

/* A name or an address, as it is looked up and as it is spelt. */
struct spelling {
    char *key;
    char *exact;
};

static int
compare_keys(const void *a, const void *b)
{
    const struct spelling *x = a, *y = b;

    return strcmp(x->key, y->key);
}

static int
compare_words(const void *a, const void *b)
{
    return strcmp(a, b);
}

bool
redact_is_apart(const struct redactor *r, const char *word)
{
    return r->apart != NULL && tfind(word, &r->apart, compare_words) != NULL;
}

/* Keep a word apart from those that have its key. */
static void
keep_apart(struct redactor *r, const char *p, size_t n)
{
    char *word = mem_ndup(p, n);
    char **kept = mem_check(tsearch(word, &r->apart, compare_words));

    if (*kept != word)
        free(word);
}

void
redact_apart_free(struct redactor *r)
{
    tdestroy(r->apart, free);
    r->apart = NULL;
}

/* Append a text, its words in both ways with an edge before and behind. */
static void
add_words(struct buf *key, struct buf *exact, const char *text,
          const char *signs)
{
    while (*text != '\0') {
        size_t n = strcspn(text, signs), between = strspn(text + n, signs);
        char *word = mem_ndup(text, n), *x = redact_word_key(word);
        char *y = text_fold(word);

        buf_printf(key, "%c%s%c", EDGE, x, EDGE);
        buf_printf(exact, "%c%s%c", EDGE, y, EDGE);
        buf_add(key, text + n, between);
        buf_add(exact, text + n, between);
        text += n + between;
        free(y);
        free(x);
        free(word);
    }
}

/* Both names of a user. */
static void
add_name(struct buf *key, struct buf *exact, const struct user *u)
{
    add_words(key, exact, user_text(u, FIELD_FIRST), REDACT_NAME_SIGNS);
    buf_addc(key, '\n');
    buf_addc(exact, '\n');
    add_words(key, exact, user_text(u, FIELD_LAST), REDACT_NAME_SIGNS);
}

/* The address of a user: hosts are told apart by every letter. */
static void
add_email(struct buf *key, struct buf *exact, const struct user *u)
{
    const char *text = user_text(u, FIELD_EMAIL), *at = strchr(text, '@');
    size_t n = at != NULL ? (size_t)(at - text) : strlen(text);
    char *local = mem_ndup(text, n), *host = text_fold(text + n);

    buf_addc(key, '@');
    buf_addc(exact, '@');
    add_words(key, exact, local, REDACT_LOCAL_SIGNS);
    buf_adds(key, host);
    buf_adds(exact, host);
    free(host);
    free(local);
}

/* The next word of an exact spelling, `*n` bytes; NULL at its end. */
static const char *
next_word(const char **p, size_t *n)
{
    const char *word = strchr(*p, EDGE), *end;

    if (word == NULL || (end = strchr(word + 1, EDGE)) == NULL)
        return NULL;
    *n = (size_t)(end - word - 1);
    *p = end + 1;
    return word + 1;
}

/* Keep those words of the second apart that differ from those of the first,
 * which has the same key. */
static void
part(struct redactor *r, const char *first, const char *second)
{
    const char *a, *b;
    size_t n, m;

    while ((a = next_word(&first, &n)) != NULL &&
           (b = next_word(&second, &m)) != NULL) {
        if (n != m || memcmp(a, b, n) != 0)
            keep_apart(r, b, m);
    }
}

/* Note one spelling, unless another one has its key: then they are parted. */
static void
note(struct redactor *r, void **tree, struct buf *key, struct buf *exact)
{
    struct spelling *s = mem_calloc(1, sizeof(*s)), **found;

    s->key = buf_steal(key);
    s->exact = buf_steal(exact);
    found = mem_check(tsearch(s, tree, compare_keys));
    if (*found == s)
        return;
    part(r, (*found)->exact, s->exact);
    free(s->key);
    free(s->exact);
    free(s);
}

static void
free_spelling(void *x)
{
    struct spelling *s = x;

    free(s->key);
    free(s->exact);
    free(s);
}

void
redact_learn_apart(struct redactor *r)
{
    static void (*const add[])(struct buf *, struct buf *,
                               const struct user *) = {add_name, add_email};
    const struct database *d = r->q->backup->database;
    void *tree = NULL;
    size_t i, k;

    for (i = 0; i < d->user_count; i++) {
        for (k = 0; k < sizeof(add) / sizeof(add[0]); k++) {
            struct buf key = BUF_INIT, exact = BUF_INIT;

            add[k](&key, &exact, &d->users[i]);
            note(r, &tree, &key, &exact);
        }
    }
    tdestroy(tree, free_spelling);
}
