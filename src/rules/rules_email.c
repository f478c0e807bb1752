/*
 * Addresses: addr-spec of RFC 5321 and 5322 as people use it.
 *
 *   local@domain
 *   local    atext, joined by single dots; or a "quoted string"
 *   domain   see rules_domain.c
 *
 * Comments, folding blanks and obsolete forms are left out: no console takes
 * them.  Characters beyond ASCII are allowed in both parts (RFC 6531).
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "rules/rules_impl.h"

/* RFC 5321, 4.5.3.1.1; and 4.5.3.1.3 less the angle brackets of a path. */
#define LOCAL_MAX   64
#define ADDRESS_MAX 254

/* Where the signs are that tell the parts, quoted text left out. */
struct outline {
    const char *at; /* the last @ */
    size_t ats;
    bool unclosed; /* a quotation mark was opened only */
    bool angles;   /* < or > */
    bool comma;
    bool separator; /* , ; | / or a blank: between several addresses */
};

static void
outline(const char *s, struct outline *o)
{
    /* A quotation mark opens quoted text only at the start. */
    if (*s == '"') {
        for (s++; *s != '"' && *s != '\0'; s++)
            s += *s == '\\' && s[1] != '\0';
        o->unclosed = *s == '\0';
        s += *s != '\0';
    }
    for (; *s != '\0'; s++) {
        if (*s == '@') {
            o->at = s;
            o->ats++;
        }
        o->angles |= *s == '<' || *s == '>';
        o->comma |= *s == ',';
        o->separator |= strchr(",;|/ ", *s) != NULL;
    }
}

/* The address with dots for commas, and without commas at its ends. */
static void
report_comma(const struct rules_at *at, const char *s)
{
    char *quoted = rules_quote(s), *fixed, *better, *p;
    struct finding *f;
    bool inside = false;
    size_t n;

    s += strspn(s, ", ");
    for (n = strlen(s); n > 0 && strchr(", ", s[n - 1]) != NULL; n--)
        continue;
    fixed = mem_ndup(s, n);
    for (p = fixed; *p != '\0'; p++) {
        if (*p == ',') {
            *p = '.';
            inside = true;
        }
    }
    better = rules_quote(fixed);
    f = rules_add(at, "email-comma", "%s has a comma; perhaps %s is meant",
                  quoted, better);
    finding_suggest(f, fixed, inside);
    free(better);
    free(quoted);
}

/* Report what is more, or less, than one address.  Returns true if there is
 * a local part and a domain to look at. */
static bool
check_outline(const struct rules_at *at, const char *s, struct outline *o)
{
    char *q = rules_quote(s);
    bool fine = false;

    if (o->unclosed)
        rules_add(at, "email-syntax",
                  "%s opens a quotation mark that nothing closes", q);
    else if (o->angles || strncasecmp(s, "mailto:", 7) == 0)
        rules_add(at, "email-display-name",
                  "%s is more than an address; keep only NAME@DOMAIN", q);
    else if (o->ats == 0)
        rules_add(at, "email-syntax", "%s has no @; an address is NAME@DOMAIN",
                  q);
    else if (o->ats > 1 && o->separator)
        rules_add(at, "email-several",
                  "%s holds %zu addresses; keep the one that is this user's", q,
                  o->ats);
    else if (o->ats > 1)
        rules_add(at, "email-syntax", "%s has %zu @; an address has one", q,
                  o->ats);
    else if (o->comma)
        report_comma(at, s);
    else
        fine = true;
    free(q);
    return fine;
}

/* Can the character stand in an unquoted local part (RFC 5322 atext, and
 * what RFC 6531 adds, less what cannot be seen)? */
static bool
is_atext(uint32_t cp)
{
    if (cp >= 0x80)
        return !rules_is_blank(cp) && !rules_is_invisible(cp);
    return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
           (cp >= 'A' && cp <= 'Z') ||
           (cp != 0 && strchr("!#$%&'*+-/=?^_`{|}~", (int)cp) != NULL);
}

/* Report a dot where none can be: first, last, or next to another. */
static bool
check_dots(const struct rules_at *at, const char *q, const char *local)
{
    size_t n = strlen(local);

    if (n == 0)
        rules_add(at, "email-syntax", "%s has nothing before the @", q);
    else if (local[0] == '.' || local[n - 1] == '.')
        rules_add(at, "email-syntax", "%s has a dot %s", q,
                  local[0] == '.' ? "in front" : "right before the @");
    else if (strstr(local, "..") != NULL)
        rules_add(at, "email-syntax", "%s has two dots in a row", q);
    else
        return true;
    return false;
}

static bool
check_plain_local(const struct rules_at *at, const char *q, const char *local)
{
    struct rules_walk w = {.next = local};

    while (rules_step(&w)) {
        char *name;

        if (w.cp == '.' || is_atext(w.cp))
            continue;
        name = rules_name_char(w.cp);
        rules_add(at, "email-syntax",
                  "%s has %s at position %zu, which an address cannot have", q,
                  name, w.pos);
        free(name);
        return false;
    }
    return check_dots(at, q, local);
}

/* A local part that begins with a quotation mark: the closing one must be
 * the last character. */
static bool
check_quoted_local(const struct rules_at *at, const char *q, const char *local)
{
    const char *p = local + 1;

    for (; *p != '"' && *p != '\0'; p++)
        p += *p == '\\' && p[1] != '\0';
    if (p[0] == '"' && p[1] == '\0')
        return true;
    rules_add(at, "email-syntax",
              "%s has text between the quotation mark and the @", q);
    return false;
}

static bool
check_length(const struct rules_at *at, const char *q, const char *s,
             size_t local)
{
    if (local > LOCAL_MAX)
        rules_add(at, "email-too-long",
                  "%s has %zu bytes before the @; at most %d are allowed", q,
                  local, LOCAL_MAX);
    else if (strlen(s) > ADDRESS_MAX)
        rules_add(at, "email-too-long",
                  "%s has %zu bytes; at most %d are allowed", q, strlen(s),
                  ADDRESS_MAX);
    else
        return true;
    return false;
}

/* A sign that typing programs put for ' or -: valid, but hardly meant. */
static uint32_t
typographic(const char *local)
{
    struct rules_walk w = {.next = local};

    while (rules_step(&w)) {
        if ((w.cp >= 0x2010 && w.cp <= 0x201F) || w.cp == 0x00B4 ||
            w.cp == 0x2212)
            return w.cp;
    }
    return 0;
}

/* What is odd in an address that is valid. */
static void
check_oddities(const struct rules_at *at, const char *q, const char *local,
               const char *domain)
{
    uint32_t sign = typographic(local);
    char *name, *meant = rules_slip_domain(domain);
    struct finding *f;

    if (*local == '"')
        rules_add(at, "email-quoted",
                  "%s has a quoted name, which many mail servers refuse", q);
    if (sign != 0) {
        name = rules_name_char(sign);
        rules_add(at, "email-typo", "%s has the typographic sign %s", q, name);
        free(name);
    }
    if (meant != NULL) {
        f = rules_add(at, "email-typo", "%s: perhaps the domain %s is meant", q,
                      meant);
        finding_suggest(f, mem_printf("%s@%s", local, meant), true);
    }
    if (rules_mixes_scripts(local) || rules_mixes_scripts(domain))
        rules_add(at, "email-mixed-script",
                  "%s mixes Latin letters with Cyrillic or Greek ones", q);
    if (!text_is_ascii(local))
        rules_add(at, "email-international",
                  "%s needs mail servers that know SMTPUTF8", q);
    else if (!text_is_ascii(domain))
        rules_add(at, "email-international",
                  "%s has a domain in international letters", q);
    free(meant);
}

/* Check an address without blanks at the ends. */
static void
check_address(const struct rules_at *at, const char *s)
{
    struct outline o = {NULL, 0, false, false, false, false};
    char *q, *local;
    bool fine;

    outline(s, &o);
    if (!check_outline(at, s, &o))
        return;
    q = rules_quote(s);
    local = mem_ndup(s, (size_t)(o.at - s));
    fine = check_length(at, q, s, strlen(local));
    if (*local == '"')
        fine &= check_quoted_local(at, q, local);
    else
        fine &= check_plain_local(at, q, local);
    fine &= rules_domain(at, s, o.at + 1);
    if (fine)
        check_oddities(at, q, local, o.at + 1);
    free(local);
    free(q);
}

void
rules_email(const struct rules_at *at, const char *value)
{
    struct finding *f;
    char *trimmed, *q;

    if (!rules_check_utf8(at, "email-syntax", value))
        return;
    trimmed = text_trim(value);
    if (strlen(trimmed) < strlen(value)) {
        q = rules_quote(value);
        f = rules_add(at, "email-blank",
                      *trimmed == '\0'
                          ? "%s is nothing but blanks; clear the field"
                          : "%s has a blank at an end; remove it",
                      q);
        finding_suggest(f, mem_dup(trimmed), false);
        free(q);
    }
    if (*trimmed != '\0' && rules_check_control(at, "email-syntax", trimmed))
        check_address(at, trimmed);
    free(trimmed);
}

char *
rules_email_key(const char *email)
{
    char *folded, *key;

    if (email == NULL || !text_valid(email, strlen(email), NULL))
        return mem_dup(email);

    /* Folding drops what is not to be seen, behind which a blank may stand. */
    folded = text_fold(email);
    key = text_trim(folded);
    free(folded);
    if (*key == '\0') {
        free(key);
        key = NULL;
    }
    return key;
}
