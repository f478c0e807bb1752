/*
 * The first bytes of a document, and the XML declaration in them (XML 1.0
 * 2.8, 4.3.3): which encoding do they tell?  libxml2 would convert what is in
 * another one, and stop in the midst of it without an error.
 */
#include <string.h>
#include <strings.h>

#include "xml/xscan_impl.h"

static const char bom[] = "\xef\xbb\xbf";

/* Begins of documents in two or four bytes a character, and in EBCDIC. */
static const struct {
    size_t len;
    const char *bytes;
} others[] = {
    {2, "\xff\xfe"}, {2, "\xfe\xff"}, {2, "<\0"},
    {2, "\0<"},      {2, "\0\0"},     {2, "\x4c\x6f"},
};

bool
xscan_is_wide(const struct xscan *x)
{
    size_t i;

    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (x->head.len >= others[i].len &&
            memcmp(x->head.data, others[i].bytes, others[i].len) == 0)
            return true;
    }
    return false;
}

static const char *
skip_blanks(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

/* The XML declaration behind its `<?xml`; NULL if there is none, "" if its end
 * is not there yet. */
static const char *
declaration(const struct xscan *x)
{
    const char *p = buf_str(&x->head);

    if (strncmp(p, bom, sizeof(bom) - 1) == 0)
        p += sizeof(bom) - 1;
    if (strncmp(p, "<?xml", 5) != 0 || strchr(" \t\r\n", p[5]) == NULL)
        return NULL;
    return strstr(p, "?>") != NULL ? p + 5 : "";
}

/* What is behind a name and its `=` in a declaration: a quote first; NULL if
 * that name is not in it. */
static const char *
value_of(const char *p, const char *name)
{
    const char *end = strstr(p, "?>"), *at = strstr(p, name);

    if (end == NULL || at == NULL || at > end)
        return NULL;
    at = skip_blanks(at + strlen(name));
    return *at == '=' ? skip_blanks(at + 1) : NULL;
}

bool
xscan_declares_utf8(const struct xscan *x)
{
    const char *p = declaration(x), *value;

    if (p == NULL)
        return true;
    if (*p == '\0')
        return false;
    value = value_of(p, "encoding");
    return value == NULL ||
           (strncasecmp(value + 1, "utf-8", 5) == 0 && value[6] == *value);
}

bool
xscan_declares_1_0(const struct xscan *x)
{
    const char *p = declaration(x), *value;

    value = p != NULL ? value_of(p, "version") : NULL;
    return value == NULL ||
           (strncmp(value + 1, "1.0", 3) == 0 && value[4] == *value);
}
