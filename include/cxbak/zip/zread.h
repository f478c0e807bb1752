/*
 * Reading one member's content.  A `struct zread` owns its buffers and
 * borrows the directory and the password.
 */
#ifndef CXBAK_ZIP_ZREAD_H
#define CXBAK_ZIP_ZREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/zip/zdir.h"

struct zread;

/* Does the directory say that it is a regular file, neither a folder nor a link
 * or device of Unix (APPNOTE 4.4.2, 4.4.15)? */
bool zread_is_regular(const struct zmember *m);

/* Is the encryption of the member, if it has any, one that is known: WinZip's
 * AES, or the traditional one?  ST_BACKUP (R6) if not, so that no password
 * needs to be asked for. */
int zread_check_cipher(const struct zdir *z, size_t i, struct err *e);

/*
 * Begin to read member `i`.  Its local header is checked first (R1, R4); it
 * must be a regular member, stored or deflated, or encrypted and `password`
 * (else NULL) given (R6).  ST_PASSWORD if the password is missing or wrong.
 */
int zread_open(struct zread **rp, struct zdir *z, size_t i,
               const char *password, struct err *e);

/*
 * The next bytes, at most `n`, into `p`; `*got` is how many.  0 is the end:
 * size and CRC were right and nothing was left over (R6).  Never gives more
 * bytes than the directory says.
 */
int zread_next(struct zread *r, void *p, size_t n, size_t *got, struct err *e);

/* Release; NULL is allowed. */
void zread_free(struct zread *r);

/* Hand all bytes of member `i` to `take` (NULL: just decode them), block by
 * block; a status other than ST_OK, with its message in `e`, ends it. */
typedef int zread_block_fn(void *arg, const uint8_t *p, size_t n,
                           struct err *e);
int zread_blocks(struct zdir *z, size_t i, const char *password,
                 zread_block_fn *take, void *arg, struct err *e);

/* The whole member, of at most `max` bytes, appended to `b`. */
int zread_all(struct buf *b, struct zdir *z, size_t i, const char *password,
              size_t max, struct err *e);

/* The CRC-32 of bytes, as ZIP has it (APPNOTE 4.4.7). */
uint32_t zread_crc(const void *p, size_t n);

/* The libraries below with their versions, as they are when it runs:
 * "libarchive 3.6.2, zlib 1.2.13"; newly made. */
char *zread_libraries(void);

#endif
