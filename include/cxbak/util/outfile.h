/*
 * A file that appears complete and synced, or not at all.  A `struct outfile`
 * owns its descriptors; while it is being made the file has no name, or, on
 * file systems without unnamed files, a random one that is removed at exit
 * and on SIGINT, SIGTERM and SIGHUP.  Its mode is 0600.
 *
 * These signals end the program with ST_CANCELLED as long as the file does
 * not have its name.  From then on the first one only keeps further files from
 * being begun, because the work is done; a second one ends the program and
 * says that the file is complete.
 */
#ifndef CXBAK_UTIL_OUTFILE_H
#define CXBAK_UTIL_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"

/* Length of a SHA-256 in hexadecimal, with its NUL. */
#define OUTFILE_SHA256_LEN 65

struct outfile;

/*
 * Begin the file `path` (borrowed).  It must not exist, unless `force`
 * replaces it, and must be none of `in` (borrowed, may be NULL), by whatever
 * path or link.  Every failure is ST_SYSTEM: it could not be written.
 */
int outfile_open(struct outfile **op, const char *path, bool force,
                 const struct inputs *in, struct err *e);

/* Append `n` bytes. */
int outfile_write(struct outfile *o, const void *p, size_t n, struct err *e);

/* Append `n` bytes of the file `fd` from position `off`, by the kernel where
 * it can; `from` names that file in messages. */
int outfile_copy(struct outfile *o, int fd, uint64_t off, uint64_t n,
                 const char *from, struct err *e);

/* Bytes written so far. */
uint64_t outfile_size(const struct outfile *o);

/*
 * Change `n` bytes at `off`, which must not lie before the place that was
 * last settled: what is settled may already be part of the SHA-256.
 */
int outfile_change(struct outfile *o, const void *p, size_t n, uint64_t off,
                   struct err *e);

/* Say that what was written so far will not change. */
void outfile_settle(struct outfile *o);

/* The descriptor, for reading back what was written (all of it, after
 * outfile_settle()). */
int outfile_fd(struct outfile *o);

/*
 * Sync the file, see that no input has changed, give the file its name and
 * sync the folder.  `sha256` (may be NULL)
 * receives the file's SHA-256 in hexadecimal.  A failure after the file has
 * its name says so in the message.
 */
int outfile_publish(struct outfile *o, char sha256[OUTFILE_SHA256_LEN],
                    struct err *e);

/* Release; a file that was not published is gone.  NULL is allowed. */
void outfile_free(struct outfile *o);

#endif
