/*
 * One line of text as lines of a terminal; private to the screen.
 */
#ifndef CXBAK_CLI_SCREEN_LINE_H
#define CXBAK_CLI_SCREEN_LINE_H

#include <stddef.h>

#include "cxbak/util/buf.h"

/*
 * Append the line, which may end in a line end, broken between words so that
 * it fits into `width` columns.  What follows hangs below the last column of
 * the line, or is indented.  A word that is wider than that is broken behind a
 * sign or between letters, with a \ there.  A command to be copied is not
 * broken.  Runs of
 * letters that are written from right to left get isolates around them, so
 * that a terminal which knows of these keeps the order of all else.
 */
void screen_line(struct buf *out, const char *line, size_t width);

#endif
