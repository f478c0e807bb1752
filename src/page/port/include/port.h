/*
 * What the program takes from Linux and WASI's library lacks; included before
 * each file.  What can be done here is done (posix.c); what cannot fails as
 * the manual says.
 */
#ifndef PAGE_PORT_H
#define PAGE_PORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/types.h>

/* sched.h: one processor. */
typedef struct {
    int one;
} cpu_set_t;
#define CPU_COUNT(set) ((set)->one)
int sched_getaffinity(int pid, size_t n, cpu_set_t *set);

/* stdlib.h */
void qsort_r(void *base, size_t n, size_t size,
             int (*cmp)(const void *, const void *, void *), void *arg);

char *realpath(const char *path, char *to);

/* stdio.h */
FILE *tmpfile(void);

/* sys/ioctl.h: no terminal has a width here. */
struct winsize {
    unsigned short ws_row;
    unsigned short ws_col;
};
#define TIOCGWINSZ 0x5413

/* sys/mman.h, unistd.h */
#define MFD_CLOEXEC 1U
int memfd_create(const char *name, unsigned flags);
int dup(int fd);
int dup2(int from, int to);

#endif
