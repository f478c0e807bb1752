#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "cxbak/util/clone.h"
#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/outfile.h"

/* Bytes that the kernel copies at once: small enough that the digest and the
 * disk keep up, large enough that calls do not count. */
#define COPY_CHUNK ((uint64_t)32 << 20)

/* Bytes of the path of an open file in /proc. */
#define UNNAMED_ROOM 64

struct outfile {
    struct sink sink; /* its name is the path */
    const struct inputs *inputs;
    char *folder;
    const char *name; /* in `path` */
    int dirfd;
    int fd;
    uint64_t settled;
    bool force;
    bool unreadable; /* the folder, so that it cannot be synced by itself */
    bool no_copy;    /* the kernel cannot copy between these files */
    bool no_share;   /* they cannot share blocks */
    struct outfile_cleanup *cleanup; /* the caller's, or `own` */
    struct outfile_cleanup own;
    struct source written; /* what the digest reads */
    struct digest *digest; /* NULL while there is none */
};

void
outfile_cleanup(struct outfile_cleanup *c)
{
    if (c->armed) {
        c->armed = 0;
        unlinkat(c->folder, c->name, 0);
    }
}

static struct outfile *
outfile(struct sink *s)
{
    return (struct outfile *)s;
}

/* Hold back what may end the program, or let it through again. */
static void
hold(const struct outfile *o, bool on)
{
    if (o->cleanup->hold != NULL)
        o->cleanup->hold(on);
}

/* Split `path` into its folder and the name in it. */
static int
split(struct outfile *o, struct err *e)
{
    const char *slash = strrchr(o->sink.name, '/');

    o->name = slash != NULL ? slash + 1 : o->sink.name;
    o->folder = io_folder(o->sink.name);
    if (o->name[0] == '\0')
        return err_set(e, ST_SYSTEM, "%s: this names no file", o->sink.name);
    return ST_OK;
}

/* Open the folder: to read where that is allowed, so that it can be synced;
 * to make a file in it, the rights to write and to search are enough. */
static int
open_folder(struct outfile *o, struct err *e)
{
    o->dirfd = open(o->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (o->dirfd == -1 && errno == EACCES) {
        o->dirfd = open(o->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
        o->unreadable = true;
    }
    if (o->dirfd == -1)
        return err_sys(e, "%s: cannot open the folder %s", o->sink.name,
                       o->folder);
    return ST_OK;
}

/* May a file of that name be made? */
static int
check_target(const struct outfile *o, struct err *e)
{
    struct stat st, link;

    if (fstatat(o->dirfd, o->name, &link, AT_SYMLINK_NOFOLLOW) == -1) {
        if (errno == ENOENT)
            return ST_OK;
        return err_sys(e, "%s", o->sink.name);
    }
    if (fstatat(o->dirfd, o->name, &st, 0) == 0 &&
        inputs_refuse(o->inputs, o->sink.name, &st, e) != ST_OK)
        return e->status;
    if (S_ISDIR(link.st_mode))
        return err_set(e, ST_SYSTEM,
                       "%s: this is a folder; give the name of a file in it",
                       o->sink.name);
    if (!o->force) {
        err_set(e, ST_SYSTEM, "%s: the file exists; give another name",
                o->sink.name);
        return err_hint(e, HINT_REPLACE, NULL);
    }
    if (!S_ISREG(link.st_mode))
        return err_set(e, ST_SYSTEM,
                       "%s: this is not a regular file, so it is not "
                       "replaced; give the name of a file",
                       o->sink.name);
    return ST_OK;
}

/* Choose a random name in the folder, to be removed if the program ends early.
 */
static int
choose_temp(const struct outfile *o, struct err *e)
{
    uint64_t r;

    if (getrandom(&r, sizeof(r), 0) != (ssize_t)sizeof(r))
        return err_sys(e, "cannot get random bytes");
    snprintf(o->cleanup->name, sizeof(o->cleanup->name), ".cxbak-%016jx",
             (uintmax_t)r);
    o->cleanup->folder = o->dirfd;
    return ST_OK;
}

/* The path by which a file without a name is given one. */
static void
unnamed_path(char path[static UNNAMED_ROOM], int fd)
{
    snprintf(path, UNNAMED_ROOM, "/proc/self/fd/%d", fd);
}

/* Can that be done?  Not where /proc is not mounted. */
static bool
can_be_named(int fd)
{
    char path[UNNAMED_ROOM];
    struct stat own, there;

    unnamed_path(path, fd);
    return fstat(fd, &own) == 0 && stat(path, &there) == 0 &&
           own.st_dev == there.st_dev && own.st_ino == there.st_ino;
}

/* Make a file without a name, if that can be and it can get one later. */
static int
make_unnamed(const struct outfile *o)
{
    int fd = openat(o->dirfd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd == -1 || can_be_named(fd))
        return fd;
    close(fd);
    errno = EOPNOTSUPP;
    return -1;
}

/* Make the file, with a name to be removed if it must have one. */
static int
make_file(struct outfile *o, struct err *e)
{
    o->fd = make_unnamed(o);
    if (o->fd == -1 && (errno == EOPNOTSUPP || errno == EISDIR ||
                        errno == EINVAL || errno == ENOENT)) {
        if (choose_temp(o, e) != ST_OK)
            return e->status;
        o->cleanup->armed = 1;
        o->fd =
            openat(o->dirfd, o->cleanup->name,
                   O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC, 0600);
        if (o->fd == -1)
            o->cleanup->armed = 0;
    }
    if (o->fd == -1)
        return err_sys(e, "%s: cannot make a file in the folder %s",
                       o->sink.name, o->folder);
    if (fchmod(o->fd, 0600) == -1)
        return err_sys(e, "%s", o->sink.name);
    return ST_OK;
}

static int
write_bytes(struct sink *s, const void *p, size_t n, struct err *e)
{
    if (io_write(outfile(s)->fd, p, n, s->name, e) != ST_OK)
        return e->status;
    s->size += n;
    return ST_OK;
}

/* Copy at most `n` bytes by the kernel; sets `no_copy` where it cannot. */
static int
copy_kernel(struct outfile *o, int fd, uint64_t *off, uint64_t *n,
            struct err *e)
{
    while (*n > 0) {
        off_t at = (off_t)*off;
        ssize_t got = copy_file_range(fd, &at, o->fd, NULL, (size_t)*n, 0);

        if (got == -1 && errno == EINTR)
            continue;
        if (got == -1 && (errno == EXDEV || errno == EINVAL ||
                          errno == ENOSYS || errno == EOPNOTSUPP)) {
            o->no_copy = true;
            return ST_OK;
        }
        if (got == -1)
            return err_sys(e, "%s: cannot write", o->sink.name);
        if (got == 0) {
            /* A short source, or a file system that only says so. */
            o->no_copy = true;
            return ST_OK;
        }
        *off += (uint64_t)got;
        *n -= (uint64_t)got;
        o->sink.size += (uint64_t)got;
    }
    return ST_OK;
}

/* Begin the digest, if that was not done yet. */
static int
start_digest(struct outfile *o, struct err *e)
{
    if (o->digest != NULL ||
        source_file(&o->written, o->fd, o->sink.name, e) != ST_OK)
        return e->status;
    return digest_start(&o->digest, &o->written, e);
}

/* Have the digest follow; that it cannot begin is said at the end. */
static void
advance_digest(struct outfile *o)
{
    struct err ignored = ERR_INIT;

    if (o->sink.digested && start_digest(o, &ignored) == ST_OK)
        digest_advance(o->digest, o->sink.size);
    err_free(&ignored);
}

/* What was written so far will not change. */
static void
settle(struct sink *s)
{
    struct outfile *o = outfile(s);

    advance_digest(o);

    /* Have the disk start now, so that the sync at the end finds little to
     * do; that it may not be able to is no error. */
    if (s->size - o->settled >= COPY_CHUNK) {
        sync_file_range(o->fd, (off_t)o->settled, (off_t)(s->size - o->settled),
                        SYNC_FILE_RANGE_WRITE);
        o->settled = s->size;
    }
}

/* Copy by the kernel or through a buffer. */
static int
copy_bytes(struct sink *s, const struct source *from, uint64_t off, uint64_t n,
           struct err *e)
{
    struct outfile *o = outfile(s);

    while (n > 0) {
        uint64_t part = n < COPY_CHUNK ? n : COPY_CHUNK, left = part;

        if (from->fd != -1 && !o->no_copy &&
            copy_kernel(o, from->fd, &off, &left, e) != ST_OK)
            return e->status;
        if (sink_copy_buffered(s, from, off, left, e) != ST_OK)
            return e->status;
        off += left;
        n -= part;
        settle(s);
    }
    return ST_OK;
}

/* Share the whole blocks among `n` bytes, as far as that can be, with what
 * stands before them copied; `*done` is how far that went. */
static int
share(struct outfile *o, const struct source *from, uint64_t off, uint64_t n,
      uint64_t *done, struct err *e)
{
    uint64_t head, blocks = clone_blocks(off, o->sink.size, n, &head);

    *done = 0;
    if (from->fd == -1 || o->no_share || blocks == 0)
        return ST_OK;
    if (copy_bytes(&o->sink, from, off, head, e) != ST_OK)
        return e->status;
    *done = head;

    /* That it cannot be, for whatever reason, is no error: bytes are copied,
     * which tells what is wrong if anything is. */
    if (clone_range(from->fd, off + head, o->fd, o->sink.size, blocks) == -1) {
        o->no_share = true;
        return ST_OK;
    }
    o->sink.size += blocks;
    o->sink.shared += blocks;
    *done += blocks;
    if (lseek(o->fd, (off_t)o->sink.size, SEEK_SET) == -1)
        return err_sys(e, "%s: cannot write", o->sink.name);
    settle(&o->sink);
    return ST_OK;
}

static int
copy(struct sink *s, const struct source *from, uint64_t off, uint64_t n,
     struct err *e)
{
    uint64_t done;

    if (share(outfile(s), from, off, n, &done, e) != ST_OK)
        return e->status;
    return copy_bytes(s, from, off + done, n - done, e);
}

static int
change(struct sink *s, const void *p, size_t n, uint64_t off, struct err *e)
{
    return io_pwrite(outfile(s)->fd, p, n, off, s->name, e);
}

static int
reread(struct sink *s, struct source *written, struct err *e)
{
    if (source_file(written, outfile(s)->fd, s->name, e) == ST_OK) {
        written->cold = s->shared > 0;
        written->fresh = s->shared == 0;
    }
    return e->status;
}

/* Give an unnamed file the name `to`, which must not exist. */
static int
link_to(const struct outfile *o, const char *to)
{
    char path[UNNAMED_ROOM];

    unnamed_path(path, o->fd);
    return linkat(AT_FDCWD, path, o->dirfd, to, AT_SYMLINK_FOLLOW);
}

/* Give the file its name.  Unless it was allowed, nothing is ever replaced,
 * also not a file that came to be while this one was written. */
static int
name_file(struct outfile *o, struct err *e)
{
    int rc;

    if (!o->cleanup->armed && !o->force)
        rc = link_to(o, o->name);
    else {
        if (!o->cleanup->armed) {
            if (choose_temp(o, e) != ST_OK)
                return e->status;
            if (link_to(o, o->cleanup->name) == -1)
                return err_sys(e, "%s: cannot give the file a name",
                               o->sink.name);
            o->cleanup->armed = 1;
        }
        rc = renameat2(o->dirfd, o->cleanup->name, o->dirfd, o->name,
                       o->force ? 0 : RENAME_NOREPLACE);
        if (rc == -1 && !o->force && (errno == EINVAL || errno == ENOSYS))
            rc = linkat(o->dirfd, o->cleanup->name, o->dirfd, o->name, 0);
        else if (rc == 0)
            o->cleanup->armed = 0;
    }
    if (rc == -1 && errno == EEXIST)
        return err_set(e, ST_SYSTEM,
                       "%s: the file has come to exist meanwhile; nothing was "
                       "written",
                       o->sink.name);
    if (rc == -1)
        return err_sys(e, "%s: cannot give the file its name", o->sink.name);
    outfile_cleanup(o->cleanup);
    return ST_OK;
}

/* Sync the file, see that no input has changed, give the file its name and
 * sync the folder. */
static int
publish(struct sink *s, char *sha256, struct err *e)
{
    struct outfile *o = outfile(s);
    int rc;

    if (fsync(o->fd) == -1)
        return err_sys(e, "%s: cannot write", o->sink.name);
    if (sha256 != NULL &&
        (start_digest(o, e) != ST_OK ||
         digest_finish(o->digest, s->size, sha256, e) != ST_OK))
        return e->status;
    if (inputs_unchanged(o->inputs, e) != ST_OK)
        return e->status;

    /* What ends the program comes before the file has its name, or after. */
    hold(o, true);
    if ((rc = name_file(o, e)) == ST_OK)
        o->cleanup->named = 1;
    hold(o, false);
    if (rc != ST_OK)
        return rc;
    if ((o->unreadable ? syncfs(o->fd) : fsync(o->dirfd)) == -1)
        return err_sys(e,
                       "%s: the file is complete, but its folder could not be "
                       "synced",
                       o->sink.name);
    return ST_OK;
}

int
outfile_open(struct outfile **op, const char *path,
             const struct outfile_options *q, struct err *e)
{
    static const struct sink_ops ops = {.write = write_bytes,
                                        .copy = copy,
                                        .change = change,
                                        .settle = settle,
                                        .reread = reread,
                                        .finish = publish};
    struct outfile *o = mem_calloc(1, sizeof(*o));

    o->sink = (struct sink){.ops = &ops, .name = path};
    o->force = q->replace;
    o->inputs = q->inputs;
    o->cleanup = q->cleanup != NULL ? q->cleanup : &o->own;
    o->fd = o->dirfd = -1;
    if (split(o, e) != ST_OK || open_folder(o, e) != ST_OK ||
        check_target(o, e) != ST_OK || make_file(o, e) != ST_OK)
        goto err1;

    /* Success! */
    *op = o;
    return ST_OK;

err1:
    outfile_free(o);
    /* Failure! */
    return e->status;
}

struct sink *
outfile_sink(struct outfile *o)
{
    return &o->sink;
}

int
outfile_store(const char *path, const void *p, size_t n,
              const struct outfile_options *q, struct err *e)
{
    struct outfile *o = NULL;

    if (outfile_open(&o, path, q, e) == ST_OK &&
        sink_write(&o->sink, p, n, e) == ST_OK) {
        sink_settle(&o->sink);
        sink_finish(&o->sink, NULL, e);
    }
    outfile_free(o);
    return e->status;
}

void
outfile_free(struct outfile *o)
{
    if (o == NULL)
        return;
    digest_free(o->digest);
    outfile_cleanup(o->cleanup);
    if (o->fd != -1)
        close(o->fd);
    if (o->dirfd != -1)
        close(o->dirfd);
    free(o->folder);
    free(o);
}
