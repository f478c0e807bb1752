#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/inputs.h"
#include "cxbak/util/mem.h"

void
inputs_stream(struct inputs *in, int fd, const char *name)
{
    int flags = fcntl(fd, F_GETFL);
    struct stat st;

    if (in->stream_count == INPUTS_STREAMS || flags == -1 ||
        (flags & O_ACCMODE) == O_RDONLY || fstat(fd, &st) == -1 ||
        !S_ISREG(st.st_mode))
        return;
    if (in->stream_count == 0)
        in->null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    in->streams[in->stream_count].fd = fd;
    in->streams[in->stream_count].name = name;
    in->streams[in->stream_count].dev = st.st_dev;
    in->streams[in->stream_count++].ino = st.st_ino;
}

static void
add(struct inputs *in, const char *path, int fd, const struct stat *st,
    bool read)
{
    in->list = mem_grow(in->list, &in->cap, in->count, sizeof(*in->list));
    in->list[in->count++] = (struct input){mem_dup(path), fd, *st, read};
}

/* Have what is still written to `fd`, if only our message, go nowhere. */
static void
silence(const struct inputs *in, int fd)
{
    if (in->null == -1 || dup2(in->null, fd) == -1)
        close(fd);
}

int
inputs_add(struct inputs *in, const char *path, int fd, const struct stat *st,
           struct err *e)
{
    size_t i;

    if (in == NULL || !S_ISREG(st->st_mode))
        return ST_OK;
    for (i = 0; i < in->stream_count; i++) {
        if (in->streams[i].dev != st->st_dev ||
            in->streams[i].ino != st->st_ino)
            continue;
        silence(in, in->streams[i].fd);
        return err_set(e, ST_SYSTEM,
                       "%s: %s goes to this very file; send it to another one",
                       path, in->streams[i].name);
    }
    add(in, path, fd, st, true);
    return ST_OK;
}

void
inputs_name(struct inputs *in, const char *path)
{
    struct stat st;

    if (in != NULL && stat(path, &st) == 0 && S_ISREG(st.st_mode))
        add(in, path, -1, &st, false);
}

int
inputs_refuse(const struct inputs *in, const char *path, const struct stat *st,
              struct err *e)
{
    size_t i;

    for (i = 0; in != NULL && i < in->count; i++) {
        const struct input *x = &in->list[i];

        if (x->st.st_dev != st->st_dev || x->st.st_ino != st->st_ino)
            continue;
        if (strcmp(x->path, path) == 0)
            return err_set(e, ST_SYSTEM,
                           "%s: this file is read by the command, and what is "
                           "read is never written; give another name",
                           path);
        return err_set(e, ST_SYSTEM,
                       "%s: this is %s itself, which is read and never "
                       "written; give another name",
                       path, x->path);
    }
    return ST_OK;
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* The time of the last change of the inode cannot be put back, other than
 * that of the content. */
static bool
is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
           a->st_size == b->st_size && same_time(&a->st_mtim, &b->st_mtim) &&
           same_time(&a->st_ctim, &b->st_ctim);
}

int
inputs_unchanged(const struct inputs *in, struct err *e)
{
    size_t i;

    for (i = 0; in != NULL && i < in->count; i++) {
        const struct input *x = &in->list[i];
        struct stat st;
        int rc;

        if (!x->read)
            continue;
        rc = x->fd != -1 ? fstat(x->fd, &st) : stat(x->path, &st);
        if (rc == -1 && errno != ENOENT)
            return err_sys(e, "%s", x->path);
        if (rc == -1 || !is_same(&x->st, &st))
            return err_set(e, ST_SYSTEM,
                           "%s: the file was changed while it was read; "
                           "nothing was written, try again",
                           x->path);
    }
    return ST_OK;
}

void
inputs_free(struct inputs *in)
{
    size_t i;

    for (i = 0; i < in->count; i++)
        free(in->list[i].path);
    free(in->list);
    if (in->stream_count > 0 && in->null != -1)
        close(in->null);
    *in = (struct inputs)INPUTS_INIT;
}
