/*
 * Numbers as people read them.  The caller owns the space; every function
 * returns it, so that it can stand in an argument list.
 */
#ifndef CXBAK_REPORT_HUMAN_H
#define CXBAK_REPORT_HUMAN_H

#include <stdint.h>

/* Enough for the largest number: 20 digits, 6 commas, a unit and the NUL. */
#define HUMAN_ROOM 32

/* A size in bytes, in powers of 1000: "512 B", "98.3 MB", "1.9 GB". */
char *human_size(char out[HUMAN_ROOM], uint64_t bytes);

/* A count with its thousands apart: "4,200". */
char *human_count(char out[HUMAN_ROOM], uint64_t n);

#endif
