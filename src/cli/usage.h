/*
 * How the program is used, told from the table of commands.  Errors stay in
 * the stream's error flag.
 */
#ifndef CXBAK_CLI_USAGE_H
#define CXBAK_CLI_USAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/examples.h"

/* What the program does, and its commands. */
void usage_program(FILE *out, bool colour);

/* One command in full: how to call it, what it does, its options. */
void usage_command(const struct command *c, FILE *out, bool colour);

/* The commands of a family such as "avatar". */
void usage_family(const char *word, FILE *out, bool colour);

/* How each command is called: the synopsis of the manual page. */
void usage_synopsis(FILE *out);

/* The dozen lines for who gives no command. */
void usage_short(FILE *out);

/* All examples, one command line each. */
void usage_examples(FILE *out);

/* A topic that is no command; NULL if there is none of that name. */
const struct topic *usage_topic(const char *name);
void usage_print_topic(const struct topic *t, FILE *out);

#endif
