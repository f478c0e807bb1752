#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/called.h"
#include "cli/screen_line.h"

#define ESC '\033'

/* FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. */
#define ISOLATE     "\xE2\x81\xA8"
#define END_ISOLATE "\xE2\x81\xA9"

/* Ends a line in the middle of a word. */
#define BROKEN "\\"

/* How far what follows is indented, more than the line. */
#define INDENT 2

/* ---- Right to left ---- */

/* Is it a letter of a script that is written from right to left? */
static bool
is_right_to_left(uint32_t cp)
{
    return (cp >= 0x590 && cp <= 0x8FF) || (cp >= 0xFB1D && cp <= 0xFDFF) ||
           (cp >= 0xFE70 && cp <= 0xFEFF) || (cp >= 0x10800 && cp <= 0x10FFF) ||
           (cp >= 0x1E800 && cp <= 0x1EFFF);
}

/* Is it nothing that ends a run: a blank, or a mark between words? */
static bool
is_between(uint32_t cp)
{
    return cp == ' ' || cp == '-' || cp == '\'' || cp == '.' || cp == 0x2019;
}

/* The bytes of the run of such letters that begins at `s`; one blank at most
 * is between its words. */
static size_t
run_length(const char *s)
{
    size_t end = 0, at = 0;
    uint32_t cp, last = 0;

    while (s[at] != '\0') {
        size_t n = text_next(s + at, &cp);

        if (is_right_to_left(cp))
            end = at + n;
        else if (!is_between(cp) || (cp == ' ' && last == ' '))
            break;
        last = cp;
        at += n;
    }
    return end;
}

/* The line with isolates around its runs. */
static char *
isolated(const char *line)
{
    struct buf b = BUF_INIT;
    uint32_t cp;
    size_t n;

    while (*line != '\0') {
        n = text_next(line, &cp);
        if (is_right_to_left(cp)) {
            n = run_length(line);
            buf_adds(&b, ISOLATE);
            buf_add(&b, line, n);
            buf_adds(&b, END_ISOLATE);
        } else {
            buf_add(&b, line, n);
        }
        line += n;
    }
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

/* ---- Width ---- */

/* The bytes of the escape sequence at `s`. */
static size_t
escape_length(const char *s)
{
    size_t n = 1;

    if (s[n] != '[')
        return n;
    for (n++; s[n] != '\0' && (s[n] < '@' || s[n] > '~'); n++)
        continue;
    return s[n] != '\0' ? n + 1 : n;
}

/* Columns of the first `n` bytes; escapes and isolates take none. */
static size_t
width_of(const char *s, size_t n)
{
    struct buf b = BUF_INIT;
    size_t i, k, width;

    for (i = 0; i < n; i += k) {
        k = 1;
        if (s[i] == ESC)
            k = escape_length(s + i);
        else if (strncmp(s + i, ISOLATE, strlen(ISOLATE)) == 0 ||
                 strncmp(s + i, END_ISOLATE, strlen(END_ISOLATE)) == 0)
            k = strlen(ISOLATE);
        else
            buf_addc(&b, s[i]);
    }
    width = text_width(buf_str(&b));
    buf_free(&b);
    return width;
}

/* ---- Breaking ---- */

/* Is it a command that people copy, or a picture made of colours? */
static bool
is_whole(const char *line)
{
    const char *word = line + strspn(line, " ");
    size_t n = strlen(called());

    return (word > line && strncmp(word, called(), n) == 0 && word[n] == ' ') ||
           strstr(line, "\033[38;2;") != NULL ||
           strstr(line, "\033[48;2;") != NULL;
}

/* Where what follows the line begins: below its last column that is not too
 * far to the right. */
static size_t
hanging(const char *line, size_t width)
{
    size_t first = strspn(line, " "), hang = first + INDENT, at;

    for (at = first; line[at] != '\0'; at++) {
        if (line[at] == ' ' && line[at + 1] == ' ') {
            at += strspn(line + at, " ");
            if (width_of(line, at) > width / 2)
                break;
            hang = width_of(line, at);
        }
        if (line[at] == '\0')
            break;
    }
    return hang < width / 2 ? hang : INDENT;
}

static void
blanks(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_addc(out, ' ');
}

/* After these a word is best broken. */
#define BREAKS "@./_-,:"

/* The bytes of the next thing at `s` that stays together. */
static size_t
step(const char *s)
{
    return *s == ESC ? escape_length(s) : text_clusters(s, 1);
}

/* How many bytes of the word fit, one letter at least; `*good`: and up to the
 * last sign behind which it may end, if that fills half of the room, else 0. */
static size_t
fitting(const char *word, size_t n, size_t room, size_t *good)
{
    size_t at, k, width = 0;

    *good = 0;
    for (at = 0; at < n; at += k) {
        k = step(word + at);
        width += width_of(word + at, k);
        if (at > 0 && width > room)
            break;
        if (strchr(BREAKS, word[at]) != NULL && width > room / 2)
            *good = at + k;
    }
    return at;
}

/* Append a word that is wider than `room`, on lines of its own; what is left
 * of it takes `room` at most.  Returns how many bytes went. */
static size_t
put_pieces(struct buf *out, const char *word, size_t n, size_t hang,
           size_t room)
{
    size_t at = 0, good;

    while (room > 1 && fitting(word + at, n - at, room, &good) < n - at) {
        size_t k = fitting(word + at, n - at, room - 1, &good);

        k = good > 0 ? good : k;
        buf_add(out, word + at, k);
        buf_adds(out, BROKEN "\n");
        blanks(out, hang);
        at += k;
    }
    return at;
}

/* Append the words of the line, broken. */
static void
put_words(struct buf *out, const char *line, size_t width)
{
    size_t hang = hanging(line, width), column = 0;
    bool first = true;

    while (*line != '\0') {
        size_t gap = strspn(line, " "), n = strcspn(line + gap, " ");
        size_t word = width_of(line + gap, n), gone = 0;

        if (!first && column + gap + word > width && column > hang) {
            buf_addc(out, '\n');
            blanks(out, hang);
            column = hang;
        } else {
            blanks(out, gap);
            column += gap;
        }
        line += gap;
        if (column + word > width && column <= hang && hang < width) {
            gone = put_pieces(out, line, n, hang, width - hang);
            column = hang;
        }
        buf_add(out, line + gone, n - gone);
        column += width_of(line + gone, n - gone);
        line += n;
        first = false;
    }
}

void
screen_line(struct buf *out, const char *line, size_t width)
{
    size_t n = strcspn(line, "\n");
    char *text = mem_ndup(line, n), *shown = isolated(text);

    if (width == 0 || width_of(shown, strlen(shown)) <= width || is_whole(text))
        buf_adds(out, shown);
    else
        put_words(out, shown, width);
    buf_adds(out, line + n);
    free(shown);
    free(text);
}
