/*
 * A line taken apart into words, as a shell does it without expanding
 * anything.
 */
#ifndef CXBAK_CLI_WORDS_H
#define CXBAK_CLI_WORDS_H

#include <stddef.h>

#include "cxbak/util/err.h"

/*
 * The words of a line, which is taken apart and holds them.  Blanks separate;
 * '...' is as it stands, in "..." a backslash quotes " and \, elsewhere any
 * character; # in front of a word begins a comment.  The caller frees the
 * array, which a NULL ends.  ST_REFUSED for a quote that nothing closes.
 */
int words_split(char *line, char ***words, size_t *n, struct err *e);

#endif
