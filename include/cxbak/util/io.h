/*
 * Reading files by position.  Descriptors belong to the caller.
 */
#ifndef CXBAK_UTIL_IO_H
#define CXBAK_UTIL_IO_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"
#include "cxbak/util/inputs.h"

/*
 * Open the regular file `path` for reading.  Returns ST_OK with `*fd` and, if
 * `st` is not NULL, what fstat() says.  A folder or a special file is an
 * error of status `bad`, a failing system call (also for a file that does not
 * exist, or may not be read) one of ST_SYSTEM.  The file is added to `in` (may
 * be NULL).
 */
int io_open(int *fd, struct stat *st, const char *path, struct inputs *in,
            int bad, struct err *e);

/* Read exactly `n` bytes from position `off`; `path` is for the message. */
int io_pread(int fd, void *p, size_t n, uint64_t off, const char *path,
             struct err *e);

/* Read a whole regular file of at most `max` bytes into `b` (appended).
 * `bad` is the status of a file that cannot be used. */
int io_slurp(struct buf *b, const char *path, struct inputs *in, size_t max,
             int bad, struct err *e);

/* Read what comes from `fd`, a pipe or a file, up to its end; otherwise as
 * io_slurp(). */
int io_drain(struct buf *b, int fd, const char *name, struct inputs *in,
             size_t max, int bad, struct err *e);

/* Write all `n` bytes to `fd`. */
int io_write(int fd, const void *p, size_t n, const char *path, struct err *e);

/* Write all `n` bytes at the offset, going on after short writes and
 * interrupts.  `path` is for messages. */
int io_pwrite(int fd, const void *p, size_t n, uint64_t off, const char *path,
              struct err *e);

/* The folder that `path` lies in, "." if it names none; newly made. */
char *io_folder(const char *path);

#endif
