/*
 * Memory that is given back is wiped first, whoever had it: the passwords and
 * the content of databases go through libarchive, zlib and libxml2, whose
 * buffers nobody else can reach.  So free() and its kin stand here, in the
 * program itself, in front of those of the GNU C library, which do the work.
 * Builds with sanitizers have an allocator of their own, and so may another C
 * library: there, only what password_free() and the like wipe is wiped.
 */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

#if defined(__GLIBC__) && !defined(CXBAK_NO_SANDBOX)

/* What the library calls itself. */
extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void __libc_free(void *p);

/* A bit of the word in front of a block: it has a mapping of its own, which
 * ends with it, so that the kernel takes its pages away.  Pages of it that were
 * never used must not be touched. */
#define IS_MAPPED 2

static int
is_mapped(const void *p)
{
    return (((const size_t *)p)[-1] & IS_MAPPED) != 0;
}

void
free(void *p)
{
    if (p == NULL)
        return;
    if (!is_mapped(p))
        explicit_bzero(p, malloc_usable_size(p));
    __libc_free(p);
}

/* A block that moves would leave its content behind, so it is moved here; one
 * with a mapping moves without a copy. */
void *
realloc(void *p, size_t size)
{
    size_t had;
    void *q;

    if (p == NULL)
        return __libc_malloc(size);
    if (is_mapped(p))
        return __libc_realloc(p, size);
    if (size == 0) {
        free(p);
        return NULL;
    }
    had = malloc_usable_size(p);
    if (size <= had && size >= had / 2)
        return p;
    if ((q = __libc_malloc(size)) == NULL)
        return NULL;
    memcpy(q, p, size < had ? size : had);
    free(p);
    return q;
}

void *
reallocarray(void *p, size_t n, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(n, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(p, bytes);
}

bool
memory_wipes(void)
{
    return true;
}

#else

bool
memory_wipes(void)
{
    return false;
}

#endif
