/*
 * The bytes of a CSV file as UTF-8.  A byte order mark decides; without one
 * the file is UTF-8 if it can be, else Windows-1252, which is what Western
 * spreadsheets write when they are not asked for Unicode.
 */
#include <string.h>

#include "table/csv_impl.h"
#include "cxbak/util/text.h"

#define SAVE_CSV "; save the table as \"CSV UTF-8\""

/* Files that people take for a CSV, by their first bytes; and the way out. */
static const struct {
    const char *start;
    const char *what;
} others[] = {
    {"PK\x03\x04", "a ZIP file, not a CSV file" SAVE_CSV},
    {"\xD0\xCF\x11\xE0",
     "an old Excel workbook (.xls), or one with a password; open it in a "
     "spreadsheet program and save it as .xlsx, without a password"},
    {"%PDF", "a PDF, not a CSV file" SAVE_CSV},
    {"{\\rtf", "an RTF document, not a CSV file" SAVE_CSV},
};

/* Bytes 0x80 to 0x9F of Windows-1252; 0 is undefined. */
static const uint16_t windows1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

uint32_t
csv_windows1252(uint8_t byte)
{
    return byte < 0x80 || byte > 0x9F ? byte : windows1252[byte - 0x80];
}

/* Line and character that follow the `len` bytes of UTF-8 at `s`. */
static void
place_behind(const uint8_t *s, size_t len, size_t *line, size_t *column)
{
    size_t i;

    *line = *column = 1;
    for (i = 0; i < len; i++) {
        if (s[i] == '\n' ||
            (s[i] == '\r' && (i + 1 == len || s[i + 1] != '\n'))) {
            ++*line;
            *column = 1;
        } else if ((s[i] & 0xC0) != 0x80 && s[i] != '\r') {
            ++*column;
        }
    }
}

/* Refuse the file for what follows the text that was good. */
static int
refuse(const char *name, const uint8_t *good, size_t len, const char *why,
       struct err *e)
{
    size_t line, column;

    place_behind(good, len, &line, &column);
    return err_set(e, ST_REFUSED, "%s:%zu:%zu: %s", name, line, column, why);
}

static int
refuse_nul(const char *name, const uint8_t *data, size_t at, struct err *e)
{
    if (at < 2)
        return err_set(e, ST_REFUSED,
                       "%s: this seems to be UTF-16 or UTF-32 without a byte "
                       "order mark; save it as \"CSV UTF-8\"",
                       name);
    return refuse(name, data, at,
                  "NUL character; this is not text, or it is damaged", e);
}

/* One UTF-16 unit at `p`. */
static uint32_t
unit(const uint8_t *p, bool big)
{
    return big ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
}

static int
decode_utf16(const char *name, const uint8_t *p, size_t len, bool big,
             struct buf *out, struct err *e)
{
    size_t i;

    for (i = 0; i + 1 < len; i += 2) {
        uint32_t cp = unit(p + i, big), low;

        if (cp == 0)
            return refuse(name, out->data, out->len,
                          "NUL character; this is not text, or it is damaged",
                          e);
        if (cp >= 0xD800 && cp <= 0xDFFF) {
            low = i + 3 < len ? unit(p + i + 2, big) : 0;
            if (cp > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
                return refuse(
                    name, out->data, out->len,
                    "a UTF-16 character is cut in half; the file is damaged",
                    e);
            cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        text_put(out, cp);
    }
    if (i < len)
        return refuse(name, out->data, out->len,
                      "the last UTF-16 character is cut in half; the file is "
                      "not complete",
                      e);
    return ST_OK;
}

static int
decode_windows1252(const char *name, const uint8_t *p, size_t len,
                   struct buf *out, struct err *e)
{
    size_t i, line, column;

    for (i = 0; i < len; i++) {
        uint32_t cp = csv_windows1252(p[i]);

        if (cp == 0) {
            place_behind(out->data, out->len, &line, &column);
            err_set(e, ST_REFUSED,
                    "%s:%zu:%zu: byte 0x%02X is neither UTF-8 nor "
                    "Windows-1252; save the file as \"CSV UTF-8\"",
                    name, line, column, p[i]);
            return err_hint(e, HINT_OTHER_ENCODING, NULL);
        }
        text_put(out, cp);
    }
    return ST_OK;
}

/* Is there a character of two or more bytes in valid UTF-8 in these bytes,
 * which as a whole are not UTF-8? */
static bool
looks_mixed(const uint8_t *data, size_t len)
{
    const char *s = (const char *)data;
    size_t i, n;

    for (i = 0; i < len; i++) {
        for (n = 2; n <= 4 && data[i] >= 0xC2 && i + n <= len; n++) {
            if (text_valid(s + i, n, NULL) && (data[i + 1] & 0xC0) == 0x80)
                return true;
        }
    }
    return false;
}

/* Text without a byte order mark for UTF-16, and without NUL. */
static int
decode_bytes(struct csv *c, const char *name, const uint8_t *p, size_t len,
             bool bom, struct buf *out, struct err *e)
{
    size_t bad;

    if (text_valid((const char *)p, len, &bad)) {
        c->encoding = CSV_UTF8;
        buf_add(out, p, len);
        return ST_OK;
    }
    if (bom)
        return refuse(name, p, bad,
                      "not UTF-8, though the file's byte order mark says that "
                      "it is; save it as \"CSV UTF-8\" again",
                      e);
    c->encoding = CSV_WINDOWS1252;
    c->mixed = looks_mixed(p, len);
    place_behind(p, bad, &c->foreign_line, &c->foreign_column);
    return decode_windows1252(name, p, len, out, e);
}

/* Refuse by size or by what the first bytes say. */
static int
check_kind(const char *name, const uint8_t *data, size_t len, struct err *e)
{
    size_t i;

    if (len > CSV_MAX_BYTES)
        return err_set(e, ST_REFUSED,
                       "%s: larger than %zu MiB; split the file into smaller "
                       "ones",
                       name, CSV_MAX_BYTES >> 20);
    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        size_t n = strlen(others[i].start);

        if (len >= n && memcmp(data, others[i].start, n) == 0)
            return err_set(e, ST_REFUSED, "%s: this is %s", name,
                           others[i].what);
    }
    return ST_OK;
}

int
csv_decode(struct csv *c, const char *name, const uint8_t *data, size_t len,
           const char *encoding, struct buf *out, struct err *e)
{
    const uint8_t *nul;
    bool bom = false;
    int rc;

    if ((rc = check_kind(name, data, len, e)) != ST_OK)
        return rc;
    if (encoding != NULL) {
        c->encoding = CSV_NAMED;
        return csv_convert(name, data, len, encoding, out, e);
    }
    if (len >= 2 && memcmp(data, "\xFF\xFE", 2) == 0) {
        c->encoding = CSV_UTF16LE;
        return decode_utf16(name, data + 2, len - 2, false, out, e);
    }
    if (len >= 2 && memcmp(data, "\xFE\xFF", 2) == 0) {
        c->encoding = CSV_UTF16BE;
        return decode_utf16(name, data + 2, len - 2, true, out, e);
    }

    /* Some programs put a mark in front of the one that was there. */
    while (len >= strlen(CSV_BOM) &&
           memcmp(data, CSV_BOM, strlen(CSV_BOM)) == 0) {
        bom = true;
        data += strlen(CSV_BOM);
        len -= strlen(CSV_BOM);
    }
    if (len > 0 && (nul = memchr(data, 0, len)) != NULL)
        return refuse_nul(name, data, (size_t)(nul - data), e);
    return decode_bytes(c, name, data, len, bom, out, e);
}

const char *
csv_encoding_name(enum csv_encoding encoding)
{
    static const char *const names[] = {
        [CSV_UTF8] = "UTF-8",       [CSV_UTF16LE] = "UTF-16LE",
        [CSV_UTF16BE] = "UTF-16BE", [CSV_WINDOWS1252] = "Windows-1252",
        [CSV_NAMED] = "named",
    };

    return names[encoding];
}
