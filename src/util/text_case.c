#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "util/text_char_impl.h"

#define CAPITAL_SIGMA 0x03A3u
#define FINAL_SIGMA   0x03C2u

/* Folding and normalising feed each other in rare letters; the key is stable
 * after two rounds, the third is a margin. */
#define FOLD_ROUNDS 3

/* Capitals of letters whose capital is more than one character (the
 * unconditional mappings of Unicode's SpecialCasing that occur in names). */
static const struct {
    uint32_t cp;
    const char *upper;
} long_capitals[] = {
    {0x00DF, "SS"},                 /* German sharp s */
    {0x0149, "\u02BCN"},            /* Afrikaans n with apostrophe */
    {0x01F0, "J\u030C"},            /* j with caron */
    {0x0390, "\u0399\u0308\u0301"}, /* Greek iota, dialytika and tonos */
    {0x03B0, "\u03A5\u0308\u0301"}, /* Greek upsilon, the same */
    {0x0587, "\u0535\u0552"},       /* Armenian ech yiwn */
    {0x1E96, "H\u0331"},
    {0x1E97, "T\u0308"},
    {0x1E98, "W\u030A"},
    {0x1E99, "Y\u030A"},
    {0xFB00, "FF"},
    {0xFB01, "FI"},
    {0xFB02, "FL"},
    {0xFB03, "FFI"},
    {0xFB04, "FFL"},
    {0xFB05, "ST"},
    {0xFB06, "ST"},
};

/* Decompose and compose by utf8proc's options; text that is not well-formed
 * comes back as it is. */
static char *
map(const char *s, int flags)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
    utf8proc_ssize_t len = (utf8proc_ssize_t)strlen(s), n;
    utf8proc_option_t options = (utf8proc_option_t)flags;
    utf8proc_int32_t *cps;
    char *out;

    if ((n = utf8proc_decompose(p, len, NULL, 0, options)) < 0)
        return mem_dup(s);

    /* The array is re-encoded in place: four bytes per character and one for
     * the NUL are enough. */
    cps = mem_array(NULL, (size_t)n + 1, sizeof(*cps));
    (void)utf8proc_decompose(p, len, cps, n, options);
    n = utf8proc_reencode(cps, n, options);
    out = n < 0 ? mem_dup(s) : mem_ndup((const char *)cps, (size_t)n);
    free(cps);
    return out;
}

/* Small letters for capitals, of text in ASCII. */
static char *
fold_ascii(const char *s)
{
    char *key = mem_dup(s), *p;

    for (p = key; *p != '\0'; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    return key;
}

char *
text_nfc(const char *s)
{
    if (text_is_ascii(s))
        return mem_dup(s);
    return map(s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

bool
text_is_nfc(const char *s)
{
    char *nfc;
    bool same;

    if (text_is_ascii(s))
        return true;
    nfc = text_nfc(s);
    same = strcmp(nfc, s) == 0;
    free(nfc);
    return same;
}

char *
text_fold(const char *s)
{
    char *key;
    int i;

    if (text_is_ascii(s))
        return fold_ascii(s);
    key = mem_dup(s);
    for (i = 0; i < FOLD_ROUNDS; i++) {
        char *next =
            map(key, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                         UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
        bool same = strcmp(next, key) == 0;

        free(key);
        key = next;
        if (same)
            break;
    }
    return key;
}

/* Is `cp` a letter (or a mark inside a word)? */
static bool
is_letter(uint32_t cp)
{
    utf8proc_category_t c;

    if (cp >= TEXT_BAD)
        return false;
    c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

char *
text_lower(const char *s)
{
    struct buf b = BUF_INIT;
    size_t n, i;
    uint32_t *cps = text_decode(s, strlen(s), &n);

    for (i = 0; i < n; i++) {
        /* A sigma that ends a word of several letters has its own form. */
        bool ends = i > 0 && is_letter(cps[i - 1]) &&
                    (i + 1 == n || !is_letter(cps[i + 1]));

        if (cps[i] == CAPITAL_SIGMA && ends)
            text_put(&b, FINAL_SIGMA);
        else if (cps[i] >= TEXT_BAD)
            text_put(&b, cps[i]);
        else
            text_put(&b, (uint32_t)utf8proc_tolower((utf8proc_int32_t)cps[i]));
    }
    free(cps);
    return buf_steal(&b);
}

/* The capital of `cp` if it is more than one character, else NULL. */
static const char *
long_capital(uint32_t cp)
{
    size_t i;

    for (i = 0; i < sizeof(long_capitals) / sizeof(long_capitals[0]); i++) {
        if (long_capitals[i].cp == cp)
            return long_capitals[i].upper;
    }
    return NULL;
}

char *
text_upper(const char *s)
{
    struct buf b = BUF_INIT;
    size_t len = strlen(s), i;
    uint32_t cp;

    for (i = 0; i < len;) {
        const char *several;

        i += text_char(s + i, len - i, &cp);
        if ((several = long_capital(cp)) != NULL)
            buf_adds(&b, several);
        else if (cp >= TEXT_BAD)
            text_put(&b, cp);
        else
            text_put(&b, (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp));
    }
    return buf_steal(&b);
}
