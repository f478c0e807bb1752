/*
 * A file that appears complete and synced, or not at all.  A `struct outfile`
 * owns its descriptors; while it is being made the file has no name, or, on
 * file systems without unnamed files, a random one, which goes again when the
 * file gets its name or is released.  Its mode is 0600.
 *
 * Any number of outputs may be made at once, in any threads.
 */
#ifndef CXBAK_UTIL_OUTFILE_H
#define CXBAK_UTIL_OUTFILE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"

/* Length of a SHA-256 in hexadecimal, with its NUL. */
#define OUTFILE_SHA256_LEN 65

struct outfile;

/*
 * What there is to clean up, and to say, when the program ends in the midst of
 * an output: by a signal, at exit.  Owned by the caller, who zeroes it at the
 * start; it serves one output after the other, and outlives them.
 */
struct outfile_cleanup {
    /* Called with true before a file gets its name, with false behind that:
     * meanwhile the program must not end.  May be NULL. */
    void (*hold)(bool on);

    volatile sig_atomic_t named; /* a file has been given its name: what was
                                    done cannot be undone */
    volatile sig_atomic_t armed; /* there is a file `name` in `folder`: set
                                    last and cleared first */
    int folder;                  /* a descriptor */
    char name[32];               /* `.cxbak-` and 16 hexadecimal digits */
};

/* Remove a file under construction that has a name; safe in a handler of
 * signals. */
void outfile_cleanup(struct outfile_cleanup *c);

struct outfile_options {
    bool replace;                    /* a file of that name may be there */
    const struct inputs *inputs;     /* files that are never written; or NULL */
    struct outfile_cleanup *cleanup; /* or NULL */
};

/*
 * Begin the file `path` (borrowed).  It must not exist, unless it may be
 * replaced, and must be none of the inputs, by whatever path or link.  Every
 * failure is ST_SYSTEM: it could not be written.
 */
int outfile_open(struct outfile **op, const char *path,
                 const struct outfile_options *q, struct err *e);

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

/* Write a whole file of `n` bytes, as the functions above do. */
int outfile_store(const char *path, const void *p, size_t n,
                  const struct outfile_options *q, struct err *e);

/* Release; a file that was not published is gone.  NULL is allowed. */
void outfile_free(struct outfile *o);

#endif
