/* What the parts of the ZIP directory reader and writer share. */
#ifndef CXBAK_ZIP_ZIP_IMPL_H
#define CXBAK_ZIP_ZIP_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/zip/zdir.h"

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

/* A field with this value is saturated: the truth is in a zip64 field. */
#define ZMAX16 0xffffu
#define ZMAX32 0xffffffffu

/* Header ids of extra fields (APPNOTE 4.5.2, 4.6). */
#define ZEXTRA_ZIP64 0x0001
#define ZEXTRA_NTFS  0x000a
#define ZEXTRA_TIME  0x5455 /* Info-ZIP "UT" */
#define ZEXTRA_NAME  0x7075 /* Info-ZIP Unicode Path */
#define ZEXTRA_AES   0x9901 /* WinZip AES */

/* The end of the archive: where its records are and what they say. */
struct zend {
    uint64_t count;
    uint64_t dir_off;
    uint64_t dir_size;
    uint64_t end64_off; /* the zip64 end record; 0 when there is none */
    uint64_t end_off;   /* the end record */
    uint64_t file_size;
};

struct zdir {
    int fd;
    const char *path;
    struct zend end;
    uint8_t *dir; /* the directory's bytes */
    char *names;  /* all names, each followed by a NUL */
    struct zmember *members;
    size_t *in_file; /* indices by offset */
    size_t *by_name; /* indices by name */
    size_t count;
};

/* Find and check the end records of the file (R2, R3). */
int zend_read(struct zend *z, int fd, const char *path, struct err *e);

/* What kind of file this is, when it is not a ZIP file (R11): a phrase such
 * as "this is a tar archive", or NULL when it may be a ZIP file. */
const char *zkind(const uint8_t *head, size_t n);

/* Why the name is unsafe (R5), or NULL. */
const char *zname_unsafe(const char *name, size_t n);

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
 * offset.  `at` (may be NULL) is where the offset is in `data`, 0 if nowhere,
 * counted from 1.  Returns NULL, or a phrase that says what is wrong.
 */
const char *zextra_zip64(uint64_t *v, size_t n, const uint8_t *data, size_t len,
                         size_t *at);

#endif
