/* What the parts of the ZIP directory reader and writer share. */
#ifndef CXBAK_ZIP_ZIP_IMPL_H
#define CXBAK_ZIP_ZIP_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"
#include "cxbak/util/source.h"
#include "cxbak/zip/zdir.h"
#include "cxbak/zip/zformat.h"

/* The end of the archive: where its records are and what they say. */
struct zend {
    uint64_t count;
    uint64_t dir_off;
    uint64_t dir_size;
    uint64_t end64_off; /* the zip64 end record; 0 when there is none */
    uint64_t end_off;   /* the end record */
    uint64_t file_size;
};

/* A piece of the file that was read for a header, kept for it and for other
 * readers. */
struct zpiece {
    uint64_t off; /* in the file */
    size_t at;    /* in the bytes that are kept */
    size_t len;
};

/* What goes through the file and reads what stands between the data of its
 * members.  Begin with `z` (borrowed) and all else 0. */
struct zwindow {
    struct zdir *z;
    bool keeps; /* headers, for zwindow_kept() */

    /* Its own. */
    uint8_t *p;
    uint64_t start;
    size_t len;
    size_t room;
    struct gather *gather;
    size_t fetched; /* the members of the file before this one */
};

/* Room for the extra fields that nearly all local headers have. */
#define ZEXTRA_USUAL 64

/* The longest data descriptor: signature, CRC-32, two sizes of 8 bytes. */
#define ZDESCRIPTOR_MAX 24

#define ZNAMES_BEHIND 8

/* A number of eight bytes that are all the same. */
#define EACH(byte) (UINT64_MAX / 255 * (byte))

struct zdir {
    const struct source *source;
    const char *path; /* its name */
    struct zend end;
    uint8_t *dir; /* the directory's bytes */
    char *names;  /* all names, each followed by a NUL, and ZNAMES_BEHIND
                     bytes that are 0 */
    struct zmember *members;
    size_t *in_file; /* indices by offset */
    size_t *by_name; /* indices by name */
    size_t count;
    struct zpiece *pieces; /* by offset: see zwindow_kept() */
    size_t piece_count;
    size_t piece_cap;
    struct buf kept;
};

/* Find and check the end records of the file (R2, R3). */
int zend_read(struct zend *z, const struct source *s, struct err *e);

/* What kind of file this is, when it is not a ZIP file (R11): a phrase such
 * as "this is a tar archive", or NULL when it may be a ZIP file. */
const char *zkind(const uint8_t *head, size_t n);

/* Which kinds of bytes are among the `n` of a name: enum zname_sign. */
unsigned zname_signs(const char *name, size_t n);

/* Why the name of `n` bytes, with a NUL behind them, is unsafe (R5), or NULL;
 * `signs` is what zname_signs() says of it. */
const char *zname_unsafe(const char *name, size_t n, unsigned signs);

/* Names in the order of their bytes, without regard to `\` or `/`, to empty
 * parts and to parts `.`; what lies in a folder comes right behind it. */
int zname_compare(const char *a, const char *b);

/* Does the path `name` lie in the folder of the name `folder`?  Spellings as
 * for zname_compare(). */
bool zname_is_below(const char *name, const char *folder);

/* Sort `z->by_name`, and refuse names that two members share, or that are
 * both a file and a folder, in any spelling (R5). */
int znames_check(struct zdir *z, struct err *e);

/* Sort `z->by_name` when zname_compare() would skip nothing in any name. */
void znames_sort_plain(struct zdir *z);

/* Drop from a name what Info-ZIP's unzip drops; was there anything? */
bool zspelling_infozip(char *name);

/* What is wrong with the member's Unicode Path field (R5), or NULL. */
const char *zspelling_wrong(const struct zmember *m);

/* What is said of a header that asks for a version above ZVERSION_MAX. */
extern const char zrecord_version[];

/* Read the central record at the cursor into `m`; its name is copied, with a
 * NUL, to `names`.  Returns NULL, or what is wrong (R3; R4 once `m->central`
 * is set). */
const char *zrecord_read(struct zmember *m, struct cursor *c, char *names);

/* Does what a record says agree in itself and with readers that look at other
 * parts of it?  Returns NULL, or what is wrong and the rule. */
const char *zrecord_wrong(const struct zmember *m, const char **rule);

/* All headers will be wanted, now that of the `k`th member of the file: many
 * may be read at once. */
int zwindow_expect(struct zwindow *w, size_t k, struct err *e);

/* The `n` bytes at `off`, which lie before the directory; valid until the next
 * call.  If they must be read, so is what is wanted next: at least `least`
 * bytes, and the header of the `k`th member of the file.  NULL on error. */
const uint8_t *zwindow_get(struct zwindow *w, uint64_t off, size_t n,
                           size_t least, size_t k, struct err *e);

/* Keep a header that lies at `off`, if it was read alone. */
void zwindow_keep(struct zwindow *w, uint64_t off, const uint8_t *p, size_t n);

/* Release what it has. */
void zwindow_close(struct zwindow *w);

/* What a window has kept from `off` on, `*n` bytes; NULL if nothing of that
 * place. */
const uint8_t *zwindow_kept(const struct zdir *z, uint64_t off, size_t *n);

/* The extra fields of a central record. */
const uint8_t *zrecord_extra(const struct zmember *m, size_t *len);

/* Does a signature of a header or an end record stand in these bytes, so that
 * a reader that scans would stop there? */
bool zextra_has_signature(const uint8_t *p, size_t n);

/* Bytes before and behind extra fields that a signature may begin or end in. */
#define ZEXTRA_BESIDE 3

/* The same for `n` bytes of extra fields, with `before` bytes before and
 * `behind` bytes behind them: what several fields make together counts, too.
 * The zip64 one is left out: its numbers, which may look like anything, are
 * checked one by one. */
bool zextra_hides_record(const uint8_t *p, size_t before, size_t n,
                         size_t behind);

#endif
