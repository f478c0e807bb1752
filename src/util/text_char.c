#include <string.h>

#include <utf8proc.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "util/text_char_impl.h"

/* Bytes that are counted together: so few that a byte holds their number, and
 * a constant, so that the compiler takes many at once. */
#define TOGETHER ((size_t)128)

size_t
text_lines(const void *p, size_t n)
{
    const uint8_t *at = p;
    size_t lines = 0, i;

    for (; n >= TOGETHER; at += TOGETHER, n -= TOGETHER) {
        uint8_t some = 0;

        for (i = 0; i < TOGETHER; i++)
            some = (uint8_t)(some + (at[i] == '\n'));
        lines += some;
    }
    for (i = 0; i < n; i++)
        lines += at[i] == '\n';
    return lines;
}

bool
text_is_ascii(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;

    while (*p > 0 && *p < 0x80)
        p++;
    return *p == '\0';
}

size_t
text_char(const char *s, size_t n, uint32_t *cp)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
    utf8proc_int32_t c;
    utf8proc_ssize_t len;

    if (n > 0 && *p < 0x80) {
        *cp = *p;
        return 1;
    }
    /* No character takes more than four bytes. */
    len = utf8proc_iterate(p, n < 4 ? (int)n : 4, &c);
    if (len <= 0 || c < 0) {
        *cp = TEXT_BAD + *p;
        return 1;
    }
    *cp = (uint32_t)c;
    return (size_t)len;
}

size_t
text_next(const char *s, uint32_t *cp)
{
    unsigned char first = (unsigned char)*s;
    size_t n = first > 0 && first < 0x80 ? 1 : strnlen(s, 4);
    size_t len = text_char(s, n, cp);

    if (*cp >= TEXT_BAD)
        *cp = 0xFFFD;
    return len;
}

enum text_kind
text_kind(uint32_t cp)
{
    int c = (int)utf8proc_category((utf8proc_int32_t)cp);

    if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO)
        return TEXT_LETTER;
    if (c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME)
        return TEXT_MARK;
    if (c == UTF8PROC_CATEGORY_ND)
        return TEXT_DIGIT;
    if (c == UTF8PROC_CATEGORY_CC)
        return TEXT_CONTROL;
    if (c == UTF8PROC_CATEGORY_CF)
        return TEXT_FORMAT;
    return c == UTF8PROC_CATEGORY_CO ? TEXT_PRIVATE : TEXT_OTHER;
}

void
text_put(struct buf *b, uint32_t cp)
{
    utf8proc_uint8_t *to = buf_room(b, 4);

    /* buf_addc() keeps the NUL behind the bytes. */
    if (cp >= TEXT_BAD) {
        buf_addc(b, (char)(cp - TEXT_BAD));
    } else if (cp < 0x80) {
        buf_addc(b, (char)cp);
    } else {
        b->len += (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, to);
        buf_add(b, NULL, 0);
    }
}

uint32_t *
text_decode(const char *s, size_t len, size_t *n)
{
    uint32_t *cps = mem_array(NULL, len, sizeof(*cps));
    size_t i;

    *n = 0;
    for (i = 0; i < len;)
        i += text_char(s + i, len - i, &cps[(*n)++]);
    return cps;
}

char *
text_library(void)
{
    return mem_printf("utf8proc %s", utf8proc_version());
}
