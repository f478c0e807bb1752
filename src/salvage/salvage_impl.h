/* What the parts of the salvage share. */
#ifndef CXBAK_SALVAGE_SALVAGE_IMPL_H
#define CXBAK_SALVAGE_SALVAGE_IMPL_H

#include "cxbak/salvage/salvage.h"
#include "cxbak/util/buf.h"
#include "cxbak/zip/zformat.h"

/* A piece of the file that moves along. */
struct window {
    const struct source *source;
    uint8_t *p;
    uint64_t start;
    size_t len;
};

/* The longest piece that window_get() gives. */
#define WINDOW_PIECE ((size_t)256 << 10)

/* Flags that mean something of what is not encrypted: how hard it was packed,
 * and UTF-8 (4.4.4). */
#define FLAGS_PLAIN (2u | 4u | ZFLAG_UTF8)

/* The same of what is encrypted and was opened. */
#define FLAGS_OPENED (ZFLAG_ENCRYPTED | ZFLAG_DESCRIPTOR | ZFLAG_UTF8)

/* What a local header or a central record says of a member. */
struct claim {
    uint64_t data;  /* where its data begin */
    uint64_t csize; /* bytes of data */
    uint64_t usize; /* bytes when decoded */
    uint32_t crc;
    uint16_t flags;
    uint16_t method;
    bool known; /* sizes and CRC are said here, not left to a descriptor */
};

/* What became of it. */
struct proof {
    enum salvage_state state;
    const char *why; /* as in struct salvage_member */
    uint16_t flags;  /* as they are to be believed, and the method */
    uint16_t method;
    bool decoded;   /* a deflate stream came to its end, whatever its CRC */
    uint64_t csize; /* bytes of data, really */
    uint64_t usize;
    uint32_t crc;
    uint64_t end; /* behind data and descriptor; 0: it is not known */
};

/* A member: what its header says, and what is really there. */
struct piece {
    struct salvage_member said; /* `name` is owned */
    struct claim claim;         /* with `data`, sizes and CRC as proven */
    bool decoded;
    uint16_t version;
    uint32_t stamp;    /* time and date of MS-DOS */
    uint16_t name_len; /* as the header says */
    uint16_t extra_len;
    bool odd;         /* what it says are its extra fields are none */
    struct buf extra; /* of the local header, what is well-formed of it */
    uint64_t end;     /* behind it in the file */
    size_t record;    /* of the directory, or SIZE_MAX */
    bool torn;        /* that contradicts its local header */
    bool left_out;
};

/* A central record as it was found. */
struct record {
    struct buf bytes;
    uint64_t at; /* where it stands */
    char *name;
    uint64_t offset; /* where the local header should be */
    struct claim claim;
    unsigned run; /* records of one number follow each other, with no local
                     header between them */
    size_t piece; /* or SIZE_MAX */
};

/* A part of the file of which it is known what it is. */
struct stretch {
    uint64_t start;
    uint64_t end;
};

struct salvage {
    const struct source *source;
    const struct salvage_options *options;
    struct window window;
    uint64_t limit;        /* no member that is looked at reaches beyond it */
    struct stretch *known; /* members that a whole directory explains, and the
                              directory, in the order of the file */
    size_t known_count;
    size_t listed; /* records of a directory that is whole; they are the first
                      ones */
    struct piece *pieces;
    size_t piece_count, piece_cap;
    struct record *records;
    size_t record_count, record_cap;
    unsigned run;
    uint64_t end_count; /* members that the last end record counts */
    uint64_t end_dir;   /* where it says that the directory begins */
    uint64_t work;      /* bytes looked at in vain */
    uint64_t taken;     /* bytes of data of members that are not lost */
    struct salvage_summary sum;
};

/* ---- salvage_window.c ---- */

/* The `n` bytes at `off`, which must be in the file and no more than
 * WINDOW_PIECE; NULL with ST_SYSTEM. */
const uint8_t *window_get(struct window *w, uint64_t off, size_t n,
                          struct err *e);

/* The next record of any kind from `from` on and before `limit`: its place in
 * `*at` and its signature in `*sig`, 0 if there is none. */
int window_seek(struct window *w, uint64_t from, uint64_t limit, uint64_t *at,
                uint32_t *sig, struct err *e);

/* ---- salvage_directory.c ---- */

/* Find a directory that is whole, and the members that are what it says. */
int directory_explain(struct salvage *v, struct err *e);

/* Put the members in the order of the file. */
void directory_sort(struct salvage *v);

/* Forget all records but `n` from `first` on. */
void directory_keep(struct salvage *v, size_t first, size_t n);

/* ---- salvage_local.c, salvage_record.c ---- */

/* Read the local header at `at`.  `*good` is false if it cannot be one. */
int local_read(struct salvage *v, uint64_t at, struct piece *p, bool *good,
               struct err *e);

/* Can that be a name: UTF-8 without control characters? */
bool local_is_name(const char *name);

/* Are the bytes extra fields and nothing else? */
bool extra_is_whole(const uint8_t *p, size_t n);

/* The data of a member do not begin where its header says: find out where, put
 * the lengths of name and extra fields right, and say if that is done.  Else
 * `proof` stays as it is. */
int local_repair(struct salvage *v, struct piece *p, struct proof *proof,
                 bool *done, struct err *e);

/* Read the central record at `at`; `*len` is 0 if it cannot be one. */
int record_read(struct salvage *v, uint64_t at, size_t *len, struct err *e);

/* The bytes that are well-formed extra fields: all but those of zip64, or with
 * `naming` only those that both headers must have. */
void extra_keep(struct buf *to, const uint8_t *p, size_t n, bool naming);

/* The extra fields of the record of `m`, `*len` bytes at `*extra`.  False if
 * they are damaged, or do not tell how `m` is encrypted as far as that is
 * known. */
bool record_extra(const struct record *r, const struct piece *m,
                  const uint8_t **extra, size_t *len);

/* Does the record of `m` say that it is a file, if it has data?  A backup has
 * no links, pipes and devices. */
bool record_is_file(const struct record *r, const struct piece *m);

/* Does the record say of `m` the same as its local header, in the fields that
 * no writer fills differently and its data do not prove? */
bool record_agrees(const struct record *r, const struct piece *m);

/* ---- salvage_prove.c ---- */

/* Farthest that the data of a member may be from where its header says. */
#define REPAIR_MAX 600

/* Is there time left to try what is likely to be in vain?  `cost` in bytes. */
bool prove_may_try(struct salvage *v, uint64_t cost);

/* Are the data what the claim says?  Looks for their end where that is not
 * known or not true. */
int prove(struct salvage *v, const struct piece *p, struct proof *proof,
          struct err *e);

/* The same, but the CRC and one of the sizes that are claimed must be true:
 * nothing is searched. */
int prove_exactly(struct salvage *v, const struct piece *p,
                  const struct claim *c, struct proof *proof, struct err *e);

/* Does a record, or the file, begin or end at `at`, where a member ends?
 * `*len` is the length of a descriptor that stands between. */
int prove_boundary(struct salvage *v, uint64_t at, uint64_t csize, bool *is,
                   size_t *len, struct err *e);

/* Search a descriptor that counts the bytes before it, and before which the
 * data of `*csize` bytes end: `*len` bytes long.  It is `*found` if a record
 * follows it; if there is no such one, the first that is `*counted` is only
 * likely to be theirs.  What is encrypted has no headers in it, and ends where
 * the next one is. */
int prove_search_end(struct salvage *v, const struct claim *c, uint64_t *csize,
                     size_t *len, bool *counted, bool *found, struct err *e);

/* ---- salvage_match.c ---- */

/* Hold members and directory against each other. */
int match_directory(struct salvage *v, struct err *e);

/* ---- salvage_write.c ---- */

/* The headers of a piece that will stand at `offset`, and its descriptor. */
void rebuild_headers(const struct salvage *v, const struct piece *p,
                     uint64_t offset, struct buf *local, struct buf *desc,
                     struct buf *central);

/* The end of an archive. */
void rebuild_end(struct buf *to, uint64_t count, uint64_t dir_off,
                 uint64_t dir_size, const char *comment);

/* Add a piece that is zeroed and has its name. */
struct piece *piece_add(struct salvage *v, const struct piece *p);
void piece_free(struct piece *p);

#endif
