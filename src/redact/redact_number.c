/* Telephone numbers, and numbers of extensions, queues and the like. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

#include "redact/redact_impl.h"

/* Up to so many digits are a dialling code (112, 0), not somebody's number. */
#define CODE_DIGITS 3

/* Up to so many digits are the number of an extension or the like: 3CX has
 * two to five of them, trunks have five. */
#define DN_DIGITS 6

/* Numbers with more digits than this may begin with 00 for `+`. */
#define INTERNATIONAL_DIGITS 8

/* What numbers are written with, and what stands between two of them. */
#define DIGITS    "0123456789"
#define WRITTEN   DIGITS "+*#()./- "
#define SEPARATOR ",;:|"

bool
redact_put(const struct redactor *r, const struct alias *x, struct buf *out)
{
    if (x->text != NULL)
        buf_adds(out, x->text);
    return x->text != NULL || r->learning;
}

/* The digits of the `n` bytes at `p`, newly made. */
static char *
digits_of(const char *p, size_t n)
{
    char *digits = mem_ndup(p, n), *to = digits;
    size_t i;

    for (i = 0; i < n; i++) {
        if (isdigit((unsigned char)p[i]))
            *to++ = p[i];
    }
    *to = '\0';
    return digits;
}

/* Append the `n` bytes at `p` with other digits. */
static bool
put_digits(const struct redactor *r, const char *p, size_t n,
           const char *prefix, const struct alias *x, struct buf *out)
{
    size_t at = 0, skip = strlen(prefix), i;

    if (x->text == NULL)
        return r->learning;
    for (i = 0; i < n; i++) {
        if (!isdigit((unsigned char)p[i])) {
            buf_addc(out, p[i]);
        } else {
            buf_addc(out, at < skip ? prefix[at] : x->text[at - skip]);
            at++;
        }
    }
    return true;
}

/* Append one number. */
static bool
put_number(struct redactor *r, const char *p, size_t n, struct buf *out)
{
    char *digits = digits_of(p, n);
    size_t count = strlen(digits);
    const char *prefix = "";
    bool good = true;

    if (count <= CODE_DIGITS ||
        alias_find(&r->aliases, ALIAS_DN, digits) != NULL) {
        buf_add(out, p, n);
    } else {
        if (count > INTERNATIONAL_DIGITS && strncmp(digits, "00", 2) == 0)
            prefix = "00";
        good = put_digits(
            r, p, n, prefix,
            alias_add(&r->aliases, ALIAS_NUMBER, digits + strlen(prefix)), out);
    }
    free(digits);
    return good;
}

bool
redact_is_number(const char *text)
{
    char *digits = digits_of(text, strlen(text));
    bool is = strlen(digits) > CODE_DIGITS &&
              text[strspn(text, WRITTEN SEPARATOR)] == '\0';

    free(digits);
    return is;
}

/* Are several numbers rather one, written with commas: 555,010,0200?  There is
 * none of the usual length, one that would pass for a dialling code, and all
 * digits together are more than an extension has. */
static bool
is_one_in_groups(const struct redactor *r, const char *text)
{
    const char *p = text;
    size_t total = 0, longest = 0;
    bool code = false;

    while (*p != '\0') {
        size_t n = strspn(p, WRITTEN), count;
        char *digits = digits_of(p, n);

        count = strlen(digits);
        code |= count > 0 && count <= CODE_DIGITS &&
                alias_find(&r->aliases, ALIAS_DN, digits) == NULL;
        longest = count > longest ? count : longest;
        total += count;
        free(digits);
        p += n;
        p += strspn(p, SEPARATOR);
    }
    return code && longest <= DN_DIGITS && total > DN_DIGITS;
}

bool
redact_number(struct redactor *r, const char *text, struct buf *out)
{
    const char *p = text;

    if (text[strspn(text, WRITTEN SEPARATOR)] != '\0')
        return false;
    if (is_one_in_groups(r, text))
        return put_number(r, text, strlen(text), out);
    while (*p != '\0') {
        size_t n = strspn(p, WRITTEN), between;

        if (!put_number(r, p, n, out))
            return false;
        p += n;
        between = strspn(p, SEPARATOR);
        buf_add(out, p, between);
        p += between;
    }
    return true;
}

/* Is it a word that 3CX calls its own objects by, with a number behind it? */
static bool
is_own_object(const char *text)
{
    static const char *const words[] = {"SP",     "GRP",     "HOL",
                                        "ROUTER", "EndCall", "QCB"};
    size_t i, n;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        n = strlen(words[i]);
        if (strncmp(text, words[i], n) == 0 &&
            strspn(text + n, DIGITS) == strlen(text + n) &&
            strlen(text + n) <= DN_DIGITS)
            return true;
    }
    return false;
}

/* Is it the number of an extension, a queue, a code such as *777? */
static bool
is_dn(const char *text)
{
    const char *p = text + strspn(text, "*#");
    size_t n = strspn(p, DIGITS);

    return is_own_object(text) || (p - text <= 1 && n > 0 && n <= DN_DIGITS &&
                                   (p[n] == '\0' || strcmp(p + n, "*") == 0));
}

bool
redact_dn(struct redactor *r, const char *text, struct buf *out)
{
    if (is_dn(text)) {
        alias_add(&r->aliases, ALIAS_DN, text);
        buf_adds(out, text);
        return true;
    }
    if (text[strspn(text, DIGITS "+*#")] == '\0')
        return redact_number(r, text, out);
    return redact_put(r, alias_add(&r->aliases, ALIAS_OBJECT, text), out);
}
