/*
 * Memory for secrets: pages of its own, never written to a disk where the
 * system allows that (locked, out of core files), empty in a process that is
 * forked off, and wiped when it is released.
 */
#ifndef CXBAK_CLI_SECRET_H
#define CXBAK_CLI_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* A copy of the `n` bytes and a NUL behind them. */
char *secret_dup(const char *s, size_t n);

/* Wipe and release it; NULL is allowed. */
void secret_free(char *s);

/*
 * From now on, keep all memory of the process from being written to a disk, if
 * the system lets it: what is read is the content of an encrypted backup.  The
 * limit of locked memory (RLIMIT_MEMLOCK) of ordinary users is far too small
 * for that; then only secret_dup() is locked.
 */
void secret_lock_all(void);

/* May this process do that? */
bool secret_may_lock_all(void);

#endif
