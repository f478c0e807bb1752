/*
 * Files that the program writes.
 */
#ifndef CXBAK_CLI_OUTPUT_H
#define CXBAK_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "cxbak/util/buf.h"
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

/* The same for all files that the options name to be made, but for those that
 * may be there if they hold the same. */
int output_check_all(const struct args *a, struct err *e);

/* A file that is made in the end; it may be there already if it holds these
 * very bytes, and then stays. */
struct output_later {
    const char *path; /* NULL: it is not asked for */
    struct buf data;
};

/* Could it be made?  To be asked before what takes long. */
int output_later_check(const struct args *a, const struct output_later *f,
                       struct err *e);

int output_later_store(const struct args *a, const struct output_later *f,
                       struct err *e);

/* Write a whole file; it may be there already if it `replaces` it. */
int output_store(const struct args *a, const char *path, bool replaces,
                 const void *p, size_t n, struct err *e);

#endif
