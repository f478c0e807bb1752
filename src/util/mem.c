#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/mem.h"

/* What the process does when memory ends: memory is the process's, not that
 * of one backup, and so is this. */
static struct {
    mem_exhausted_fn *fn;
    void *arg;
} exhausted;

void
mem_on_exhausted(mem_exhausted_fn *fn, void *arg)
{
    exhausted.fn = fn;
    exhausted.arg = arg;
}

void *
mem_check(void *p)
{
    if (p != NULL)
        return p;
    if (exhausted.fn != NULL)
        exhausted.fn(exhausted.arg);
    abort();
}

void *
mem_alloc(size_t size)
{
    return mem_check(malloc(size > 0 ? size : 1));
}

void *
mem_calloc(size_t n, size_t size)
{
    return mem_check(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *
mem_array(void *p, size_t n, size_t size)
{
    return mem_check(reallocarray(p, n > 0 ? n : 1, size > 0 ? size : 1));
}

void *
mem_grow(void *p, size_t *cap, size_t n, size_t size)
{
    if (n < *cap)
        return p;
    if (n > SIZE_MAX / 4)
        return mem_check(NULL);
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

    return mem_check(vasprintf(&p, fmt, ap) >= 0 ? p : NULL);
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
