/*
 * Files that the program writes.
 */
#ifndef CXBAK_CLI_OUTPUT_H
#define CXBAK_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/err.h"
#include "cxbak/util/outfile.h"
#include "cli/args.h"

/*
 * Begin an output of this command: how `path` may be made, as --force says
 * and never what the command reads; signals are caught until output_end().
 */
int output_begin(struct outfile_options *q, const struct args *a,
                 const char *path, struct err *e);

void output_end(void);

/* Could an output of that name be begun?  To be asked before long work. */
int output_check(const struct args *a, const char *path, struct err *e);

/* The same for the files that --output and --plan name, if they are given. */
int output_check_all(const struct args *a, struct err *e);

/* Write a whole file; it may be there already if it `replaces` it. */
int output_store(const struct args *a, const char *path, bool replaces,
                 const void *p, size_t n, struct err *e);

/* The same, but a file that holds these very bytes may be there, and stays. */
int output_store_again(const struct args *a, const char *path, const void *p,
                       size_t n, struct err *e);

#endif
