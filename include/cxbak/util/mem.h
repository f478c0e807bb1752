/*
 * Allocation that succeeds or ends the program.  What these return is owned
 * by the caller and released with free().
 *
 * A command that runs out of memory has nothing better to do than to leave
 * the old file as it is and say so: these print "out of memory" and exit
 * with ST_SYSTEM.  Output under construction is unnamed or removed at exit
 * (see outfile.h), so nothing is left behind.
 */
#ifndef CXBAK_UTIL_MEM_H
#define CXBAK_UTIL_MEM_H

#include <stdarg.h>
#include <stddef.h>

/* `size` bytes, not cleared; a size of 0 gives a pointer that can be freed. */
void *mem_alloc(size_t size);

/* `n` elements of `size` bytes, cleared. */
void *mem_calloc(size_t n, size_t size);

/* Resize `p` (NULL for a new array) to `n` elements of `size` bytes. */
void *mem_array(void *p, size_t n, size_t size);

/*
 * Make room for element `n` (counting from 0) in an array that now has room
 * for `*cap` elements of `size` bytes; the room doubles, so that appending
 * one by one is linear.  Returns the array, moved or not.
 */
void *mem_grow(void *p, size_t *cap, size_t n, size_t size);

/* A copy of the string `s`, or NULL if `s` is NULL. */
char *mem_dup(const char *s);

/* A NUL-terminated copy of the `n` bytes at `s`. */
char *mem_ndup(const char *s, size_t n);

/* A newly made string, formatted as printf() does. */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *mem_vprintf(const char *fmt, va_list ap)
    __attribute__((format(printf, 1, 0)));

#endif
