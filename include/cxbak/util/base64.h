/*
 * Base64 (RFC 4648, section 4): bytes as text.
 */
#ifndef CXBAK_UTIL_BASE64_H
#define CXBAK_UTIL_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"

/* Append the `n` bytes as base64, without line ends. */
void base64_add(struct buf *b, const uint8_t *p, size_t n);

/* Append the bytes that the text stands for.  False, and nothing appended, if
 * it is no base64 as base64_add() makes it. */
bool base64_read(struct buf *b, const char *text);

#endif
