/*
 * Escapes for style on a terminal.  All strings are static.
 */
#ifndef CXBAK_REPORT_TERM_STYLE_H
#define CXBAK_REPORT_TERM_STYLE_H

#include <stdbool.h>

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
