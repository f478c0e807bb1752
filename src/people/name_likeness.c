#include <stdlib.h>
#include <string.h>

#include "cxbak/people/name_likeness.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "people/name_spell_impl.h"
#include "people/photo_words_impl.h"

/* Words of a name that are compared; nobody has more. */
#define WORDS_MAX 12

/* Shorter words are initials ... */
#define WORD_MIN 2

/* ... and in these and longer ones a letter may be wrong. */
#define WORD_LONG 5

struct words {
    char *text;
    char *list[WORDS_MAX];
    size_t count;
};

/* The words of a name that is spelt already, which is taken over. */
static struct words
split(char *text, size_t shortest)
{
    struct words w = {.text = text};
    char *save = NULL, *word;

    for (word = strtok_r(text, " ", &save); word != NULL && w.count < WORDS_MAX;
         word = strtok_r(NULL, " ", &save)) {
        if (strlen(word) >= shortest)
            w.list[w.count++] = word;
    }
    return w;
}

/* The same of a name, spelt so; none if it cannot be. */
static struct words
words_of(const char *name, enum spelling how)
{
    char *left = photo_words_name(name);
    char *text = name_spell(left != NULL ? left : name, how);

    free(left);
    return split(text != NULL ? text : mem_dup(""), WORD_MIN);
}

static bool
same_word(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return true;
    return strlen(a) >= WORD_LONG && strlen(b) >= WORD_LONG &&
           text_distance(a, b) <= 1;
}

static bool
share_word(const struct words *a, const struct words *b)
{
    size_t i, k;

    for (i = 0; i < a->count; i++) {
        for (k = 0; k < b->count; k++) {
            if (same_word(a->list[i], b->list[k]))
                return true;
        }
    }
    return false;
}

/* Do they share a word, spelt so?  Nothing is told of a name that has none. */
static bool
may_be(const char *a, const char *b, enum spelling how, bool *told)
{
    struct words x = words_of(a, how), y = words_of(b, how);
    bool same = share_word(&x, &y);

    *told = x.count > 0 && y.count > 0;
    free(x.text);
    free(y.text);
    return same;
}

bool
name_may_be_same(const char *a, const char *b)
{
    bool told, latin;

    if (may_be(a, b, SPELT_FOLDED, &told) || !told)
        return true;
    if (may_be(a, b, SPELT_BARE, &latin))
        return true;

    /* Both in other letters than ours, which are as good as others. */
    if (!latin) {
        char *x = name_spell(a, SPELT_BARE), *y = name_spell(b, SPELT_BARE);

        latin = x == NULL && y == NULL;
        free(x);
        free(y);
    }
    return !latin;
}

static int
compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *
name_key(const char *name)
{
    char *text = name_spell(name, SPELT_FOLDED);
    struct buf key = BUF_INIT;
    struct words w;
    size_t i;

    if (text == NULL)
        return NULL;
    w = split(text, 1);
    qsort(w.list, w.count, sizeof(*w.list), compare_words);
    for (i = 0; i < w.count; i++)
        buf_printf(&key, "%s%s", i > 0 ? " " : "", w.list[i]);
    free(w.text);
    return buf_steal(&key);
}
