/*
 * The files that a command line names: no output may be an input, and no two
 * outputs the same file, by whatever spelling or link, because one of them
 * would be lost.  Asked before anything is read or written.
 */
#ifndef CXBAK_CLI_OWN_FILES_H
#define CXBAK_CLI_OWN_FILES_H

#include "cxbak/util/err.h"
#include "cli/args.h"
#include "cli/command.h"

/* One command line. */
struct own_files_of {
    const struct command *command;
    const struct args *args;
};

/*
 * Look at `n` command lines that are carried out as one, such as the steps of
 * a batch.  What they name as inputs is added to their `args->inputs`, also
 * what may never be opened.  ST_USAGE if two outputs are one file, ST_SYSTEM
 * if one is an input, or is where standard output or standard error goes.
 */
int own_files_check(const struct own_files_of *of, size_t n, struct err *e);

/* Is no output an input that is known by now, such as a picture that a table
 * names?  ST_SYSTEM if one is. */
int own_files_check_again(const struct args *a, struct err *e);

#endif
