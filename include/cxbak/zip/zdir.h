/*
 * The directory of a ZIP file, read strictly.  A `struct zdir` owns the entry
 * table and borrows the source; names and central records point into it
 * and live as long as it does.
 *
 * Only archives in which every reader finds the same members are accepted.
 * Each refusal names a rule:
 *   R1  members, directory, end records and comment tile the file exactly
 *   R2  there is exactly one end record, and its comment ends the file; no
 *       comment and no extra field holds the signature of a record
 *   R3  counts, sizes, offsets and disk numbers are true
 *   R4  local header, central record and data descriptor tell one story, and
 *       ask for no version of ZIP that there is not
 *   R5  names are safe and unique, in every spelling that readers give them
 *   R6  what is decoded is a regular member, stored or deflated (or encrypted,
 *       with the password), of exact size and CRC, with nothing left over
 *   R8  work and memory follow the bytes that are there, not claimed sizes
 *   R9  there is one database       R10  it is plain XML
 *   R11 the file is a ZIP file, told by its content
 * (R7: members that are only copied stay as they are, even if damaged.)
 * Source of the formats: PKWARE APPNOTE.TXT 6.3, sections in the .c files.
 */
#ifndef CXBAK_ZIP_ZDIR_H
#define CXBAK_ZIP_ZDIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/util/source.h"

/* General purpose flags (APPNOTE 4.4.4) and methods (4.4.5) that matter. */
#define ZFLAG_ENCRYPTED  0x0001
#define ZFLAG_DESCRIPTOR 0x0008
#define ZFLAG_PATCH      0x0020
#define ZFLAG_STRONG     0x0040
#define ZFLAG_UTF8       0x0800
#define ZFLAG_MASKED     0x2000

#define ZMETHOD_STORED  0
#define ZMETHOD_DEFLATE 8
#define ZMETHOD_AES     99 /* WinZip AES: the real method is in 0x9901 */

/* The highest version of ZIP that a member can need, 6.3 (4.4.3.2), in the low
 * byte of its field. */
#define ZVERSION_MAX 63

/* Fixed lengths of the records, without names, extra fields and comments. */
#define ZLOCAL_LEN   30
#define ZCENTRAL_LEN 46

/* Kinds of bytes that are looked for in every name. */
enum zname_sign {
    ZNAME_CONTROL = 1,   /* below 0x20, or 0x7F */
    ZNAME_HIGH = 2,      /* from 0x80 on: it is not ASCII */
    ZNAME_SEMICOLON = 4, /* `;` */
    ZNAME_BACKSLASH = 8  /* `\` */
};

struct zmember {
    const char *name;       /* the bytes as stored, then a NUL */
    const uint8_t *central; /* the central record as stored */
    uint64_t csize;         /* bytes of data */
    uint64_t usize;         /* bytes when decoded */
    uint64_t offset;        /* of the local header in the file */
    uint64_t end;           /* behind the last byte that belongs to it */
    uint32_t central_len;
    uint32_t crc;
    uint32_t local_len; /* header, name, extra; 0 until zdir_local() */
    uint16_t name_len;
    uint16_t flags;
    uint16_t method;
    uint16_t desc_len; /* 0, or bytes of the descriptor (after zdir_local()) */
    uint16_t off64;    /* where in `central` the zip64 offset is; 0: nowhere */
    uint16_t signs;    /* enum zname_sign: kinds of bytes in the name */
};

struct zdir;

/*
 * Read and check the directory of the ZIP file `s`, which is borrowed.  Reads
 * the end of the file and the directory only: local headers are checked by
 * zdir_local() and zdir_locals(). Returns ST_OK and a new `*zp`, ST_BACKUP or
 * ST_SYSTEM.
 */
int zdir_open(struct zdir **zp, const struct source *s, struct err *e);

/* Release the directory; NULL is allowed. */
void zdir_free(struct zdir *z);

/* The members, in the order of the directory. */
size_t zdir_count(const struct zdir *z);

/* How many of them are entries of folders, which people do not count. */
size_t zdir_folders(const struct zdir *z);
const struct zmember *zdir_member(const struct zdir *z, size_t i);

/* The members in the order of the file: the index of the `k`th. */
size_t zdir_in_file(const struct zdir *z, size_t k);

/* The index of the member of that name, or SIZE_MAX. */
size_t zdir_find(const struct zdir *z, const char *name);

/* Size of the file. */
uint64_t zdir_file_size(const struct zdir *z);

/* Offset of the archive comment, which may be empty. */
uint64_t zdir_comment(const struct zdir *z);

/* Check one member's local header and descriptor against its central record,
 * and that nothing lies between it and the next (R1, R4).  O(1). */
int zdir_local(struct zdir *z, size_t i, struct err *e);

/* The same for every member. */
int zdir_locals(struct zdir *z, struct err *e);

/* Refuse member `i` with a printf-style reason: the message becomes
 * `PATH: member "NAME" at offset N: REASON`; `rule` ("R5") is static. */
int zdir_refuse(const struct zdir *z, size_t i, struct err *e, const char *rule,
                const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
