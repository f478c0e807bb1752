/*
 * What the terminal can do.
 */
#ifndef CXBAK_CLI_TERM_H
#define CXBAK_CLI_TERM_H

#include <stdbool.h>
#include <stddef.h>

/* The argument of --color. */
enum term_when { TERM_AUTO, TERM_ALWAYS, TERM_NEVER };

/* Read "auto", "always" or "never"; false if it is none of them. */
bool term_when_parse(const char *s, enum term_when *when);

/*
 * May what goes to the descriptor `fd` carry colour?  TERM_AUTO says yes on
 * a terminal that is not "dumb", unless NO_COLOR is set to anything; an
 * explicit TERM_ALWAYS or TERM_NEVER wins over the environment.
 */
bool term_colour(enum term_when when, int fd);

/* Is `fd` a terminal on which a line can be written over? */
bool term_can_redraw(int fd);

/* What goes to this terminal goes through a pager from now on: it stays as
 * wide, and takes colours, but nothing on it can be written over. */
void term_page(int fd);

/* Lines of the terminal that standard error or input is; 0: not known. */
size_t term_height(void);

/* Columns of the terminal `fd`: what the system says, else COLUMNS, else
 * 80; at least 20, so that a layout always has room. */
size_t term_width(int fd);

#endif
