/*
 * What the operands of a command are.
 */
#ifndef CXBAK_CLI_OPERAND_KIND_H
#define CXBAK_CLI_OPERAND_KIND_H

#include "cli/args.h"
#include "cli/command.h"

/* By the names that the table of commands gives them; others are files to
 * read.  A table of users may name pictures in its folder. */
enum operand {
    OPERAND_FILE,
    OPERAND_TABLE,
    OPERAND_DIR,
    OPERAND_SELECT,
    OPERAND_WORD
};

/* Have `take` look at each operand. */
void operand_kinds(const struct command *c, const struct args *a,
                   void (*take)(void *arg, enum operand is, const char *word),
                   void *arg);

#endif
