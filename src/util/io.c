#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"

/* What is read at once from a file of unknown length. */
#define DRAIN_PIECE ((size_t)1 << 16)

int
io_open(int *fdp, struct stat *st, const char *path, struct inputs *in, int bad,
        struct err *e)
{
    struct stat own;
    int fd;

    if (st == NULL)
        st = &own;

    /* Not to hang on a named pipe: open without waiting for a writer. */
    if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) == -1)
        return err_sys(e, "%s", path);
    if (fstat(fd, st) == -1) {
        err_sys(e, "%s", path);
        goto err1;
    }
    if (S_ISDIR(st->st_mode)) {
        err_set(e, bad, "%s: this is a folder, not a file", path);
        goto err1;
    }
    if (!S_ISREG(st->st_mode)) {
        err_set(e, bad, "%s: this is not a regular file", path);
        goto err1;
    }
    if (inputs_add(in, path, -1, st, e) != ST_OK)
        goto err1;

    /* Success! */
    *fdp = fd;
    return ST_OK;

err1:
    close(fd);
    /* Failure! */
    return e->status;
}

int
io_pread(int fd, void *p, size_t n, uint64_t off, const char *path,
         struct err *e)
{
    uint8_t *to = p;

    while (n > 0) {
        ssize_t got = pread(fd, to, n, (off_t)off);

        if (got == -1 && errno == EINTR)
            continue;
        if (got == -1)
            return err_sys(e, "%s: cannot read at offset %ju", path,
                           (uintmax_t)off);
        if (got == 0)
            return err_set(e, ST_SYSTEM,
                           "%s: the file ends at offset %ju; it was cut short "
                           "while it was read",
                           path, (uintmax_t)off);
        to += got;
        off += (uint64_t)got;
        n -= (size_t)got;
    }
    return ST_OK;
}

int
io_slurp(struct buf *b, const char *path, struct inputs *in, size_t max,
         int bad, struct err *e)
{
    struct stat st = {0};
    int fd = -1;

    if (io_open(&fd, &st, path, in, bad, e) != ST_OK)
        return e->status;
    if ((uintmax_t)st.st_size > max) {
        err_set(e, bad, "%s: %ju bytes are too many; the limit is %zu", path,
                (uintmax_t)st.st_size, max);
        goto done;
    }
    if (io_pread(fd, buf_room(b, (size_t)st.st_size), (size_t)st.st_size, 0,
                 path, e) == ST_OK)
        b->len += (size_t)st.st_size;
    if (b->data != NULL)
        b->data[b->len] = '\0';
done:
    close(fd);
    return e->status;
}

int
io_drain(struct buf *b, int fd, const char *name, struct inputs *in, size_t max,
         int bad, struct err *e)
{
    size_t start = b->len;
    struct stat st;

    if (fstat(fd, &st) == -1)
        return err_sys(e, "%s: cannot read", name);
    if (inputs_add(in, name, fd, &st, e) != ST_OK)
        return e->status;
    for (;;) {
        ssize_t got = read(fd, buf_room(b, DRAIN_PIECE), DRAIN_PIECE);

        if (got == -1 && errno == EINTR)
            continue;
        if (got == -1)
            return err_sys(e, "%s: cannot read", name);
        b->len += (size_t)got;
        b->data[b->len] = '\0';
        if (got == 0)
            return ST_OK;
        if (b->len - start > max)
            return err_set(e, bad,
                           "%s: this is more than the %zu bytes that are read",
                           name, max);
    }
}

int
io_write(int fd, const void *p, size_t n, const char *path, struct err *e)
{
    const uint8_t *from = p;

    while (n > 0) {
        ssize_t put = write(fd, from, n);

        if (put == -1 && errno == EINTR)
            continue;
        if (put == -1)
            return err_sys(e, "%s: cannot write", path);
        from += put;
        n -= (size_t)put;
    }
    return ST_OK;
}

int
io_pwrite(int fd, const void *p, size_t n, uint64_t off, const char *path,
          struct err *e)
{
    const uint8_t *from = p;
    ssize_t put;

    while (n > 0) {
        put = pwrite(fd, from, n, (off_t)off);
        if (put == -1 && errno == EINTR)
            continue;
        if (put <= 0) {
            errno = put == 0 ? ENOSPC : errno;
            return err_sys(e, "%s: cannot write", path);
        }
        from += put;
        off += (uint64_t)put;
        n -= (size_t)put;
    }
    return ST_OK;
}

char *
io_folder(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return mem_dup(".");
    return mem_ndup(path, slash == path ? 1 : (size_t)(slash - path));
}
