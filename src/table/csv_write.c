/*
 * Rows of a CSV file after RFC 4180, in such a way that the reader gives back
 * the same texts, and, where asked, that a spreadsheet leaves them alone.
 *
 * The guard is a formula that is nothing but a string, ="0123": spreadsheets
 * show and save 0123.  A string in a formula has at most 255 characters, so
 * longer texts are joined of several, ="..."&"...".  A text that has this
 * form itself is guarded in any style, because the reader would unwrap it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "table/csv_impl.h"
#include "cxbak/util/text.h"

/* Spreadsheets count UTF-16 units, of which a character has at most two. */
#define STRING_MAX 127

#define LETTERS  "abcdefghijklmnopqrstuvwxyz"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* A longer number is shown as 1.23457E+11. */
#define SHOWN_DIGITS 11

/* Both passes of csv_unwrap(): check the form, or write the text. */
static bool
unwrap(const char *s, size_t len, char *to, size_t *n)
{
    size_t i = 0, k = 0;

    do {
        /* Step over the `=` or `&`, and the opening quote. */
        i++;
        if (i >= len || s[i++] != '"')
            return false;
        for (; i < len && (s[i] != '"' || (i + 1 < len && s[i + 1] == '"'));
             i++) {
            if (to != NULL)
                to[k] = s[i];
            k++;
            if (s[i] == '"')
                i++;
        }
        if (i++ >= len)
            return false;
    } while (i < len && s[i] == '&');
    *n = k;
    return i == len;
}

bool
csv_unwrap(const char *s, size_t len, char *to, size_t *n)
{
    size_t k;

    if (len < 3 || s[0] != '=' || !unwrap(s, len, NULL, &k))
        return false;
    if (to != NULL)
        (void)unwrap(s, len, to, n);
    return true;
}

/* Bytes of the first STRING_MAX characters, or of all there are. */
static size_t
string_part(const char *s)
{
    size_t i = 0, n = 0;

    for (; s[i] != '\0'; i++) {
        if (((unsigned char)s[i] & 0xC0) != 0x80 && n++ == STRING_MAX)
            break;
    }
    return i;
}

/* Append ="text". */
static void
wrap(struct buf *b, const char *s)
{
    buf_addc(b, '=');
    do {
        size_t n = string_part(s), i;

        buf_addc(b, '"');
        for (i = 0; i < n; i++) {
            if (s[i] == '"')
                buf_addc(b, '"');
            buf_addc(b, s[i]);
        }
        buf_addc(b, '"');
        s += n;
        if (*s != '\0')
            buf_addc(b, '&');
    } while (*s != '\0');
}

/* ---- What a spreadsheet would not leave alone ---- */

/* Is the run of `n` letters one that belongs to dates, times or numbers? */
static bool
is_date_word(const char *s, size_t n)
{
    static const char *const words[] = {"e", "a", "p", "am", "pm", "t", "z"};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
            return true;
    }
    return csv_month(s) != 0;
}

/* Could this, folded and in ASCII, be a number, an amount, a date or a time
 * in some country? */
static bool
like_number(const char *s)
{
    size_t n;

    if (strpbrk(s, "0123456789") == NULL)
        return false;
    while (*s != '\0') {
        if ((n = strspn(s, LETTERS)) > 0 && !is_date_word(s, n))
            return false;
        if (n == 0 && (n = strspn(s, "0123456789.,:;/-+%()'$ \t")) == 0)
            return false;
        s += n;
    }
    return true;
}

/* A spreadsheet turns these into truth values, and writes them back in its
 * own language. */
static bool
is_truth(const char *s)
{
    static const char *const words[] = {
        "true", "false", "wahr",      "falsch",     "vrai", "faux",
        "vero", "falso", "verdadero", "verdadeiro", "waar", "onwaar"};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(words[i], s) == 0)
            return true;
    }
    return false;
}

/* A number that every spreadsheet shows and saves as it is. */
static bool
is_plain_number(const char *s)
{
    size_t n = strspn(s, "0123456789");

    return n > 0 && s[n] == '\0' && n <= SHOWN_DIGITS &&
           (n == 1 || s[0] != '0');
}

/* Words in ASCII that begin with a letter, without digits or a blank behind:
 * most cells, and they need no folding. */
static bool
is_plain_words(const char *s)
{
    size_t i;

    if (strspn(s, LETTERS CAPITALS) == 0)
        return false;
    for (i = 0; s[i] >= 0x20 && s[i] < 0x7F && (s[i] < '0' || s[i] > '9'); i++)
        continue;
    return s[i] == '\0' && s[i - 1] != ' ';
}

bool
csv_is_fragile(const char *text)
{
    char *fold, *ascii, *key;
    bool fragile;

    if (text[0] == '\0' || is_plain_number(text))
        return false;
    if (is_plain_words(text))
        return is_truth(text);

    /* Folding makes full-width signs plain ones and drops what is invisible;
     * blanks in front do not stop every spreadsheet. */
    fold = text_fold(text);
    ascii = text_ascii(fold, NULL);
    key = text_trim(ascii);
    fragile = strchr("\t\r\n", text[0]) != NULL ||
              (key[0] != '\0' && strchr("=+-@", key[0]) != NULL) ||
              is_truth(key) || like_number(key);
    free(key);
    free(ascii);
    free(fold);
    return fragile;
}

/* ---- Rows ---- */

/* Does the cell need quotes?  After RFC 4180, those with delimiter, quote or
 * line end; and whatever else a reader might trim, skip, or take for
 * something other than the text of a cell, above all in the first place of a
 * file. */
static bool
needs_quotes(const char *s, size_t n, char delimiter)
{
    size_t i;

    if (n == 0)
        return false;
    for (i = 0; i < n; i++) {
        if ((unsigned char)s[i] < 0x20 || s[i] == delimiter ||
            strchr(",;\"", s[i]) != NULL)
            return true;
    }
    return s[0] == ' ' || s[n - 1] == ' ' || s[0] == '%' || s[0] == '{' ||
           strncasecmp(s, "sep=", 4) == 0 || strstr(s, CSV_BOM) != NULL;
}

static void
write_cell(struct buf *b, const struct csv_style *style, const char *s,
           bool guard)
{
    struct buf wrapped = BUF_INIT;
    size_t n = strlen(s), i;

    if (guard || csv_unwrap(s, n, NULL, NULL)) {
        wrap(&wrapped, s);
        s = buf_str(&wrapped);
        n = wrapped.len;
    }
    if (needs_quotes(s, n, style->delimiter)) {
        buf_addc(b, '"');
        for (i = 0; i < n; i++) {
            if (s[i] == '"')
                buf_addc(b, '"');
            buf_addc(b, s[i]);
        }
        buf_addc(b, '"');
    } else {
        buf_add(b, s, n);
    }
    buf_free(&wrapped);
}

void
csv_write_start(struct buf *b, const struct csv_style *style)
{
    if (style->bom)
        buf_adds(b, CSV_BOM);
}

void
csv_write_row(struct buf *b, const struct csv_style *style,
              const char *const *texts, size_t n)
{
    bool empty = true;
    size_t i;

    for (i = 0; i < n; i++)
        empty = empty && (texts[i] == NULL || texts[i][0] == '\0');

    /* Readers skip a line without content, so an empty row says that it is
     * one. */
    if (empty && n > 0)
        buf_adds(b, "\"\"");
    for (i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(b, style->delimiter);
        write_cell(b, style, texts[i] != NULL ? texts[i] : "",
                   style->excel && texts[i] != NULL &&
                       csv_is_fragile(texts[i]));
    }
    buf_adds(b, style->lf ? "\n" : "\r\n");
}

/* Does the text begin with what a spreadsheet drops of a number? */
static bool
is_guarded_number(const char *s)
{
    return (s[0] == '+' || s[0] == '0') && s[1] != '\0' &&
           s[1 + strspn(s + 1, "0123456789")] == '\0';
}

void
csv_write_cells(struct buf *b, const struct csv_style *style,
                const struct csv_cell *cells, size_t n, const char *more)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(b, style->delimiter);
        write_cell(b, style, cells[i].text,
                   cells[i].wrapped || is_guarded_number(cells[i].text));
    }
    if (more != NULL) {
        buf_addc(b, style->delimiter);
        write_cell(b, style, more, false);
    }
    buf_adds(b, style->lf ? "\n" : "\r\n");
}
