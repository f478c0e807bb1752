/*
 * Unicode text.  Strings are NUL-terminated UTF-8 unless a length is given;
 * what a function returns as `char *` is newly made and freed by the caller.
 * utf8proc does the work.
 */
#ifndef CXBAK_UTIL_TEXT_H
#define CXBAK_UTIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"

/* Is this well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong)?
 * If not, `*bad` (may be NULL) is the offset of the first bad byte. */
bool text_valid(const char *p, size_t n, size_t *bad);

/*
 * Can XML 1.0 hold this text (production [2] Char)?  If not, `*pos` is the
 * position of the first character that it cannot hold, counted in characters
 * from 1, and `*cp` that character (U+FFFD for a malformed byte).
 */
bool text_is_xml(const char *s, size_t *pos, uint32_t *cp);

/* The first character of `s`, which is not empty; returns the bytes it takes.
 * A malformed byte is taken for U+FFFD. */
size_t text_next(const char *s, uint32_t *cp);

/* What a character is, by its general category in Unicode. */
enum text_kind {
    TEXT_OTHER,
    TEXT_LETTER,
    TEXT_MARK,    /* combines with the character before it */
    TEXT_DIGIT,   /* decimal */
    TEXT_CONTROL, /* Cc */
    TEXT_FORMAT,  /* Cf */
    TEXT_PRIVATE  /* Co */
};
enum text_kind text_kind(uint32_t cp);

/* Append a character (a Unicode scalar value) as UTF-8. */
void text_put(struct buf *b, uint32_t cp);

/* Is all of it ASCII?  For that there mostly is a shorter way. */
bool text_is_ascii(const char *s);

/* How many line feeds are among the bytes. */
size_t text_lines(const void *p, size_t n);

/* Columns the text takes on a terminal, as text_escape() prints it. */
size_t text_width(const char *s);

/* Append the text fit for a terminal: control characters, bidirectional
 * controls, line and paragraph separators and malformed bytes as \xNN or
 * \u{NNNN}; all else as it is. */
void text_escape(struct buf *b, const char *s);

/* Normal form C, and whether the text is in it. */
char *text_nfc(const char *s);
bool text_is_nfc(const char *s);

/* A key for comparing without regard to case or compatibility forms:
 * NFKC with full case folding, ignorable characters dropped. */
char *text_fold(const char *s);

/* Lower and upper case of every character. */
char *text_lower(const char *s);
char *text_upper(const char *s);

/*
 * ASCII spelling as readers of the language expect: German a-umlaut -> ae,
 * sharp s -> ss, Nordic o-slash -> o, ae-ligature -> ae, a-ring -> a; Polish
 * l-stroke -> l; Turkish dotless i -> i; Vietnamese d-stroke -> d; typographic
 * quotes and dashes -> ' and -; other accents dropped.  A character with no
 * ASCII spelling is dropped and `*lost` (may be NULL) set.
 */
char *text_ascii(const char *s, bool *lost);

/* Does `s` match the pattern (`*` any run, `?` one character, `[a-z]` a set,
 * `\` quotes the next), case ignored?  Linear in practice: no recursion. */
bool text_glob(const char *pattern, const char *s);

/* Without blanks (Unicode White_Space) at both ends. */
char *text_trim(const char *s);

/* Bytes that the first `max` characters take, as a reader counts them
 * (extended grapheme clusters: letter and accents, an emoji sequence). */
size_t text_clusters(const char *s, size_t max);

/* How many letters are added, dropped, exchanged, or swapped with the next, to
 * make the one word of the other (case ignored); SIZE_MAX for long ones. */
size_t text_distance(const char *a, const char *b);

/* Of `n` words the one nearest to `word` by edit distance (case ignored), or
 * NULL when none is near enough to be meant. */
const char *text_nearest(const char *word, const char *const *words, size_t n);

/* The library below with its version, "utf8proc 2.8.0"; newly made. */
char *text_library(void);

#endif
