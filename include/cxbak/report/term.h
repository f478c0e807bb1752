/*
 * What the terminal can do, and the escapes for style.  Nothing here owns
 * memory; all strings are static.
 */
#ifndef CXBAK_REPORT_TERM_H
#define CXBAK_REPORT_TERM_H

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

/* Columns of the terminal `fd`: what the system says, else COLUMNS, else
 * 80; at least 20, so that a layout always has room. */
size_t term_width(int fd);

enum term_style {
    TERM_PLAIN, /* ends every other style */
    TERM_BOLD,
    TERM_FAINT,
    TERM_RED,
    TERM_GREEN,
    TERM_YELLOW,
    TERM_CYAN
};

/* The escape that switches to a style; "" when `colour` is false. */
const char *term_style(bool colour, enum term_style style);

#endif
