/* What comes in the place of one value. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

#include "redact/redact_name_impl.h"

/* Numbers of so many digits are settings: ports, seconds, counts. */
#define PLAIN_DIGITS 5

/* Digits of a MAC address. */
#define MAC_DIGITS 12

/* A word that is known, or a number of at most so many digits. */
static bool
is_plain(const char *text, size_t digits)
{
    const char *p = text + (*text == '-');
    size_t n = strspn(p, "0123456789");

    return (n > 0 && n <= digits && p[n] == '\0') || redact_rules_word(text);
}

/* The value as it is, if it is of that form. */
static bool
keep(const char *text, bool good, struct buf *out)
{
    if (good)
        buf_adds(out, text);
    return good;
}

/* A prefix or dialling code, unless it is as long as a number. */
static bool
put_code(struct redactor *r, const char *text, struct buf *out)
{
    return strlen(text) <= PLAIN_DIGITS
               ? keep(text, text[strspn(text, "0123456789*#")] == '\0', out)
               : redact_number(r, text, out);
}

/* The MAC address with other digits, written in the same way. */
static bool
put_mac(struct redactor *r, const char *text, struct buf *out)
{
    char key[MAC_DIGITS + 1];
    const struct alias *x;
    bool upper = false;
    size_t n = 0;
    const char *p;

    for (p = text; *p != '\0'; p++) {
        if (isxdigit((unsigned char)*p) && n < MAC_DIGITS) {
            key[n++] = (char)tolower((unsigned char)*p);
            upper |= isupper((unsigned char)*p) != 0;
        } else if (strchr(":-.", *p) == NULL) {
            return false;
        }
    }
    if (n != MAC_DIGITS)
        return false;
    key[n] = '\0';
    x = alias_add(&r->aliases, ALIAS_MAC, key);
    if (x->text == NULL)
        return r->learning;
    for (p = text, n = 0; *p != '\0'; p++) {
        if (isxdigit((unsigned char)*p)) {
            char c = x->text[n++];

            buf_addc(out, upper ? (char)toupper((unsigned char)c) : c);
        } else {
            buf_addc(out, *p);
        }
    }
    return true;
}

/* The ending of a file's name that may stay, or "". */
static const char *
ending_of(const char *name)
{
    static const char *const endings[] = {".wav", ".mp3",  ".xml", ".png",
                                          ".jpg", ".jpeg", ".gif", ".txt"};
    const char *dot = strrchr(name, '.');
    size_t i;

    for (i = 0; dot != NULL && i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (strcasecmp(dot, endings[i]) == 0)
            return endings[i];
    }
    return "";
}

static bool
put_file(struct redactor *r, const char *text, struct buf *out)
{
    char *key = text_fold(text);
    bool good = redact_put(r, alias_add(&r->aliases, ALIAS_FILE, key), out);

    buf_adds(out, ending_of(text));
    free(key);
    return good;
}

/* What stands before the name of the picture in a ContactImage. */
static bool
put_place(struct redactor *r, const char *text, struct buf *out)
{
    char *host = avatar_image_host(text);
    bool good = true;

    if (host != NULL) {
        buf_adds(out, "https://");
        good = redact_host(r, host, out);
        buf_addc(out, '/');
        free(host);
    } else if (*text == '/') {
        buf_addc(out, '/');
    }
    if (strcasestr(text, AVATAR_FOLDER_NAME) != NULL)
        buf_adds(out, AVATAR_FOLDER_NAME);
    return good;
}

/* A ContactImage names the picture that it named, by its new name; or a
 * picture that is not there. */
static bool
put_picture(struct redactor *r, const char *text, struct buf *out)
{
    size_t member = avatars_image(r->q->avatars, r->q->backup, text);
    bool good = put_place(r, text, out);
    char *key;

    if (member != SIZE_MAX && r->pictures[member] != NULL) {
        buf_adds(out, r->pictures[member]);
        return good;
    }
    key = text_fold(text);
    good &= redact_put(r, alias_add(&r->aliases, ALIAS_PICTURE, key), out);
    buf_adds(out, "-absent.png");
    free(key);
    return good;
}

static bool
put_contact(struct redactor *r, const char *text, struct buf *out)
{
    return strchr(text, '@') != NULL ? redact_email(r, text, out)
                                     : redact_number(r, text, out);
}

static bool
put(struct redactor *r, const struct redact_rule *rule, const char *text,
    struct buf *out)
{
    switch (rule->class) {
    case REDACT_PLAIN:
        return keep(text, is_plain(text, PLAIN_DIGITS), out);
    case REDACT_FLAG:
        return keep(text, is_plain(text, 1), out);
    case REDACT_DATE:
        return keep(text, redact_is_date(text), out);
    case REDACT_VERSION:
        return keep(text, redact_is_version(text), out);
    case REDACT_MASK:
        return keep(text, redact_is_mask(text), out);
    case REDACT_CODE:
        return put_code(r, text, out);
    case REDACT_DN:
        return redact_dn(r, text, out);
    case REDACT_NUMBER:
        return redact_number(r, text, out);
    case REDACT_NAME:
        return redact_name(r, rule->kind, text, out);
    case REDACT_TITLE:
        return redact_title(r, rule->kind, text, out);
    case REDACT_ROLE:
        return redact_title(r, ALIAS_ROLE, text, out);
    case REDACT_EMAIL:
        return redact_email(r, text, out);
    case REDACT_HOST:
        return redact_host(r, text, out);
    case REDACT_MAC:
        return put_mac(r, text, out);
    case REDACT_FILE:
        return put_file(r, text, out);
    case REDACT_PICTURE:
        return put_picture(r, text, out);
    case REDACT_SLUG:
        return redact_slug(r, text, strlen(text), out);
    case REDACT_CONTACT:
        return put_contact(r, text, out);
    case REDACT_UNKNOWN:
    case REDACT_CONTAINER:
    case REDACT_RECORD:
    case REDACT_ATTRIBUTES:
        break;
    }
    return false;
}

/* What values of a class are called; NULL: they stay. */
static const char *words_of(enum redact_class class)
{
    static const char *const words[] = {
        [REDACT_CODE] = "telephone numbers",
        [REDACT_DN] = "numbers of extensions",
        [REDACT_NUMBER] = "telephone numbers",
        [REDACT_NAME] = "names of people",
        [REDACT_TITLE] = "names of companies, groups and other things",
        [REDACT_ROLE] = "names of roles",
        [REDACT_EMAIL] = "e-mail addresses",
        [REDACT_HOST] = "hosts and IP addresses",
        [REDACT_MAC] = "MAC addresses",
        [REDACT_FILE] = "file names",
        [REDACT_PICTURE] = "names of pictures",
        [REDACT_SLUG] = "names in links",
        [REDACT_CONTACT] = "numbers and addresses of contacts"};

    return class <= REDACT_CONTACT ? words[class] : NULL;
}

bool
redact_value(struct redactor *r, const struct redact_rule *rule,
             const char *text, struct buf *out)
{
    const char *words = words_of(rule->class);
    size_t at = out->len;
    bool good;

    if (*text == '\0')
        return true;
    good = put(r, rule, text, out);
    if (good && words != NULL && strcmp(buf_str(out) + at, text) != 0)
        redact_count(r, REDACT_REPLACED, REDACT_VALUE, words);
    if (good && strcmp(buf_str(out) + at, text) == 0 && r->q->keep_names &&
        (rule->class == REDACT_NAME || rule->class == REDACT_TITLE))
        redact_count(r, REDACT_STAYED, REDACT_VALUE, words);
    if (!good && out->len > at) {
        out->len = at;
        out->data[at] = '\0';
    }
    return good;
}
