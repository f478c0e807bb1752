/*
 * The files that a command reads, so that none of them is ever written, and
 * that one which changes meanwhile is noticed.  Whatever opens a file to read
 * it adds it here (see io.h), whatever makes one asks here (see outfile.h).
 * A `struct inputs` owns copies of the paths.
 */
#ifndef CXBAK_UTIL_INPUTS_H
#define CXBAK_UTIL_INPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/stat.h>

#include "cxbak/util/err.h"

/* One file, as it was when it was opened. */
struct input {
    char *path;
    int fd; /* of a stream that has no path; else -1 */
    struct stat st;
    bool read; /* false: it is only named, and may be opened later */
};

/* Streams that are open for writing from the start: standard output and
 * standard error. */
#define INPUTS_STREAMS 2

struct inputs {
    struct input *list;
    size_t count;
    size_t cap;
    struct {
        int fd;
        const char *name;
        dev_t dev;
        ino_t ino;
    } streams[INPUTS_STREAMS];
    size_t stream_count;
    int null; /* open while there are streams: /dev/null */
};

#define INPUTS_INIT                                                            \
    {                                                                          \
        .list = NULL                                                           \
    }

/* Note that `fd`, called `name` (static), is written to all the time; what is
 * not a regular file open for writing is left out. */
void inputs_stream(struct inputs *in, int fd, const char *name);

/*
 * Add the file `path` that was opened and of which fstat() says `st`.  `fd` is
 * -1, or a descriptor that stays open, for what has no path.  Only regular
 * files count.  ST_SYSTEM if it is one of the streams,
 * to which nothing is written any more.  `in` may be NULL:
 * then nothing is noted.
 */
int inputs_add(struct inputs *in, const char *path, int fd,
               const struct stat *st, struct err *e);

/* Add a file that the command line names as an input but that may not be
 * opened.  That there is no such file is no error here. */
void inputs_name(struct inputs *in, const char *path);

/* Refuse (ST_SYSTEM) to write `path`, of which stat() says `st`, if it is one
 * of the files, by whatever path or link.  `in` may be NULL. */
int inputs_refuse(const struct inputs *in, const char *path,
                  const struct stat *st, struct err *e);

/* Is every file that was read still what it was: device, inode, size, and the
 * times of the last change of content and of inode?  ST_SYSTEM if not.  `in`
 * may be NULL. */
int inputs_unchanged(const struct inputs *in, struct err *e);

/* Release what it owns. */
void inputs_free(struct inputs *in);

#endif
