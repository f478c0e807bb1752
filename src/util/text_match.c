#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "util/text_char_impl.h"

/* Nobody means a longer word; bounds the work of the edit distance. */
#define NEAREST_MAX 64

/* A word that begins with the other is near, if so much is the same. */
#define NEAREST_PREFIX 3

/* ---- Patterns ---- */

struct pattern {
    uint32_t *cps;
    size_t n;
};

/* One character without its case, where that is one character; sharp s has
 * only its capital form to meet. */
static uint32_t
fold_char(uint32_t cp)
{
    utf8proc_int32_t to[4];
    int boundary = 0;

    if (cp >= TEXT_BAD)
        return cp;
    if (utf8proc_decompose_char((utf8proc_int32_t)cp, to, 4, UTF8PROC_CASEFOLD,
                                &boundary) == 1)
        return (uint32_t)to[0];
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static bool
in_range(uint32_t cp, uint32_t lo, uint32_t hi)
{
    return cp >= lo && cp <= hi;
}

/* Is `cp`, in either case, in the range?  `[A-z]` and `[a-Z]` are both
 * written by people, so the ends are also tried without their case. */
static bool
in_any_case(uint32_t cp, uint32_t lo, uint32_t hi)
{
    utf8proc_int32_t c = (utf8proc_int32_t)cp;

    if (in_range(cp, lo, hi) ||
        in_range(fold_char(cp), fold_char(lo), fold_char(hi)))
        return true;
    return cp < TEXT_BAD && (in_range((uint32_t)utf8proc_tolower(c), lo, hi) ||
                             in_range((uint32_t)utf8proc_toupper(c), lo, hi));
}

/* The character at `*i` of the pattern, quoted or not; moves behind it. */
static uint32_t
literal(const struct pattern *p, size_t *i)
{
    if (p->cps[*i] == '\\' && *i + 1 < p->n)
        (*i)++;
    return p->cps[(*i)++];
}

/* Where the set that opens at `i` has its `]`; `i` itself if it has none.  A
 * `]` that comes first is a member. */
static size_t
set_end(const struct pattern *p, size_t i)
{
    size_t k = i + 1;

    if (k < p->n && (p->cps[k] == '!' || p->cps[k] == '^'))
        k++;
    for (bool first = true; k < p->n; first = false) {
        if (p->cps[k] == ']' && !first)
            return k;
        literal(p, &k);
    }
    return i;
}

/* Is `cp` in the set from `i` to its `]` at `end`? */
static bool
in_set(const struct pattern *p, size_t i, size_t end, uint32_t cp)
{
    bool found = false, other = false;

    i++;
    if (p->cps[i] == '!' || p->cps[i] == '^') {
        other = true;
        i++;
    }
    while (i < end) {
        uint32_t lo = literal(p, &i), hi = lo;

        if (i + 1 < end && p->cps[i] == '-') {
            i++;
            hi = literal(p, &i);
        }
        found |= in_any_case(cp, lo, hi);
    }
    return found != other;
}

/* Does the element at `*i` of the pattern match `cp`?  Moves behind it. */
static bool
matches_one(const struct pattern *p, size_t *i, uint32_t cp)
{
    size_t end, at = *i;

    if (p->cps[at] == '?') {
        (*i)++;
        return true;
    }
    if (p->cps[at] == '[' && (end = set_end(p, at)) != at) {
        *i = end + 1;
        return in_set(p, at, end, cp);
    }
    return fold_char(literal(p, i)) == fold_char(cp);
}

/* When a match fails, only the last `*` needs to take one character more:
 * what an earlier one could still reach, this one can. */
static bool
matches(const struct pattern *p, const uint32_t *s, size_t n)
{
    size_t i = 0, k = 0, star = SIZE_MAX, resume = 0;

    while (k < n) {
        if (i < p->n && p->cps[i] == '*') {
            star = ++i;
            resume = k;
        } else if (i < p->n && matches_one(p, &i, s[k])) {
            k++;
        } else if (star != SIZE_MAX) {
            i = star;
            k = ++resume;
        } else {
            return false;
        }
    }
    while (i < p->n && p->cps[i] == '*')
        i++;
    return i == p->n;
}

bool
text_glob(const char *pattern, const char *s)
{
    char *pat = text_nfc(pattern), *str = text_nfc(s);
    struct pattern p;
    size_t n;
    uint32_t *cps = text_decode(str, strlen(str), &n);
    bool yes;

    p.cps = text_decode(pat, strlen(pat), &p.n);
    yes = matches(&p, cps, n);
    free(p.cps);
    free(cps);
    free(str);
    free(pat);
    return yes;
}

/* ---- Did you mean? ---- */

struct word {
    uint32_t *cps;
    size_t n;
};

static struct word
word_new(const char *s)
{
    char *key = text_fold(s);
    struct word w;

    w.cps = text_decode(key, strlen(key), &w.n);
    free(key);
    return w;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits (insert, drop, replace, swap of neighbours) that make `b` of `a`;
 * both are at most NEAREST_MAX long. */
static size_t
distance(const struct word *a, const struct word *b)
{
    /* Rows of the table: two before, one before, this one. */
    size_t rows[3][NEAREST_MAX + 1];
    size_t *two = rows[0], *one = rows[1], *row = rows[2], *spare, i, k;

    memset(rows, 0, sizeof(rows));
    for (k = 0; k <= b->n; k++)
        row[k] = k;
    for (i = 1; i <= a->n; i++) {
        spare = two;
        two = one;
        one = row;
        row = spare;
        row[0] = i;
        for (k = 1; k <= b->n; k++) {
            bool differ = a->cps[i - 1] != b->cps[k - 1];

            row[k] = least(one[k - 1] + differ, least(one[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && a->cps[i - 1] == b->cps[k - 2] &&
                a->cps[i - 2] == b->cps[k - 1])
                row[k] = least(row[k], two[k - 2] + 1);
        }
    }
    return row[b->n];
}

/* Does one of the words begin with the other? */
static bool
begins(const struct word *a, const struct word *b)
{
    size_t n = least(a->n, b->n);

    return n >= NEAREST_PREFIX &&
           memcmp(a->cps, b->cps, n * sizeof(*a->cps)) == 0;
}

/* Edits from `w` to `other`, SIZE_MAX if more than a slip: one in three
 * characters, at least one where there are two. */
static size_t
slip(const struct word *w, const struct word *other)
{
    size_t d, limit = w->n < 2 ? 0 : (w->n + 2) / 3;

    if (w->n > NEAREST_MAX || other->n > NEAREST_MAX)
        return SIZE_MAX;
    d = distance(w, other);
    return d <= limit || begins(w, other) ? d : SIZE_MAX;
}

size_t
text_distance(const char *a, const char *b)
{
    struct word x = word_new(a), y = word_new(b);
    size_t d =
        x.n > NEAREST_MAX || y.n > NEAREST_MAX ? SIZE_MAX : distance(&x, &y);

    free(x.cps);
    free(y.cps);
    return d;
}

const char *
text_nearest(const char *word, const char *const *words, size_t n)
{
    struct word w = word_new(word);
    size_t i, best = SIZE_MAX;
    const char *nearest = NULL;

    for (i = 0; i < n; i++) {
        struct word other = word_new(words[i]);
        size_t d = slip(&w, &other);

        free(other.cps);
        if (d < best) {
            best = d;
            nearest = words[i];
        }
    }
    free(w.cps);
    return nearest;
}
