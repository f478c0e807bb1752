#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "rules/rules_impl.h"

/* Characters of a value that a message shows: an address of usual length is
 * whole, a hostile one does not fill the screen. */
#define QUOTE_MAX 60

struct finding *
rules_add(const struct rules_at *at, const char *code, const char *fmt, ...)
{
    struct finding *f;
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    f = findings_add(at->to, code, at->number, field_info(at->field)->key, "%s",
                     text);
    free(text);
    return f;
}

bool
rules_step(struct rules_walk *w)
{
    if (*w->next == '\0')
        return false;

    /* Only text that was checked before is walked over. */
    w->next += text_next(w->next, &w->cp);
    w->pos++;
    return true;
}

bool
rules_is_blank(uint32_t cp)
{
    return (cp >= 0x09 && cp <= 0x0D) || cp == 0x20 || cp == 0x85 ||
           cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
           cp == 0x3000;
}

bool
rules_is_control(uint32_t cp)
{
    return text_kind(cp) == TEXT_CONTROL || cp == 0x2028 || cp == 0x2029 ||
           (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF);
}

bool
rules_is_bidi(uint32_t cp)
{
    return cp == 0x061C || cp == 0x200E || cp == 0x200F ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

/* Format characters that are seen: number signs and the like of Arabic,
 * Syriac and Kaithi. */
static bool
is_visible_format(uint32_t cp)
{
    return (cp >= 0x0600 && cp <= 0x0605) || cp == 0x06DD || cp == 0x070F ||
           cp == 0x0890 || cp == 0x0891 || cp == 0x08E2 || cp == 0x110BD ||
           cp == 0x110CD;
}

bool
rules_is_invisible(uint32_t cp)
{
    enum text_kind kind = text_kind(cp);

    /* Fillers are letters to Unicode, but blank to the eye. */
    if (cp == 0x115F || cp == 0x1160 || cp == 0x3164 || cp == 0xFFA0)
        return true;
    if (kind == TEXT_PRIVATE)
        return true;
    return kind == TEXT_FORMAT && !is_visible_format(cp);
}

bool
rules_is_letter(uint32_t cp)
{
    return text_kind(cp) == TEXT_LETTER;
}

bool
rules_is_mark(uint32_t cp)
{
    return text_kind(cp) == TEXT_MARK;
}

bool
rules_is_word(uint32_t cp)
{
    enum text_kind kind = text_kind(cp);

    return kind == TEXT_LETTER || kind == TEXT_MARK || kind == TEXT_DIGIT;
}

bool
rules_mixes_scripts(const char *s)
{
    struct rules_walk w = {.next = s};
    bool latin = false, other = false;

    while (rules_step(&w)) {
        if (!rules_is_letter(w.cp))
            continue;

        /* Latin up to its Extended-B block; Greek and Cyrillic. */
        if (w.cp < 0x0250)
            latin = true;
        else if (w.cp >= 0x0370 && w.cp <= 0x052F)
            other = true;
    }
    return latin && other;
}

char *
rules_name_char(uint32_t cp)
{
    struct buf b = BUF_INIT;
    char *name;

    if (cp == ' ')
        return mem_dup("a blank");
    if (cp == '"')
        return mem_dup("a quotation mark");
    if (rules_is_control(cp))
        return mem_printf("the control character U+%04X", (unsigned)cp);
    if (rules_is_blank(cp))
        return mem_printf("the blank U+%04X", (unsigned)cp);
    if (rules_is_bidi(cp) || rules_is_invisible(cp))
        return mem_printf("the invisible character U+%04X", (unsigned)cp);
    if (rules_is_mark(cp))
        return mem_printf("the combining mark U+%04X", (unsigned)cp);
    text_put(&b, cp);
    name = cp < 0x80 ? mem_printf("\"%s\"", buf_str(&b))
                     : mem_printf("\"%s\" (U+%04X)", buf_str(&b), (unsigned)cp);
    buf_free(&b);
    return name;
}

void
rules_put(struct buf *b, const char *value)
{
    struct rules_walk w = {.next = value};
    char *head;

    while (w.pos < QUOTE_MAX && rules_step(&w))
        continue;
    head = mem_ndup(value, (size_t)(w.next - value));
    text_escape(b, head);
    if (*w.next != '\0')
        buf_adds(b, "...");
    free(head);
}

char *
rules_quote(const char *value)
{
    struct buf b = BUF_INIT;

    buf_addc(&b, '"');
    rules_put(&b, value);
    buf_addc(&b, '"');
    return buf_steal(&b);
}

bool
rules_check_utf8(const struct rules_at *at, const char *code, const char *value)
{
    size_t bad;

    if (text_valid(value, strlen(value), &bad))
        return true;
    rules_add(at, code, "is not UTF-8 text: byte %zu is 0x%02X; enter it again",
              bad + 1, (unsigned)(unsigned char)value[bad]);
    return false;
}

bool
rules_check_control(const struct rules_at *at, const char *code,
                    const char *value)
{
    struct rules_walk w = {.next = value};
    char *quoted;

    while (rules_step(&w)) {
        if (!rules_is_control(w.cp))
            continue;
        quoted = rules_quote(value);
        rules_add(
            at, code,
            "%s has the control character U+%04X at position %zu; remove it",
            quoted, (unsigned)w.cp, w.pos);
        free(quoted);
        return false;
    }
    return true;
}
