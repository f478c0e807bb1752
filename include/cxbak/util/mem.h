/*
 * Allocation that succeeds or does not return.  What these return is owned
 * by the caller and released with free().
 *
 * When memory ends, what the front end chose with mem_on_exhausted() decides:
 * it may say so and end the process, or the thread, or jump out.  Output under
 * construction has no name yet, or one that outfile_guard_clean() removes (see
 * outfile.h), so that nothing need be left behind.
 */
#ifndef CXBAK_UTIL_MEM_H
#define CXBAK_UTIL_MEM_H

#include <stdarg.h>
#include <stddef.h>

/* Called when memory has ended; must not return and must not allocate. */
typedef void mem_exhausted_fn(void *arg);

/*
 * Have `fn` called with `arg` when memory ends, in whatever thread that is.
 * NULL, as at the start: the process is aborted, as it is if `fn` returns.
 * This holds for the whole process: set it once, before threads start.
 */
void mem_on_exhausted(mem_exhausted_fn *fn, void *arg);

/* `p`, which a library allocated; NULL means that memory has ended. */
void *mem_check(void *p);

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
