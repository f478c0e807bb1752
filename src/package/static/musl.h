/* What musl has not, declared: of the GNU C library, but for the last. */
#ifndef CXBAK_PACKAGE_STATIC_MUSL_H
#define CXBAK_PACKAGE_STATIC_MUSL_H

#include <stddef.h>

/* Do not replace what is there: of <stdio.h>. */
#define RENAME_NOREPLACE 1

/* Where another C library is, they are declared already.
 * NOLINTBEGIN(readability-redundant-declaration) */
int renameat2(int from_folder, const char *from, int to_folder, const char *to,
              unsigned flags);
void arc4random_buf(void *to, size_t n);
/* NOLINTEND(readability-redundant-declaration) */

#endif
