#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/err.h"
#include "cxbak/util/mem.h"

/* Say it without allocating, and leave through exit() so that what was
 * registered with atexit() removes a half-written output. */
static void *
out_of_memory(void)
{
    static const char msg[] = "cxbak: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, msg, sizeof(msg) - 1);

    (void)ignored;
    exit(ST_SYSTEM);
}

void *
mem_alloc(size_t size)
{
    void *p = malloc(size > 0 ? size : 1);

    return p != NULL ? p : out_of_memory();
}

void *
mem_calloc(size_t n, size_t size)
{
    void *p = calloc(n > 0 ? n : 1, size > 0 ? size : 1);

    return p != NULL ? p : out_of_memory();
}

void *
mem_array(void *p, size_t n, size_t size)
{
    void *q = reallocarray(p, n > 0 ? n : 1, size > 0 ? size : 1);

    return q != NULL ? q : out_of_memory();
}

void *
mem_grow(void *p, size_t *cap, size_t n, size_t size)
{
    if (n < *cap)
        return p;
    if (n > SIZE_MAX / 4)
        return out_of_memory();
    *cap = n < 8 ? 16 : n * 2;
    return mem_array(p, *cap, size);
}

char *
mem_dup(const char *s)
{
    return s != NULL ? mem_ndup(s, strlen(s)) : NULL;
}

char *
mem_ndup(const char *s, size_t n)
{
    char *p = mem_alloc(n + 1);

    if (n > 0)
        memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *
mem_vprintf(const char *fmt, va_list ap)
{
    char *p = NULL;

    return vasprintf(&p, fmt, ap) >= 0 ? p : out_of_memory();
}

char *
mem_printf(const char *fmt, ...)
{
    va_list ap;
    char *p;

    va_start(ap, fmt);
    p = mem_vprintf(fmt, ap);
    va_end(ap);
    return p;
}
