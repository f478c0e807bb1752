/* What the parts of the ZIP directory reader and writer share. */
#ifndef CXBAK_ZIP_ZIP_IMPL_H
#define CXBAK_ZIP_ZIP_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/cursor.h"
#include "cxbak/util/source.h"
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
    const struct source *source;
    const char *path; /* its name */
    struct zend end;
    uint8_t *dir; /* the directory's bytes */
    char *names;  /* all names, each followed by a NUL */
    struct zmember *members;
    size_t *in_file; /* indices by offset */
    size_t *by_name; /* indices by name */
    size_t count;
};

/* Find and check the end records of the file (R2, R3). */
int zend_read(struct zend *z, const struct source *s, struct err *e);

/* What kind of file this is, when it is not a ZIP file (R11): a phrase such
 * as "this is a tar archive", or NULL when it may be a ZIP file. */
const char *zkind(const uint8_t *head, size_t n);

/* Why the name of `n` bytes, with a NUL behind them, is unsafe (R5), or NULL.
 */
const char *zname_unsafe(const char *name, size_t n);

/* Names in the order of their bytes, without regard to `\` or `/`, to empty
 * parts and to parts `.`; what lies in a folder comes right behind it. */
int zname_compare(const char *a, const char *b);

/* Does the path `name` lie in the folder of the name `folder`?  Spellings as
 * for zname_compare(). */
bool zname_is_below(const char *name, const char *folder);

/* Sort `z->by_name`, and refuse names that two members share, or that are
 * both a file and a folder, in any spelling (R5). */
int znames_check(struct zdir *z, struct err *e);

/* Drop from a name what Info-ZIP's unzip drops; was there anything? */
bool zspelling_infozip(char *name);

/* What is wrong with the member's Unicode Path field (R5), or NULL. */
const char *zspelling_wrong(const struct zmember *m);

/* Read the central record at the cursor into `m`; its name is copied, with a
 * NUL, to `names`.  Returns NULL, or what is wrong (R3; R4 once `m->central`
 * is set). */
const char *zrecord_read(struct zmember *m, struct cursor *c, char *names);

/* Does what a record says agree in itself and with readers that look at other
 * parts of it?  Returns NULL, or what is wrong and the rule. */
const char *zrecord_wrong(const struct zmember *m, const char **rule);

/* The extra fields of a central record. */
const uint8_t *zrecord_extra(const struct zmember *m, size_t *len);

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

/* Does a signature of a header or an end record stand in these bytes, so that
 * a reader that scans would stop there? */
bool zextra_has_signature(const uint8_t *p, size_t n);

/* The same for extra fields.  The zip64 one is left out: its numbers, which
 * may look like anything, are checked one by one. */
bool zextra_hides_record(const uint8_t *p, size_t n);

#endif
