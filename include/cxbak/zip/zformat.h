/*
 * The layout of the records of a ZIP file, and of their extra fields.  Nothing
 * here owns anything.
 */
#ifndef CXBAK_ZIP_ZFORMAT_H
#define CXBAK_ZIP_ZFORMAT_H

#include <stddef.h>
#include <stdint.h>

/* Signatures (APPNOTE 4.3). */
#define ZSIG_LOCAL      0x04034b50u
#define ZSIG_DESCRIPTOR 0x08074b50u
#define ZSIG_CENTRAL    0x02014b50u
#define ZSIG_END        0x06054b50u
#define ZSIG_END64      0x06064b50u
#define ZSIG_LOCATOR    0x07064b50u

#define ZEND_LEN     22
#define ZEND64_LEN   56
#define ZLOCATOR_LEN 20

/* Where the fields are in a local header (APPNOTE 4.3.7). */
enum zlocal_at {
    L_VERSION = 4,
    L_FLAGS = 6,
    L_METHOD = 8,
    L_TIME = 10,
    L_DATE = 12,
    L_CRC = 14,
    L_CSIZE = 18,
    L_USIZE = 22,
    L_NAME_LEN = 26,
    L_EXTRA_LEN = 28
};

/* ... in a central record (4.3.12) ... */
enum zcentral_at {
    C_MADE_BY = 4,
    C_HOST = 5, /* the high byte of it */
    C_VERSION = 6,
    C_FLAGS = 8,
    C_METHOD = 10,
    C_TIME = 12,
    C_DATE = 14,
    C_CRC = 16,
    C_CSIZE = 20,
    C_USIZE = 24,
    C_NAME_LEN = 28,
    C_EXTRA_LEN = 30,
    C_COMMENT_LEN = 32,
    C_DISK = 34,
    C_INTERNAL = 36,
    C_EXTERNAL = 38,
    C_MODE = 40, /* its high half: what Unix calls the mode */
    C_OFFSET = 42
};

/* ... in the end record (4.3.16), and in the zip64 one (4.3.14). */
enum zend_at {
    E_COUNT_HERE = 8,
    E_COUNT = 10,
    E_SIZE = 12,
    E_OFFSET = 16,
    E64_LEFT = 4, /* bytes that follow */
    E64_MADE_BY = 12,
    E64_VERSION = 14,
    E64_COUNT_HERE = 24,
    E64_COUNT = 32,
    E64_SIZE = 40,
    E64_OFFSET = 48
};

/* A field with this value is saturated: the truth is in a zip64 field. */
#define ZMAX16 0xffffu
#define ZMAX32 0xffffffffu

/* Header ids of extra fields (APPNOTE 4.5.2, 4.6). */
#define ZEXTRA_ZIP64 0x0001
#define ZEXTRA_NTFS  0x000a
#define ZEXTRA_TIME  0x5455 /* Info-ZIP "UT" */
#define ZEXTRA_NAME  0x7075 /* Info-ZIP Unicode Path */
#define ZEXTRA_AES   0x9901 /* WinZip AES */

/* Where things are in the AES field (WinZip, "AES Encryption Information"):
 * the vendor's version, 1 where the CRC is given and 2 where it is left 0;
 * "AE"; 1 to 3 for keys of 128, 192 and 256 bits; the real method. */
enum zaes_at {
    ZAES_VERSION = 0,
    ZAES_VENDOR = 2,
    ZAES_STRENGTH = 4,
    ZAES_METHOD = 5,
    ZAES_LEN = 7
};

/*
 * Find the extra field `id` in the `n` bytes at `p`.  Returns NULL when the
 * fields are well-formed, with `*data` and `*len` when there is one (else
 * `*data` NULL); otherwise a phrase that says what is wrong.
 */
const char *zextra_find(const uint8_t *p, size_t n, unsigned id,
                        const uint8_t **data, size_t *len);

/*
 * Put the truth behind saturated values (APPNOTE 4.5.3).  `v` holds `n` values
 * in the order of the field: size, compressed size, and for a central record
 * offset and disk.  `at` (may be NULL) is where the offset is in `data`, 0 if
 * nowhere, counted from 1.  Returns NULL, or a phrase that says what is wrong.
 */
const char *zextra_zip64(uint64_t *v, size_t n, const uint8_t *data, size_t len,
                         size_t *at);

#endif
