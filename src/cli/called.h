/*
 * What the person calls the program, so that commands in messages can be
 * copied as they stand.
 */
#ifndef CXBAK_CLI_CALLED_H
#define CXBAK_CLI_CALLED_H

#include "cxbak/util/buf.h"

/* Learn it from the first word of the command line (NULL is fine), which must
 * stay. */
void called_start(const char *word);

/* "cxbak", or, where a shell finds no program or another one by that name,
 * the word by which this one was called, as a shell takes it; static. */
const char *called(void);

/* Append a message, in which commands stand as `cxbak list`. */
void called_add(struct buf *b, const char *message);

#endif
