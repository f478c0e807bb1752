/*
 * A command line that is being typed: what its last word is to be.
 */
#ifndef CXBAK_CLI_COMPLETE_LINE_H
#define CXBAK_CLI_COMPLETE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"

enum wanted {
    WANTED_NOTHING,
    WANTED_COMMAND, /* the first word of a command, or of a family the second */
    WANTED_OPTION,
    WANTED_VALUE, /* of an option */
    WANTED_OPERAND
};

struct complete_line {
    enum wanted wanted;
    const struct command *command; /* NULL: it is not known yet */
    char *family;                  /* "avatar", whose command is wanted */
    const struct option_spec *option;
    size_t part;         /* of the words of its value: FIELD OLD NEW */
    const char *operand; /* "SELECT", as the table has it */
    char *word;          /* the last word, without quotes */
    size_t kept;         /* bytes at its front that stay: "--where=" */
    char *backup;        /* the first operand; NULL if there is none yet */

    /* Used while it is read. */
    bool options_end;
    size_t operands;
};

/* Read the `n` words behind the program's name as the shell has them, quotes
 * and all; the last one may be empty, or have a quote that is open. */
void complete_line_read(struct complete_line *l, char *const *words, size_t n);
void complete_line_free(struct complete_line *l);

#endif
