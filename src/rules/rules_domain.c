/*
 * Domains of addresses: labels of letters, digits and inner hyphens (RFC
 * 1123), in ASCII, as xn-- form (A-label) or in international letters
 * (U-label, RFC 5890); or an address literal in brackets (RFC 5321, 4.1.3).
 * Whether the domain exists is not asked: the program works offline.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "rules/rules_impl.h"

/* RFC 1035, 2.3.4; a name of 255 octets has 253 characters. */
#define LABEL_MAX  63
#define DOMAIN_MAX 253

/* What a look at the labels found. */
struct domain {
    const struct rules_at *at;
    const char *q; /* the whole address, quoted for messages */
    size_t labels;
    size_t length; /* in its ASCII form */
};

static bool
is_digits(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n && s[i] >= '0' && s[i] <= '9'; i++)
        continue;
    return n > 0 && i == n;
}

static bool
bad_char(const struct domain *d, uint32_t cp)
{
    char *name = rules_name_char(cp);

    rules_add(d->at, "email-domain",
              "%s has %s in its domain, which a domain cannot have", d->q,
              name);
    free(name);
    return false;
}

/* Can the character stand in a label of international letters (the classes
 * of RFC 5892, without its rules on neighbours)?  Letters and digits, and
 * the signs that some scripts need within words. */
static bool
is_label_char(uint32_t cp)
{
    if (cp < 0x80)
        return isalnum((int)cp) || cp == '-';
    return rules_is_word(cp) || cp == 0x00B7 || cp == 0x0375 || cp == 0x05F3 ||
           cp == 0x05F4 || cp == 0x30FB || cp == 0x200C || cp == 0x200D;
}

static bool
check_chars(const struct domain *d, const uint32_t *cp, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (!is_label_char(cp[i]))
            return bad_char(d, cp[i]);
    }
    return n == 0 || !rules_is_mark(cp[0]) || bad_char(d, cp[0]);
}

static bool
too_long(const struct domain *d)
{
    rules_add(d->at, "email-too-long",
              "%s has a part of more than %d characters in its domain", d->q,
              LABEL_MAX);
    return false;
}

/* A label that begins with xn--: it must decode to something beyond ASCII. */
static bool
check_a_label(const struct domain *d, const char *s, size_t n)
{
    uint32_t cp[LABEL_MAX];
    size_t count = 0, i;

    if (rules_puny_decode(s + 4, n - 4, cp, &count)) {
        for (i = 0; i < count; i++) {
            if (cp[i] >= 0x80)
                return check_chars(d, cp, count);
        }
    }
    rules_add(
        d->at, "email-domain",
        "%s has \"%.*s\" in its domain, which stands for no international name",
        d->q, (int)n, s);
    return false;
}

/* A label with characters beyond ASCII; counts its ASCII form. */
static bool
check_u_label(struct domain *d, const char *s, size_t n)
{
    uint32_t cp[LABEL_MAX];
    char *label;
    struct rules_walk w;
    size_t count = 0, ascii;

    label = mem_ndup(s, n);
    w = (struct rules_walk){.next = label};
    while (count < LABEL_MAX && rules_step(&w))
        cp[count++] = w.cp;
    n = strlen(w.next);
    free(label);
    if (n > 0)
        return too_long(d);
    if (!check_chars(d, cp, count))
        return false;
    ascii = 4 + rules_puny_length(cp, count);
    d->length += ascii;
    return ascii <= LABEL_MAX || too_long(d);
}

static bool
check_ascii_label(struct domain *d, const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (!is_label_char((unsigned char)s[i]))
            return bad_char(d, (unsigned char)s[i]);
    }
    d->length += n;
    if (n > LABEL_MAX)
        return too_long(d);
    return n < 4 || strncasecmp(s, "xn--", 4) != 0 || check_a_label(d, s, n);
}

static bool
check_label(struct domain *d, const char *s, size_t n)
{
    size_t i;

    if (n == 0) {
        rules_add(d->at, "email-domain", "%s %s", d->q,
                  d->labels == 0 ? "has no name right behind the @"
                                 : "has two dots in a row in its domain");
        return false;
    }
    if (s[0] == '-' || s[n - 1] == '-') {
        rules_add(d->at, "email-domain",
                  "%s has a hyphen at an end of a part of its domain", d->q);
        return false;
    }
    d->labels++;
    for (i = 0; i < n; i++) {
        if ((unsigned char)s[i] >= 0x80)
            return check_u_label(d, s, n);
    }
    return check_ascii_label(d, s, n);
}

/* `[192.0.2.1]` or `[IPv6:2001:db8::1]`, both valid and hardly ever meant. */
static bool
check_literal(const struct domain *d, const char *s)
{
    size_t n = strlen(s);
    struct in6_addr addr;
    char *inner;
    bool fine;

    inner = mem_ndup(s + 1, n - 1);
    if (n > 2 && s[n - 1] == ']')
        inner[n - 2] = '\0';
    if (strncasecmp(inner, "IPv6:", 5) == 0)
        fine = inet_pton(AF_INET6, inner + 5, &addr) == 1;
    else
        fine = inet_pton(AF_INET, inner, &addr) == 1;
    fine = fine && s[n - 1] == ']';
    if (fine)
        rules_add(d->at, "email-literal",
                  "%s goes to an IP address, which most mail servers refuse",
                  d->q);
    else
        rules_add(d->at, "email-domain",
                  "%s has brackets with no IP address in them", d->q);
    free(inner);
    return fine;
}

/* What only the whole domain shows; `last` is its last label. */
static bool
check_whole(const struct domain *d, const char *last)
{
    if (d->length + d->labels - 1 > DOMAIN_MAX) {
        rules_add(d->at, "email-too-long",
                  "%s has a domain of more than %d characters", d->q,
                  DOMAIN_MAX);
        return false;
    }
    if (is_digits(last, strlen(last))) {
        rules_add(d->at, "email-domain",
                  "%s has a domain that ends in a number", d->q);
        return false;
    }
    if (d->labels == 1)
        rules_add(d->at, "email-no-dot",
                  "%s has a domain without a dot; is it cut off?", d->q);
    return true;
}

static bool
check_labels(struct domain *d, const char *s)
{
    const char *dot;

    for (; (dot = strchr(s, '.')) != NULL; s = dot + 1) {
        if (!check_label(d, s, (size_t)(dot - s)))
            return false;
    }
    return check_label(d, s, strlen(s)) && check_whole(d, s);
}

/* The address without the dots at its end, and blanks between them; newly
 * made, NULL if nothing is left of its domain. */
static char *
without_dots(const char *whole)
{
    size_t n = strlen(whole);
    char *part, *text;

    while (n > 0 && strchr(". \t\r\n", whole[n - 1]) != NULL)
        n--;
    part = mem_ndup(whole, n);
    text = text_trim(part);
    free(part);
    n = strlen(text);
    if (n > 0 && text[n - 1] != '@' && text[n - 1] != '.')
        return text;
    free(text);
    return NULL;
}

bool
rules_domain(const struct rules_at *at, const char *whole, const char *domain)
{
    struct domain d = {at, NULL, 0, 0};
    char *q = rules_quote(whole), *nfc = text_nfc(domain);
    size_t n = strlen(nfc);
    struct finding *f;
    bool fine = true;

    d.q = q;
    if (n > 1 && nfc[n - 1] == '.') {
        f = rules_add(at, "email-trailing-dot", "%s ends in a dot; remove it",
                      q);
        finding_suggest(f, without_dots(whole), false);
        nfc[n - 1] = '\0';
        fine = false;
    }
    if (*nfc == '[')
        fine &= check_literal(&d, nfc);
    else
        fine &= check_labels(&d, nfc);
    free(nfc);
    free(q);
    return fine;
}
