/*
 * The characters of a text, and what kind each is, as the rules see it.
 * Nothing here is owned.  Source of the classes: the Unicode Standard, general
 * categories and properties.
 */
#ifndef CXBAK_RULES_RULES_TEXT_H
#define CXBAK_RULES_RULES_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A walk over the characters of valid UTF-8: start as {.next = text}. */
struct rules_walk {
    const char *next;
    uint32_t cp; /* the character */
    size_t pos;  /* its place, counted in characters from 1 */
};

/* Go to the next character; false at the end. */
bool rules_step(struct rules_walk *w);

/* Unicode White_Space. */
bool rules_is_blank(uint32_t cp);

/* Controls, line and paragraph separators, noncharacters. */
bool rules_is_control(uint32_t cp);

/* Marks, embeddings, overrides and isolates of the bidirectional algorithm. */
bool rules_is_bidi(uint32_t cp);

/* Takes no ink and is no blank: zero-width and format characters, soft
 * hyphens, fillers, private use.  Joiners and bidi controls count too. */
bool rules_is_invisible(uint32_t cp);

/* Letters of any script; letters, their marks and decimal digits; marks,
 * which combine with the character before them. */
bool rules_is_letter(uint32_t cp);
bool rules_is_word(uint32_t cp);
bool rules_is_mark(uint32_t cp);

#endif
