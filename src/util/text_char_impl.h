/*
 * Characters of UTF-8 text, for the text_* files only.  A byte that is not
 * part of well-formed UTF-8 counts as one character of its own, numbered
 * from TEXT_BAD up, so that it survives decoding and text_put().
 */
#ifndef CXBAK_UTIL_TEXT_CHAR_IMPL_H
#define CXBAK_UTIL_TEXT_CHAR_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"

/* The first number behind Unicode; TEXT_BAD + b is the malformed byte b. */
#define TEXT_BAD 0x110000u

/* The first of the `n` (at least one) bytes at `s` as a character; returns
 * the bytes it takes. */
size_t text_char(const char *s, size_t n, uint32_t *cp);

/* All characters of the `len` bytes at `s`; the caller frees the array. */
uint32_t *text_decode(const char *s, size_t len, size_t *n);

#endif
