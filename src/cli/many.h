/*
 * Several backups in one call.
 */
#ifndef CXBAK_CLI_MANY_H
#define CXBAK_CLI_MANY_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cli/args.h"

/* How many of the operands, from the first on, are backups: one, and those
 * behind it that are archives by their content, or files named .zip. */
size_t many_count(const struct args *a);

/* Is the file an archive by its content, and no workbook by its name? */
bool many_is_archive(const char *path);

/* Is it meant as a backup: such an archive, or a file named .zip? */
bool many_is_backup(const char *path);

/*
 * Have `one` look at each of `n` backups.  Of several, one that fails is said
 * at once, with --json as a line of its own, and the others go on; the status
 * is the gravest in the end.  Of one, the error is the caller's.
 */
int many_each(struct args *a, size_t n,
              int (*one)(void *arg, const char *path, struct err *e), void *arg,
              struct err *e);

#endif
