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
#include "cxbak/util/sink.h"

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

/*
 * The file as a sink.  Where the file system can, what is copied shares its
 * whole blocks with the source; else the kernel copies where it can.  It is
 * finished by syncing it, seeing that no input has changed, giving it its name
 * and syncing the folder; a failure after the file has its name says so in the
 * message.
 */
struct sink *outfile_sink(struct outfile *o);

/* Write a whole file of `n` bytes, as the functions above do. */
int outfile_store(const char *path, const void *p, size_t n,
                  const struct outfile_options *q, struct err *e);

/* Release; a file that was not finished is gone.  NULL is allowed. */
void outfile_free(struct outfile *o);

#endif
