/*
 * Most values are plain: in them no rule finds anything, and a look at their
 * bytes shows it.  Only the others go through all rules.
 *
 * What is plain is chosen narrowly; a new rule that would find something in
 * such a value belongs here, too (tests/unit/test_rules.c holds both against
 * each other).
 */
#include <stdlib.h>
#include <string.h>

#include "rules/rules_impl.h"

/* Shorter than any limit on names, addresses and their parts. */
#define NAME_PLAIN  40
#define LOCAL_PLAIN 60
#define LABEL_PLAIN 60
#define PLAIN_MAX   200

/* Digits of a number, with a + in front and without. */
#define DIGITS_MIN 7
#define DIGITS_MAX 15

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words of letters, digits and the signs of names, one blank between them. */
bool
rules_plain_name(const char *s)
{
    size_t i;

    for (i = 0; is_alnum(s[i]) || s[i] == '-' || s[i] == '\'' || s[i] == '.' ||
                (s[i] == ' ' && i > 0 && s[i - 1] != ' ');
         i++)
        continue;
    return s[i] == '\0' && i > 0 && i <= NAME_PLAIN && s[i - 1] != ' ';
}

/* Digits, or a country code that begins with none but 0 and more. */
bool
rules_plain_phone(const char *s)
{
    size_t n;

    if (*s == '+' && *++s == '0')
        return false;
    for (n = 0; is_digit(s[n]); n++)
        continue;
    return s[n] == '\0' && n >= DIGITS_MIN && n <= DIGITS_MAX;
}

/* How many bytes are letters, digits, and what joins them in the part of an
 * address that ends there; 0 if they are joined oddly. */
static size_t
span_joined(const char *s, const char *joints)
{
    size_t i;

    for (i = 0;
         is_alnum(s[i]) || (i > 0 && s[i] != '\0' &&
                            strchr(joints, s[i]) != NULL && is_alnum(s[i - 1]));
         i++)
        continue;
    return i > 0 && is_alnum(s[i - 1]) ? i : 0;
}

/* Several labels, the last one of letters. */
static bool
is_plain_domain(const char *s)
{
    size_t labels = 0, n;

    for (;; s += n + 1) {
        n = span_joined(s, "-");
        if (n == 0 || n > LABEL_PLAIN)
            return false;
        labels++;
        if (s[n] != '.')
            break;
    }
    return labels > 1 && s[n] == '\0' && !is_digit(s[n - 1]);
}

bool
rules_plain_email(const char *s)
{
    size_t n = span_joined(s, "._-+");
    char *meant;

    if (n == 0 || n > LOCAL_PLAIN || s[n] != '@' || strlen(s) > PLAIN_MAX ||
        !is_plain_domain(s + n + 1))
        return false;
    meant = rules_slip_domain(s + n + 1);
    free(meant);
    return meant == NULL;
}
