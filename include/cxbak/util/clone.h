/*
 * Sharing blocks between two files of a file system that can: XFS, btrfs and
 * others.  What is shared takes no room and no time, until one file changes.
 */
#ifndef CXBAK_UTIL_CLONE_H
#define CXBAK_UTIL_CLONE_H

#include <stdint.h>

/* The blocks that are shared are of this size, or whole parts of it. */
#define CLONE_BLOCK ((uint64_t)4096)

/*
 * How many of the `n` bytes at `off` are whole blocks that could be shared by
 * a file in which these bytes begin at `at`; `*head` is how many bytes stand
 * before them.  0 if there are none, or if the two places lie differently
 * within their blocks.
 */
uint64_t clone_blocks(uint64_t off, uint64_t at, uint64_t n, uint64_t *head);

/* Have the file `to` share `n` bytes of the file `from`: those at `off` become
 * those at `at`.  All three are multiples of CLONE_BLOCK.  Returns 0, or -1
 * with errno if that cannot be; then `to` is as it was. */
int clone_range(int from, uint64_t off, int to, uint64_t at, uint64_t n);

#endif
