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

bool
xscan_declares_utf8(const struct xscan *x)
{
    const char *p = buf_str(&x->head), *end, *enc;
    char quote;

    if (strncmp(p, bom, sizeof(bom) - 1) == 0)
        p += sizeof(bom) - 1;
    if (strncmp(p, "<?xml", 5) != 0 || strchr(" \t\r\n", p[5]) == NULL)
        return true;
    if ((end = strstr(p, "?>")) == NULL)
        return false;
    if ((enc = strstr(p, "encoding")) == NULL || enc > end)
        return true;
    enc = skip_blanks(enc + strlen("encoding"));
    if (*enc != '=')
        return true;
    enc = skip_blanks(enc + 1);
    quote = *enc;
    return strncasecmp(enc + 1, "utf-8", 5) == 0 && enc[6] == quote;
}
