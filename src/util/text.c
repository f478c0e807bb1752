#include <string.h>

#include <utf8proc.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "util/text_char_impl.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct range {
    uint32_t first, last;
};

/* Is `cp` in one of the `n` ranges? */
static bool
in_ranges(uint32_t cp, const struct range *r, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (cp >= r[i].first && cp <= r[i].last)
            return true;
    }
    return false;
}

/* The most frequent characters: no blanks, and harmless everywhere. */
static bool
is_plain(uint32_t cp)
{
    return cp > 0x20 && cp < 0x7F;
}

/* What must not reach a terminal as it is: C0, DEL and C1 controls; marks,
 * embeddings, overrides and isolates that reorder text; and the line and
 * paragraph separators. */
static bool
is_unprintable(uint32_t cp)
{
    static const struct range ranges[] = {
        {0x0000, 0x001F},       {0x007F, 0x009F}, {0x061C, 0x061C},
        {0x200E, 0x200F},       {0x2028, 0x202E}, {0x2066, 0x2069},
        {TEXT_BAD, UINT32_MAX},
    };

    return !is_plain(cp) && in_ranges(cp, ranges, COUNT(ranges));
}

/* Unicode's White_Space property. */
static bool
is_blank(uint32_t cp)
{
    static const struct range ranges[] = {
        {0x0009, 0x000D}, {0x0020, 0x0020}, {0x0085, 0x0085}, {0x00A0, 0x00A0},
        {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
        {0x205F, 0x205F}, {0x3000, 0x3000},
    };

    return !is_plain(cp) && in_ranges(cp, ranges, COUNT(ranges));
}

/* Production [2] Char of XML 1.0. */
static bool
is_xml_char(uint32_t cp)
{
    static const struct range ranges[] = {
        {0x9, 0xA},       {0xD, 0xD},          {0x20, 0xD7FF},
        {0xE000, 0xFFFD}, {0x10000, 0x10FFFF},
    };

    return in_ranges(cp, ranges, COUNT(ranges));
}

bool
text_valid(const char *p, size_t n, size_t *bad)
{
    size_t i;
    uint32_t cp;

    for (i = 0; i < n;) {
        size_t len;

        /* The usual case, without a call for each. */
        if ((unsigned char)p[i] < 0x80) {
            i++;
            continue;
        }
        len = text_char(p + i, n - i, &cp);

        if (cp >= TEXT_BAD) {
            if (bad != NULL)
                *bad = i;
            return false;
        }
        i += len;
    }
    return true;
}

bool
text_is_xml(const char *s, size_t *pos, uint32_t *cp)
{
    size_t len = strlen(s), i, at = 0;
    uint32_t c;

    for (i = 0; i < len;) {
        i += text_char(s + i, len - i, &c);
        at++;
        if (!is_xml_char(c)) {
            *pos = at;
            *cp = c >= TEXT_BAD ? 0xFFFD : c;
            return false;
        }
    }
    return true;
}

/* Append the escape of an unprintable character. */
static void
add_escape(struct buf *b, uint32_t cp)
{
    if (cp >= TEXT_BAD)
        buf_printf(b, "\\x%02X", cp - TEXT_BAD);
    else if (cp < 0x80)
        buf_printf(b, "\\x%02X", cp);
    else
        buf_printf(b, "\\u{%04X}", cp);
}

void
text_escape(struct buf *b, const char *s)
{
    size_t len = strlen(s), i, n;
    uint32_t cp;

    for (i = 0; i < len; i += n) {
        for (n = 0; i + n < len && is_plain((unsigned char)s[i + n]);)
            n++;
        if (n > 0) {
            buf_add(b, s + i, n);
            continue;
        }
        n = text_char(s + i, len - i, &cp);
        if (is_unprintable(cp))
            add_escape(b, cp);
        else
            buf_add(b, s + i, n);
    }
}

size_t
text_width(const char *s)
{
    size_t len = strlen(s), i, width = 0;
    uint32_t cp;

    for (i = 0; i < len;) {
        i += text_char(s + i, len - i, &cp);
        if (is_plain(cp))
            width++;
        else if (!is_unprintable(cp))
            width += (size_t)utf8proc_charwidth((utf8proc_int32_t)cp);
        else if (cp >= TEXT_BAD || cp < 0x80)
            width += strlen("\\xNN");
        else
            width += strlen("\\u{NNNN}");
    }
    return width;
}

char *
text_trim(const char *s)
{
    size_t len = strlen(s), i, n, from = len, to = 0;
    uint32_t cp;

    /* From the first to behind the last character that is not blank. */
    for (i = 0; i < len; i += n) {
        if (is_plain((unsigned char)s[i])) {
            cp = (unsigned char)s[i];
            n = 1;
        } else {
            n = text_char(s + i, len - i, &cp);
        }
        if (is_blank(cp))
            continue;
        if (from == len)
            from = i;
        to = i + n;
    }
    return to > from ? mem_ndup(s + from, to - from) : mem_dup("");
}

size_t
text_clusters(const char *s, size_t max)
{
    size_t len = strlen(s), i, n, count = 0;
    utf8proc_int32_t state = 0;
    uint32_t cp, before = 0;

    for (i = 0; i < len; i += n) {
        bool starts;

        n = text_char(s + i, len - i, &cp);
        /* A malformed byte stands alone. */
        if (i == 0 || cp >= TEXT_BAD || before >= TEXT_BAD) {
            starts = true;
            state = 0;
        } else {
            starts = utf8proc_grapheme_break_stateful(
                (utf8proc_int32_t)before, (utf8proc_int32_t)cp, &state);
        }
        if (starts && count++ == max)
            return i;
        before = cp;
    }
    return len;
}
