/*
 * The central records of two archives, held against each other.  Nothing here
 * is owned.  Format: APPNOTE.TXT 4.3.12 and 4.5.
 */
#ifndef CXBAK_ZIP_ZRECORD_H
#define CXBAK_ZIP_ZRECORD_H

#include <stdbool.h>

#include "cxbak/zip/zdir.h"

/* Do the central records say the same, but for the member's place and, with
 * `content`, for its size, CRC and times? */
bool zrecord_same(const struct zmember *m, const struct zmember *n,
                  bool content);

#endif
