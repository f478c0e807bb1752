/*
 * What the host (host.js) does beyond WASI.  Each returns 0, or an errno of
 * WASI; a descriptor, or -1.
 */
#ifndef PAGE_HOST_H
#define PAGE_HOST_H

#include <stdint.h>

#define HOST(name) __attribute__((import_module("cx"), import_name(#name)))

/* Another descriptor of the same file. */
HOST(dup) int host_dup(int fd);

/* A new file without a name, to read and write. */
HOST(memfd) int host_memfd(void);

/* A new output without a name: a list of spans, to append and to change. */
HOST(output) int host_output(void);

/* Append `n` bytes of the file `fd` from `off` to an output, without looking
 * at them. */
HOST(copy) int host_copy(int output, int fd, uint64_t off, uint64_t n);

/* The output is complete: give it the name `path`. */
HOST(publish) int host_publish(int output, const char *path, int replace);

#endif
