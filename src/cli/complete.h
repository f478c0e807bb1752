/*
 * What may stand for the last word of a command line that is being typed.
 */
#ifndef CXBAK_CLI_COMPLETE_H
#define CXBAK_CLI_COMPLETE_H

#include <stdio.h>

#include "cli/args.h"

/*
 * Print it for the words behind the program's name, as complete_line_read()
 * takes them, which are the operands of `a` behind the first: on the first line
 * what else may stand there, `files`, `folders` or `words` for nothing else,
 * and then each word on a line, with what it means behind a tab.  Extensions
 * and names are those of the backup on the line; one that needs a password, or
 * cannot be read, has none, and nothing is asked or said.  Enters the sandbox,
 * in which that backup can be read.
 */
void complete(const struct args *a, FILE *out);

#endif
