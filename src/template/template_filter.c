/*
 * What filters make of a value.
 */
#include <stdlib.h>
#include <string.h>

#include "template/template_impl.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#define DIGITS "0123456789"

/* Shorter numbers are internal or emergency ones, of no country. */
#define NATIONAL_MIN 6

/* The longest number of E.164. */
#define E164_MAX 15

/* From so many digits on, a number that begins with the country's code has
 * lost its + only. */
#define WITH_CODE_MIN 11

/* Runs of blanks become one blank. */
static char *
squeeze(const char *s)
{
    struct buf b = BUF_INIT;
    bool blank = false;
    uint32_t cp;

    while (*s != '\0') {
        size_t n = text_next(s, &cp);
        char *one = mem_ndup(s, n), *rest = text_trim(one);
        bool is_blank = *rest == '\0';

        if (!is_blank)
            buf_add(&b, s, n);
        else if (!blank)
            buf_addc(&b, ' ');
        blank = is_blank;
        free(rest);
        free(one);
        s += n;
    }
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

/* Every `from`, which is not empty, becomes `to`. */
static char *
replace(const char *s, const char *from, const char *to)
{
    struct buf b = BUF_INIT;
    const char *at;

    for (; (at = strstr(s, from)) != NULL; s = at + strlen(from)) {
        buf_add(&b, s, (size_t)(at - s));
        buf_adds(&b, to);
    }
    buf_adds(&b, s);
    return buf_steal(&b);
}

/* The first letter of every word in upper case, the others in lower. */
static char *
capital(const char *s)
{
    char *lower = text_lower(s);
    struct buf b = BUF_INIT;
    const char *p = lower;
    bool inside = false;
    uint32_t cp;

    while (*p != '\0') {
        size_t n = text_next(p, &cp);
        char *one = mem_ndup(p, n), *upper = text_upper(one);

        buf_adds(&b, inside ? one : upper);
        inside = text_kind(cp) == TEXT_LETTER || text_kind(cp) == TEXT_MARK ||
                 text_kind(cp) == TEXT_DIGIT;
        free(upper);
        free(one);
        p += n;
    }
    free(lower);
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

/* The digits alone. */
static char *
digits_of(const char *s)
{
    char *folded = text_fold(s), *to = folded, *p;

    /* Folding makes full-width digits plain ones. */
    for (p = folded; *p != '\0'; p++) {
        if (strchr(DIGITS, *p) != NULL)
            *to++ = *p;
    }
    *to = '\0';
    return folded;
}

/* Does the country keep the zero in front of its numbers abroad? */
static bool
keeps_zero(const char *code)
{
    static const char *const codes[] = {"39", "378", "379"};
    size_t i;

    for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (strcmp(code, codes[i]) == 0)
            return true;
    }
    return false;
}

/* A number with the country's code in front, from its digits. */
static char *
with_code(const char *digits, const char *code)
{
    size_t n = strlen(code);

    if (digits[0] == '0' && !keeps_zero(code))
        return mem_printf("+%s%s", code, digits + 1);
    if (digits[0] != '0' && strncmp(digits, code, n) == 0 &&
        strlen(digits) >= WITH_CODE_MIN)
        return mem_printf("+%s", digits);
    return mem_printf("+%s%s", code, digits);
}

/*
 * A national number as an international one: 0170 1234567 is +491701234567
 * with the code 49.  What is international stays so, without its separators
 * and a (0); what is no telephone number stays as it is.
 */
static char *
e164(const char *s, const char *code)
{
    char *trimmed = text_trim(s), *digits = digits_of(trimmed), *out;
    char *zero = strstr(trimmed, "(0)"), *rest;
    bool plus = trimmed[0] == '+' || strncmp(digits, "00", 2) == 0;

    if (trimmed[strspn(trimmed, DIGITS " +()/.-")] != '\0' ||
        strlen(digits) < NATIONAL_MIN || strlen(digits) > E164_MAX + 2) {
        out = mem_dup(s);
    } else if (plus) {
        if (zero != NULL && zero != trimmed)
            memmove(zero, zero + 3, strlen(zero + 3) + 1);
        rest = digits_of(trimmed);
        out = mem_printf("+%s", rest + (trimmed[0] != '+' ? 2 : 0));
        free(rest);
    } else {
        out = with_code(digits, code);
    }
    free(digits);
    free(trimmed);
    return out;
}

char *
template_filter(const struct filter *f, const char *value, bool *lost)
{
    switch (f->kind) {
    case FILTER_LOWER:
        return text_lower(value);
    case FILTER_UPPER:
        return text_upper(value);
    case FILTER_ASCII:
        return text_ascii(value, lost);
    case FILTER_TRIM:
        return text_trim(value);
    case FILTER_SQUEEZE:
        return squeeze(value);
    case FILTER_REPLACE:
        return replace(value, f->from, f->to);
    case FILTER_DIGITS:
        return digits_of(value);
    case FILTER_E164:
        return e164(value, f->from);
    case FILTER_CAPITAL:
        return capital(value);
    case FILTER_COUNT:
        break;
    }
    return mem_dup(value);
}
