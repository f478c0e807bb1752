/*
 * Punycode (RFC 3492), the ASCII form of labels of internationalised domain
 * names: basic characters, a hyphen if there are any, then for every other
 * character, in order of code point, the distance from the one before as a
 * number of variable length whose threshold adapts.
 */
#include "rules/rules_impl.h"

/* Parameters for domain names (RFC 3492, 5). */
#define BASE         36u
#define T_MIN        1u
#define T_MAX        26u
#define SKEW         38u
#define DAMP         700u
#define INITIAL_BIAS 72u
#define INITIAL_N    128u
#define MAX_CP       0x10FFFFu
/* Halves of pairs of UTF-16, no characters of their own. */
#define SURROGATE_FIRST 0xD800u
#define SURROGATE_LAST  0xDFFFu

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;

    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t
threshold(uint32_t k, uint32_t bias)
{
    if (k <= bias + T_MIN)
        return T_MIN;
    return k >= bias + T_MAX ? T_MAX : k - bias;
}

/* Digits that the number `q` takes. */
static size_t
digits(uint32_t q, uint32_t bias)
{
    size_t n = 1;
    uint32_t k;

    for (k = BASE;; k += BASE, n++) {
        uint32_t t = threshold(k, bias);

        if (q < t)
            return n;
        q = (q - t) / (BASE - t);
    }
}

/* The smallest character from `from` up; MAX_CP + 1 if there is none. */
static uint32_t
smallest(const uint32_t *cp, size_t n, uint32_t from)
{
    uint32_t m = MAX_CP + 1;
    size_t i;

    for (i = 0; i < n; i++) {
        if (cp[i] >= from && cp[i] < m)
            m = cp[i];
    }
    return m;
}

size_t
rules_puny_length(const uint32_t *cp, size_t n)
{
    uint32_t point = INITIAL_N, delta = 0, bias = INITIAL_BIAS, done = 0;
    bool first = true;
    size_t len, i;

    for (i = 0; i < n; i++)
        done += cp[i] < INITIAL_N;
    len = done > 0 ? done + 1 : 0;

    while (done < n) {
        /* All characters below `point` are done; go to the next in use. */
        uint32_t m = smallest(cp, n, point);

        if (m > MAX_CP || m - point > (UINT32_MAX - delta) / (done + 1))
            return 0;
        delta += (m - point) * (done + 1);
        for (i = 0; i < n; i++) {
            if (cp[i] < m)
                delta++;
            if (cp[i] != m)
                continue;
            len += digits(delta, bias);
            bias = adapt(delta, ++done, first);
            delta = 0;
            first = false;
        }
        delta++;
        point = m + 1;
    }
    return len;
}

/* The value of a digit, or BASE if it is none. */
static uint32_t
digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0') + 26;
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a');
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    return BASE;
}

/* Read one number of variable length and add it to `*i`. */
static bool
read_number(const char **p, const char *end, uint32_t bias, uint32_t *i)
{
    uint32_t weight = 1, k;

    for (k = BASE;; k += BASE) {
        uint32_t d = *p < end ? digit_value(*(*p)++) : BASE;
        uint32_t t = threshold(k, bias);

        if (d >= BASE || d > (UINT32_MAX - *i) / weight)
            return false;
        *i += d * weight;
        if (d < t)
            return true;
        if (weight > UINT32_MAX / (BASE - t))
            return false;
        weight *= BASE - t;
    }
}

bool
rules_puny_decode(const char *s, size_t n, uint32_t *out, size_t *count)
{
    const char *p, *end = s + n, *basic = NULL;
    uint32_t point = INITIAL_N, bias = INITIAL_BIAS, i = 0, len = 0, j;

    /* The last hyphen ends the basic characters. */
    for (p = s; p < end; p++) {
        if (*p == '-')
            basic = p;
    }
    for (p = s; basic != NULL && p < basic; p++)
        out[len++] = (unsigned char)*p;
    if (basic != NULL)
        p = basic + 1;

    while (p < end) {
        uint32_t old = i;

        if (!read_number(&p, end, bias, &i))
            return false;
        bias = adapt(i - old, len + 1, old == 0);
        if (i / (len + 1) > MAX_CP - point)
            return false;
        point += i / (len + 1);
        if (point >= SURROGATE_FIRST && point <= SURROGATE_LAST)
            return false;
        i %= len + 1;

        /* Insert the character at its place. */
        for (j = len++; j > i; j--)
            out[j] = out[j - 1];
        out[i++] = point;
    }
    *count = len;
    return true;
}
