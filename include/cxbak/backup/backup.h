/*
 * A backup: the archive, and the database in it.  A `struct backup` owns its
 * parts; the path and the options are borrowed and must outlive it.
 */
#ifndef CXBAK_BACKUP_BACKUP_H
#define CXBAK_BACKUP_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "cxbak/backup/database.h"
#include "cxbak/backup/mark.h"
#include "cxbak/backup/metadata.h"
#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"
#include "cxbak/util/source.h"
#include "cxbak/xml/xpatch.h"
#include "cxbak/xml/xscan.h"
#include "cxbak/zip/zdir.h"
#include "cxbak/zip/zread.h"

/* A database larger than this when decoded is not opened unless asked for:
 * the largest known systems have 60 MB. */
#define BACKUP_DATABASE_MAX ((uint64_t)512 << 20)

/* The major versions of 3CX whose databases are known; the one list of them,
 * for messages and for backup_known_version(). */
#define BACKUP_MAJORS "14, 15, 16, 18, 20"

struct backup_options {
    uint64_t max_database; /* bytes; 0: BACKUP_DATABASE_MAX */
    unsigned keep;         /* enum database_keep; KEEP_THINGS where leftovers
                              will be searched for */
    struct inputs *inputs; /* backup_open() adds the file; or NULL */

    /* Called once when the database is encrypted: give the password, which
     * stays the caller's, or an error (ST_PASSWORD). */
    int (*password)(void *arg, const char **password, struct err *e);
    void *password_arg;
};

struct backup {
    const char *path;
    const struct backup_options *options;
    struct source source;
    int fd;         /* that the backup owns; -1: none */
    struct stat st; /* of the file when it was opened */
    struct zdir *zip;
    size_t db;            /* the database's member */
    char *where;          /* `PATH: member "NAME"`, for messages */
    bool nested;          /* the database lies in a folder: read only */
    bool miscased;        /* its name ends in `db.xml` or so: read only */
    bool encrypted;       /* the database is */
    const char *password; /* or NULL */
    enum mark mark;       /* it is none to be restored */
    struct metadata metadata;
    struct database *database;
};

/* Open the backup for reading: the directory, the database member and
 * `metadata` are read, nothing else.  ST_BACKUP, ST_PASSWORD or ST_SYSTEM. */
int backup_open(struct backup **bp, const char *path,
                const struct backup_options *o, struct err *e);

/* The same for an archive that is read from a source, of which the backup
 * keeps a copy. */
int backup_open_source(struct backup **bp, const struct source *s,
                       const struct backup_options *o, struct err *e);

/* The same in two steps, between which others may look at the archive: first
 * all but the database, which is NULL until it is read.  If reading it fails,
 * the caller still releases the backup. */
int backup_open_archive(struct backup **bp, const struct source *s,
                        const struct backup_options *o, struct err *e);
int backup_read_database(struct backup *b, struct err *e);

/* Can the backup be written?  No if its database lies in a folder or its name
 * ends in other letters than `Db.xml`, or it is a redacted copy; if its version
 * is unknown, or its `metadata` is not plain, or it is marked as salvaged, only
 * with `force`. */
int backup_writable(const struct backup *b, bool force, struct err *e);

/* Nobody will search the texts any more that KEEP_THINGS kept. */
void backup_forget_things(struct backup *b);

/* Is the major version of the database one of BACKUP_MAJORS? */
bool backup_known_version(const struct backup *b);

/*
 * The ways to read the database again: its elements, its bytes, or a stream
 * of them to be pulled.
 */

/* A scan of the database, to be given its bytes; the caller frees it.  Every
 * part of the program that wants to know what the database says beyond
 * `database` reads it so. */
struct xscan *backup_scan_new(const struct backup *b, const struct xhandler *h,
                              void *arg);

/* Hand all bytes to `take`, as zread_blocks() does. */
int backup_blocks(struct backup *b, zread_block_fn *take, void *arg,
                  struct err *e);

/* Begin to pull the bytes with sorted patches (borrowed) applied to them. */
struct backup_stream;
int backup_stream_open(struct backup_stream **sp, struct backup *b,
                       const struct xpatches *p, struct err *e);

/* The next bytes; an xsource_fn, `arg` being the stream. */
int backup_stream_read(void *arg, void *p, size_t n, size_t *got,
                       struct err *e);

/* Release; NULL is allowed. */
void backup_stream_free(struct backup_stream *s);

/* Release; NULL is allowed. */
void backup_free(struct backup *b);

/* The libraries that read archives and databases, with their versions as they
 * are when it runs; newly made. */
char *backup_libraries(void);

#endif
