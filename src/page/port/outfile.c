/*
 * outfile.h where the host keeps an output as a list of spans, new bytes and
 * slices of the input: it costs no memory to copy, and the file appears only
 * when the host is told that it is complete.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/outfile.h"
#include "page/port/host.h"

struct outfile {
    struct sink sink; /* its name is the path */
    const struct inputs *inputs;
    struct outfile_cleanup *cleanup; /* or NULL */
    int fd;
    bool force;
    struct source written; /* what the digest reads */
};

void
outfile_cleanup(struct outfile_cleanup *c)
{
    (void)c;
}

static struct outfile *
outfile(struct sink *s)
{
    return (struct outfile *)s;
}

/* Is its folder there? */
static int
check_folder(const struct outfile *o, struct err *e)
{
    char *folder = io_folder(o->sink.name);
    struct stat st;

    if (stat(folder, &st) == -1)
        err_sys(e, "%s: cannot open the folder %s", o->sink.name, folder);
    else if (!S_ISDIR(st.st_mode))
        err_set(e, ST_SYSTEM, "%s: %s is no folder", o->sink.name, folder);
    free(folder);
    return e->status;
}

/* May a file of that name be made? */
static int
check_target(const struct outfile *o, struct err *e)
{
    const char *path = o->sink.name;
    struct stat st, link;

    if (path[0] == '\0' || path[strlen(path) - 1] == '/')
        return err_set(e, ST_SYSTEM, "%s: this names no file", path);
    if (lstat(path, &link) == -1)
        return errno == ENOENT ? check_folder(o, e) : err_sys(e, "%s", path);
    if (stat(path, &st) == -1)
        st = link;
    if (inputs_refuse(o->inputs, path, &st, e) != ST_OK)
        return e->status;
    if (S_ISDIR(st.st_mode))
        return err_set(e, ST_SYSTEM,
                       "%s: this is a folder; give the name of a file in it",
                       path);
    if (!o->force) {
        err_set(e, ST_SYSTEM, "%s: the file exists; give another name", path);
        return err_hint(e, HINT_REPLACE, NULL);
    }
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

static int
copy(struct sink *s, const struct source *from, uint64_t off, uint64_t n,
     struct err *e)
{
    if (from->fd == -1)
        return sink_copy_buffered(s, from, off, n, e);
    if (n > 0 && (errno = host_copy(outfile(s)->fd, from->fd, off, n)) != 0)
        return err_sys(e, "%s: cannot read %s", s->name, from->name);
    s->size += n;
    return ST_OK;
}

static int
change(struct sink *s, const void *p, size_t n, uint64_t off, struct err *e)
{
    if (pwrite(outfile(s)->fd, p, n, (off_t)off) != (ssize_t)n)
        return err_sys(e, "%s: cannot write", s->name);
    return ST_OK;
}

static int
reread(struct sink *s, struct source *written, struct err *e)
{
    return source_file(written, outfile(s)->fd, s->name, e);
}

/* The SHA-256 of what was written. */
static int
digest(struct outfile *o, char *sha256, struct err *e)
{
    struct digest *d = NULL;

    if (source_file(&o->written, o->fd, o->sink.name, e) == ST_OK &&
        digest_start(&d, &o->written, e) == ST_OK)
        digest_finish(d, o->sink.size, sha256, e);
    digest_free(d);
    return e->status;
}

static int
publish(struct sink *s, char *sha256, struct err *e)
{
    struct outfile *o = outfile(s);

    if ((sha256 != NULL && digest(o, sha256, e) != ST_OK) ||
        inputs_unchanged(o->inputs, e) != ST_OK)
        return e->status;
    errno = host_publish(o->fd, s->name, o->force);
    if (errno == EEXIST)
        return err_set(e, ST_SYSTEM,
                       "%s: the file has come to exist meanwhile; nothing was "
                       "written",
                       s->name);
    if (errno != 0)
        return err_sys(e, "%s: cannot give the file its name", s->name);
    if (o->cleanup != NULL)
        o->cleanup->named = 1;
    return ST_OK;
}

int
outfile_open(struct outfile **op, const char *path,
             const struct outfile_options *q, struct err *e)
{
    static const struct sink_ops ops = {.write = write_bytes,
                                        .copy = copy,
                                        .change = change,
                                        .reread = reread,
                                        .finish = publish};
    struct outfile *o = mem_calloc(1, sizeof(*o));

    o->sink = (struct sink){.ops = &ops, .name = path};
    o->force = q->replace;
    o->inputs = q->inputs;
    o->cleanup = q->cleanup;
    o->fd = -1;
    if (check_target(o, e) != ST_OK)
        goto err1;
    if ((o->fd = host_output()) == -1) {
        err_set(e, ST_SYSTEM, "%s: cannot make a file", path);
        goto err1;
    }

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
        sink_write(&o->sink, p, n, e) == ST_OK)
        sink_finish(&o->sink, NULL, e);
    outfile_free(o);
    return e->status;
}

void
outfile_free(struct outfile *o)
{
    if (o == NULL)
        return;
    if (o->fd != -1)
        close(o->fd);
    free(o);
}
