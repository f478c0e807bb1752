/*
 * What goes to a terminal.  Lines are broken between words, names that are
 * written from right to left are kept apart from what stands around them, and
 * what does not fit the screen goes through a pager.  Elsewhere nothing
 * changes: files and pipes get the lines as they are.
 *
 * The pager is CXBAK_PAGER, else PAGER, else less where it is there; "" or
 * "cat" is none.  It is begun when the first line comes.
 */
#ifndef CXBAK_CLI_SCREEN_H
#define CXBAK_CLI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cxbak/report/text_table.h"
#include "cli/args.h"

/* How a command uses the screen. */
enum screen_use {
    SCREEN_LINES, /* it says a few lines */
    SCREEN_PAGES, /* there may be many */
    SCREEN_EXACT  /* its output is data, which may not be broken */
};

/* Take standard output and standard error over as far as they are terminals.
 * To be called once, and before the process gives up the right to start
 * another. */
void screen_start(const struct args *a, enum screen_use use);

/* Write what is left, and wait until the pager ends. */
void screen_finish(void);

/* Columns for a table on standard output; 0: any. */
size_t screen_width(void);

/* Lines of one page of a pager; 0: there is none. */
size_t screen_page(void);

/* Print a table to standard output as it fits there; what had to be left out
 * or cut is said, and behind it `advice`. */
void screen_table(struct text_table *t, const struct args *a,
                  const char *advice);
#define SCREEN_ELSEWHERE "a wider terminal, a file or a pipe shows everything"

/* The terminal itself, for what is drawn over; standard error where it is
 * none. */
FILE *screen_error(void);

#endif
