/*
 * Encrypted members (WinZip AES and the traditional PKWARE scheme): libarchive
 * does the cryptography on an archive of this one member.
 */
#ifndef CXBAK_ZIP_ZCRYPT_IMPL_H
#define CXBAK_ZIP_ZCRYPT_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/zip/zdir.h"
#include "cxbak/zip/zwrite.h"
#include "zip/zpatch_impl.h"

struct zcrypt;

/* Begin to decrypt and decode member `i`, whose local header was checked. */
int zcrypt_open(struct zcrypt **cp, const struct zdir *z, size_t i,
                const char *password, struct err *e);

/* The next bytes, at most `n`; 0 is the end, the authentication checked. */
int zcrypt_next(struct zcrypt *c, void *p, size_t n, size_t *got,
                struct err *e);

void zcrypt_free(struct zcrypt *c);

/* The AES field of a member's central record, at least ZAES_LEN bytes; NULL if
 * it is not encrypted by AES. */
const uint8_t *zcrypt_aes(const struct zmember *m);

/* Can the encryption of the member be made again?  Of AES-192 comes AES-256. */
bool zcrypt_keeps(const struct zmember *m);

/*
 * Make an archive of one member of that name and of the edit's content, with
 * the edit's password encrypted in the way of member `i`, appended to
 * `out`.
 */
int zcrypt_make(struct buf *out, const struct zdir *z, size_t i,
                const char *name, const struct zedit *edit,
                const struct zstamp *stamp, struct err *e);

#endif
