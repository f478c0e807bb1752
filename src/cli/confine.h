/*
 * The sandbox of a command, made from its command line: what it may read and
 * where it may write is told by its operands and by the flags of its options.
 */
#ifndef CXBAK_CLI_CONFINE_H
#define CXBAK_CLI_CONFINE_H

#include "cli/args.h"
#include "cli/command.h"
#include "cli/sandbox.h"

/* Add what the words of `a`, which call `c`, name: files to read, and folders
 * of files to write. */
void confine_words(struct sandbox_policy *p, const struct command *c,
                   const struct args *a);

/*
 * Enter the sandbox of the command line `a`, with what `p` allows already, if
 * anything; nothing with --no-sandbox, which is said.  The password
 * file and the terminal, to ask for a password, stay within reach.  Commands
 * that set `confines` call this themselves, before they open a backup; it is
 * called for the others before they run.
 */
void confine(struct sandbox_policy *p, const struct args *a);

#endif
