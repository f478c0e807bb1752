/*
 * The ASCII spelling of names.  Umlauts expand (a German reader takes
 * "Muller" for somebody else), letters that are no accented form of an ASCII
 * letter have their usual spelling, and of all else the accents are dropped.
 *
 * Two kinds of words say themselves that they are not German, and there the
 * umlaut is an accent like any other: a word with a letter that only Turkish
 * has (S-cedilla, soft g, dotless i, dotted I), and the Spanish "gue", "gui"
 * with diaeresis.
 */
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "util/text_char_impl.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define SHARP_S 0x00DFu

/* Enough for the longest decomposition of one character in Unicode (18). */
#define MAX_DECOMPOSITION 32

struct spelling {
    uint32_t cp; /* lower case, where there is case */
    const char *ascii;
};

/* Accented letters whose accent is spelt out. */
static const struct spelling umlauts[] = {
    {0x00E4, "ae"},
    {0x00F6, "oe"},
    {0x00FC, "ue"},
};

/* Letters and signs that do not decompose to an ASCII character. */
static const struct spelling letters[] = {
    {0x00DF, "ss"}, /* German sharp s */
    {0x00E6, "ae"}, /* Danish, Norwegian, Icelandic */
    {0x0153, "oe"}, /* French */
    {0x00F8, "o"},  /* Danish, Norwegian */
    {0x00F0, "d"},  /* Icelandic eth */
    {0x00FE, "th"}, /* Icelandic thorn */
    {0x0111, "d"},  /* Croatian, Vietnamese */
    {0x0142, "l"},  /* Polish */
    {0x0131, "i"},  /* Turkish */
    {0x0259, "a"},  /* Azerbaijani */
    {0x0127, "h"},  /* Maltese */
    {0x0138, "k"},  /* Greenlandic */
    {0x014B, "ng"}, /* Sami */
    {0x0167, "t"},  /* Sami */
    {0x01E5, "g"},  /* Sami */
    {0x0192, "f"},
    {0x0253, "b"},
    {0x0257, "d"}, /* West African hooks */
    {0x0199, "k"},
    {0x01B4, "y"},
    {0x0272, "n"},
    {0x0256, "d"},
    {0x025B, "e"},
    {0x0254, "o"},
    {0x0263, "g"},
    {0x028B, "v"},
    {0x0269, "i"},
    {0x01DD, "e"},
    {0x0180, "b"},
    {0x0268, "i"},
    {0x0289, "u"},
    {0x0237, "j"},
    /* Quotes, primes and letters that serve as apostrophe */
    {0x2018, "'"},
    {0x2019, "'"},
    {0x201A, "'"},
    {0x201B, "'"},
    {0x2032, "'"},
    {0x2039, "'"},
    {0x203A, "'"},
    {0x02B9, "'"},
    {0x02BB, "'"},
    {0x02BC, "'"},
    {0x02BE, "'"},
    {0x02BF, "'"},
    {0x02C8, "'"},
    {0x00B4, "'"},
    {0xA78C, "'"},
    {0x201C, "\""},
    {0x201D, "\""},
    {0x201E, "\""},
    {0x201F, "\""},
    {0x00AB, "\""},
    {0x00BB, "\""},
    /* Signs that are not of category Pd; Catalan's middle dot goes */
    {0x2212, "-"},
    {0x2043, "-"},
    {0x2044, "/"},
    {0x2215, "/"},
    {0x00B7, ""},
};

/* The spelling of `lower` in a table of `n`, or NULL. */
static const char *
spell(uint32_t lower, const struct spelling *table, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (table[i].cp == lower)
            return table[i].ascii;
    }
    return NULL;
}

static uint32_t
lower_of(uint32_t cp)
{
    return cp < TEXT_BAD ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp)
                         : cp;
}

static bool
is_upper(uint32_t cp)
{
    return lower_of(cp) != cp;
}

static bool
is_letter(uint32_t cp)
{
    utf8proc_category_t c;

    if (cp >= TEXT_BAD)
        return false;
    c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

/* Is the letter `i` of `n` one of a word in capitals?  The next letter tells,
 * or the one before where the word ends. */
static bool
in_capitals(const uint32_t *cps, size_t n, size_t i)
{
    if (i + 1 < n && is_letter(cps[i + 1]))
        return is_upper(cps[i + 1]);
    return i > 0 && is_upper(cps[i - 1]);
}

/* Append the lower-case spelling `ascii` of letter `i` in that letter's case:
 * "Ueber", "UEBER"; sharp s, a small letter, follows its word. */
static void
add_cased(struct buf *b, const char *ascii, const uint32_t *cps, size_t n,
          size_t i)
{
    bool capitals = in_capitals(cps, n, i);
    bool first = is_upper(cps[i]) || (cps[i] == SHARP_S && capitals);
    size_t k;

    for (k = 0; ascii[k] != '\0'; k++) {
        bool small = ascii[k] >= 'a' && ascii[k] <= 'z';
        bool upper = small && first && (k == 0 || capitals);

        buf_addc(b, upper ? (char)(ascii[k] - 'a' + 'A') : ascii[k]);
    }
}

static bool
only_turkish(uint32_t cp)
{
    return cp == 0x011E || cp == 0x011F || cp == 0x0130 || cp == 0x0131 ||
           cp == 0x015E || cp == 0x015F;
}

/* For the word that starts at letter `i` of `n`: where it ends, and whether
 * it holds a letter that only Turkish has. */
static bool
turkish_word(const uint32_t *cps, size_t n, size_t i, size_t *end)
{
    bool turkish = false;

    for (; i < n && is_letter(cps[i]); i++)
        turkish |= only_turkish(cps[i]);
    *end = i;
    return turkish;
}

/* The Spanish u of "Aguero", "Guiraldes" that is spoken, so has a diaeresis:
 * behind a g and before e or i. */
static bool
spanish_u(const uint32_t *cps, size_t n, size_t i)
{
    uint32_t next;

    if (lower_of(cps[i]) != 0x00FC || i == 0 || i + 1 >= n ||
        lower_of(cps[i - 1]) != 'g')
        return false;
    next = lower_of(cps[i + 1]);
    return next == 'e' || next == 'i' || next == 0x00E9 || next == 0x00ED;
}

/* The spelling of character `i` as a whole, or NULL; an umlaut has one unless
 * its word is not German. */
static const char *
whole(const uint32_t *cps, size_t n, size_t i, bool turkish)
{
    uint32_t lower = lower_of(cps[i]);
    const char *umlaut = spell(lower, umlauts, COUNT(umlauts));

    if (umlaut != NULL && !turkish && !spanish_u(cps, n, i))
        return umlaut;
    return spell(lower, letters, COUNT(letters));
}

/* Append character `i` without accents.  Returns false if a part of it has
 * no ASCII spelling. */
static bool
add_plain(struct buf *b, const uint32_t *cps, size_t n, size_t i)
{
    utf8proc_int32_t parts[MAX_DECOMPOSITION];
    utf8proc_ssize_t count, k;
    bool all = true;
    int boundary = 0;

    count = utf8proc_decompose_char(
        (utf8proc_int32_t)cps[i], parts, MAX_DECOMPOSITION,
        (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE), &boundary);
    for (k = 0; k < count && k < MAX_DECOMPOSITION; k++) {
        utf8proc_category_t c = utf8proc_category(parts[k]);
        const char *ascii =
            spell(lower_of((uint32_t)parts[k]), letters, COUNT(letters));

        if (parts[k] < 0x80)
            buf_addc(b, (char)parts[k]);
        else if (ascii != NULL)
            add_cased(b, ascii, cps, n, i);
        else if (c == UTF8PROC_CATEGORY_ZS)
            buf_addc(b, ' ');
        else if (c == UTF8PROC_CATEGORY_PD)
            buf_addc(b, '-');
        else if (c != UTF8PROC_CATEGORY_MN && c != UTF8PROC_CATEGORY_MC &&
                 c != UTF8PROC_CATEGORY_ME && c != UTF8PROC_CATEGORY_CF)
            all = false;
    }
    return all && count >= 0;
}

char *
text_ascii(const char *s, bool *lost)
{
    struct buf b = BUF_INIT;
    bool all = true, turkish = false;
    size_t n, i, word_end = 0;
    uint32_t *cps;
    char *nfc;

    if (lost != NULL)
        *lost = false;
    if (text_is_ascii(s))
        return mem_dup(s);
    nfc = text_nfc(s);
    cps = text_decode(nfc, strlen(nfc), &n);
    for (i = 0; i < n; i++) {
        const char *ascii;

        if (i >= word_end)
            turkish = turkish_word(cps, n, i, &word_end);
        if (cps[i] >= TEXT_BAD)
            all = false;
        else if ((ascii = whole(cps, n, i, turkish)) != NULL)
            add_cased(&b, ascii, cps, n, i);
        else
            all &= add_plain(&b, cps, n, i);
    }
    if (lost != NULL)
        *lost = !all;
    free(cps);
    free(nfc);
    return buf_steal(&b);
}
