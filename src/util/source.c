#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cxbak/util/io.h"
#include "cxbak/util/source.h"

static int
read_file(const struct source *s, void *p, size_t n, uint64_t off,
          struct err *e)
{
    return io_pread(s->fd, p, n, off, s->name, e);
}

static int
read_memory(const struct source *s, void *p, size_t n, uint64_t off,
            struct err *e)
{
    if (off > s->size || n > s->size - off)
        return err_set(e, ST_SYSTEM, "%s: ends at offset %ju", s->name,
                       (uintmax_t)s->size);
    if (n > 0)
        memcpy(p, (const char *)s->arg + off, n);
    return ST_OK;
}

int
source_file(struct source *s, int fd, const char *name, struct err *e)
{
    struct stat st;

    if (fstat(fd, &st) == -1)
        return err_sys(e, "%s", name);
    *s = (struct source){.name = name,
                         .size = (uint64_t)st.st_size,
                         .read = read_file,
                         .fd = fd};
    return ST_OK;
}

struct source
source_memory(const void *p, size_t n, const char *name)
{
    return (struct source){
        .name = name, .size = n, .read = read_memory, .arg = p, .fd = -1};
}

void
source_expect(const struct source *s, uint64_t off, size_t n)
{
    if (s->fd != -1)
        posix_fadvise(s->fd, (off_t)off, (off_t)n, POSIX_FADV_WILLNEED);
}

uint64_t
source_next_data(const struct source *s, uint64_t off)
{
    off_t at;

#ifdef SEEK_DATA
    if (s->fd == -1)
        return off;
    if ((at = lseek(s->fd, (off_t)off, SEEK_DATA)) == -1)
        return errno == ENXIO ? s->size : off;
    return (uint64_t)at < s->size ? (uint64_t)at : s->size;
#else
    (void)s;
    (void)at;
    return off;
#endif
}

int
source_read(const struct source *s, void *p, size_t n, uint64_t off,
            struct err *e)
{
    return s->read(s, p, n, off, e);
}
