/*
 * Slips of the finger in domains.  Only long, well-known names are compared:
 * one letter beside a short one is somebody else's real domain too often.
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "rules/rules_impl.h"

/* Longer names than any of the known ones are not compared. */
#define KNOWN_MAX 32

/* Mail providers that people mistype. */
static const char *const known[] = {
    "btinternet.com", "comcast.net",   "freenet.de",  "gmail.com",
    "googlemail.com", "hotmail.co.uk", "hotmail.com", "hotmail.de",
    "hotmail.fr",     "hotmail.it",    "icloud.com",  "laposte.net",
    "libero.it",      "outlook.com",   "outlook.de",  "outlook.fr",
    "protonmail.com", "t-online.de",   "verizon.net", "wanadoo.fr",
    "yahoo.co.uk",    "yahoo.com",     "yahoo.de",    "yahoo.fr",
    "yahoo.it",
};

/* Real domains that are one letter beside a known one. */
static const char *const real[] = {
    "email.com",
    "mail.com",
    "ymail.com",
};

/* Last labels that do not exist and are slips of another. */
static const struct {
    const char *slip, *meant;
} endings[] = {
    {"cmo", "com"},  {"con", "com"}, {"comm", "com"}, {"coom", "com"},
    {"cpm", "com"},  {"ocm", "com"}, {"vom", "com"},  {"xom", "com"},
    {"ent", "net"},  {"nte", "net"}, {"nett", "net"}, {"ogr", "org"},
    {"orgg", "org"}, {"rog", "org"},
};

/* Do both end in two letters that stand for a country, with the same name in
 * front?  A firm has the domains of several countries. */
static bool
is_other_country(const char *a, const char *b)
{
    const char *x = strrchr(a, '.'), *y = strrchr(b, '.');

    return x != NULL && y != NULL && strlen(x) == 3 && strlen(y) == 3 &&
           x - a == y - b && memcmp(a, b, (size_t)(x - a)) == 0;
}

bool
rules_slip_apart(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), i, tail;

    if (n > m + 1 || m > n + 1)
        return false;

    /* The texts agree up to `i`, and in `tail` bytes at the end. */
    for (i = 0; a[i] != '\0' && a[i] == b[i]; i++)
        continue;
    for (tail = 0; tail < n - i && tail < m - i; tail++) {
        if (a[n - 1 - tail] != b[m - 1 - tail])
            break;
    }
    if (n != m)
        return (n > m ? n : m) - i - tail == 1 && !is_other_country(a, b);
    if (n - i - tail == 1)
        return !is_other_country(a, b);
    return n - i - tail == 2 && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           !is_other_country(a, b);
}

/* The known domain that is one slip beside `d`. */
static const char *
nearest_known(const char *d)
{
    const char *found = NULL;
    size_t i;

    for (i = 0; i < sizeof(real) / sizeof(real[0]); i++) {
        if (strcmp(d, real[i]) == 0)
            return NULL;
    }
    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(d, known[i]) == 0)
            return NULL;
        if (found == NULL && rules_slip_apart(d, known[i]))
            found = known[i];
    }
    return found;
}

/* The domain with the ending that was meant, or NULL. */
static char *
fix_ending(const char *d)
{
    const char *dot = strrchr(d, '.');
    size_t i;

    for (i = 0; dot != NULL && i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (strcmp(dot + 1, endings[i].slip) == 0)
            return mem_printf("%.*s%s", (int)(dot + 1 - d), d,
                              endings[i].meant);
    }
    return NULL;
}

char *
rules_slip_domain(const char *domain)
{
    char *d, *meant = NULL;

    if (strlen(domain) > KNOWN_MAX)
        return NULL;
    d = text_fold(domain);
    meant = mem_dup(nearest_known(d));
    if (meant == NULL)
        meant = fix_ending(d);
    free(d);
    return meant;
}
