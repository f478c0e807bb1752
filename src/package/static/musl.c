/* What musl has not. */
#include <archive.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "musl.h"

void __archive_write_entry_filetype_unsupported(struct archive *a,
                                                struct archive_entry *entry,
                                                const char *format);

int
renameat2(int from_folder, const char *from, int to_folder, const char *to,
          unsigned flags)
{
    return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

/* As libarchive wants it: it cannot fail. */
void
arc4random_buf(void *to, size_t n)
{
    uint8_t *p = to;

    while (n > 0) {
        size_t part = n < 256 ? n : 256;

        if (getentropy(p, part) != 0)
            abort();
        p += part;
        n -= part;
    }
}

/* Of libarchive's: its own file draws in all the other formats. */
void
__archive_write_entry_filetype_unsupported(struct archive *a,
                                           struct archive_entry *entry,
                                           const char *format)
{
    (void)entry;
    archive_set_error(a, EINVAL, "%s: this kind of file is not supported",
                      format);
}

/* In memory: musl's own is a file in /tmp, which the sandbox forbids. */
FILE *
tmpfile(void)
{
    int fd = memfd_create("tmpfile", MFD_CLOEXEC);

    return fd != -1 ? fdopen(fd, "w+") : NULL;
}
