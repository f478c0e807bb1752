#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

#include "cxbak/util/mem.h"
#include "page/port/host.h"

/* The library's current folder is the top until it is told another one; it
 * makes all paths absolute. */
__attribute__((constructor)) static void
start_in_folder(void)
{
    const char *folder = getenv("PWD");

    if (folder != NULL && chdir(folder) == -1)
        abort();
}

/* uselocale() does nothing in this library, and a pattern would match bytes:
 * letters are UTF-8 from the beginning. */
__attribute__((constructor)) static void
start_with_letters(void)
{
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        abort();
}

int
sched_getaffinity(int pid, size_t n, cpu_set_t *set)
{
    (void)pid, (void)n;
    set->one = 1;
    return 0;
}

/* Merge two sorted neighbours, of `left` and `right` elements, into `to`. */
static void
merge(unsigned char *to, const unsigned char *from, size_t left, size_t right,
      size_t size, int (*cmp)(const void *, const void *, void *), void *arg)
{
    const unsigned char *a = from, *mid = from + left * size, *b = mid;
    const unsigned char *end = mid + right * size;

    for (; a < mid || b < end; to += size) {
        if (a < mid && (b == end || cmp(a, b, arg) <= 0)) {
            memcpy(to, a, size);
            a += size;
        } else {
            memcpy(to, b, size);
            b += size;
        }
    }
}

void
qsort_r(void *base, size_t n, size_t size,
        int (*cmp)(const void *, const void *, void *), void *arg)
{
    unsigned char *from = base, *to, *room, *swap;
    size_t width, i;

    if (n < 2)
        return;
    room = to = mem_alloc(n * size);
    for (width = 1; width < n; width *= 2) {
        for (i = 0; i < n; i += 2 * width) {
            size_t left = n - i < width ? n - i : width;
            size_t right = n - i - left < width ? n - i - left : width;

            merge(to + i * size, from + i * size, left, right, size, cmp, arg);
        }
        swap = from;
        from = to;
        to = swap;
    }
    if (from != base)
        memcpy(base, from, n * size);
    free(room);
}

/* Links are not followed: the host may have done so. */
char *
realpath(const char *path, char *to)
{
    char *folder = path[0] == '/' ? mem_dup("") : getcwd(NULL, 0);
    char *all, *from, *end;
    struct stat st;

    if (to != NULL || folder == NULL || stat(path, &st) == -1) {
        free(folder);
        return NULL;
    }
    all = mem_printf("%s/%s", strcmp(folder, "/") == 0 ? "" : folder, path);
    free(folder);
    for (from = end = all; *from != '\0';) {
        while (from[0] == '/' &&
               (from[1] == '/' || (from[1] == '.' && strchr("/", from[2]))))
            from += from[1] == '/' ? 1 : 2;
        if (*from != '\0')
            *end++ = *from++;
    }
    *end = '\0';
    return all;
}

int
dup(int fd)
{
    int got = host_dup(fd);

    if (got == -1)
        errno = EBADF;
    return got;
}

int
dup2(int from, int to)
{
    int fd = dup(from);

    if (fd == -1)
        return -1;
    if ((errno = __wasi_fd_renumber(fd, to)) != 0)
        return -1;
    return to;
}

int
memfd_create(const char *name, unsigned flags)
{
    (void)name, (void)flags;
    return host_memfd();
}

FILE *
tmpfile(void)
{
    return fdopen(host_memfd(), "w+");
}

/* Of libarchive's: its file draws in all the other formats. */
struct archive;
struct archive_entry;
void archive_set_error(struct archive *a, int number, const char *text, ...);
void __archive_write_entry_filetype_unsupported(struct archive *a,
                                                struct archive_entry *entry,
                                                const char *format);

void
__archive_write_entry_filetype_unsupported(struct archive *a,
                                           struct archive_entry *entry,
                                           const char *format)
{
    (void)entry;
    archive_set_error(a, EINVAL, "%s: this kind of file is not supported",
                      format);
}

/* Of libarchive's, for salts. */
void arc4random_buf(void *p, size_t n);

void
arc4random_buf(void *p, size_t n)
{
    unsigned char *to = p;
    size_t part;

    for (; n > 0; to += part, n -= part) {
        part = n < 256 ? n : 256;
        if (getentropy(to, part) != 0)
            abort();
    }
}
